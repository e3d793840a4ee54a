#include "app/kiosk/stick_desk.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/kiosk/effects.h"
#include "tests/support/fake_drive.h"
#include "tests/unit/domain/school.h"
#include "tests/unit/storage/store_fixture.h"

// A stick that hangs, with real threads and a real store: nobody who checks in waits for it, and neither does the end.
namespace {

using namespace kiosk;
using Call = support::FakeDrive::Call;

class Silence final : public api::Sounder {
  public:
    void play(api::Sound) override {}
};
class Utc final : public domain::TimeZone {
  public:
    domain::LocalTime to_local(domain::Instant instant) const override {
        return domain::LocalTime{instant.time_since_epoch()};
    }
    domain::Instant to_instant(domain::LocalTime local) const override {
        return domain::Instant{local.time_since_epoch()};
    }
};

// Whoever comes to it stays until it is opened.
class Gate {
  public:
    void pass() {
        std::unique_lock lock{mutex_};
        reached_ = true;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void wait_until_reached() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return reached_; });
    }
    void open() {
        const std::lock_guard lock{mutex_};
        open_ = true;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool reached_ = false, open_ = false;
};

// The stick at /media/FLASH, whose call `hangs_at` does not come back until the gate is opened.
struct Desk {
    explicit Desk(Call hangs_at, domain::Millis patience = kPatienceAtTheEnd) {
        drive->fault = [gate = gate, hangs_at](Call call) -> std::optional<api::FileErrorKind> {
            if (call == hangs_at) gate->pass();
            return std::nullopt;
        };
        auto store = storage::Store::create(machine.data, {*clock, machine.entropy, *machine.locks, *machine.files},
                                            storage_test::Kiosk::identity());
        REQUIRE(store);
        REQUIRE((*store)->replace_roster(school::roster()));
        REQUIRE((*store)->append({storage_test::check_in("mira")}));
        thread = std::make_unique<storage::StorageThread>(std::move(*store));
        const std::shared_ptr<api::FileSystem> files = platform_linux::make_file_system();
        desk = std::make_unique<StickDesk>(
            *thread,
            StickMachine{drive, drive, files, machine.data, *i18n::Texts::load(domain::Language::english, ""), zone},
            [](storage::Store&) { return domain::Catalogue{}; }, Bringing{}, patience);
        effects = std::make_unique<Effects>(*thread, Effects::Machine{*clock, *machine.files, sounder}, machine.data,
                                            desk->side(), zone, [this] { ring(); });
        desk->start(effects->inbox(), effects->refresher());
    }
    ~Desk() {
        gate->open();
        desk.reset();
    }
    void ring() {
        const std::lock_guard lock{mutex};
        rung = true;
        changed.notify_one();
    }
    // Until an input of this kind came that is as wanted. The others stay for later: threads tell in no order.
    template <class Kind>
    Kind wait_for(const std::function<bool(const Kind&)>& wanted = [](const Kind&) { return true; }) {
        while (true) {
            for (const session::Input& input : effects->take_inputs()) seen.push_back(input);
            for (auto input = seen.begin(); input != seen.end(); ++input) {
                const auto* one = std::get_if<Kind>(&*input);
                if (one == nullptr || !wanted(*one)) continue;
                Kind found = *one;
                seen.erase(input);
                return found;
            }
            std::unique_lock lock{mutex};
            changed.wait(lock, [this] { return rung; });
            rung = false;
        }
    }
    void take() { effects->run(session::Export{7, "/media/FLASH", school::today(13, 10)}); }

    storage_test::Kiosk machine;
    std::unique_ptr<api::Clock> clock = platform_linux::make_clock();
    std::shared_ptr<support::FakeDrive> drive = std::make_shared<support::FakeDrive>();
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::shared_ptr<const Utc> zone = std::make_shared<Utc>();
    Silence sounder;
    std::mutex mutex;
    std::condition_variable changed;
    bool rung = false;
    std::vector<session::Input> seen;
    std::unique_ptr<storage::StorageThread> thread;
    std::unique_ptr<StickDesk> desk;
    std::unique_ptr<Effects> effects;
};

}  // namespace

TEST_CASE("A stick that hangs in the middle of a take-away holds up no check-in, and no look at the counts") {
    Desk all{Call::create};
    all.wait_for<session::SticksSeen>([](const auto& told) { return told.sticks.at(0).free_bytes.has_value(); });
    all.take();
    all.gate->wait_until_reached();
    all.effects->run(session::Record{8, {storage_test::check_in("oleg")}});
    CHECK(all.wait_for<session::Recorded>().ticket == 8);
    all.effects->refresh();
    CHECK(all.wait_for<session::MachineState>().machine.unacknowledged > 0);
    all.effects->run(session::StopExport{});
    all.gate->open();
    const auto answer = all.wait_for<session::ExportFailed>();
    CHECK(answer.ticket == 7);
    CHECK(answer.problem == session::ExportProblem::stopped);
}

TEST_CASE("A take-away on its own thread is told as it goes, and what came of it is in the log") {
    Desk all{Call::rename};
    all.gate->open();
    all.take();
    CHECK(all.wait_for<session::ExportRuns>().ticket == 7);
    const auto answer = all.wait_for<session::ExportDone>();
    CHECK(answer.end == session::ExportEnd::unmounted);
    CHECK(answer.records > 0);
    all.wait_for<session::MachineState>([](const auto& told) { return told.machine.last_export.has_value(); });
    all.wait_for<session::SticksSeen>([](const auto& told) { return told.sticks.empty(); });  // it was let go
}

TEST_CASE("While one stick hangs, what else comes and goes is told, for nothing is touched for it") {
    Desk all{Call::space};
    const auto first = all.wait_for<session::SticksSeen>();
    REQUIRE(first.sticks.size() == 1);
    CHECK(first.sticks[0].place == "/media/FLASH");
    CHECK_FALSE(first.sticks[0].free_bytes);
    all.gate->wait_until_reached();
    all.drive->notes = {{"sdb2", api::DriveTrouble::unformatted}};
    all.drive->changed();
    const auto second = all.wait_for<session::SticksSeen>();
    REQUIRE(second.sticks.size() == 2);
    CHECK(second.sticks[1].trouble == session::StickTrouble::unformatted);
    all.gate->open();
    all.wait_for<session::SticksSeen>(
        [](const auto& told) { return told.sticks.size() == 2 && told.sticks[0].free_bytes.has_value(); });
}

TEST_CASE("The end of the program does not wait for a stick that hangs, and the thread left behind harms nothing") {
    std::weak_ptr<support::FakeDrive> drive;
    std::shared_ptr<Gate> gate;
    {
        Desk all{Call::create, domain::Millis{20}};
        drive = all.drive;
        gate = all.gate;
        all.take();
        gate->wait_until_reached();
        all.effects.reset();
        all.desk.reset();
        all.thread.reset();
        CHECK(all.machine.open()->verify()->ok);
    }
    gate->open();
    while (!drive.expired()) std::this_thread::yield();
}
