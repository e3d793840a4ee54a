#pragma once

#include "platform/api/clock.h"

namespace support {

// Stands still until a test moves it.
class FakeClock : public api::Clock {
  public:
    explicit FakeClock(std::chrono::sys_time<std::chrono::milliseconds> wall) { reading_.wall = wall; reading_.trusted = true; }
    [[nodiscard]] api::ClockReading read() const override { return reading_; }
    [[nodiscard]] const std::string& boot_id() const override { return boot_; }
    void advance(std::chrono::milliseconds by) { reading_.wall += by; reading_.mono += by; }
    void step_wall(std::chrono::milliseconds by) { reading_.wall += by; }
    void set_trusted(bool trusted) { reading_.trusted = trusted; }
    void reboot(std::string boot) { boot_ = std::move(boot); reading_.mono = {}; }

  private:
    api::ClockReading reading_;
    std::string boot_ = "b0070000";
};

}  // namespace support
