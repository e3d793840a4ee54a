#include "app/domain/curate.h"
#include "app/domain/my_meetings.h"
#include "tests/support/catch.h"
#include "tests/unit/domain/log.h"

using namespace domain;
using namespace school;

// The rules over what several kiosks recorded.

namespace {

struct Two {
    Two() { together.replace_own(std::make_shared<Attendance>(log.attendance)); }
    [[nodiscard]] World world(LocalTime local) {
        together.replace_own(std::make_shared<Attendance>(log.attendance));
        return {index, together.own(), settings, now_at(local), &together};
    }
    void elsewhere(EventBody body, LocalTime at, bool trusted = true) {
        Event event;
        event.kiosk = KioskId{"library"};
        event.seq = ++last;
        event.at = instant_of(at);
        event.clock_trusted = trusted;
        event.boot = "b00710c4";
        event.body = std::move(body);
        together.apply_of_other(std::move(event));
    }

    Roster people = roster();
    RosterIndex index{people};
    Settings settings;
    Log log;
    MergedAttendance together{KioskId{"kiosk"}, std::make_shared<Attendance>()};
    Seq last = 0;
};

}  // namespace

TEST_CASE("What another kiosk recorded counts for the rules, and a number of it takes nothing back here") {
    Two two;
    two.log.check_in(kLesson, kVera, today(13, 5));                        // number 1 of ours
    two.elsewhere(CheckedIn{kNoon, kMira, FoundBy::card}, today(13, 11));  // and of theirs
    two.elsewhere(CheckedIn{kNoon, kOleg, FoundBy::card}, today(13, 12));
    const World world = two.world(today(13, 30));
    const auto choice = check_in_choice(world, kMira);
    CHECK(choice.open.empty());
    REQUIRE(choice.already.size() == 1);
    CHECK(choice.already[0].other_side_is_there);
    CHECK(choice.already[0].state == MeetingState::held);
    CHECK(rating_choice(world, kMira).open.size() == 1);
    CHECK(retractable(world, kNoon, kMira).empty());
    CHECK(retractable(world, kLesson, kVera) == std::vector<Seq>{1});
    const auto cancelled = cancel(world, kNoon, "болезнь");
    CHECK(std::holds_alternative<Refusal>(cancelled));  // it was held
}

TEST_CASE("The clock of this boot is not read for what another kiosk recorded under the same number") {
    Two two;
    Event own;
    own.kiosk = KioskId{"kiosk"};
    own.seq = 1;
    own.at = instant_of(today(3, 0));  // a clock that nobody believes
    own.boot = "b0070000";
    own.mono = std::chrono::minutes{20};
    own.body = CheckedIn{kNoon, kMira, FoundBy::card};
    two.log.attendance.apply(own);
    two.elsewhere(CheckedIn{kNoon, kOleg, FoundBy::card}, today(13, 7), false);
    World world = two.world(today(13, 30));
    world.now.boot = "b0070000";
    world.now.mono = std::chrono::minutes{30};
    CHECK(local_of(*world.presence(kNoon, kMira).checked_in, world) == today(13, 20));
    CHECK(local_of(*world.presence(kNoon, kOleg).checked_in, world) == today(13, 7));
}
