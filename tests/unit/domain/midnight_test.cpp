#include "tests/support/catch.h"
#include "tests/unit/domain/log.h"

using namespace school;

// Meetings over midnight, and just after it.

namespace {

const domain::MeetingId kNight{"night"}, kEarly{"early"};

struct Night {
    domain::Roster made = [] {
        auto roster = school::roster();
        roster.meetings = {meeting(kNight, kPair, today(23, 30), 60min), meeting(kEarly, kTriple, on(1, 0, 5))};
        return roster;
    }();
    domain::RosterIndex index{made};
    domain::Settings settings;
    Log log;
    [[nodiscard]] domain::World world(domain::LocalTime local) const {
        return {index, log.attendance, settings, now_at(local)};
    }
    [[nodiscard]] bool may(domain::LocalTime local, const domain::PersonId& person, const domain::MeetingId& meeting) const {
        return std::holds_alternative<std::vector<domain::Draft>>(
            domain::check_in(world(local), person, meeting, domain::FoundBy::card));
    }
};

}  // namespace

TEST_CASE("A meeting over midnight is open on both days, and its end is told after it") {
    Night night;
    CHECK_FALSE(night.may(today(23, 14), kMira, kNight));
    CHECK(night.may(today(23, 15), kMira, kNight));
    CHECK(night.may(on(1, 0, 29), kMira, kNight));
    CHECK_FALSE(night.may(on(1, 0, 30), kMira, kNight));
    const auto choice = domain::check_in_choice(night.world(on(1, 0, 31)), kMira);
    REQUIRE(choice.refusal);
    CHECK(choice.refusal->kind == domain::RefusalKind::too_late);
    CHECK(choice.refusal->when == on(1, 0, 30));
}

TEST_CASE("A meeting over midnight is rated until an hour after its end") {
    Night night;
    night.log.check_in(kNight, kMira, today(23, 40));
    CHECK(domain::rating_choice(night.world(today(23, 45)), kMira).open.size() == 1);
    CHECK(domain::rating_choice(night.world(on(1, 1, 29)), kMira).open.size() == 1);
    CHECK(domain::rating_choice(night.world(on(1, 1, 30)), kMira).open.empty());
}

TEST_CASE("A meeting at five past midnight opens the day before") {
    Night night;
    CHECK_FALSE(night.may(today(23, 49), kVera, kEarly));
    CHECK(night.may(today(23, 50), kVera, kEarly));
    CHECK(domain::check_in_choice(night.world(today(23, 55)), kVera).open.size() == 1);
    CHECK(night.may(on(1, 0, 44), kVera, kEarly));
    CHECK_FALSE(night.may(on(1, 0, 45), kVera, kEarly));
}

TEST_CASE("A meeting that a mentor opens just before midnight ends before it") {
    Night night;
    night.made.meetings.clear();
    const domain::RosterIndex index{night.made};
    const domain::World world{index, night.log.attendance, night.settings, now_at(today(23, 42))};
    const auto opened = domain::open_meeting(world, kOleg, kPair, domain::MeetingId{"new"}, domain::FoundBy::card);
    REQUIRE(std::holds_alternative<std::vector<domain::Draft>>(opened));
    const auto& draft = std::get<std::vector<domain::Draft>>(opened).front();
    const auto& meeting = std::get<domain::MeetingOpened>(std::get<domain::EventBody>(draft)).meeting;
    CHECK(meeting.starts == today(23, 40));
    CHECK(meeting.ends == today(23, 59));
}
