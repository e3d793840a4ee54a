#pragma once

#include <array>
#include <cstdint>

#include "platform/api/entropy.h"

namespace api {

// 64 bits of it, each number as likely as any other.
[[nodiscard]] inline std::uint64_t drawn_number(Entropy& entropy) {
    std::array<std::uint8_t, 8> bytes{};
    entropy.fill(bytes);
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) number = number << 8 | byte;
    return number;
}

}  // namespace api
