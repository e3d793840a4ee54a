#pragma once

#include <chrono>
#include <string>

namespace domain {

using Millis = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
using Minutes = std::chrono::minutes;

// A moment, UTC, in milliseconds. What is stored.
using Instant = std::chrono::sys_time<Millis>;
// What a clock on the school's wall shows. What school files and screens hold.
using LocalTime = std::chrono::local_time<Millis>;
using LocalDate = std::chrono::year_month_day;

[[nodiscard]] inline LocalDate date_of(LocalTime time) {
    return LocalDate{std::chrono::floor<std::chrono::days>(time)};
}
[[nodiscard]] inline Minutes minute_of_day(LocalTime time) {
    return std::chrono::floor<Minutes>(time - std::chrono::floor<std::chrono::days>(time));
}
[[nodiscard]] inline LocalTime at(LocalDate date, Minutes of_day) {
    return LocalTime{std::chrono::local_days{date}.time_since_epoch() + of_day};
}

// The school's one time zone. Implemented by app/i18n on ICU's rules; pure, any thread.
class TimeZone {
  public:
    virtual ~TimeZone() = default;
    [[nodiscard]] virtual LocalTime to_local(Instant instant) const = 0;
    // Where a local time exists twice or not at all, the first possible moment.
    [[nodiscard]] virtual Instant to_instant(LocalTime local) const = 0;
};

// Where the best estimate of the present comes from (see timekeeper.h).
enum class TimeSource {
    kernel,      // the kernel holds the clock synchronised, or did in this boot
    curator,     // a curator gave his word in this boot
    wall_clock,  // nobody vouches for it, but it may be right
    last_known   // the wall clock is obviously behind: the last time that was known, and what has passed since boot
};

// The present moment as the rules see it.
struct Now {
    Instant at;            // the best that is known, whatever the wall clock says
    LocalTime local;       // of that moment
    bool trusted = true;   // false: a guess, and said to be one
    Millis mono{0};        // since boot; never steps: for the length of waits on the screen
    TimeSource source = TimeSource::kernel;
    Instant wall{};            // what the wall clock says
    bool synchronised = false; // the kernel holds it synchronised, now
    std::string boot{};        // this run of the machine; empty: not known
};

}  // namespace domain
