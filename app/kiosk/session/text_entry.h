#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kiosk::session {

// What is typed key by key. UTF-8; a character is a code point.
[[nodiscard]] std::size_t characters(std::string_view text);
// Adds one character where there is room; false for no room, for a control character and for what is not one character.
bool append_character(std::string& text, std::string_view character, std::size_t most);
// As above, digits only.
bool append_digit(std::string& text, std::string_view character, std::size_t most);
void erase_character(std::string& text);
// Without spaces at both ends.
[[nodiscard]] std::string trimmed(std::string_view text);
// Overwrites before it forgets: for a PIN.
void wipe(std::string& text);

}  // namespace kiosk::session
