#include "app/sync/school_runner.h"

#include <atomic>
#include <future>

#include "tests/unit/storage/store_fixture.h"
#include "tests/unit/sync/list_server.h"
#include "tests/unit/sync/settings_server.h"

// The lists on their way into a real store on its storage thread.

using namespace sync_test;
using namespace syncing;

namespace {

struct Running {
    storage_test::Kiosk machine;
    std::unique_ptr<api::Clock> clock = platform_linux::make_clock();
    ListServer server;
    SettingsServer settings;
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<storage::StorageThread> storage;
    std::optional<SchoolRunner> runner;
    std::atomic<int> prepared{0}, prepared_settings{0}, applied{0};

    void start(const std::function<void(storage::Store&)>& before = {}) {
        auto store = machine.files->exists(machine.data) ? machine.open() : machine.create();
        if (before) before(*store);
        storage.emplace(std::move(store));
        run();
    }
    void run() {
        SchoolRunner::Hooks hooks;
        hooks.prepare = [this](const domain::Roster&) { ++prepared; };
        hooks.applied = [this](storage::Store&) { ++applied; };
        hooks.changed = [this] {
            const std::lock_guard lock{mutex};
            changed.notify_all();
        };
        hooks.prepare_settings = [this](const school_settings::Content&) { ++prepared_settings; };
        const SchoolRunner::Membership membership{ListServer::kSchool, domain::KioskId{"kiosk1"},
                                                  server.key.public_half, server.kiosk.private_half};
        runner.emplace(SchoolRunner::Machine{*storage, server, settings, *clock, *machine.files}, machine.data,
                       membership, 7, std::move(hooks));
    }
    void stop() {
        runner.reset();
        storage.reset();
        server.cancelled = settings.cancelled = false;
    }
    ~Running() { stop(); }
    template <class Condition>
    RosterStatus wait_until(const Condition& condition) {
        std::unique_lock lock{mutex};
        while (!condition(runner->status())) changed.wait_for(lock, std::chrono::milliseconds{20});
        return runner->status();
    }
    template <class Answer>
    Answer in_store(const std::function<Answer(storage::Store&)>& work) {
        std::promise<Answer> answer;
        storage->post([&](storage::Store& store) { answer.set_value(work(store)); });
        return answer.get_future().get();
    }
    domain::Roster roster() {
        return in_store<domain::Roster>([](storage::Store& store) { return *store.roster(); });
    }
    template <class Condition>
    SettingsStatus wait_for_settings(const Condition& condition) {
        std::unique_lock lock{mutex};
        while (!condition(runner->settings_status())) changed.wait_for(lock, std::chrono::milliseconds{20});
        return runner->settings_status();
    }
    domain::Settings settings_in_force() {
        return in_store<domain::Settings>([](storage::Store& store) { return *store.settings(); });
    }
    domain::Seq events() {
        return in_store<domain::Seq>([](storage::Store& store) { return store.status()->last_seq; });
    }
    [[nodiscard]] std::string text() { return read_roster_text(*machine.files, machine.data); }
};

bool has_number(const RosterStatus& status, std::uint64_t number) {
    return status.number == number && status.problem == RosterProblem::none;
}

}  // namespace

TEST_CASE("The server's lists come into the store with one event, and are told and kept over a restart") {
    Running kiosk;
    kiosk.server.publish(lists(), 4);
    kiosk.start();
    auto status = kiosk.wait_until([](const RosterStatus& now) { return has_number(now, 4); });
    CHECK(status.taken_at == kiosk.machine.clock.read().wall);
    CHECK(same(kiosk.roster(), lists()));
    CHECK(kiosk.events() == 2);  // LogStarted, RosterApplied
    CHECK(kiosk.prepared == 1);
    CHECK(kiosk.applied == 1);
    CHECK(kiosk.text() == kiosk.server.texts.back());

    kiosk.server.publish(with_child("Саян"), 5);
    kiosk.runner->poke();
    (void)kiosk.wait_until([](const RosterStatus& now) { return has_number(now, 5); });
    CHECK(same(kiosk.roster(), with_child("Саян")));
    CHECK(kiosk.events() == 3);

    kiosk.stop();
    const int asked = kiosk.server.asked;
    kiosk.start();
    (void)kiosk.wait_until([](const RosterStatus& now) { return has_number(now, 5); });
    kiosk.server.wait_for_asked(asked + 1);
    CHECK(kiosk.server.asked_with == hash_of(kiosk.server.texts.back()));
    CHECK(kiosk.applied == 2);
    CHECK(kiosk.events() == 3);
}

TEST_CASE("A restart after a power cut between text and store mends what differs, either way round") {
    Running kiosk;
    const std::string first = kiosk.server.publish(lists(), 1);
    kiosk.start();
    (void)kiosk.wait_until([](const RosterStatus& now) { return has_number(now, 1); });
    const std::string second = kiosk.server.publish(with_child("Саян"), 2);
    kiosk.stop();
    REQUIRE(write_roster_text(*kiosk.machine.files, kiosk.machine.data, second));
    kiosk.start();
    (void)kiosk.wait_until([](const RosterStatus& now) { return has_number(now, 2); });
    CHECK(same(kiosk.roster(), with_child("Саян")));

    kiosk.stop();
    REQUIRE(write_roster_text(*kiosk.machine.files, kiosk.machine.data, first));
    const int asked = kiosk.server.asked;
    kiosk.start();
    kiosk.server.wait_for_asked(asked + 1);
    // Taken again; the lists are the same, so that no event tells it.
    while (kiosk.text() != second) (void)kiosk.roster();
    CHECK(kiosk.events() == 3);
    CHECK(kiosk.applied == 2);
}

TEST_CASE("Lists of the kiosk's own go up, come down as the server's, and no event tells of other lists") {
    Running kiosk;
    kiosk.start([](storage::Store& store) { REQUIRE(store.replace_roster(with_child("Саян"))); });
    (void)kiosk.wait_until([](const RosterStatus& now) { return has_number(now, 1); });
    CHECK(kiosk.server.given == 1);
    CHECK(same(kiosk.roster(), with_child("Саян")));
    CHECK(kiosk.events() == 2);
    CHECK(kiosk.applied == 0);
    const auto source = kiosk.in_store<std::optional<storage::RosterSource>>(
        [](storage::Store& store) { return *store.roster_source(); });
    REQUIRE(source);
    CHECK(source->school == ListServer::kSchool);
    CHECK(source->hash == hash_of(kiosk.server.texts.back()));
}

TEST_CASE("What is refused is told with its number, and what was applied stays") {
    Running kiosk;
    kiosk.start([](storage::Store& store) { REQUIRE(store.replace_roster(with_child("Саян"))); });
    (void)kiosk.wait_until([](const RosterStatus& now) { return has_number(now, 1); });
    domain::Roster forged = lists();
    forged.number = 2;
    {
        const std::lock_guard lock{kiosk.server.mutex};
        kiosk.server.instead = ListServer::whole(
            roster_snapshot::pack(*roster_snapshot::write({"school2", forged}, kiosk.server.key.private_half)));
    }
    kiosk.runner->poke();
    const auto status =
        kiosk.wait_until([](const RosterStatus& now) { return now.problem == RosterProblem::another_school; });
    CHECK(status.refused == 2);
    CHECK(status.number == 1);
    CHECK(same(kiosk.roster(), with_child("Саян")));
}

TEST_CASE("A runner that waits for a storage thread that is busy with ending it ends") {
    Running kiosk;
    kiosk.server.publish(lists(), 1);
    kiosk.start();
    (void)kiosk.wait_until([](const RosterStatus& now) { return has_number(now, 1); });
    kiosk.runner->poke();
    // As ServerLink does when the kiosk joins another server.
    (void)kiosk.in_store<int>([&](storage::Store&) {
        kiosk.runner->poke();
        kiosk.runner.reset();
        return 0;
    });
    CHECK_FALSE(kiosk.runner);
}

TEST_CASE("What the school has set comes into the store beside the lists, and is told and kept over a restart") {
    Running kiosk;
    kiosk.server.publish(lists(), 4);
    auto content = school_settings_test::example();
    kiosk.settings.publish(content);
    kiosk.start();
    const auto has = [](std::uint64_t number) {
        return [number](const SettingsStatus& now) { return now.number == number; };
    };
    auto status = kiosk.wait_for_settings(has(7));
    CHECK(status.taken_at == kiosk.machine.clock.read().wall);
    CHECK(status.problem == SettingsProblem::none);
    CHECK(kiosk.settings_in_force().find_by == domain::FindBy::code);
    CHECK(kiosk.in_store<bool>([](storage::Store& store) { return *store.check_pin("1234"); }));
    CHECK(kiosk.prepared_settings == 1);
    (void)kiosk.wait_until([](const RosterStatus& now) { return has_number(now, 4); });
    CHECK(kiosk.applied == 2);
    CHECK(kiosk.events() == 2);  // LogStarted, RosterApplied: settings are no events

    // The lists are refused: what the school has set comes all the same.
    {
        const std::lock_guard lock{kiosk.server.mutex};
        kiosk.server.instead = ListServer::whole(base::Bytes{1, 2, 3});
    }
    kiosk.runner->poke();
    (void)kiosk.wait_until([](const RosterStatus& now) { return now.problem == RosterProblem::damaged; });
    content.number = 8;
    content.values[domain::SettingKey::find_by] = "names";
    kiosk.settings.publish(content);
    kiosk.runner->poke_settings();
    (void)kiosk.wait_for_settings(has(8));
    CHECK(kiosk.settings_in_force().find_by == domain::FindBy::names);

    kiosk.stop();
    kiosk.settings.asked_with.clear();
    kiosk.start();
    (void)kiosk.wait_for_settings(has(8));
    while (kiosk.settings_in_force(), kiosk.runner->settings_status().number == 8) {
        const std::lock_guard lock{kiosk.settings.mutex};
        if (kiosk.settings.asked_with == school_settings::hash_of(kiosk.settings.newest)) break;
    }
    CHECK(kiosk.prepared_settings == 2);
}

TEST_CASE("Settings that are refused are told with their number and what is wrong, and what was applied stays") {
    Running kiosk;
    auto content = school_settings_test::example();
    kiosk.settings.publish(content);
    kiosk.start();
    (void)kiosk.wait_for_settings([](const SettingsStatus& now) { return now.number == 7; });
    content.number = 8;
    content.kiosk.value = "kiosk2";
    kiosk.settings.publish(content);
    kiosk.runner->poke_settings();
    const auto status = kiosk.wait_for_settings(
        [](const SettingsStatus& now) { return now.problem == SettingsProblem::another_kiosk; });
    CHECK(status.refused == 8);
    CHECK(status.number == 7);
    CHECK(kiosk.settings_in_force().find_by == domain::FindBy::code);

    kiosk.settings.answer_instead(SettingsServer::Answer{Response{403, {}, R"({"error":"revoked"})"}});
    kiosk.runner->poke_settings();
    (void)kiosk.wait_for_settings([](const SettingsStatus& now) { return now.number == 0; });
    CHECK(kiosk.settings_in_force().find_by == domain::FindBy::code);
    CHECK(kiosk.in_store<bool>([](storage::Store& store) { return !*store.school_settings(); }));
}
