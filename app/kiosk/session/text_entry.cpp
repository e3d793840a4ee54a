#include "app/kiosk/session/text_entry.h"

#include <algorithm>

namespace kiosk::session {

namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The length that the first byte of a character promises; 0 where no character begins so.
std::size_t promised(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) return 0;
    if (byte < 0x80) return 1;
    if (byte >= 0xC2 && byte < 0xE0) return 2;
    if (byte >= 0xE0 && byte < 0xF0) return 3;
    if (byte >= 0xF0 && byte < 0xF5) return 4;
    return 0;
}

}  // namespace

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

bool append_character(std::string& text, std::string_view character, std::size_t most) {
    if (character.empty() || promised(character.front()) != character.size()) return false;
    if (!std::all_of(character.begin() + 1, character.end(), continues)) return false;
    if (characters(text) >= most) return false;
    text += character;
    return true;
}

bool append_digit(std::string& text, std::string_view character, std::size_t most) {
    if (character.size() != 1 || character.front() < '0' || character.front() > '9') return false;
    return append_character(text, character, most);
}

void erase_character(std::string& text) {
    while (!text.empty() && continues(text.back())) text.pop_back();
    if (!text.empty()) text.pop_back();
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

void wipe(std::string& text) {
    volatile char* bytes = text.data();
    for (std::size_t i = 0; i < text.size(); ++i) bytes[i] = 0;
    text.clear();
}

}  // namespace kiosk::session
