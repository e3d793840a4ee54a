#include "app/domain/curate.h"
#include "tests/support/catch.h"
#include "tests/unit/domain/log.h"

using namespace school;
using domain::Mark;
using domain::RefusalKind;
using Decision = std::variant<std::vector<domain::Draft>, domain::Refusal>;

namespace {

struct Scene {
    domain::Roster roster = school::roster();
    domain::RosterIndex index{roster};
    domain::Settings settings;
    Log log;
    domain::World at(domain::LocalTime local) const { return {index, log.attendance, settings, now_at(local)}; }
};

std::size_t drafts(const Decision& decision) {
    REQUIRE(std::holds_alternative<std::vector<domain::Draft>>(decision));
    return std::get<std::vector<domain::Draft>>(decision).size();
}
RefusalKind no(const Decision& decision) {
    REQUIRE(std::holds_alternative<domain::Refusal>(decision));
    return std::get<domain::Refusal>(decision).kind;
}

}  // namespace

TEST_CASE("The curator marks who is of the group, present only from when check-in opens") {
    Scene scene;
    CHECK(no(domain::mark(scene.at(today(13, 0)), kNoon, kMira, Mark::present)) == RefusalKind::too_early);
    CHECK(drafts(domain::mark(scene.at(today(8, 0)), kNoon, kMira, Mark::excused)) == 1);
    CHECK(drafts(domain::mark(scene.at(today(13, 5)), kNoon, kMira, Mark::present)) == 1);
    CHECK(no(domain::mark(scene.at(today(13, 5)), kNoon, kVera, Mark::present)) == RefusalKind::not_allowed);
    CHECK(no(domain::mark(scene.at(today(15, 5)), kLesson, kSecret, Mark::present)) == RefusalKind::not_allowed);
    CHECK(no(domain::mark(scene.at(today(13, 5)), kUnordered, kWaiting, Mark::present)) == RefusalKind::not_confirmed);
    scene.log.add(domain::AttendanceMarked{kNoon, kMira, Mark::present});
    CHECK(drafts(domain::mark(scene.at(today(13, 5)), kNoon, kMira, Mark::present)) == 0);
    CHECK(drafts(domain::mark(scene.at(today(13, 5)), kNoon, kMira, Mark::absent)) == 1);
}

TEST_CASE("A retraction takes the check-in and the check-out back, with a reason; then the mark; then nothing") {
    Scene scene;
    CHECK(no(domain::retract(scene.at(today(14, 0)), kNoon, kMira, "так")) == RefusalKind::not_retractable);
    scene.log.add(domain::AttendanceMarked{kNoon, kMira, Mark::present});
    scene.log.check_in(kNoon, kMira);
    scene.log.add(domain::CheckedOut{kNoon, kMira});
    CHECK(no(domain::retract(scene.at(today(14, 0)), kNoon, kMira, "")) == RefusalKind::not_retractable);
    const auto first = domain::retract(scene.at(today(14, 0)), kNoon, kMira, "так");
    CHECK(drafts(first) == 2);
    scene.log.take(std::get<std::vector<domain::Draft>>(first));
    CHECK_FALSE(scene.log.attendance.presence(kNoon, kMira).checked_in);
    CHECK(scene.log.attendance.presence(kNoon, kMira).is_there());  // the mark stands
    const auto second = domain::retract(scene.at(today(14, 0)), kNoon, kMira, "так");
    CHECK(drafts(second) == 1);
    scene.log.take(std::get<std::vector<domain::Draft>>(second));
    CHECK(no(domain::retract(scene.at(today(14, 0)), kNoon, kMira, "так")) == RefusalKind::not_retractable);
}

TEST_CASE("A meeting is confirmed from its start on, once, and a cancelled one too") {
    Scene scene;
    CHECK(no(domain::confirm(scene.at(today(13, 19)), kNoon)) == RefusalKind::too_early);
    CHECK(drafts(domain::confirm(scene.at(today(13, 20)), kNoon)) == 1);
    CHECK(no(domain::confirm(scene.at(today(14, 0)), kUnordered)) == RefusalKind::not_confirmed);
    scene.log.add(domain::MeetingCancelled{kNoon, "Болезнь"});
    CHECK(drafts(domain::confirm(scene.at(today(14, 0)), kNoon)) == 1);
    scene.log.add(domain::MeetingConfirmed{kNoon});
    CHECK(drafts(domain::confirm(scene.at(today(14, 0)), kNoon)) == 0);
}

TEST_CASE("What has been cannot be cancelled") {
    Scene scene;
    CHECK(drafts(domain::cancel(scene.at(today(8, 0)), kNoon, "Болезнь")) == 1);
    CHECK(drafts(domain::cancel(scene.at(today(18, 0)), kNoon, "Болезнь")) == 1);
    CHECK(no(domain::cancel(scene.at(today(8, 0)), kNoon, "")) == RefusalKind::not_allowed);
    scene.log.check_in(kNoon, kMira);
    CHECK(drafts(domain::cancel(scene.at(today(13, 30)), kNoon, "Болезнь")) == 1);
    scene.log.check_in(kNoon, kOleg);
    CHECK(no(domain::cancel(scene.at(today(13, 30)), kNoon, "Болезнь")) == RefusalKind::not_allowed);
}
