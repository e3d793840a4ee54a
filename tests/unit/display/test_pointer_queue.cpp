#include <vector>

#include "platform/display/pointer_queue.h"
#include "tests/support/catch.h"

using display::Milliseconds;
using display::Pointer;
using display::PointerQueue;

namespace {

std::vector<Pointer> all(PointerQueue& queue) {
    std::vector<Pointer> steps;
    while (queue.pending()) steps.push_back(queue.next());
    return steps;
}

}  // namespace

TEST_CASE("A press and a release in one frame are hover, press, release and away in four passes") {
    PointerQueue queue;
    queue.press(0, 10, 20, Milliseconds{5});
    queue.release(0, 10, 20);
    const auto steps = all(queue);
    REQUIRE(steps.size() == 4);
    CHECK(steps[0] == Pointer{10, 20, false, false, Milliseconds{5}});
    CHECK(steps[1] == Pointer{10, 20, true, false, Milliseconds{5}});
    CHECK(steps[2] == Pointer{10, 20, false, false, Milliseconds{5}});
    CHECK(steps[3].away);
    CHECK(queue.taps() == 1);
}

TEST_CASE("The finger stands on its place a pass before it presses, even after a jump across the screen") {
    PointerQueue queue;
    queue.press(0, 10, 20, Milliseconds{0});
    queue.release(0, 10, 20);
    queue.press(0, 700, 400, Milliseconds{50});
    queue.release(0, 700, 400);
    const auto steps = all(queue);
    REQUIRE(steps.size() == 8);
    CHECK((steps[4].x == 700 && !steps[4].down && !steps[4].away));
    CHECK((steps[5].x == 700 && steps[5].down));
}

TEST_CASE("After the release nothing stays hovered: the pointer has left the screen") {
    PointerQueue queue;
    queue.press(0, 10, 20, Milliseconds{0});
    queue.release(0, 10, 20);
    (void)all(queue);
    CHECK(queue.now().away);
    CHECK(queue.next().away);
    CHECK_FALSE(queue.next().down);
}

TEST_CASE("A finger that stays down is held in every pass, and nothing is pending") {
    PointerQueue queue;
    queue.press(0, 10, 20, Milliseconds{7});
    (void)all(queue);
    CHECK_FALSE(queue.pending());
    CHECK(queue.next().down);
    CHECK(queue.next().pressed_at == Milliseconds{7});
}

TEST_CASE("A second finger is ignored from its press to its release") {
    PointerQueue queue;
    queue.press(1, 10, 20, Milliseconds{0});
    queue.press(2, 300, 300, Milliseconds{1});
    queue.move(2, 310, 300);
    queue.release(2, 310, 300);
    (void)all(queue);
    CHECK(queue.now() == Pointer{10, 20, true, false, Milliseconds{0}});
    queue.release(1, 10, 20);
    (void)all(queue);
    CHECK(queue.taps() == 1);
    SECTION("and its release after the first one's does nothing") {
        queue.release(2, 310, 300);
        CHECK_FALSE(queue.pending());
    }
}

TEST_CASE("A release elsewhere is a move first, so that the widget of the press sees the finger leave") {
    PointerQueue queue;
    queue.press(0, 10, 20, Milliseconds{0});
    queue.release(0, 500, 20);
    const auto steps = all(queue);
    REQUIRE(steps.size() == 5);
    CHECK((steps[1].x == 10 && steps[1].down));
    CHECK((steps[2].x == 500 && steps[2].down));
    CHECK((steps[3].x == 500 && !steps[3].down));
}

TEST_CASE("Ten presses within 200 ms are ten clicks, in order, none lost") {
    PointerQueue queue;
    for (int i = 0; i < 10; ++i) {
        const auto x = static_cast<float>(10 + i);
        queue.press(0, x, 20, Milliseconds{20 * i});
        queue.release(0, x, 20);
    }
    std::vector<float> clicked;
    bool was_down = false;
    for (const Pointer& step : all(queue)) {
        if (was_down && !step.down && !step.away) clicked.push_back(step.x);
        was_down = step.down;
    }
    CHECK(clicked == std::vector<float>{10, 11, 12, 13, 14, 15, 16, 17, 18, 19});
    CHECK(queue.taps() == 10);
}

TEST_CASE("Moves that no pass has seen are overtaken by the last, but never the press") {
    PointerQueue queue;
    queue.press(0, 10, 20, Milliseconds{0});
    for (int i = 1; i <= 100; ++i) queue.move(0, static_cast<float>(10 + i), 20);
    const auto steps = all(queue);
    REQUIRE(steps.size() == 3);
    CHECK(steps[1].x == 10);
    CHECK(steps[2].x == 110);
    SECTION("nor one that a pass has just been given") {
        for (int i = 1; i <= 100; ++i) queue.move(0, static_cast<float>(110 + i), 20);
        const auto more = all(queue);
        REQUIRE(more.size() == 1);
        CHECK(more[0].x == 210);
    }
}

TEST_CASE("A moved pointer without a finger is nothing") {
    PointerQueue queue;
    queue.move(0, 10, 20);
    queue.release(0, 10, 20);
    CHECK_FALSE(queue.pending());
}

TEST_CASE("A touch that is cancelled ends nowhere") {
    PointerQueue queue;
    queue.press(0, 10, 20, Milliseconds{0});
    queue.cancel();
    for (const Pointer& step : all(queue)) {
        if (!step.down && !step.away) CHECK(step.x == 10);  // only the hover before the press
    }
    CHECK(queue.taps() == 0);
    CHECK(queue.now().away);
}

TEST_CASE("A flood drops whole touches, never halves") {
    PointerQueue queue;
    for (int i = 0; i < 5000; ++i) {
        queue.press(0, 10, 20, Milliseconds{i});
        queue.move(0, 12, 20);
        queue.release(0, 10, 20);
    }
    bool was_down = false;
    int presses = 0;
    for (const Pointer& step : all(queue)) {
        if (step.down && !was_down) ++presses;
        was_down = step.down;
    }
    CHECK(presses > 100);
    CHECK(queue.taps() == static_cast<std::uint64_t>(presses));
    queue.press(0, 10, 20, Milliseconds{0});
    CHECK(queue.pending());
}
