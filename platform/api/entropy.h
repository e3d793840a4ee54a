#pragma once

#include <cstdint>
#include <span>

namespace api {

class Entropy {
  public:
    virtual ~Entropy() = default;
    // Fills the whole span with unpredictable bytes. Any thread. Never fails.
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

}  // namespace api
