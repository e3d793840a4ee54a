#include "app/domain/merged_attendance.h"

#include <random>

#include "tests/support/catch.h"
#include "tests/unit/domain/kiosks.h"

using namespace school;
using domain::Mark;
using domain::MergedAttendance;

TEST_CASE("One kiosk alone says what its own log says") {
    std::mt19937_64 engine{7};
    for (int round = 0; round < 50; ++round) {
        const auto days = random_days(engine, 1);
        MergedAttendance merged;
        domain::Attendance alone;
        for (const auto& event : days.front()) {
            merged.apply(event);
            alone.apply(event);
        }
        for (const auto& meeting : kMeetings) CHECK(merged.record(meeting) == alone.record(meeting));
        CHECK(merged.opened() == alone.opened());
    }
}

TEST_CASE("10,000 random orders of the kiosks' events, with repetitions, end in the same state") {
    std::mt19937_64 engine{11};
    for (int school = 0; school < 100; ++school) {
        const auto days = random_days(engine, 3 + engine() % 3);
        MergedAttendance reference;
        for (const auto& events : days) {
            for (const auto& event : events) reference.apply(event);
        }
        const auto expected = told_by(reference);
        for (int order = 0; order < 100; ++order) {
            const auto merged = merged_in_random_order(engine, days);
            REQUIRE(told_by(merged) == expected);
            REQUIRE(merged == reference);
        }
    }
}

TEST_CASE("The parts of a school merge in any grouping, and a part that comes again changes nothing") {
    std::mt19937_64 engine{13};
    for (int round = 0; round < 100; ++round) {
        const auto days = random_days(engine, 3);
        const auto merged_of = [&](std::initializer_list<std::size_t> parts) {
            MergedAttendance merged;
            for (const std::size_t part : parts) {
                for (const auto& event : days[part]) merged.apply(event);
            }
            return merged;
        };
        const auto expected = told_by(merged_of({0, 1, 2}));
        CHECK(told_by(merged_of({2, 1, 0})) == expected);        // commutative
        CHECK(told_by(merged_of({1, 2, 0})) == expected);        // associative: the pairs in another grouping
        CHECK(told_by(merged_of({0, 0, 1, 2, 1})) == expected);  // idempotent
    }
}

TEST_CASE("The earliest check-in counts, whichever kiosk tells of it first") {
    Kiosks kiosks;
    kiosks.check_in("b", kMira, today(13, 12));
    kiosks.check_in("a", kMira, today(13, 15));
    CHECK(kiosks.presence(kMira).checked_in->at == instant_of(today(13, 12)));
    const auto earlier = kiosks.check_in("c", kMira, today(13, 11));
    CHECK(kiosks.presence(kMira).checked_in->at == instant_of(today(13, 11)));
    kiosks.retract("c", earlier);
    CHECK(kiosks.presence(kMira).checked_in->at == instant_of(today(13, 12)));
}

TEST_CASE("At the same moment the kiosk's id decides") {
    Kiosks one, other;
    one.check_in("a", kMira, today(13, 12));
    one.add("b", domain::UnknownEvent{"later", 1});
    one.check_in("b", kMira, today(13, 12));
    CHECK(one.presence(kMira).checked_in->seq == 1);
    one.add("a", domain::AttendanceMarked{kNoon, kOleg, Mark::present}, today(14, 0));
    one.add("b", domain::AttendanceMarked{kNoon, kOleg, Mark::absent}, today(14, 0));
    CHECK(one.presence(kOleg).mark == Mark::absent);
}

TEST_CASE("A time that is not certain counts only where no certain one is") {
    Kiosks kiosks;
    kiosks.check_in("a", kMira, today(3, 0), false);  // its clock came up behind
    CHECK(kiosks.presence(kMira).checked_in->at == instant_of(today(3, 0)));
    kiosks.check_in("b", kMira, today(13, 12));
    CHECK(kiosks.presence(kMira).checked_in->at == instant_of(today(13, 12)));
    SECTION("and once its boot has a true time, by that") {
        kiosks.correct("a", today(13, 5));
        CHECK(kiosks.presence(kMira).checked_in->at == instant_of(today(13, 5)));
        CHECK(kiosks.presence(kMira).checked_in->corrected_by == domain::ClockWord::kernel);
    }
    SECTION("so a clock that is far ahead has no last word") {
        kiosks.add("b", domain::AttendanceMarked{kNoon, kMira, Mark::present}, today(14, 0));
        kiosks.add("a", domain::AttendanceMarked{kNoon, kMira, Mark::absent}, on(400, 14, 0), false);
        CHECK(kiosks.presence(kMira).mark == Mark::present);
    }
}

TEST_CASE("The latest leaving counts, and the latest rating replaces the one at another kiosk") {
    Kiosks kiosks;
    kiosks.add("b", domain::CheckedOut{kNoon, kMira}, today(13, 50));
    kiosks.add("a", domain::CheckedOut{kNoon, kMira}, today(13, 40));
    CHECK(kiosks.presence(kMira).checked_out->at == instant_of(today(13, 50)));
    kiosks.add("a", domain::Rated{kNoon, kMira, "sealed"}, today(13, 55));
    const auto second = kiosks.add("b", domain::Rated{kNoon, kMira, "sealed"}, today(14, 5));
    CHECK(kiosks.presence(kMira).rated->at == instant_of(today(14, 5)));
    kiosks.retract("b", second);
    CHECK(kiosks.presence(kMira).rated->at == instant_of(today(13, 55)));
}

TEST_CASE("The curator's latest word counts, at whichever kiosk he said it") {
    Kiosks kiosks;
    kiosks.check_in("a", kMira, today(13, 12));
    kiosks.add("b", domain::AttendanceMarked{kNoon, kMira, Mark::absent}, today(15, 0));
    CHECK_FALSE(kiosks.presence(kMira).is_there());
    const auto mark = kiosks.add("a", domain::AttendanceMarked{kNoon, kMira, Mark::present}, today(16, 0));
    CHECK(kiosks.presence(kMira).is_there());
    CHECK(kiosks.presence(kMira).marked->at == instant_of(today(16, 0)));
    kiosks.retract("a", mark);
    CHECK(kiosks.presence(kMira).mark == Mark::absent);
}

TEST_CASE("Of confirming and cancelling at two kiosks the latest counts") {
    Kiosks kiosks;
    const auto cancelled = kiosks.add("b", domain::MeetingCancelled{kNoon, "карантин"}, today(15, 0));
    kiosks.add("a", domain::MeetingConfirmed{kNoon}, today(14, 0));
    CHECK(kiosks.merged.record(kNoon).cancelled == "карантин");
    CHECK_FALSE(kiosks.merged.record(kNoon).confirmed);
    CHECK(kiosks.merged.record(kNoon).decided == cancelled);
    kiosks.retract("b", cancelled);
    CHECK(kiosks.merged.record(kNoon).confirmed);
    CHECK_FALSE(kiosks.merged.record(kNoon).cancelled);
    kiosks.add("b", domain::MeetingConfirmed{kNoon}, today(13, 0));
    kiosks.add("a", domain::MeetingCancelled{kNoon, "болезнь"}, today(14, 30));
    CHECK(kiosks.merged.record(kNoon).cancelled == "болезнь");
}

TEST_CASE("Opened meetings of all kiosks are there, and one that was taken back is not") {
    Kiosks kiosks;
    kiosks.add("b", domain::MeetingOpened{meeting(domain::MeetingId{"x"}, kPair, today(10, 0)), kOleg});
    const auto opened =
        kiosks.add("a", domain::MeetingOpened{meeting(domain::MeetingId{"y"}, kPair, today(11, 0)), kOleg});
    REQUIRE(kiosks.merged.opened().size() == 2);
    CHECK(kiosks.merged.opened().front().id == domain::MeetingId{"y"});
    kiosks.retract("a", opened);
    REQUIRE(kiosks.merged.opened().size() == 1);
    CHECK(kiosks.merged.meetings() == std::vector{domain::MeetingId{"x"}, domain::MeetingId{"y"}});
}

TEST_CASE("A retraction names an event of its own log only") {
    Kiosks kiosks;
    const auto at_a = kiosks.check_in("a", kMira, today(13, 12));
    kiosks.add("b", domain::UnknownEvent{"later", 1});
    kiosks.retract("b", at_a);
    CHECK(kiosks.presence(kMira).is_there());
}

TEST_CASE("A kiosk's own log is the same one inside, and its own events do not come from outside") {
    const auto own = std::make_shared<domain::Attendance>();
    MergedAttendance merged{domain::KioskId{"a"}, own};
    merged.apply_own(event_of("a", 1, domain::CheckedIn{kNoon, kMira}, today(13, 12)));
    CHECK(own->presence(kNoon, kMira).is_there());
    CHECK(&merged.record(kNoon) == &own->record(kNoon));
    merged.apply_of_other(event_of("a", 2, domain::CheckedIn{kNoon, kVera}, today(13, 12)));
    CHECK(merged.last_seq(domain::KioskId{"a"}) == 1);
    merged.apply_of_other(event_of("b", 7, domain::CheckedIn{kNoon, kOleg}, today(13, 13)));
    CHECK(merged.presence(kNoon, kOleg).is_there());
    CHECK_FALSE(merged.own().presence(kNoon, kOleg).is_there());
    merged.apply_own(event_of("a", 2, domain::CheckedOut{kNoon, kMira}, today(13, 40)));
    CHECK(merged.presence(kNoon, kMira).checked_out);
    SECTION("a fold made anew takes its place, and the others stay") {
        merged.replace_own(std::make_shared<domain::Attendance>());
        CHECK_FALSE(merged.presence(kNoon, kMira).is_there());
        CHECK(merged.presence(kNoon, kOleg).is_there());
    }
    SECTION("and without the others it is alone again") {
        merged.forget_others();
        CHECK(merged.record(kNoon) == own->record(kNoon));
        CHECK_FALSE(merged.presence(kNoon, kOleg).is_there());
    }
}
