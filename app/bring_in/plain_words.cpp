#include "app/bring_in/plain_words.h"

#include <algorithm>

#include "platform/base/utf8.h"

namespace bring_in {

namespace {

bool is_shown(char32_t c) {
    const auto within = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
    return c >= 0x20 && !within(0x7F, 0x9F) && c != 0xAD && !within(0x200B, 0x200F) && !within(0x2028, 0x202E) &&
           !within(0x2060, 0x206F) && c != 0xFEFF && c != 0xFFFD && !within(0xE000, 0xF8FF) &&
           !within(0xE0000, 0x10FFFF);
}

}  // namespace

std::string plain_words(std::string_view text, std::size_t most) {
    std::u32string words;
    while (!text.empty() && words.size() <= most) {
        const char32_t c = base::take_code_point(text);
        if (is_shown(c))
            words += c;
        else if (!words.empty() && words.back() != U' ')
            words += U' ';
    }
    if (words.size() > most) {
        words.resize(most);
        words += U'…';
    }
    return base::to_utf8(words);
}

bool is_plain(std::string_view text, std::size_t most) {
    if (!base::is_utf8(text)) return false;
    const std::u32string points = base::code_points(text);
    return !points.empty() && points.size() <= most && std::all_of(points.begin(), points.end(), is_shown);
}

}  // namespace bring_in
