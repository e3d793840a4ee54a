#pragma once

#include <algorithm>
#include <string_view>

namespace domain {

// The curator's PIN: 4 to 8 digits.
[[nodiscard]] inline bool is_pin(std::string_view pin) {
    return pin.size() >= 4 && pin.size() <= 8 &&
           std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Everybody's first guess: 1234, 0000, 2580 and the like.
[[nodiscard]] inline bool is_easy_pin(std::string_view pin) {
    if (pin.size() < 2) return true;
    const int step = pin[1] - pin[0];
    bool even = step >= -1 && step <= 1;
    for (std::size_t i = 1; i < pin.size(); ++i) even = even && pin[i] - pin[i - 1] == step;
    return even || pin == "2580" || pin == "1212" || pin == "1122";
}

}  // namespace domain
