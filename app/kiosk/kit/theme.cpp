#include "app/kiosk/kit/theme.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

#include "app/domain/contrast.h"

namespace kiosk::kit {

namespace {

Theme of(std::initializer_list<std::pair<Colour, std::uint32_t>> values) {
    Theme theme;
    for (const auto& [colour, rgb] : values) theme.colours[static_cast<int>(colour)] = rgb;
    return theme;
}

Theme theme_of_the_look(domain::Appearance appearance) {
    if (appearance == domain::Appearance::dark) {
        return of({{Colour::paper, 0x0F172A},
                   {Colour::card, 0x1B2540},
                   {Colour::ink, 0xF2F5FC},
                   {Colour::second_ink, 0xA9B4CE},
                   {Colour::line, 0x2C3858},
                   {Colour::primary, 0x6F8BFF},
                   {Colour::on_primary, 0x0F172A},
                   {Colour::other, 0xFF9A73},
                   {Colour::both, 0x3CC793},
                   {Colour::warning_ink, 0xFFD58A},
                   {Colour::warning_paper, 0x3A2D12},
                   {Colour::refusal, 0xFF8A80}});
    }
    return of({{Colour::paper, 0xF6F3EC},
               {Colour::card, 0xFFFFFF},
               {Colour::ink, 0x17223B},
               {Colour::second_ink, 0x56607A},
               {Colour::line, 0xE2DCCD},
               {Colour::primary, 0x3B5BDB},
               {Colour::on_primary, 0xFFFFFF},
               {Colour::other, 0xF2784B},
               {Colour::both, 0x16855B},
               {Colour::warning_ink, 0x7A4B00},
               {Colour::warning_paper, 0xFFEFD6},
               {Colour::refusal, 0xB3261E}});
}

}  // namespace

Theme make_theme(domain::Appearance appearance, std::optional<std::uint32_t> school_primary) {
    Theme theme = theme_of_the_look(appearance);
    if (school_primary && !domain::refuse_primary(appearance, *school_primary)) {
        theme.colours[static_cast<int>(Colour::primary)] = *school_primary & 0xFFFFFF;
    }
    return theme;
}

std::uint32_t mixed(std::uint32_t a, std::uint32_t b, float share) {
    const auto part = [&](int shift) {
        const float from = static_cast<float>((a >> shift) & 0xFF), to = static_cast<float>((b >> shift) & 0xFF);
        return static_cast<std::uint32_t>(std::lround(from + (to - from) * std::clamp(share, 0.0f, 1.0f))) << shift;
    };
    return part(16) | part(8) | part(0);
}

}  // namespace kiosk::kit
