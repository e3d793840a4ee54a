#pragma once

#include <string>
#include <string_view>

#include "platform/api/entropy.h"

namespace cli {

// Digits, each equally likely.
[[nodiscard]] std::string draw_digits(api::Entropy& entropy, std::size_t count);
// Five groups of four digits (66 bits): no letters, so that no keyboard layout can spoil it.
[[nodiscard]] std::string draw_passphrase(api::Entropy& entropy);
// 4 to 8 digits.
[[nodiscard]] bool is_good_pin(std::string_view pin);
// Everybody's first guess: 1234, 0000, 2580 and the like.
[[nodiscard]] bool is_easy_pin(std::string_view pin);

}  // namespace cli
