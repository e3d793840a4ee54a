#pragma once

#include <chrono>
#include <string>

namespace api {

// What every clock of the machine says at one moment. `wall` may be wrong; `trusted` says whether the kernel holds it
// synchronised (adjtimex) or a curator gave his word. `mono` counts since `boot` began and never steps.
struct ClockReading {
    std::chrono::sys_time<std::chrono::milliseconds> wall;
    bool trusted = false;
    std::chrono::milliseconds mono{0};
};

class Clock {
  public:
    virtual ~Clock() = default;
    // Any thread. Never fails, never waits.
    [[nodiscard]] virtual ClockReading read() const = 0;
    // Names this run of the machine: the same until the next boot, then another. 8 or more hexadecimal digits.
    [[nodiscard]] virtual const std::string& boot_id() const = 0;
};

}  // namespace api
