#include "app/domain/my_meetings.h"
#include "tests/support/catch.h"
#include "tests/unit/domain/log.h"

using namespace school;
using domain::RefusalKind;

namespace {

// A world at an hour of the Monday.
struct Scene {
    domain::Roster roster = school::roster();
    domain::Settings settings;
    Log log;

    template <class Rule>
    auto at(domain::LocalTime local, Rule rule) {
        const domain::RosterIndex index(roster);
        return rule(domain::World{index, log.attendance, settings, now_at(local)});
    }
    domain::CheckInChoice choice(const domain::PersonId& person, domain::LocalTime local) {
        auto found = at(local, [&](const domain::World& w) { return domain::check_in_choice(w, person); });
        for (auto& mine : found.open) mine.group = nullptr;  // of an index that is gone
        return found;
    }
    std::variant<std::vector<domain::Draft>, domain::Refusal> check_in(const domain::PersonId& person,
                                                                       const domain::MeetingId& meeting,
                                                                       domain::LocalTime local) {
        return at(local, [&](const domain::World& w) { return domain::check_in(w, person, meeting, domain::FoundBy::card); });
    }
};

RefusalKind kind_of(const std::variant<std::vector<domain::Draft>, domain::Refusal>& decision) {
    REQUIRE(std::holds_alternative<domain::Refusal>(decision));
    return std::get<domain::Refusal>(decision).kind;
}

}  // namespace

TEST_CASE("A meeting can be checked in to from a quarter of an hour before it starts until it ends") {
    Scene scene;
    CHECK(scene.choice(kMira, today(13, 4, 59)).open.empty());
    CHECK(scene.choice(kMira, today(13, 5)).open.size() == 1);
    CHECK(scene.choice(kMira, today(13, 59, 59)).open.size() == 1);
    CHECK(scene.choice(kMira, today(14, 0)).open.empty());
    CHECK(kind_of(scene.check_in(kMira, kNoon, today(13, 4, 59))) == RefusalKind::too_early);
    CHECK(std::holds_alternative<std::vector<domain::Draft>>(scene.check_in(kMira, kNoon, today(13, 5))));
    CHECK(kind_of(scene.check_in(kMira, kNoon, today(14, 0))) == RefusalKind::too_late);
    SECTION("and both ends are settings") {
        scene.settings.check_in_opens_before = domain::Minutes{30};
        scene.settings.check_in_closes_after_end = domain::Minutes{10};
        CHECK(scene.choice(kMira, today(12, 50)).open.size() == 1);
        CHECK(scene.choice(kMira, today(14, 9)).open.size() == 1);
        CHECK(scene.choice(kMira, today(14, 10)).open.empty());
    }
}

TEST_CASE("Too early says when it opens and starts, and looks at what is next today") {
    Scene scene;
    const auto early = scene.choice(kMira, today(12, 0));
    REQUIRE(early.refusal);
    CHECK(early.refusal->kind == RefusalKind::too_early);
    CHECK(early.refusal->when == today(13, 5));
    CHECK(early.refusal->starts == today(13, 20));
    CHECK(scene.choice(kMira, today(15, 0)).refusal->when == today(16, 45));
}

TEST_CASE("Too late says when it ended; on a day without a meeting the next one is named") {
    Scene scene;
    const auto late = scene.choice(kMira, today(18, 0));
    REQUIRE(late.refusal);
    CHECK(late.refusal->kind == RefusalKind::too_late);
    CHECK(late.refusal->when == today(17, 40));
    scene.roster.meetings.erase(scene.roster.meetings.begin(), scene.roster.meetings.begin() + 2);
    const auto none = scene.choice(kMira, today(12, 0));
    CHECK(none.refusal->kind == RefusalKind::no_meeting_today);
    CHECK(none.refusal->when == on(1, 13, 20));
    scene.roster.meetings.clear();
    CHECK_FALSE(scene.choice(kMira, today(12, 0)).refusal->when);
}

TEST_CASE("Who was checked in to the meeting that is over is told so, not that he is late") {
    Scene scene;
    scene.log.check_in(kEvening, kMira, today(17, 1));
    const auto choice = scene.choice(kMira, today(18, 0));
    CHECK(choice.refusal->kind == RefusalKind::already_checked_in);
    CHECK(choice.refusal->when == today(17, 1));
}

TEST_CASE("A cancelled meeting and a group without an order say so, to mentor and mentee") {
    Scene scene;
    CHECK(scene.choice(kWaiting, today(13, 20)).refusal->kind == RefusalKind::not_confirmed);
    CHECK(kind_of(scene.check_in(kTeacher, kUnordered, today(13, 20))) == RefusalKind::not_confirmed);
    scene.log.add(domain::MeetingCancelled{kNoon, "Болезнь"});
    CHECK(scene.choice(kMira, today(13, 20)).refusal->kind == RefusalKind::cancelled);
    CHECK(kind_of(scene.check_in(kMira, kNoon, today(13, 20))) == RefusalKind::cancelled);
    CHECK(scene.choice(kMira, today(12, 0)).refusal->kind == RefusalKind::too_early);  // the evening is still on
}

TEST_CASE("Who is in no group, or has no consent, records nothing") {
    Scene scene;
    CHECK(scene.choice(kLonely, today(13, 20)).refusal->kind == RefusalKind::no_group);
    CHECK(scene.choice(kSecret, today(15, 0)).refusal->kind == RefusalKind::not_allowed);
    CHECK(kind_of(scene.check_in(kSecret, kLesson, today(15, 0))) == RefusalKind::not_allowed);
    CHECK(kind_of(scene.check_in(kVera, kNoon, today(13, 20))) == RefusalKind::not_allowed);  // another group's
    CHECK(kind_of(scene.check_in(domain::PersonId{"nobody"}, kNoon, today(13, 20))) == RefusalKind::not_allowed);
}

TEST_CASE("One check-in for a person a meeting: the second is told when the first was") {
    Scene scene;
    const auto first = scene.check_in(kMira, kNoon, today(13, 8));
    scene.log.take(std::get<std::vector<domain::Draft>>(first), today(13, 8));
    const auto second = scene.check_in(kMira, kNoon, today(13, 9));
    CHECK(kind_of(second) == RefusalKind::already_checked_in);
    CHECK(std::get<domain::Refusal>(second).when == today(13, 8));
    const auto choice = scene.choice(kMira, today(13, 9));
    CHECK(choice.open.empty());
    REQUIRE(choice.already.size() == 1);
    CHECK_FALSE(choice.refusal);
}

TEST_CASE("Two meetings of two groups at once are both offered, each in its own role") {
    Scene scene;
    scene.roster.meetings.push_back(meeting(domain::MeetingId{"clash"}, kTriple, today(13, 30)));
    scene.log.check_in(kNoon, kMira);
    const auto choice = scene.choice(kOleg, today(13, 25));
    REQUIRE(choice.open.size() == 2);
    CHECK(choice.open[0].as_mentor);
    CHECK(choice.open[0].other_side_is_there);
    CHECK_FALSE(choice.open[1].as_mentor);
    CHECK_FALSE(choice.open[1].other_side_is_there);
}

TEST_CASE("A mentor opens an unplanned meeting of his own confirmed group, from now rounded down, for forty minutes") {
    Scene scene;
    const auto open = [&](const domain::PersonId& who, const domain::GroupId& group, domain::LocalTime local) {
        return scene.at(local, [&](const domain::World& w) {
            return domain::open_meeting(w, who, group, domain::MeetingId{"new"}, domain::FoundBy::pictures);
        });
    };
    const auto opened = open(kOleg, kPair, today(10, 13));
    const auto* drafts = std::get_if<std::vector<domain::Draft>>(&opened);
    REQUIRE(drafts);
    REQUIRE(drafts->size() == 2);
    const auto& body = std::get<domain::MeetingOpened>(std::get<domain::EventBody>((*drafts)[0]));
    CHECK(body.meeting.starts == today(10, 10));
    CHECK(body.meeting.ends == today(10, 50));
    CHECK_FALSE(body.meeting.planned);
    CHECK(std::get<domain::CheckedIn>(std::get<domain::EventBody>((*drafts)[1])).person == kOleg);

    CHECK(kind_of(open(kMira, kPair, today(10, 13))) == RefusalKind::not_allowed);            // a mentee
    CHECK(kind_of(open(kTeacher, kPair, today(10, 13))) == RefusalKind::not_allowed);         // another's
    CHECK(kind_of(open(kTeacher, kProvisional, today(10, 13))) == RefusalKind::not_confirmed);
    CHECK(kind_of(open(kOleg, kPair, today(13, 10))) == RefusalKind::not_allowed);            // joins the planned one
    scene.settings.unplanned_meetings = false;
    CHECK(kind_of(open(kOleg, kPair, today(10, 13))) == RefusalKind::not_allowed);
    scene.settings.unplanned_meetings = true;

    const auto late = open(kOleg, kPair, today(23, 52));
    const auto& midnight = std::get<std::vector<domain::Draft>>(late);
    CHECK(std::get<domain::MeetingOpened>(std::get<domain::EventBody>(midnight[0])).meeting.ends == today(23, 59));
    CHECK(kind_of(open(kOleg, kPair, today(23, 59, 30))) == RefusalKind::too_late);

    SECTION("the mentee then finds it, and it is not opened twice") {
        scene.log.take(*drafts, today(10, 13));
        const auto choice = scene.choice(kMira, today(10, 15));
        REQUIRE(choice.open.size() == 1);
        CHECK(choice.open[0].meeting.id.value == "new");
        CHECK(choice.open[0].other_side_is_there);
        CHECK(kind_of(open(kOleg, kPair, today(10, 16))) == RefusalKind::not_allowed);
    }
}

TEST_CASE("Leaving is recorded where the school wants it, once, and until half an hour after the end") {
    Scene scene;
    const auto leave = [&](domain::LocalTime local) {
        return scene.at(local, [&](const domain::World& w) { return domain::check_out(w, kMira, kNoon); });
    };
    scene.log.check_in(kNoon, kMira, today(13, 10));
    CHECK(kind_of(leave(today(13, 50))) == RefusalKind::not_allowed);
    scene.settings.check_out = true;
    CHECK(std::holds_alternative<std::vector<domain::Draft>>(leave(today(13, 50))));
    CHECK(std::holds_alternative<std::vector<domain::Draft>>(leave(today(14, 29))));
    CHECK(scene.choice(kMira, today(14, 29)).already.size() == 1);
    CHECK(kind_of(leave(today(14, 30))) == RefusalKind::too_late);
    scene.log.take(std::get<std::vector<domain::Draft>>(leave(today(14, 2))), today(14, 2));
    CHECK(kind_of(leave(today(14, 3))) == RefusalKind::not_allowed);
}
