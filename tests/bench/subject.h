#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "tests/bench/measure.h"
#include "tests/support/x_driver/process.h"
#include "tests/support/x_driver/screen.h"
#include "tests/support/x_driver/server.h"

namespace bench {

// A program to be measured: the kiosk, the bare window, or the browser on its page. `launch` gives what starts it on a
// data folder; `ready` is a point of its first screen inside the button, away from the words.
struct Subject {
    std::string name;
    std::function<support::Launch(const std::filesystem::path& folder)> launch;
    std::filesystem::path folder;
    support::Point ready;
    std::uint32_t ready_colour = 0;  // what is there when the first screen is whole
};

// Nothing is drawn in this colour; the empty screen is painted with it.
constexpr std::uint32_t kEmptyScreen = 0xFF00FF;

// Starts the subject and leaves it running, its first screen whole and at rest.
[[nodiscard]] std::unique_ptr<support::Process> start_and_settle(const Subject& subject, support::Screen& screen);

// One start: milliseconds from before the fork until the first pixel of the program, and until the button of the first
// screen, could be read back.
struct StartTime {
    double first_pixel = 0, whole = 0;
};
[[nodiscard]] StartTime time_start(const Subject& subject, support::Screen& screen);

// At rest for that long: processor time as a part of one core (0.0015 is 0.15 %), and bytes sent towards storage.
struct Rest {
    double core = 0;
    double written = 0;
    double resident_megabytes = 0;
    int processes = 0;
};
[[nodiscard]] Rest measure_rest(const support::Process& process, std::chrono::seconds duration);

[[nodiscard]] inline double milliseconds_between(support::Screen::Clock::time_point from,
                                                 support::Screen::Clock::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}
constexpr double kMegabyte = 1e6;

}  // namespace bench
