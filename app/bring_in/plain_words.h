#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bring_in {

// Words that came from outside, for a screen: without control characters, without signs that turn the direction of
// writing or show nothing, on one line, cut after `most` code points with "…".
[[nodiscard]] std::string plain_words(std::string_view text, std::size_t most);
// They are so already.
[[nodiscard]] bool is_plain(std::string_view text, std::size_t most);

}  // namespace bring_in
