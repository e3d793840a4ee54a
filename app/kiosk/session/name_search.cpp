#include "app/kiosk/session/name_search.h"

#include <algorithm>

#include "platform/base/utf8.h"

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

constexpr std::string_view kBetweenWords = " -";

// Calls `each` with every word until it returns true; whether it did.
template <class Each>
bool any_word(std::string_view text, Each each) {
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find_first_of(kBetweenWords, at), text.size());
        if (end > at && each(text.substr(at, end - at))) return true;
        at = end + 1;
    }
    return false;
}

bool matches(std::string_view name, std::string_view typed) {
    return !any_word(typed, [&](std::string_view asked) {
        return !any_word(name, [&](std::string_view word) { return word.starts_with(asked); });
    });
}

}  // namespace

std::string fold_name(std::string_view name) {
    std::u32string folded = base::code_points(name);
    std::transform(folded.begin(), folded.end(), folded.begin(), lower);
    return base::to_utf8(folded);
}

NameSearch::NameSearch(const std::vector<const domain::Person*>& people) {
    entries_.reserve(people.size());
    for (const auto* person : people) entries_.push_back({fold_name(domain::full(person->name)), person});
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
}

std::vector<const domain::Person*> NameSearch::find(std::string_view typed) const {
    const std::string asked = fold_name(typed);
    std::vector<const domain::Person*> found;
    for (const Entry& entry : entries_)
        if (matches(entry.name, asked)) found.push_back(entry.person);
    return found;
}

}  // namespace kiosk::session
