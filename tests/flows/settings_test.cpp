#include <thread>

#include "tests/flows/real_server.h"
#include "tests/unit/school_settings/example_settings.h"

// A kiosk's own parts and the real server: what the school decides there is in force here within seconds, and never
// under anybody's finger.

using namespace kiosk::session;
using domain::SettingKey;
using flows::RealServer;
using flows::SchoolKiosk;

namespace {

const domain::KioskId kEvery;

bool is_home(const HomeView&) {
    return true;
}
void join(SchoolKiosk& kiosk, RealServer& server) {
    kiosk.join(server.address(), server.code());
    (void)kiosk.see<HomeView>(is_home);
}
template <class Condition>
Server wait_for(SchoolKiosk& kiosk, const Condition& condition) {
    Server found;
    kiosk.take_until([&](const Input& input) {
        kiosk.give(input);
        const auto* state = std::get_if<ServerState>(&input);
        if (state) found = state->server;
        return state && condition(state->server);
    });
    return found;
}
template <class Condition>
void wait_until(SchoolKiosk& kiosk, const Condition& condition) {
    if (condition()) return;
    kiosk.take_until([&](const Input& input) {
        kiosk.give(input);
        return condition();
    });
}
std::string set_by(storage::Store& store, SettingKey key) {
    const auto set = store.school_settings();
    REQUIRE(set);
    if (!*set || !(*set)->values.contains(key)) return {};
    return (*set)->values.at(key);
}
bool opens(SchoolKiosk& kiosk, const std::string& pin) {
    kiosk.effects->run(CheckPin{++kiosk.ticket, pin});
    bool right = false;
    kiosk.take_until([&](const Input& input) {
        const auto* checked = std::get_if<PinChecked>(&input);
        if (!checked || checked->ticket != kiosk.ticket) {
            kiosk.give(input);
            return false;
        }
        right = checked->right;
        return true;
    });
    return right;
}

}  // namespace

TEST_CASE("A setting, the PIN and a new kind of meeting come to a kiosk within seconds, and the next start has them") {
    RealServer server;
    SchoolKiosk hall{0};
    join(hall, server);
    const auto began = hall.clock->read().mono;
    REQUIRE(server.store().set_setting(server.school(), kEvery, SettingKey::programme_name, "Шефство"));
    (void)hall.see<HomeView>([](const HomeView& view) { return view.programme == "Шефство"; });
    REQUIRE(server.store().set_setting(server.school(), hall.kiosk_, SettingKey::language, "en"));
    wait_until(hall, [&] { return hall.session().view(hall.now()).language == domain::Language::english; });
    REQUIRE(server.store().set_pin(server.school(), *eventlog::hash_pin("135790", storage::Hardness::tests)));
    (void)wait_for(hall, [](const Server& state) { return state.settings == 3; });
    CHECK(opens(hall, "135790"));
    CHECK_FALSE(opens(hall, storage_test::kPin));
    REQUIRE(server.store().set_catalogue(server.school(), school_settings_test::catalogue_files({"Экскурсия"})));
    hall.take_until([&](const Input& input) {
        hall.give(input);
        const auto* loaded = std::get_if<Loaded>(&input);
        return loaded && loaded->catalogue && loaded->catalogue->meeting_kinds.front().name.russian == "Экскурсия";
    });
    // Four changes, each asked for as soon as the news tells of it, three seconds apart at most.
    CHECK(hall.clock->read().mono - began < std::chrono::seconds{40});
    CHECK(hall.link->side().state().settings_problem == SettingsProblem::none);

    hall.close();
    server.go_away();
    {
        const auto store = hall.machine.open();
        const auto loaded = kiosk::load(*store);
        REQUIRE(loaded);
        CHECK(loaded->settings.programme_name == "Шефство");
        CHECK(loaded->fixed == std::set{SettingKey::programme_name, SettingKey::language});
        REQUIRE(loaded->catalogue);
        CHECK(loaded->catalogue->meeting_kinds.front().name.english == "Outing");
        CHECK_FALSE(loaded->catalogue_damaged);
        CHECK(*store->check_pin("135790"));
    }
}

TEST_CASE("What the school sets waits while somebody is at the kiosk, and after unset the kiosk's own is back") {
    RealServer server;
    SchoolKiosk hall{0};
    join(hall, server);
    hall.tap(intent::CheckIn{});
    CHECK(std::holds_alternative<ClassView>(hall.session().view(hall.now()).screen));
    const std::string own = hall.session().settings().school_name;
    REQUIRE(server.store().set_setting(server.school(), kEvery, SettingKey::school_name, "Лицей"));
    (void)wait_for(hall, [](const Server& state) { return state.settings == 1; });
    CHECK(std::holds_alternative<ClassView>(hall.session().view(hall.now()).screen));
    CHECK(hall.session().settings().school_name == own);
    hall.tap(intent::Back{});
    CHECK(hall.see<HomeView>(is_home).school == "Лицей");

    REQUIRE(server.store().unset_setting(server.school(), kEvery, SettingKey::school_name));
    CHECK(hall.see<HomeView>([&own](const HomeView& view) { return view.school == own; }).school == own);
}

TEST_CASE(
    "What a kiosk cannot take is refused whole, told to the curator and to the server, and comes once it is mended") {
    RealServer server;
    SchoolKiosk hall{0};
    join(hall, server);
    REQUIRE(server.store().set_setting(server.school(), kEvery, SettingKey::find_by, "code"));
    (void)wait_for(hall, [](const Server& state) { return state.settings == 1; });
    // As of a server whose software is newer.
    server.tell_settings(R"({"school_settings":2,)");
    REQUIRE(server.store().set_setting(server.school(), kEvery, SettingKey::find_by, "names"));
    (void)wait_for(hall, [](const Server& state) { return state.settings_problem == SettingsProblem::newer_version; });
    // Nobody tells the kiosk that the server has heard it.
    const auto is_heard = [&] {
        const auto health = server.health();
        return !health.empty() && health.front().health.problem == "settings_refused";
    };
    for (const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{60};
         !is_heard() && std::chrono::steady_clock::now() < until;) {
        std::this_thread::yield();
    }
    CHECK(is_heard());
    hall.effects->run(CheckPin{++hall.ticket, storage_test::kPin});  // the store goes on as it was
    CHECK(hall.session().settings().find_by == domain::FindBy::code);
    server.tell_settings({});
    hall.link->ask_for_settings();
    (void)wait_for(hall, [](const Server& state) {
        return state.settings == 2 && state.settings_problem == SettingsProblem::none;
    });
}

TEST_CASE("A revoked kiosk keeps what it has, and its curator changes everything again") {
    RealServer server;
    SchoolKiosk hall{0};
    join(hall, server);
    REQUIRE(server.store().set_setting(server.school(), kEvery, SettingKey::find_by, "code"));
    wait_until(hall, [&] { return hall.session().settings().find_by == domain::FindBy::code; });
    REQUIRE(server.store().set_kiosk_state(server.school(), hall.kiosk_, server::KioskState::revoked));
    hall.link->ask_for_settings();
    (void)wait_for(hall, [](const Server& state) { return state.settings == 0; });
    hall.close();
    const auto store = hall.machine.open();
    CHECK(set_by(*store, SettingKey::find_by).empty());
    CHECK(store->settings()->find_by == domain::FindBy::code);
    CHECK(kiosk::load(*store)->fixed.empty());
}

TEST_CASE("A kiosk that joins another school keeps what was in force as its own") {
    RealServer one, two;
    SchoolKiosk hall{0};
    join(hall, one);
    REQUIRE(one.store().set_setting(one.school(), kEvery, SettingKey::find_by, "code"));
    wait_until(hall, [&] { return hall.session().settings().find_by == domain::FindBy::code; });
    join(hall, two);
    REQUIRE(two.store().set_setting(two.school(), kEvery, SettingKey::programme_name, "Шефство"));
    (void)hall.see<HomeView>([](const HomeView& view) { return view.programme == "Шефство"; });
    hall.close();
    const auto store = hall.machine.open();
    CHECK(set_by(*store, SettingKey::programme_name) == "Шефство");
    CHECK(set_by(*store, SettingKey::find_by).empty());
    CHECK(store->settings()->find_by == domain::FindBy::code);
}
