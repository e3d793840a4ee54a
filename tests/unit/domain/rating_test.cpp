#include "tests/support/catch.h"
#include "tests/unit/domain/log.h"

using namespace school;
using domain::RefusalKind;

namespace {

struct Scene {
    domain::Roster roster = school::roster();
    domain::Settings settings;
    Log log;
    domain::RatingChoice choice(const domain::PersonId& person, domain::LocalTime local) {
        const domain::RosterIndex index(roster);
        return domain::rating_choice({index, log.attendance, settings, now_at(local)}, person);
    }
    std::variant<std::vector<domain::Draft>, domain::Refusal> rate(domain::LocalTime local, domain::Answer answer,
                                                                   const domain::PersonId& person = kMira) {
        const domain::RosterIndex index(roster);
        return domain::rate({index, log.attendance, settings, now_at(local)}, person, kNoon, std::move(answer));
    }
};

domain::Answer score(int value) {
    domain::Answer answer;
    answer.score = value;
    return answer;
}

}  // namespace

TEST_CASE("A rating is open from the meeting's start for who was checked in, until six in the evening") {
    Scene scene;
    scene.log.check_in(kNoon, kMira);
    CHECK(scene.choice(kMira, today(13, 19)).refusal->kind == RefusalKind::rating_not_open);
    CHECK(scene.choice(kMira, today(13, 19)).refusal->when == today(13, 20));
    CHECK(scene.choice(kMira, today(13, 20)).open.size() == 1);
    CHECK(scene.choice(kMira, today(17, 59)).open.size() == 1);
    CHECK(scene.choice(kMira, today(18, 0)).refusal->kind == RefusalKind::not_checked_in);  // the evening's, missed
    scene.roster.meetings.erase(scene.roster.meetings.begin() + 1);
    CHECK(scene.choice(kMira, today(18, 0)).refusal->kind == RefusalKind::rating_closed);
    CHECK(scene.choice(kMira, today(18, 0)).refusal->when == today(18, 0));
}

TEST_CASE("A late meeting can be rated for an hour after its end") {
    const auto evening = meeting(kEvening, kPair, today(17, 0));
    domain::Settings settings;
    CHECK(domain::rating_closes(evening, settings) == today(18, 40));
    settings.rating_closes_at = domain::Minutes{20 * 60};
    CHECK(domain::rating_closes(evening, settings) == today(20, 0));
}

TEST_CASE("A rating is a right earned by being there: by a tap or by the curator's word") {
    Scene scene;
    CHECK(scene.choice(kMira, today(13, 30)).refusal->kind == RefusalKind::not_checked_in);
    scene.log.add(domain::AttendanceMarked{kNoon, kMira, domain::Mark::present});
    CHECK(scene.choice(kMira, today(13, 30)).open.size() == 1);
    scene.log.add(domain::AttendanceMarked{kNoon, kMira, domain::Mark::absent});
    CHECK(scene.choice(kMira, today(13, 30)).refusal->kind == RefusalKind::not_checked_in);
    CHECK(std::holds_alternative<domain::Refusal>(scene.rate(today(13, 30), score(5))));
    CHECK(scene.choice(kLonely, today(13, 30)).refusal->kind == RefusalKind::no_group);
}

TEST_CASE("Several meetings to rate stand newest first, and a rated one says so") {
    Scene scene;
    scene.log.check_in(kNoon, kMira);
    scene.log.check_in(kEvening, kMira);
    scene.log.add(domain::Rated{kNoon, kMira, "x"});
    const auto choice = scene.choice(kMira, today(17, 30));
    REQUIRE(choice.open.size() == 2);
    CHECK(choice.open[0].meeting.id == kEvening);
    CHECK_FALSE(choice.open[0].rated);
    CHECK(choice.open[1].rated);
}

TEST_CASE("A cancelled meeting is not rated") {
    Scene scene;
    scene.log.check_in(kNoon, kMira);
    scene.log.add(domain::MeetingCancelled{kNoon, "x"});
    const auto refused = scene.rate(today(13, 30), score(4));
    REQUIRE(std::holds_alternative<domain::Refusal>(refused));
    CHECK(std::get<domain::Refusal>(refused).kind == RefusalKind::cancelled);
}

TEST_CASE("An answer has one of five scores, at most three tags and two hundred characters") {
    Scene scene;
    scene.log.check_in(kNoon, kMira);
    const auto accepted = [&](const domain::Answer& answer) {
        return std::holds_alternative<std::vector<domain::Draft>>(scene.rate(today(13, 30), answer));
    };
    CHECK(accepted(score(1)));
    CHECK(accepted(score(5)));
    CHECK_FALSE(accepted(score(0)));
    CHECK_FALSE(accepted(score(6)));
    auto answer = score(3);
    answer.tags = {"a", "b", "c"};
    for (int i = 0; i < 200; ++i) answer.comment += "ё";
    answer.wants_to_talk = true;
    CHECK(accepted(answer));
    auto longer = answer;
    longer.comment += "!";
    CHECK_FALSE(accepted(longer));
    answer.tags.push_back("d");
    CHECK_FALSE(accepted(answer));
    CHECK(std::holds_alternative<domain::Refusal>(scene.rate(today(13, 30), score(5), kVera)));
}
