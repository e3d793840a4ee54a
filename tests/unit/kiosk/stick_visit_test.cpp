#include "app/kiosk/stick_visit.h"

#include "tests/unit/stick/stick_kiosk.h"

using namespace stick_test;
using kiosk::session::ExportEnd;
using kiosk::session::ExportProblem;
using kiosk::session::Stick;
using kiosk::session::StickTrouble;

namespace {

// Not owned: the test outlives it.
template <class T>
std::shared_ptr<T> shared(T& it) {
    return {std::shared_ptr<void>{}, &it};
}

// The kiosk's side, with a stick in memory at /media/FLASH.
struct Visit {
    StickKiosk kiosk;
    support::FakeDrive drive;
    std::unique_ptr<api::EnclosedFolders> real = platform_linux::make_enclosed_folders();
    std::atomic<bool> stop = false;
    std::vector<int> told;
    std::optional<int> stop_at;

    // The stick at its mount point, everything else on the disk.
    struct Folders : api::EnclosedFolders {
        Visit& visit;
        explicit Folders(Visit& of) : visit(of) {}
        api::FileResult<std::unique_ptr<api::EnclosedFolder>> open(const std::filesystem::path& folder,
                                                                   api::MadeFor made_for) override {
            return folder == "/media/FLASH" ? visit.drive.open(folder, made_for) : visit.real->open(folder, made_for);
        }
    } folders{*this};
    kiosk::StickVisits visits{{shared<api::EnclosedFolders>(folders), shared<api::Drives>(drive),
                               shared<api::FileSystem>(*kiosk.machine.files), kiosk.machine.data, kiosk.texts,
                               shared<const domain::TimeZone>(kiosk.zone)}};

    kiosk::session::ExportFailed last_failure{};
    kiosk::session::Input take(const std::string& where = "/media/FLASH") {
        kiosk::session::Export wanted{};
        wanted.ticket = 5;
        wanted.place = where;
        wanted.now = kiosk.zone.to_local(kiosk.machine.clock.read().wall);
        return visits.take(
            kiosk.side().records, kiosk.catalogue, wanted,
            [&](int percent) {
                told.push_back(percent);
                if (percent == stop_at) stop = true;
            },
            stop);
    }
    [[nodiscard]] kiosk::session::Brought look() { return visits.look(kiosk.side().records, visits.list()); }
    [[nodiscard]] kiosk::session::Stick seen() {
        auto sticks = visits.list();
        REQUIRE(sticks.size() == 1);
        visits.measure(sticks.front());
        return sticks.front();
    }
    [[nodiscard]] ExportEnd ended(const std::string& where = "/media/FLASH") {
        const auto answer = take(where);
        const auto* done = std::get_if<kiosk::session::ExportDone>(&answer);
        REQUIRE(done != nullptr);
        return done->end;
    }
    [[nodiscard]] ExportProblem failed(const std::string& where = "/media/FLASH") {
        const auto answer = take(where);
        const auto* failure = std::get_if<kiosk::session::ExportFailed>(&answer);
        REQUIRE(failure != nullptr);
        last_failure = *failure;
        return failure->problem;
    }
};

}  // namespace

TEST_CASE(
    "Only a drive that was synced and unmounted may be taken out; another one, and a folder, say so differently") {
    Visit visit;
    visit.kiosk.record(5);
    CHECK(visit.ended() == ExportEnd::unmounted);
    CHECK_FALSE(visit.drive.is_mounted);
    CHECK(visit.told.back() == 100);
    visit.drive.put_in_again();
    visit.drive.can_unmount = false;
    CHECK(visit.ended() == ExportEnd::synced);
    CHECK(visit.ended("") == ExportEnd::folder);
    CHECK(visit.kiosk.status().untaken == 0);
}

TEST_CASE("The last sync or the unmounting fails: nothing is called taken, and the next try succeeds") {
    Visit visit;
    visit.kiosk.record(5);
    visit.drive.fault = [](support::FakeDrive::Call call) -> std::optional<api::FileErrorKind> {
        if (call == support::FakeDrive::Call::release) return api::FileErrorKind::input_output;
        return std::nullopt;
    };
    CHECK(visit.failed() == ExportProblem::input_output);
    CHECK(visit.kiosk.status().untaken == 5);
    CHECK(visit.kiosk.status().exported_up_to == 0);
    visit.drive.put_in_again();
    CHECK(visit.ended() == ExportEnd::unmounted);
    CHECK(visit.kiosk.status().untaken == 0);
}

TEST_CASE("A drive that is gone is never made anew on the kiosk's own disk") {
    Visit visit;
    visit.kiosk.record(2);
    visit.drive.is_pulled_out = true;
    CHECK(visit.failed() == ExportProblem::gone);
    CHECK(visit.failed("/media/another") == ExportProblem::gone);
    CHECK(visit.failed((visit.kiosk.machine.folder.path() / "elsewhere").string()) == ExportProblem::gone);
    CHECK_FALSE(std::filesystem::exists(visit.kiosk.machine.folder.path() / "elsewhere"));
}

TEST_CASE("A take-away that is stopped leaves nothing unfinished and counts for nothing") {
    Visit visit;
    visit.kiosk.record(300);
    visit.stop_at = 60;
    CHECK(visit.failed() == ExportProblem::stopped);
    CHECK(names_on(visit.drive, ".part").empty());
    CHECK(visit.kiosk.status().untaken == 300);
    CHECK(visit.drive.is_mounted);
}

TEST_CASE("A look at the drives brings receipts and who wants to collect; what was confirmed is not asked again") {
    Visit visit;
    Computer computer;
    visit.kiosk.record(4);
    CHECK(visit.ended() == ExportEnd::unmounted);
    visit.drive.put_in_again();
    (void)computer.collect(visit.drive);
    const auto first = visit.look();
    CHECK(first.accepted_up_to == 0);
    CHECK(first.code == stick::code_of(computer.key()));
    visit.visits.trust(visit.kiosk.side().records, "../../evil");
    visit.visits.trust(visit.kiosk.side().records, first.collector);
    CHECK(visit.look().collector.empty());
    visit.kiosk.machine.clock.advance(std::chrono::minutes{2});
    CHECK(visit.ended() == ExportEnd::unmounted);
    visit.drive.put_in_again();
    (void)computer.collect(visit.drive);
    const auto last = visit.look();
    CHECK(last.accepted_up_to > 0);
    CHECK_FALSE(last.bad_receipt);
    CHECK(visit.kiosk.status().unacknowledged == 0);
}

TEST_CASE("A stick that is pulled out in the middle is told to be gone, whatever call noticed it, and harms nothing") {
    using Call = support::FakeDrive::Call;
    for (const Call call :
         {Call::visit, Call::create, Call::write, Call::finish, Call::read, Call::rename, Call::release}) {
        Visit visit;
        visit.kiosk.record(5);
        visit.drive.files["homework.doc"] = base::Bytes(1000, 'x');
        visit.drive.fault = [&](Call made) -> std::optional<api::FileErrorKind> {
            if (made != call) return std::nullopt;
            visit.drive.is_pulled_out = true;
            return api::FileErrorKind::input_output;
        };
        CHECK(visit.failed() == ExportProblem::gone);
        CHECK(visit.kiosk.status().untaken == 5);
        CHECK(visit.drive.files.at("homework.doc").size() == 1000);
        visit.drive.put_in_again();
        CHECK(visit.ended() == ExportEnd::unmounted);
    }
}

TEST_CASE("Of each stick is said what it is called, what room it has, and why it takes nothing") {
    Visit visit;
    visit.drive.room = 3'000'000'000;
    visit.drive.size = 4'000'000'000;
    CHECK(visit.seen() == Stick{"/media/FLASH", "FLASH", StickTrouble::none, 3'000'000'000, 4'000'000'000});
    SECTION("full") {
        visit.drive.room = 4096;
        CHECK(visit.seen().trouble == StickTrouble::full);
    }
    SECTION("only for reading") {
        visit.drive.is_writable = false;
        CHECK(visit.seen().trouble == StickTrouble::read_only);
        CHECK(visit.seen().total_bytes == 4'000'000'000);
    }
    SECTION("damaged, and mounted for reading all the same") {
        visit.drive.is_writable = false;
        visit.drive.notes = {{"FLASH", api::DriveTrouble::damaged}};
        CHECK(visit.seen().trouble == StickTrouble::damaged);
    }
    SECTION("it gives errors") {
        visit.drive.fault = [](support::FakeDrive::Call call) -> std::optional<api::FileErrorKind> {
            if (call == support::FakeDrive::Call::space) return api::FileErrorKind::input_output;
            return std::nullopt;
        };
        CHECK(visit.seen().trouble == StickTrouble::damaged);
    }
    SECTION("partitions that could not be mounted") {
        visit.drive.notes = {{"sdb2", api::DriveTrouble::unformatted},
                             {"sdb\x1b[2J", api::DriveTrouble::not_supported}};
        const auto sticks = visit.visits.list();
        REQUIRE(sticks.size() == 3);
        CHECK(sticks[1] == Stick{"", "sdb2", StickTrouble::unformatted, {}, {}});
        CHECK(sticks[2].label == "USB");  // what a label holds is nobody's to show
    }
}

TEST_CASE("Too little room is known before anything is written, and by how much") {
    Visit visit;
    visit.kiosk.record(50);
    visit.drive.room = 100'000;
    CHECK(visit.failed() == ExportProblem::not_enough);
    CHECK(visit.last_failure.free_bytes == 100'000);
    CHECK(visit.last_failure.needed_bytes > 100'000);
    CHECK(visit.drive.files.empty());
}
