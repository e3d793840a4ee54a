#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// The number of code points of UTF-8 text; nothing where it is not UTF-8 (overlong forms, surrogates and code points
// above U+10FFFF are not).
[[nodiscard]] std::optional<std::size_t> count_code_points(std::string_view text);
[[nodiscard]] inline bool is_utf8(std::string_view text) { return count_code_points(text).has_value(); }

// The code points of UTF-8 text; each byte that is not UTF-8 gives U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view text);

}  // namespace base
