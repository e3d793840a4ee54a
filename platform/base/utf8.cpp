#include "platform/base/utf8.h"

#include <algorithm>

#include <cstdint>

namespace base {
namespace {

constexpr char32_t kReplacement = U'\uFFFD';

bool is_code_point(char32_t value) {
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    return value <= 0x10FFFF && !surrogate;
}

// One code point at the front of `text`, which is not empty, and its length in bytes; length 0 where it is not UTF-8.
struct Point {
    char32_t value = 0;
    std::size_t length = 0;
};

Point first_point(std::string_view text) {
    const auto lead = static_cast<std::uint8_t>(text[0]);
    if (lead < 0x80) return {lead, 1};
    std::size_t length = 0;
    char32_t value = 0, least = 0;
    if (lead >= 0xC0 && lead < 0xE0) {
        length = 2, value = lead & 0x1FU, least = 0x80;
    } else if (lead >= 0xE0 && lead < 0xF0) {
        length = 3, value = lead & 0x0FU, least = 0x800;
    } else if (lead >= 0xF0 && lead < 0xF8) {
        length = 4, value = lead & 0x07U, least = 0x10000;
    } else {
        return {};
    }
    if (text.size() < length) return {};
    for (std::size_t k = 1; k < length; ++k) {
        const auto byte = static_cast<std::uint8_t>(text[k]);
        if ((byte & 0xC0U) != 0x80) return {};
        value = value << 6 | (byte & 0x3FU);
    }
    if (value < least || !is_code_point(value)) return {};
    return {value, length};
}

}  // namespace

std::optional<std::size_t> count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) {
        const Point point = first_point(text);
        if (point.length == 0) return std::nullopt;
        text.remove_prefix(point.length);
    }
    return count;
}

char32_t take_code_point(std::string_view& text) {
    const Point point = first_point(text);
    text.remove_prefix(point.length == 0 ? 1 : point.length);
    return point.length == 0 ? kReplacement : point.value;
}

std::u32string code_points(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    while (!text.empty()) points += take_code_point(text);
    return points;
}

std::string to_utf8(std::u32string_view points) {
    std::string text;
    text.reserve(points.size() * 2);
    const auto lead = [&](char32_t byte) { text += static_cast<char>(byte); };
    const auto trail = [&](char32_t point, int shift) { text += static_cast<char>(0x80U | (point >> shift & 0x3FU)); };
    for (char32_t point : points) {
        if (!is_code_point(point)) point = kReplacement;
        if (point < 0x80) {
            lead(point);
        } else if (point < 0x800) {
            lead(0xC0U | point >> 6), trail(point, 0);
        } else if (point < 0x10000) {
            lead(0xE0U | point >> 12), trail(point, 6), trail(point, 0);
        } else {
            lead(0xF0U | point >> 18), trail(point, 12), trail(point, 6), trail(point, 0);
        }
    }
    return text;
}

bool is_plain_text(std::string_view text, std::size_t most_bytes) {
    return text.size() <= most_bytes && is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace base
