#include "app/domain/attendance.h"
#include "tests/support/catch.h"
#include "tests/unit/domain/school.h"

using namespace school;
using domain::ClockWord;

namespace {

// One boot of a kiosk whose clock says 1970: what happened at a number of milliseconds after the boot.
struct Boot {
    std::string id;
    domain::Instant wall;  // what the clock says at mono 0
    bool trusted = false;
};
const Boot kDark{"dark0000", domain::Instant{}};
const domain::Instant kMorning = instant_of(today(8, 0));

struct Journal {
    std::vector<domain::Event> events;
    domain::Seq add(const Boot& boot, domain::Millis mono, domain::EventBody body) {
        domain::Event event;
        event.kiosk = domain::KioskId{"kiosk"};
        event.seq = events.size() + 1;
        event.at = boot.wall + mono;
        event.clock_trusted = boot.trusted;
        event.boot = boot.id;
        event.mono = mono;
        event.body = std::move(body);
        events.push_back(event);
        return event.seq;
    }
    [[nodiscard]] domain::Attendance fold() const {
        domain::Attendance attendance;
        for (const auto& event : events) attendance.apply(event);
        return attendance;
    }
};

domain::EventBody check_in(const domain::PersonId& person) {
    return domain::CheckedIn{kNoon, person, domain::FoundBy::card};
}
domain::EventBody word(const Boot& boot, domain::Instant epoch, ClockWord by = ClockWord::kernel) {
    return domain::ClockCorrected{boot.id, epoch, by};
}
domain::Stamp came(const domain::Attendance& attendance, const domain::PersonId& person) {
    const auto& presence = attendance.presence(kNoon, person);
    REQUIRE(presence.checked_in);
    return *presence.checked_in;
}

}  // namespace

TEST_CASE("What a boot without a clock recorded has its true time once somebody knows it, and the clock's word is kept") {
    Journal log;
    log.add(kDark, 5h, check_in(kMira));
    CHECK(came(log.fold(), kMira).at == domain::Instant{} + 5h);
    CHECK_FALSE(came(log.fold(), kMira).is_certain());
    log.add(kDark, 6h, word(kDark, kMorning));
    const auto stamp = came(log.fold(), kMira);
    CHECK(stamp.at == kMorning + 5h);
    CHECK(stamp.said_by_clock() == domain::Instant{} + 5h);
    CHECK(stamp.is_certain());
    CHECK_FALSE(stamp.clock_trusted);
    CHECK(stamp.corrected_by == ClockWord::kernel);
}

TEST_CASE("A word counts for its whole boot, wherever it stands in the log") {
    for (int place = 0; place < 3; ++place) {
        Journal log;
        if (place == 0) log.add(kDark, 1h, word(kDark, kMorning));
        log.add(kDark, 5h, check_in(kMira));
        if (place == 1) log.add(kDark, 5h, word(kDark, kMorning));
        log.add(kDark, 6h, check_in(kOleg));
        if (place == 2) log.add(kDark, 7h, word(kDark, kMorning));
        INFO("place " << place);
        CHECK(came(log.fold(), kMira).at == kMorning + 5h);
        CHECK(came(log.fold(), kOleg).at == kMorning + 6h);
    }
}

TEST_CASE("Of several words on one boot the last counts, for what was before it too") {
    Journal log;
    log.add(kDark, 5h, check_in(kMira));
    log.add(kDark, 6h, word(kDark, kMorning + 3min, ClockWord::curator));
    CHECK(came(log.fold(), kMira).at == kMorning + 3min + 5h);
    CHECK(came(log.fold(), kMira).corrected_by == ClockWord::curator);
    log.add(kDark, 7h, word(kDark, kMorning));
    CHECK(came(log.fold(), kMira).at == kMorning + 5h);
    CHECK(came(log.fold(), kMira).said_by_clock() == domain::Instant{} + 5h);
    CHECK(came(log.fold(), kMira).corrected_by == ClockWord::kernel);
}

TEST_CASE("A word touches neither another boot nor what a trusted clock said") {
    const Boot other{"other000", domain::Instant{} + 1h};
    const Boot synchronised{kDark.id, kMorning, true};
    Journal log;
    log.add(other, 5h, check_in(kVera));
    log.add(kDark, 5h, check_in(kMira));
    log.add(synchronised, 6h, check_in(kOleg));
    log.add(synchronised, 6h, word(kDark, kMorning + 10s));
    const auto attendance = log.fold();
    CHECK(came(attendance, kVera).at == domain::Instant{} + 6h);
    CHECK(came(attendance, kMira).at == kMorning + 10s + 5h);
    CHECK(came(attendance, kOleg).at == kMorning + 6h);
    CHECK(came(attendance, kOleg).correction == 0ms);
}

TEST_CASE("What was taken back and brought back again is corrected like the rest") {
    Journal log;
    const auto first = log.add(kDark, 5h, check_in(kMira));
    const auto taken_back = log.add(kDark, 5h, domain::Retracted{first, domain::RetractionReason::not_me, {}});
    log.add(kDark, 6h, word(kDark, kMorning));
    CHECK_FALSE(log.fold().presence(kNoon, kMira).checked_in);
    log.add(kDark, 7h, domain::Retracted{taken_back, domain::RetractionReason::curator, "ошибка"});
    CHECK(came(log.fold(), kMira).at == kMorning + 5h);
    CHECK(log.fold().stamp_of(taken_back)->at == kMorning + 5h);
}

TEST_CASE("A word told twice, or with a log read over its own tail, changes nothing") {
    Journal log;
    log.add(kDark, 5h, check_in(kMira));
    log.add(kDark, 6h, word(kDark, kMorning));
    auto attendance = log.fold();
    const auto before = attendance;
    for (const auto& event : log.events) attendance.apply(event);
    CHECK(attendance == before);
}

TEST_CASE("Leaving, a mark, a rating and the last export are corrected too") {
    Journal log;
    log.add(kDark, 1h, domain::CheckedOut{kNoon, kMira});
    log.add(kDark, 2h, domain::AttendanceMarked{kNoon, kMira, domain::Mark::present});
    log.add(kDark, 3h, domain::Rated{kNoon, kMira, "sealed"});
    log.add(kDark, 4h, domain::LogExported{3, "usb"});
    log.add(kDark, 5h, word(kDark, kMorning));
    const auto attendance = log.fold();
    const auto& presence = attendance.presence(kNoon, kMira);
    CHECK(presence.checked_out->at == kMorning + 1h);
    CHECK(presence.marked->at == kMorning + 2h);
    CHECK(presence.rated->at == kMorning + 3h);
    CHECK(attendance.last_export()->at == kMorning + 4h);
}

TEST_CASE("The last certain moment is that of a trusted or a corrected event, never of a guess") {
    const Boot synchronised{"light000", kMorning, true};
    Journal log;
    CHECK_FALSE(log.fold().last_known());
    log.add(synchronised, 1h, check_in(kMira));
    CHECK(log.fold().last_known()->at == kMorning + 1h);
    log.add(kDark, 5h, check_in(kOleg));
    CHECK(log.fold().last_known()->at == kMorning + 1h);
    CHECK(log.fold().has_untrusted(kDark.id));
    CHECK_FALSE(log.fold().has_untrusted(synchronised.id));
    log.add(kDark, 6h, word(kDark, kMorning + 24h));
    CHECK(log.fold().last_known() == domain::KnownMoment{kMorning + 30h, kDark.id, 6h});
    CHECK(log.fold().clock_of(kDark.id)->epoch == kMorning + 24h);
}

TEST_CASE("Forged numbers correct nothing into undefined behaviour") {
    Journal log;
    log.add(kDark, domain::Millis::max(), check_in(kMira));
    log.events.back().at = domain::Instant{};
    log.add(kDark, domain::Millis::min(), check_in(kOleg));
    log.events.back().at = domain::Instant{};
    log.add(kDark, 0h, word(kDark, kMorning));
    CHECK(came(log.fold(), kMira).at > kMorning);
    CHECK(came(log.fold(), kOleg).at == kMorning);
}
