#include "app/kiosk/kit/styles.h"

#include <algorithm>
#include <set>

namespace kiosk::kit {

namespace {

constexpr TextStyle kStyles[] = {TextStyle::clock,   TextStyle::display,   TextStyle::title,
                                 TextStyle::heading, TextStyle::button,    TextStyle::second_button,
                                 TextStyle::body,    TextStyle::body_bold, TextStyle::small};

// What the keyboards and the kit itself may show, besides ASCII: letters of Russian, quotes, dashes, arrows of "back".
constexpr std::u32string_view kAlways =
    U"абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\u00A0«»–—…‹›·№×•−\u25A1";

}  // namespace

Measures measures_of(float width, float height) {
    Measures m;
    m.width = width;
    m.height = height;
    m.portrait = height > width;
    m.scale = m.portrait ? std::min(width / 800, height / 1280) : std::min(width / 1280, height / 800);
    m.compact = m.scale < 0.75f;
    return m;
}

Type type_of(TextStyle style, const Measures& m) {
    using display::Weight;
    Type type;
    switch (style) {
        case TextStyle::clock:
            type = {Weight::extra_bold, 168, 1.0f, -0.02f};
            break;
        case TextStyle::display:
            type = {Weight::extra_bold, 72, 1.15f, -0.02f};
            break;
        case TextStyle::title:
            type = {Weight::extra_bold, 60, 1.15f, -0.02f};
            break;
        case TextStyle::heading:
            type = {Weight::extra_bold, 44, 1.2f, -0.01f};
            break;
        case TextStyle::button:
            type = {Weight::extra_bold, 44, 1.15f, -0.01f};
            break;
        case TextStyle::second_button:
            type = {Weight::bold, 32, 1.2f, 0};
            break;
        case TextStyle::body:
            type = {Weight::medium, 28, 1.3f, 0};
            break;
        case TextStyle::body_bold:
            type = {Weight::bold, 28, 1.3f, 0};
            break;
        case TextStyle::small:
            type = {Weight::medium, 22, 1.3f, 0};
            break;
    }
    type.em = std::max(m.px(type.em), m.compact ? 14.0f : 20.0f);
    return type;
}

float least_em(const Measures& m) {
    return m.compact ? 10.0f : std::max(13.0f, m.px(14));
}

std::vector<display::FontRequest> font_requests(const Measures& m, std::u32string_view characters) {
    std::set<char32_t> all(characters.begin(), characters.end());
    for (char32_t c = 0x20; c < 0x7F; ++c) all.insert(c);
    all.insert(kAlways.begin(), kAlways.end());
    const std::u32string every(all.begin(), all.end());
    std::vector<display::FontRequest> requests;
    for (const TextStyle style : kStyles) {
        const Type type = type_of(style, m);
        display::FontRequest request{type.weight, type.em, type.tracking,
                                     style == TextStyle::clock ? U"0123456789:" : every};
        if (std::find(requests.begin(), requests.end(), request) == requests.end())
            requests.push_back(std::move(request));
    }
    return requests;
}

std::size_t font_for(const std::vector<display::FontRequest>& requests, TextStyle style, const Type& type, float em) {
    std::size_t best = requests.size(), largest = requests.size();
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto& request = requests[i];
        const bool digits_only = request.characters.size() < 20;
        if (request.weight != type.weight || digits_only != (style == TextStyle::clock)) continue;
        if (largest == requests.size() || request.em_pixels > requests[largest].em_pixels) largest = i;
        if (request.em_pixels * 1.035f < em) continue;
        if (best == requests.size() || request.em_pixels < requests[best].em_pixels) best = i;
    }
    return best == requests.size() ? largest : best;
}

}  // namespace kiosk::kit
