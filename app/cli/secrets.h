#pragma once

#include <string>

#include "platform/api/entropy.h"

namespace cli {

// Digits, each equally likely.
[[nodiscard]] std::string draw_digits(api::Entropy& entropy, std::size_t count);
// Five groups of four digits (66 bits): no letters, so that no keyboard layout can spoil it.
[[nodiscard]] std::string draw_passphrase(api::Entropy& entropy);

}  // namespace cli
