#include <random>

#include "tests/support/catch.h"
#include "tests/unit/domain/log.h"

using namespace school;
using domain::Mark;
using domain::MeetingState;

TEST_CASE("The first check-in that stands counts") {
    Log log;
    const auto first = log.check_in(kNoon, kMira, today(13, 8));
    log.check_in(kNoon, kMira, today(13, 12));
    CHECK(log.attendance.presence(kNoon, kMira).checked_in->seq == first);
    log.retract(first);
    CHECK(log.attendance.presence(kNoon, kMira).checked_in->at == instant_of(today(13, 12)));
}

TEST_CASE("A retracted check-in leaves nothing behind, and a retracted retraction brings it back") {
    Log log;
    const auto check_in = log.check_in(kNoon, kMira);
    const auto retraction = log.retract(check_in);
    CHECK_FALSE(log.attendance.presence(kNoon, kMira).is_there());
    CHECK(log.attendance.record(kNoon) == domain::MeetingRecord{});
    const auto second = log.retract(retraction);
    CHECK(log.attendance.presence(kNoon, kMira).checked_in->seq == check_in);
    log.retract(second);
    CHECK_FALSE(log.attendance.presence(kNoon, kMira).is_there());
    SECTION("and taking the same thing back twice needs both taken back") {
        Log twice;
        const auto what = twice.check_in(kNoon, kMira);
        const auto one = twice.retract(what);
        const auto other = twice.retract(what);
        twice.retract(one);
        CHECK_FALSE(twice.attendance.presence(kNoon, kMira).is_there());
        twice.retract(other);
        CHECK(twice.attendance.presence(kNoon, kMira).is_there());
    }
}

TEST_CASE("A retraction of itself, of something later, or of nothing takes nothing back") {
    Log log;
    log.check_in(kNoon, kMira);
    const auto before = log.attendance;
    log.retract(2);  // its own number
    log.retract(4);  // what comes next
    log.check_in(kNoon, kOleg);
    log.retract(999);
    log.retract(0);
    CHECK(log.attendance.presence(kNoon, kMira) == before.presence(kNoon, kMira));
    CHECK(log.attendance.presence(kNoon, kOleg).is_there());
}

TEST_CASE("A very long chain of retractions is followed to its end") {
    Log log;
    auto last = log.check_in(kNoon, kMira);
    for (int i = 0; i < 2000; ++i) last = log.retract(last);
    CHECK(log.attendance.presence(kNoon, kMira).is_there());
    log.retract(last);
    CHECK_FALSE(log.attendance.presence(kNoon, kMira).is_there());
}

TEST_CASE("The curator's last mark stands above the taps") {
    Log log;
    log.check_in(kNoon, kMira);
    log.add(domain::AttendanceMarked{kNoon, kMira, Mark::present});
    const auto absent = log.add(domain::AttendanceMarked{kNoon, kMira, Mark::absent});
    CHECK_FALSE(log.attendance.presence(kNoon, kMira).is_there());
    CHECK(log.attendance.presence(kNoon, kMira).marked->seq == absent);
    log.retract(absent);
    CHECK(log.attendance.presence(kNoon, kMira).mark == Mark::present);
    log.add(domain::AttendanceMarked{kNoon, kVera, Mark::present});
    CHECK(log.attendance.presence(kNoon, kVera).is_there());
}

TEST_CASE("The last rating that stands counts") {
    Log log;
    const auto first = log.add(domain::Rated{kNoon, kMira, "a"});
    const auto second = log.add(domain::Rated{kNoon, kMira, "b"});
    CHECK(log.attendance.presence(kNoon, kMira).rated->seq == second);
    log.retract(second);
    CHECK(log.attendance.presence(kNoon, kMira).rated->seq == first);
}

TEST_CASE("An opened meeting goes when it is taken back, and comes back to its place") {
    Log log;
    const auto m = [](const char* id) { return meeting(domain::MeetingId{id}, kPair, today(10, 0)); };
    const auto first = log.add(domain::MeetingOpened{m("a"), kOleg});
    log.add(domain::MeetingOpened{m("b"), kOleg});
    const auto retraction = log.retract(first);
    REQUIRE(log.attendance.opened().size() == 1);
    CHECK(log.attendance.opened()[0].id.value == "b");
    log.retract(retraction);
    REQUIRE(log.attendance.opened().size() == 2);
    CHECK(log.attendance.opened()[0].id.value == "a");
}

TEST_CASE("Of confirming and cancelling the last one counts") {
    Log log;
    log.add(domain::MeetingCancelled{kNoon, "Болезнь"});
    CHECK(log.attendance.record(kNoon).cancelled == "Болезнь");
    const auto confirmed = log.add(domain::MeetingConfirmed{kNoon});
    CHECK(log.attendance.record(kNoon).confirmed);
    CHECK_FALSE(log.attendance.record(kNoon).cancelled);
    log.retract(confirmed);
    CHECK(log.attendance.record(kNoon).cancelled == "Болезнь");
}

TEST_CASE("What was taken away is remembered") {
    Log log;
    log.add(domain::LogExported{10, "usb"});
    log.add(domain::LogExported{4, "usb"}, today(14, 0));
    CHECK(log.attendance.exported_up_to() == 10);
    CHECK(log.attendance.last_export()->at == instant_of(today(14, 0)));
}

TEST_CASE("A meeting is planned, one side, held, missed, confirmed or cancelled") {
    const auto roster = school::roster();
    const auto& group = roster.groups[0];
    const auto& noon = roster.meetings[0];
    Log log;
    const auto state = [&](domain::LocalTime at) {
        return domain::state_of(noon, group, log.attendance.record(kNoon), at);
    };
    CHECK(state(today(13, 30)) == MeetingState::planned);
    CHECK(state(today(13, 59)) == MeetingState::planned);
    CHECK(state(today(14, 0)) == MeetingState::missed);
    const auto mira = log.check_in(kNoon, kMira);
    CHECK(state(today(13, 30)) == MeetingState::mentee_only);
    CHECK(state(today(14, 0)) == MeetingState::missed);
    log.check_in(kNoon, kOleg);
    CHECK(state(today(13, 30)) == MeetingState::held);
    CHECK(state(today(18, 0)) == MeetingState::held);
    log.retract(mira);
    CHECK(state(today(13, 30)) == MeetingState::mentor_only);
    log.add(domain::MeetingConfirmed{kNoon});
    CHECK(state(today(18, 0)) == MeetingState::confirmed);
    log.add(domain::MeetingCancelled{kNoon, "x"});
    CHECK(state(today(18, 0)) == MeetingState::cancelled);
}

namespace {

// What the fold is, said the slow way: which events stand, told from the last to the first, then applied in order.
domain::Attendance the_slow_way(const std::vector<domain::Event>& events) {
    std::vector<bool> stands(events.size() + 1, true);
    for (std::size_t i = events.size(); i-- > 0;) {
        const auto* retracted = std::get_if<domain::Retracted>(&events[i].body);
        if (retracted && stands[events[i].seq] && retracted->what > 0 && retracted->what < events[i].seq)
            stands[retracted->what] = false;
    }
    domain::Attendance told;
    for (const auto& event : events) {
        const bool is_export = std::holds_alternative<domain::LogExported>(event.body);
        if (!std::holds_alternative<domain::Retracted>(event.body) && (stands[event.seq] || is_export)) told.apply(event);
    }
    return told;
}

domain::EventBody any_body(std::mt19937& random, domain::Seq next) {
    const domain::MeetingId meetings[] = {kNoon, kEvening, kLesson};
    const domain::PersonId people[] = {kMira, kOleg, kTeacher};
    const auto& m = meetings[random() % 3];
    const auto& p = people[random() % 3];
    switch (random() % 12) {
        case 0: return domain::CheckedOut{m, p};
        case 1: return domain::AttendanceMarked{m, p, static_cast<Mark>(random() % 3)};
        case 2: return domain::MeetingConfirmed{m};
        case 3: return domain::MeetingCancelled{m, "почему"};
        case 4: return domain::Rated{m, p, "sealed"};
        case 5: return domain::LogExported{random() % (next + 1), "usb"};
        case 6: return domain::MeetingOpened{meeting(domain::MeetingId{"new" + std::to_string(next)}, kPair, today(9, 0)), p};
        case 7:
        case 8:
        case 9: return domain::Retracted{random() % (next + 2), domain::RetractionReason::curator, ""};
        default: return domain::CheckedIn{m, p, domain::FoundBy::card};
    }
}

}  // namespace

TEST_CASE("Any log folds to what its standing events say, and folding it over its own tail changes nothing") {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        std::mt19937 random(seed);
        Log log;
        for (int i = 0; i < 60; ++i) log.add(any_body(random, log.events.size() + 1));
        INFO("seed " << seed);
        REQUIRE(log.attendance == the_slow_way(log.events));
        auto again = log.attendance;
        for (const auto& event : log.events) again.apply(event);
        REQUIRE(again == log.attendance);
    }
}
