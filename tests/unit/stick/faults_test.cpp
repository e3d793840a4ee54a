#include "tests/unit/stick/stick_kiosk.h"

using namespace stick_test;

namespace {

// As when somebody comes once more with the same stick, and nothing fails.
void everything_is_well_after(StickKiosk& kiosk, Computer& computer, support::FakeDrive& drive,
                              const std::map<std::string, base::Bytes>& older, const std::string& lines) {
    CHECK(kiosk.store->verify()->ok);
    CHECK(joined(kiosk.lines()).starts_with(lines));
    drive.put_in_again();
    for (const auto& [name, content] : older) {
        INFO(name);
        REQUIRE(drive.files.contains(name));
        const bool is_same = drive.files.at(name) == content;
        // The note and the receipt are each visit's own; the older one is there, or the newer is, whole.
        const bool is_note =
            name.ends_with(".txt") && !drive.files.at(name).empty() && drive.files.at(name).back() == '\n';
        CHECK((is_same || is_note));
    }
    kiosk.machine.clock.advance(std::chrono::minutes{1});
    kiosk.take_to(drive);
    CHECK(names_on(drive, ".part").empty());
    const auto collected = computer.collect(drive);
    REQUIRE(collected.kiosks.size() == 1);
    CHECK(collected.kiosks.front().held >= 1);
    CHECK(kiosk.read_receipts(drive).accepted_up_to >= 1);
    CHECK(computer.lines_of(kiosk.id()).starts_with(lines));
    CHECK(kiosk.status().unacknowledged == 0);
}

// What was on the stick before; none of it is this visit's.
std::map<std::string, base::Bytes> older_files(StickKiosk& kiosk, support::FakeDrive& drive) {
    kiosk.record(3);
    kiosk.take_to(drive);
    drive.files["holiday.jpg"] = {1, 2, 3};
    const auto older = drive.files;
    kiosk.machine.clock.advance(std::chrono::minutes{1});
    kiosk.record(4);
    return older;
}

}  // namespace

TEST_CASE("Each call to the stick fails in turn: records and older files are intact, and the next try succeeds") {
    using Kind = api::FileErrorKind;
    bool reached_end = false;
    for (std::size_t fails_at = 1; !reached_end; ++fails_at) {
        const Kind kind = std::array{Kind::input_output, Kind::no_space, Kind::read_only}[fails_at % 3];
        INFO("call " << fails_at);
        StickKiosk kiosk;
        Computer computer;
        kiosk.trust(computer.key());
        support::FakeDrive drive;
        const auto older = older_files(kiosk, drive);
        const std::string lines = joined(kiosk.lines());
        std::size_t call = 0;
        drive.fault = [&](support::FakeDrive::Call) -> std::optional<Kind> {
            return ++call == fails_at ? std::optional{kind} : std::nullopt;
        };
        {
            const auto folder = drive.folder();
            const auto taken = kiosk.take(*folder);
            reached_end = call < fails_at;
            if (reached_end) CHECK(taken);
        }
        CHECK(kiosk.status().unacknowledged == 7);  // whatever came of it: nobody has acknowledged anything
        everything_is_well_after(kiosk, computer, drive, older, lines);
        REQUIRE(fails_at < 200);
    }
}

TEST_CASE("The stick is pulled out before each call: records and older files are intact, and the next try succeeds") {
    bool reached_end = false;
    for (std::size_t pulled_at = 1; !reached_end; ++pulled_at) {
        INFO("call " << pulled_at);
        StickKiosk kiosk;
        Computer computer;
        kiosk.trust(computer.key());
        support::FakeDrive drive;
        const auto older = older_files(kiosk, drive);
        const std::string lines = joined(kiosk.lines());
        std::size_t call = 0;
        drive.fault = [&](support::FakeDrive::Call) -> std::optional<api::FileErrorKind> {
            if (++call == pulled_at) drive.is_pulled_out = true;
            return std::nullopt;
        };
        {
            const auto folder = drive.folder();
            const auto taken = kiosk.take(*folder);
            reached_end = call < pulled_at;
            CHECK(taken.has_value() == reached_end);
        }
        everything_is_well_after(kiosk, computer, drive, older, lines);
        REQUIRE(pulled_at < 200);
    }
}

TEST_CASE(
    "The stick is pulled out, or a call fails, while it is collected: the archive is whole, and the next try gives a "
    "receipt") {
    for (const bool pulled : {true, false}) {
        bool reached_end = false;
        for (std::size_t at = 1; !reached_end; ++at) {
            INFO((pulled ? "pulled out at call " : "fails at call ") << at);
            StickKiosk kiosk;
            Computer computer;
            kiosk.trust(computer.key());
            support::FakeDrive drive;
            const auto older = older_files(kiosk, drive);
            kiosk.take_to(drive);
            const std::string lines = joined(kiosk.lines());
            std::size_t call = 0;
            drive.fault = [&](support::FakeDrive::Call) -> std::optional<api::FileErrorKind> {
                if (++call != at) return std::nullopt;
                drive.is_pulled_out = pulled;
                return pulled ? std::nullopt : std::optional{api::FileErrorKind::input_output};
            };
            const auto collected = computer.collect(drive);
            reached_end = call < at;
            // A receipt on the stick is only of what is in the archive.
            drive.put_in_again();
            const auto receipts = kiosk.read_receipts(drive);
            CHECK(receipts.accepted_up_to <= (collected.kiosks.empty() ? 0 : collected.kiosks.front().held));
            (void)lines;
            everything_is_well_after(kiosk, computer, drive, older, joined({kiosk.lines().front()}));
            REQUIRE(at < 200);
        }
    }
}
