#include "tests/bench/check_ins.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "tests/bench/bare_commit.h"
#include "tests/bench/browser.h"

namespace bench {
namespace {

using namespace std::chrono_literals;
using support::Point;
using support::Screen;

constexpr auto kQuiet = 120ms;    // nothing drawn for so long: the program waits for the next tap
constexpr auto kPatience = 10s;

// One timed tap: until this pixel has this colour.
double timed(Screen& screen, Point where, Point seen_at, std::uint32_t colour) {
    if (screen.pixel(seen_at) == colour) throw std::runtime_error("the pixel that is waited for is there before the tap");
    const auto sent = screen.tap(where);
    const auto seen = screen.wait_for_pixel(seen_at, [&](std::uint32_t pixel) { return pixel == colour; }, kPatience);
    if (!seen) throw std::runtime_error("a tap was never answered");
    return milliseconds_between(sent, *seen);
}

void rest(Screen& screen) { screen.wait_for_rest(kQuiet, kPatience); }

}  // namespace

CheckIns kiosk_check_ins(const support::Server& server, Screen& screen, const support::Programs& programs,
                         const support::KioskHand::Options& options, int count) {
    auto people = support::people_to_find(options.data);
    if (people.size() < static_cast<std::size_t>(count) + 1) throw std::runtime_error("too few people for so many check-ins");
    const int before = support::events_of_kind(options.data, "checked_in");
    CheckIns result;
    {
        support::KioskHand hand(server, screen, programs, options);
        BareCommit bare(options.data / "bare-commit.db");
        // The first check-in shows where "recorded" has its button, and warms both databases.
        screen.tap(hand.two_pictures(people[0]));
        hand.trace().wait_for("recorded");
        rest(screen);
        const auto done = hand.item("recorded.done");
        const Point seen_at{static_cast<int>(done.x + done.w * 0.1F), static_cast<int>(done.y + done.h / 2)};
        const auto colour = screen.pixel(seen_at);
        (void)bare.run();
        hand.done();
        std::ofstream each(options.data.string() + ".check-ins.txt");  // to look for what is behind a bad p99
        each << "tap to recorded, bare commit (ms)\n";
        for (int i = 1; i <= count; ++i) {
            const Point third = hand.two_pictures(people[static_cast<std::size_t>(i)]);
            rest(screen);
            const double tap = timed(screen, third, seen_at, colour);
            hand.trace().wait_for("recorded");
            rest(screen);
            const double commit = bare.run();
            result.tap_to_pixel.add(tap);
            result.bare_commit.add(commit);
            each << tap << ' ' << commit << std::endl;
            hand.done();
        }
    }
    result.recorded = support::events_of_kind(options.data, "checked_in") - before;
    if (result.recorded != count + 1) throw std::runtime_error("not every check-in that was shown is in the log");
    return result;
}

CheckIns browser_check_ins(const support::Server& server, Screen& screen, const std::filesystem::path& page,
                           const std::filesystem::path& folder, int count) {
    // As web/index.html lays it out.
    constexpr Point kPictures[] = {{231, 378}, {394, 378}, {557, 378}};
    constexpr Point kDone{1000, 684}, kSeenAt{790, 684};
    const auto subject = browser(server, page, folder, screen.width(), screen.height());
    const auto process = start_and_settle(subject, screen);
    CheckIns result;
    for (int i = 0; i <= count; ++i) {
        for (const Point where : {subject.ready, kPictures[0], kPictures[1]}) {
            screen.tap(where);
            rest(screen);
        }
        const double took = timed(screen, kPictures[2], kSeenAt, kPageReady);
        if (i > 0) result.tap_to_pixel.add(took);  // the first one makes the store
        ++result.recorded;
        rest(screen);
        screen.tap(kDone);
        rest(screen);
    }
    return result;
}

CheckIns bare_check_ins(const support::Server& server, Screen& screen, const std::filesystem::path& programs,
                        const std::filesystem::path& folder, int count, Samples& frame) {
    auto subject = bare_window(server, programs, screen.width(), screen.height(), folder / "bare-window.db");
    const auto frames = folder / "frames.txt";
    std::filesystem::remove(frames);
    const auto launch = subject.launch;
    subject.launch = [=](const std::filesystem::path& where) {
        auto with_frames = launch(where);
        with_frames.command.emplace_back("--print-frame");
        with_frames.output = frames;
        return with_frames;
    };
    CheckIns result;
    {
        const auto process = start_and_settle(subject, screen);
        for (int i = 0; i < count; ++i) {
            result.tap_to_pixel.add(timed(screen, subject.ready, subject.ready, kPageRecorded));
            ++result.recorded;
            rest(screen);
            (void)timed(screen, subject.ready, subject.ready, kPageReady);
            rest(screen);
        }
    }
    std::ifstream printed(frames);
    for (double value = 0; printed >> value;) frame.add(value);
    return result;
}

}  // namespace bench
