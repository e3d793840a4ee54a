#include "app/domain/explain.h"

#include <random>

#include "tests/support/catch.h"
#include "tests/unit/domain/kiosks.h"

using namespace school;
using domain::EventName;
using domain::Explanation;
using domain::KioskId;
using domain::Mark;
using domain::MeetingState;
using domain::OutweighedBecause;
using domain::Side;
using domain::Weight;

namespace {

const domain::Evidence& find(const Explanation& explanation, const std::string& kiosk, domain::Seq seq) {
    for (const auto& each : explanation.events) {
        if (each.kiosk == KioskId{kiosk} && each.account.stamp.seq == seq) return each;
    }
    FAIL("no event " << seq << " of " << kiosk);
    return explanation.events.front();
}
void check_outweighed(const domain::Evidence& evidence, const EventName& by, OutweighedBecause because) {
    CHECK(evidence.weight == Weight::outweighed);
    CHECK(evidence.by == by);
    CHECK(evidence.because == because);
}
std::vector<EventName> names_of(const Explanation& explanation) {
    std::vector<EventName> names;
    for (const auto& each : explanation.events) names.push_back({each.kiosk, each.account.stamp.seq});
    return names;
}

}  // namespace

TEST_CASE("The same check-in at two kiosks is told twice, and the earlier one counts") {
    Kiosks kiosks;
    kiosks.check_in("a", kMira, today(13, 15));
    kiosks.check_in("b", kMira, today(13, 12));
    kiosks.check_in("b", kMira, today(13, 20));
    const auto explanation = domain::explain(kiosks.merged, kNoon);
    CHECK(names_of(explanation) == std::vector<EventName>{{KioskId{"b"}, 1}, {KioskId{"a"}, 1}, {KioskId{"b"}, 2}});
    CHECK(find(explanation, "b", 1).weight == Weight::counts);
    check_outweighed(find(explanation, "a", 1), {KioskId{"b"}, 1}, OutweighedBecause::earlier);
    check_outweighed(find(explanation, "b", 2), {KioskId{"b"}, 1}, OutweighedBecause::earlier);
    CHECK(explanation.record == kiosks.merged.record(kNoon));
}

TEST_CASE("What was taken back is told with what took it back, as far as that goes") {
    Kiosks kiosks;
    const auto check_in = kiosks.check_in("a", kMira, today(13, 12));
    const auto retraction = kiosks.retract("a", check_in, today(13, 13));
    CHECK(find(domain::explain(kiosks.merged, kNoon), "a", check_in).weight == Weight::taken_back);
    CHECK(find(domain::explain(kiosks.merged, kNoon), "a", check_in).account.retracted_by == std::vector{retraction});
    const auto second = kiosks.retract("a", retraction, today(13, 14));
    const auto explanation = domain::explain(kiosks.merged, kNoon);
    CHECK(names_of(explanation).size() == 3);
    CHECK(find(explanation, "a", check_in).weight == Weight::counts);
    CHECK(find(explanation, "a", retraction).weight == Weight::taken_back);
    CHECK(find(explanation, "a", retraction).account.retracted_by == std::vector{second});
    CHECK(find(explanation, "a", second).weight == Weight::counts);
}

TEST_CASE("A mark stands above the tap, and a later mark above an earlier one") {
    Kiosks kiosks;
    kiosks.check_in("a", kMira, today(13, 12));
    kiosks.add("b", domain::AttendanceMarked{kNoon, kMira, Mark::excused}, today(15, 0));
    kiosks.add("a", domain::AttendanceMarked{kNoon, kMira, Mark::absent}, today(14, 0));
    const auto explanation = domain::explain(kiosks.merged, kNoon);
    check_outweighed(find(explanation, "a", 1), {KioskId{"b"}, 1}, OutweighedBecause::curator);
    check_outweighed(find(explanation, "a", 2), {KioskId{"b"}, 1}, OutweighedBecause::later);
    CHECK(find(explanation, "b", 1).weight == Weight::counts);
}

TEST_CASE("What is not certain is said to be outweighed for that, and stands where its kiosk recorded it") {
    Kiosks kiosks;
    kiosks.check_in("a", kMira, on(400, 3, 0), false);
    kiosks.check_in("a", kOleg, today(13, 14));
    kiosks.check_in("b", kMira, today(13, 16));
    const auto explanation = domain::explain(kiosks.merged, kNoon);
    CHECK(names_of(explanation) == std::vector<EventName>{{KioskId{"a"}, 1}, {KioskId{"a"}, 2}, {KioskId{"b"}, 1}});
    check_outweighed(find(explanation, "a", 1), {KioskId{"b"}, 1}, OutweighedBecause::certain);
}

TEST_CASE("Ratings, leaving and the curator's words at two kiosks each have one that counts") {
    Kiosks kiosks;
    kiosks.add("a", domain::Rated{kNoon, kMira, "sealed"}, today(14, 0));
    kiosks.add("b", domain::Rated{kNoon, kMira, "sealed"}, today(14, 0));
    kiosks.add("a", domain::MeetingCancelled{kNoon, "карантин"}, today(12, 0));
    kiosks.add("b", domain::MeetingConfirmed{kNoon}, today(15, 0));
    const auto explanation = domain::explain(kiosks.merged, kNoon);
    check_outweighed(find(explanation, "a", 1), {KioskId{"b"}, 1}, OutweighedBecause::as_early);
    check_outweighed(find(explanation, "a", 2), {KioskId{"b"}, 2}, OutweighedBecause::later);
    CHECK(explanation.state == MeetingState::confirmed);
}

TEST_CASE("The state and the sides are told as far as group and meeting are known") {
    const auto lists = roster();
    const auto& pair = lists.groups.front();
    const auto& noon = lists.meetings.front();
    Kiosks kiosks;
    kiosks.check_in("a", kOleg, today(13, 12));
    const auto without = domain::explain(kiosks.merged, kNoon);
    CHECK_FALSE(without.state);
    CHECK(without.events.front().side == Side::unknown);
    const auto one = domain::explain(kiosks.merged, kNoon, {&pair, &noon, today(13, 30)});
    CHECK(one.state == MeetingState::mentor_only);
    CHECK(one.events.front().side == Side::mentor);
    CHECK(domain::explain(kiosks.merged, kNoon, {&pair, &noon, today(15, 0)}).state == MeetingState::missed);
    CHECK_FALSE(domain::explain(kiosks.merged, kNoon, {&pair}).state);
    kiosks.check_in("b", kMira, today(13, 20));
    kiosks.check_in("b", kVera, today(13, 20));
    const auto both = domain::explain(kiosks.merged, kNoon, {&pair});
    CHECK(both.state == MeetingState::held);
    CHECK(find(both, "b", 1).side == Side::mentee);
    CHECK(find(both, "b", 2).side == Side::neither);
}

TEST_CASE("In a thousand random schools what is said to count is what the record says") {
    std::mt19937_64 engine{17};
    for (int round = 0; round < 1000; ++round) {
        domain::MergedAttendance merged;
        for (const auto& events : random_days(engine, 3)) {
            for (const auto& event : events) merged.apply(event);
        }
        for (const auto& meeting : kMeetings) {
            const auto explanation = domain::explain(merged, meeting);
            domain::MeetingRecord record;  // of those that count, and of the taps below a mark
            for (const auto& each : explanation.events) {
                const auto& [stamp, told, retracted_by] = each.account;
                const bool below_mark = each.because == OutweighedBecause::curator;
                if (each.weight != Weight::counts && !below_mark) continue;
                if (std::holds_alternative<domain::Retracted>(told)) continue;
                if (const auto* e = std::get_if<domain::CheckedIn>(&told)) record.people[e->person].checked_in = stamp;
                if (const auto* e = std::get_if<domain::CheckedOut>(&told))
                    record.people[e->person].checked_out = stamp;
                if (const auto* e = std::get_if<domain::Attendance::HasRated>(&told))
                    record.people[e->person].rated = stamp;
                if (const auto* e = std::get_if<domain::AttendanceMarked>(&told)) {
                    record.people[e->person].mark = e->mark;
                    record.people[e->person].marked = stamp;
                }
                if (std::holds_alternative<domain::MeetingConfirmed>(told)) record.confirmed = true;
                if (const auto* e = std::get_if<domain::MeetingCancelled>(&told)) record.cancelled = e->reason;
                if (record.confirmed || record.cancelled) {
                    const bool decides = std::holds_alternative<domain::MeetingConfirmed>(told) ||
                                         std::holds_alternative<domain::MeetingCancelled>(told);
                    if (decides) record.decided = stamp.seq;
                }
            }
            REQUIRE(record == merged.record(meeting));
        }
    }
}
