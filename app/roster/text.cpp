#include "app/roster/text.h"

#include <algorithm>
#include <array>

namespace roster {

namespace {


bool is_space(char32_t c) {
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0x2028 || c == 0x2029;
}

bool is_invisible(char32_t c) {
    return c < 0x20 || c == 0x7F || c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

bool is_dash(char32_t c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

bool is_quote(char32_t c) {
    return c == '"' || c == '\'' || c == 0xAB || c == 0xBB || (c >= 0x2018 && c <= 0x201F) || c == '`';
}

// The alphabets of Russia's languages keep upper and lower case in these blocks.
char32_t lower(char32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c >= 0x410 && c <= 0x42F) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    if ((c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F)) return c | 1;
    if (c >= 0x4C1 && c <= 0x4CE) return c % 2 == 1 ? c + 1 : c;
    if (c == 0x4C0) return 0x4CF;
    if ((c >= 0xC0 && c <= 0xDE) && c != 0xD7) return c + 32;
    return c;
}

char32_t upper(char32_t c) {
    if (c >= 'a' && c <= 'z') return c - 32;
    if (c >= 0x430 && c <= 0x44F) return c - 32;
    if (c >= 0x450 && c <= 0x45F) return c - 80;
    if ((c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F)) return c & ~char32_t{1};
    if (c >= 0x4C1 && c <= 0x4CE) return c % 2 == 0 ? c - 1 : c;
    if (c == 0x4CF) return 0x4C0;
    if ((c >= 0xE0 && c <= 0xFE) && c != 0xF7) return c - 32;
    return c;
}

bool is_cyrillic(char32_t c) {
    return c >= 0x400 && c <= 0x52F;
}

bool is_letter(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_cyrillic(c) ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7);
}

// Cyrillic for a Latin letter that looks the same; the letter itself otherwise.
char32_t cyrillic_look_alike(char32_t c) {
    constexpr std::u32string_view kLatin = U"ABCEHKMOPTXYaceopxy";
    constexpr std::u32string_view kCyrillic = U"АВСЕНКМОРТХУасеорху";
    const auto at = kLatin.find(c);
    return at == kLatin.npos ? c : kCyrillic[at];
}

// Lower-case look-alikes of capitals: a folded "B" is "b", which looks like no Cyrillic letter, but "B" did.
char32_t fold_letter(char32_t c) {
    c = lower(cyrillic_look_alike(upper(c)));
    return c == 0x451 ? U'е' : c;
}

std::u32string clean32(std::string_view text) {
    std::u32string out;
    bool space = false;
    for (char32_t c : base::code_points(text)) {
        if (is_space(c)) {
            space = !out.empty();
        } else if (is_invisible(c)) {
            continue;
        } else if (c == 0x306 && !out.empty() && (out.back() == U'и' || out.back() == U'И')) {
            out.back() = out.back() == U'и' ? U'й' : U'Й';
        } else if (c == 0x308 && !out.empty() && (out.back() == U'е' || out.back() == U'Е')) {
            out.back() = out.back() == U'е' ? U'ё' : U'Ё';
        } else {
            if (space) out += U' ';
            space = false;
            out += c;
        }
    }
    return out;
}

constexpr std::u32string_view k1251 =
    U"ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\uFFFD™љ›њќћџ\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї";
constexpr std::u32string_view k866 = U"░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀";
static_assert(k1251.size() == 64 && k866.size() == 48);

std::string from_866(base::ByteView bytes) {
    std::u32string out;
    out.reserve(bytes.size());
    for (const std::uint8_t b : bytes) {
        constexpr std::u32string_view kTail = U"ЁёЄєЇїЎў°∙·√№¤■\u00A0";
        if (b < 0x80)
            out += b;
        else if (b < 0xB0)
            out += 0x410 + (b - 0x80u);
        else if (b < 0xE0)
            out += k866[b - 0xB0u];
        else if (b < 0xF0)
            out += 0x440 + (b - 0xE0u);
        else
            out += kTail[b - 0xF0u];
    }
    return base::to_utf8(out);
}

std::string from_utf16(base::ByteView bytes, bool big_endian) {
    std::u32string out;
    auto unit = [&](std::size_t i) -> char32_t {
        return big_endian ? static_cast<char32_t>(bytes[i] << 8 | bytes[i + 1])
                          : static_cast<char32_t>(bytes[i + 1] << 8 | bytes[i]);
    };
    for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
        char32_t c = unit(i);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
            const char32_t low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        out += c;
    }
    return base::to_utf8(out);
}

}  // namespace

std::string from_windows_1251(base::ByteView bytes) {
    std::u32string out;
    out.reserve(bytes.size());
    for (const std::uint8_t b : bytes) out += b < 0x80 ? b : b < 0xC0 ? k1251[b - 0x80u] : 0x410 + (b - 0xC0u);
    return base::to_utf8(out);
}

std::string to_utf8(base::ByteView bytes) {
    if (bytes.size() >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF) {
        const base::ByteView rest = bytes.subspan(3);
        return base::is_utf8(base::as_text(rest)) ? std::string(base::as_text(rest)) : from_windows_1251(rest);
    }
    if (bytes.size() >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) return from_utf16(bytes, false);
    if (bytes.size() >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF) return from_utf16(bytes, true);
    if (base::is_utf8(base::as_text(bytes))) return std::string(base::as_text(bytes));
    // Russian letters are 80-AF and E0-EF in 866, C0-FF in 1251, where 80-AF is hardly ever used.
    std::size_t low = 0, high = 0;
    for (const std::uint8_t b : bytes) {
        if (b >= 0x80 && b < 0xB0) ++low;
        if (b >= 0xC0) ++high;
    }
    return low > high ? from_866(bytes) : from_windows_1251(bytes);
}

std::string clean(std::string_view text) {
    // Most cells are clean already, and short.
    return base::to_utf8(clean32(text));
}

std::string fold(std::string_view text) {
    std::u32string out;
    for (char32_t c : clean32(text)) {
        if (is_quote(c)) continue;
        if (is_dash(c)) {
            if (!out.empty() && out.back() == U' ') out.pop_back();
            if (out.empty() || out.back() != U'-') out += U'-';
            continue;
        }
        if (c == U' ' && (out.empty() || out.back() == U'-' || out.back() == U' ')) continue;
        out += fold_letter(c);
    }
    while (!out.empty() && out.back() == U' ') out.pop_back();
    return base::to_utf8(out);
}

std::string fold_words(std::string_view text) {
    std::u32string out;
    for (char32_t c : clean32(text)) {
        if (is_letter(c) || (c >= '0' && c <= '9') || c == U'№') {
            if (!out.empty() && (out.back() == U'№') != (c == U'№') && out.back() != U' ') out += U' ';
            out += fold_letter(c);
        } else if (!out.empty() && out.back() != U' ') {
            out += U' ';
        }
    }
    while (!out.empty() && out.back() == U' ') out.pop_back();
    return base::to_utf8(out);
}

std::string tidy_dashes(std::string_view text) {
    std::u32string out;
    const std::u32string in = clean32(text);
    for (std::size_t i = 0; i < in.size(); ++i) {
        const bool between_spaces = i > 0 && i + 1 < in.size() && in[i - 1] == U' ' && in[i + 1] == U' ';
        out += is_dash(in[i]) && between_spaces ? U'–' : in[i];
    }
    return base::to_utf8(out);
}

std::string upper(std::string_view text) {
    std::u32string out = base::code_points(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char32_t c) { return upper(c); });
    return base::to_utf8(out);
}

std::string tidy_name(std::string_view text) {
    std::u32string name;
    for (char32_t c : clean32(text)) {
        if (is_dash(c)) {
            while (!name.empty() && name.back() == U' ') name.pop_back();
            if (name.empty() || name.back() != U'-') name += U'-';
        } else if (!(c == U' ' && !name.empty() && name.back() == U'-')) {
            name += c;
        }
    }
    if (std::any_of(name.begin(), name.end(), is_cyrillic)) {
        std::transform(name.begin(), name.end(), name.begin(), cyrillic_look_alike);
    }
    const auto letters = std::count_if(name.begin(), name.end(), is_letter);
    const bool all_upper = std::all_of(name.begin(), name.end(), [](char32_t c) { return c == upper(c); });
    const bool all_lower = std::all_of(name.begin(), name.end(), [](char32_t c) { return c == lower(c); });
    if (letters > 1 && (all_upper || all_lower)) {
        const std::string folded = fold(base::to_utf8(name));
        const bool stays_lower =
            folded == "оглы" || folded == "кызы" || folded == "оглу" || folded == "гызы" || folded == "уулу";
        bool first = !stays_lower;
        for (char32_t& c : name) {
            c = first ? upper(c) : lower(c);
            first = c == U'-';
        }
    }
    return base::to_utf8(name);
}

bool has_only_name_characters(std::string_view text) {
    const std::u32string name = base::code_points(text);
    return std::any_of(name.begin(), name.end(), is_letter) && std::all_of(name.begin(), name.end(), [](char32_t c) {
               return is_letter(c) || c == U' ' || c == U'.' || c == U'\'' || c == U'’' || is_dash(c);
           });
}

}  // namespace roster
