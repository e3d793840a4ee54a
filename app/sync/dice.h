#pragma once

#include <cstdint>

#include "app/domain/time.h"

namespace syncing {

// For jitter alone: a small generator (splitmix64) whose seed is handed in, so that a history can be replayed. Nothing
// secret comes from it.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    // From `least` to `most`, both possible.
    [[nodiscard]] domain::Millis between(domain::Millis least, domain::Millis most) {
        if (most <= least) return least;
        const auto span = static_cast<std::uint64_t>((most - least).count()) + 1;
        return least + domain::Millis{static_cast<std::int64_t>(next() % span)};
    }
    // A tenth less to a tenth more.
    [[nodiscard]] domain::Millis about(domain::Millis wait) { return between(wait - wait / 10, wait + wait / 10); }

  private:
    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }
    std::uint64_t state_;
};

}  // namespace syncing
