#include <cstdlib>
#include <random>
#include <thread>

#include "tests/support/catch.h"
#include "tests/touch/target.h"

using namespace std::chrono_literals;
using support::Point;

namespace {

constexpr int kTaps = 2'000;  // CI's; the bench asks for 10,000

int taps_wanted() {
    const char* wanted = std::getenv("VSTRECHA_TAPS");
    return wanted != nullptr ? std::atoi(wanted) : kTaps;
}

struct Bench {
    touch::Folder folder;
    std::unique_ptr<support::Server> server = support::Server::virtual_screen(1280, 800);
    support::Screen screen{server->display()};
    touch::Target target{*server, folder.path()};

    // The last tap may still be on its way through the server.
    int end() {
        screen.wait_for_rest(500ms, 20s);
        return target.end();
    }
};

}  // namespace

TEST_CASE("taps at random gaps: none lost, none doubled") {
    Bench bench;
    const Point here = bench.target.here();
    const int taps = taps_wanted();
    std::mt19937 random(2026);
    std::uniform_int_distribution<int> gap(20, 80), offset(-150, 150);
    for (int i = 0; i < taps; ++i) {
        bench.screen.tap({here.x + offset(random), here.y + offset(random)});
        std::this_thread::sleep_for(std::chrono::milliseconds(gap(random)));
    }
    CHECK(bench.end() == taps);
}

TEST_CASE("taps that come all at once are each recorded") {
    Bench bench;
    const Point here = bench.target.here();
    for (int i = 0; i < 100; ++i) bench.screen.tap(here);
    CHECK(bench.end() == 100);
}

TEST_CASE("a press and a release within one frame are a tap, without a hover before it") {
    Bench bench;
    // The pointer has never been in the window before, and comes from outside the button each time.
    for (int i = 0; i < 20; ++i) {
        bench.screen.tap(bench.target.here());
        bench.screen.move({1, 1});
        bench.screen.wait_for_rest(50ms, 2s);
    }
    CHECK(bench.end() == 20);
}

TEST_CASE("a press that is dragged off its button records nothing, nor does it press the other one") {
    Bench bench;
    const Point here = bench.target.here(), elsewhere = bench.target.elsewhere();
    for (int i = 0; i < 5; ++i) {
        bench.screen.press(here);
        bench.screen.wait_for_rest(50ms, 2s);
        bench.screen.move(elsewhere);
        bench.screen.wait_for_rest(50ms, 2s);
        bench.screen.release();
        // And onto it: what began elsewhere ends nowhere.
        bench.screen.press(elsewhere);
        bench.screen.move(here);
        bench.screen.release();
    }
    CHECK(bench.end() == 0);
}

TEST_CASE("a held finger is one tap, however long it stays") {
    Bench bench;
    bench.screen.press(bench.target.here());
    std::this_thread::sleep_for(1500ms);
    bench.screen.release();
    CHECK(bench.end() == 1);
}
