#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace eventlog {

using Hash = std::array<std::uint8_t, 32>;

// The hash before the first line.
inline constexpr Hash kGenesis{};

// SHA-256 over the 32 bytes of the hash before and the bytes of the line, without a line feed.
[[nodiscard]] Hash next_hash(const Hash& previous, std::string_view line);

}  // namespace eventlog
