#include "app/kiosk/stick_visit.h"

#include "tests/unit/stick/stick_kiosk.h"

using namespace stick_test;
using kiosk::session::ExportEnd;
using kiosk::session::ExportProblem;

namespace {

// The kiosk's side as Effects has it, with a stick in memory at /media/FLASH.
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
    kiosk::Effects::Drives visits = kiosk::make_stick_visits(
        {folders, drive, *kiosk.machine.files, kiosk.machine.data, [this](storage::Store&) { return kiosk.catalogue; },
         kiosk.texts, std::shared_ptr<const domain::TimeZone>(std::shared_ptr<void>{}, &kiosk.zone)});

    kiosk::session::Input take(const std::filesystem::path& where = "/media/FLASH") {
        kiosk::session::Export wanted{};
        wanted.ticket = 5;
        wanted.now = kiosk.zone.to_local(kiosk.machine.clock.read().wall);
        return visits.take(
            *kiosk.store, wanted, where,
            [&](int percent) {
                told.push_back(percent);
                if (percent == stop_at) stop = true;
            },
            stop);
    }
    [[nodiscard]] ExportEnd ended(const std::filesystem::path& where = "/media/FLASH") {
        const auto answer = take(where);
        const auto* done = std::get_if<kiosk::session::ExportDone>(&answer);
        REQUIRE(done != nullptr);
        return done->end;
    }
    [[nodiscard]] ExportProblem failed(const std::filesystem::path& where = "/media/FLASH") {
        const auto answer = take(where);
        const auto* failure = std::get_if<kiosk::session::ExportFailed>(&answer);
        REQUIRE(failure != nullptr);
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
    CHECK(visit.ended(visit.kiosk.machine.data / "export") == ExportEnd::folder);
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
    CHECK(visit.failed(visit.kiosk.machine.folder.path() / "elsewhere") == ExportProblem::gone);
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
    const std::vector<std::filesystem::path> where{"/media/gone", "/media/FLASH", visit.kiosk.machine.data / "export"};
    const auto first = visit.visits.look(*visit.kiosk.store, where);
    CHECK(first.accepted_up_to == 0);
    CHECK(first.code == stick::code_of(computer.key()));
    visit.visits.trust(*visit.kiosk.store, "../../evil");
    visit.visits.trust(*visit.kiosk.store, first.collector);
    CHECK(visit.visits.look(*visit.kiosk.store, where).collector.empty());
    visit.kiosk.machine.clock.advance(std::chrono::minutes{2});
    CHECK(visit.ended() == ExportEnd::unmounted);
    visit.drive.put_in_again();
    (void)computer.collect(visit.drive);
    const auto last = visit.visits.look(*visit.kiosk.store, where);
    CHECK(last.accepted_up_to > 0);
    CHECK_FALSE(last.bad_receipt);
    CHECK(visit.kiosk.status().unacknowledged == 0);
}
