#pragma once

#include <random>

#include "platform/api/entropy.h"

namespace support {

// The same bytes for the same seed.
class FakeEntropy : public api::Entropy {
  public:
    explicit FakeEntropy(std::uint64_t seed = 1) : engine_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace support
