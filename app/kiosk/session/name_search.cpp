#include "app/kiosk/session/name_search.h"

#include <algorithm>

namespace kiosk::session {

namespace {

char32_t lower(char32_t c) {
    if (c >= U'A' && c <= U'Z') return c + 32;
    if (c == 0x0401 || c == 0x0451) return 0x0435;                         // Ё ё: as е
    if (c >= 0x0410 && c <= 0x042F) return c + 0x20;                       // А to Я
    if (c >= 0x0400 && c <= 0x040F) return c + 0x50;                       // Ѐ to Џ
    if (c == 0x04C0) return 0x04CF;                                        // palochka
    if (c >= 0x04C1 && c <= 0x04CE) return c % 2 == 1 ? c + 1 : c;
    if ((c >= 0x0460 && c <= 0x0481) || (c >= 0x048A && c <= 0x052F)) return c % 2 == 0 ? c + 1 : c;
    return c;
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find_first_of(" -", at), text.size());
        if (end > at) found.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return found;
}

bool matches(const std::string& name, const std::vector<std::string_view>& typed) {
    const auto parts = words(name);
    return std::all_of(typed.begin(), typed.end(), [&](std::string_view word) {
        return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return part.starts_with(word); });
    });
}

}  // namespace

std::string fold_name(std::string_view name) {
    std::string folded;
    for (std::size_t i = 0; i < name.size();) {
        const auto byte = static_cast<unsigned char>(name[i]);
        if (byte >= 0xC0 && byte < 0xE0 && i + 1 < name.size()) {
            const auto second = static_cast<unsigned char>(name[i + 1]);
            const char32_t c = lower((static_cast<char32_t>(byte & 0x1F) << 6) | (second & 0x3F));
            folded += static_cast<char>(0xC0 | (c >> 6));
            folded += static_cast<char>(0x80 | (c & 0x3F));
            i += 2;
        } else {
            folded += byte < 0x80 ? static_cast<char>(lower(byte)) : name[i];
            ++i;
        }
    }
    return folded;
}

std::vector<const domain::Person*> search_names(std::vector<const domain::Person*> people, std::string_view typed) {
    const std::string folded = fold_name(typed);
    const auto asked = words(folded);
    std::vector<std::pair<std::string, const domain::Person*>> found;
    for (const auto* person : people)
        if (std::string name = fold_name(domain::full(person->name)); matches(name, asked))
            found.emplace_back(std::move(name), person);
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    people.clear();
    for (const auto& [name, person] : found) people.push_back(person);
    return people;
}

}  // namespace kiosk::session
