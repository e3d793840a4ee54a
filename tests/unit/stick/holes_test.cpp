// A kiosk whose log was damaged sends it in pieces: what it lost is named by a later line.
#include "app/eventlog/sealing.h"
#include "tests/unit/server/kiosk_log.h"
#include "tests/unit/stick/stick_kiosk.h"

using namespace stick_test;
using server_test::KioskLog;
using stick::Verdict;

namespace {

struct Damaged {
    KioskLog log{"k1"};
    Computer computer;
    support::FakeDrive drive;
    std::string box = eventlog::box_public_of(computer.key()).value();

    // 4 and 5 are gone, and the line that says so stands behind a jump of numbers.
    Damaged() {
        log.check_in(10);
        const auto head = log.head();
        log.lose(4, 5);
        log.continue_after(10, head, {{4, 5}});
        log.check_in(3);
    }
    void put(domain::Seq first, domain::Seq last) {
        const auto folder = drive.folder();
        REQUIRE(folder->make_folders(stick::folder_of(log.id())));
        REQUIRE(stick::write_kiosk_note(*folder, log.id(), {log.key().public_half, 1}));
        drive.files[(stick::folder_of(log.id()) / stick::bundle_name({}, first, last)).string()] =
            log.bundle(first, last, box);
    }
    [[nodiscard]] std::string all_lines() const {
        std::string all;
        for (const auto& row : log.rows()) all += row.line + "\n";
        return all;
    }
};

}  // namespace

TEST_CASE(
    "What was named as lost is no gap, in whatever order the bundles lie, and the archive has every line that is "
    "left") {
    Damaged kiosk;
    kiosk.put(6, 10);
    kiosk.put(1, 3);
    const auto early = kiosk.computer.collect(kiosk.drive).kiosks.front();
    CHECK(early.held == 3);  // nobody has said yet that 4 and 5 are lost
    kiosk.put(domain::kChainStride + 1, kiosk.log.last());
    const auto came = kiosk.computer.collect(kiosk.drive).kiosks.front();
    CHECK(came.held == kiosk.log.last());
    CHECK(came.has_receipt);
    for (const auto& bundle : came.bundles)
        CHECK((bundle.verdict == Verdict::taken || bundle.verdict == Verdict::held_already));
    CHECK(kiosk.computer.lines_of(kiosk.log.id()) == kiosk.all_lines());
}

TEST_CASE("A line that names less than what is missing leaves a gap") {
    Damaged kiosk;
    kiosk.put(1, 3);
    kiosk.put(domain::kChainStride + 1, kiosk.log.last());
    const auto came = kiosk.computer.collect(kiosk.drive).kiosks.front();
    CHECK(came.held == 3);  // 6 to 10 are there somewhere, and were not brought
}

TEST_CASE("A power cut while an archive takes something in leaves what counted, and the next try takes it whole") {
    Damaged kiosk;
    kiosk.put(1, 3);
    (void)kiosk.computer.collect(kiosk.drive);
    const auto own = kiosk.computer.path / "kiosk-k1";
    // Written, and not in state.json yet; and one that was not finished.
    REQUIRE(kiosk.computer.files->write_atomically(own / "from-000000000004.jsonl", base::as_bytes("half a li")));
    REQUIRE(kiosk.computer.files->write_atomically(own / "from-000000000004.jsonl.part", base::as_bytes("half")));
    kiosk.put(6, 10);
    kiosk.put(domain::kChainStride + 1, kiosk.log.last());
    CHECK(kiosk.computer.collect(kiosk.drive).kiosks.front().held == kiosk.log.last());
    CHECK(kiosk.computer.lines_of(kiosk.log.id()) == kiosk.all_lines());
}
