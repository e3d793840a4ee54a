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
// UTF-8 without control characters of ASCII, of so many bytes at most: a name or a line that came from outside.
[[nodiscard]] bool is_plain_text(std::string_view text, std::size_t most_bytes);

// Takes the first code point off text that is not empty; a byte that is not UTF-8 gives U+FFFD.
[[nodiscard]] char32_t take_code_point(std::string_view& text);

// The code points of UTF-8 text, taken as above.
[[nodiscard]] std::u32string code_points(std::string_view text);

// UTF-8 of code points; of what is none, U+FFFD.
[[nodiscard]] std::string to_utf8(std::u32string_view points);

}  // namespace base
