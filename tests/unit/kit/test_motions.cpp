#include "app/kiosk/kit/motions.h"
#include "tests/support/catch.h"

using display::Milliseconds;
using kiosk::kit::Motions;

TEST_CASE("A motion goes from its start to its target, eased, and ends at rest") {
    Motions motions;
    float last = 0;
    bool moving = true;
    for (int at = 0; at <= 250; at += 10) {
        motions.begin(Milliseconds{at});
        const float now = motions.moved("a", 0, 1, 250);
        CHECK(now >= last);
        last = now;
        moving = motions.end();
        if (at < 250) CHECK(moving);
    }
    CHECK(last == 1);
    CHECK_FALSE(moving);
}

TEST_CASE("What already is where it should be does not move") {
    Motions motions;
    motions.begin(Milliseconds{0});
    CHECK(motions.moved("a", 5, 5, 250) == 5);
    CHECK_FALSE(motions.end());
}

TEST_CASE("A new target is gone to from where it is now") {
    Motions motions;
    motions.begin(Milliseconds{0});
    (void)motions.moved("a", 0, 1, 100);
    (void)motions.end();
    motions.begin(Milliseconds{50});
    const float halfway = motions.moved("a", 0, 1, 100);
    (void)motions.end();
    motions.begin(Milliseconds{50});
    CHECK(motions.moved("a", 0, 0, 100) == halfway);
    CHECK(motions.end());
    motions.begin(Milliseconds{150});
    CHECK(motions.moved("a", 0, 0, 100) == 0);
    CHECK_FALSE(motions.end());
}

TEST_CASE("With motion off everything is at its target at once") {
    Motions motions;
    motions.set_on(false);
    motions.begin(Milliseconds{0});
    CHECK(motions.moved("a", 0, 1, 250) == 1);
    CHECK_FALSE(motions.end());
}

TEST_CASE("What a pass does not show begins anew when it comes back") {
    Motions motions;
    motions.begin(Milliseconds{0});
    (void)motions.moved("a", 0, 1, 100);
    (void)motions.end();
    motions.begin(Milliseconds{50});
    (void)motions.end();
    motions.begin(Milliseconds{60});
    CHECK(motions.moved("a", 0, 1, 100) == 0);
    CHECK(motions.end());
}
