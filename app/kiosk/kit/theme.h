#pragma once

#include <cstdint>
#include <optional>

#include "app/domain/settings.h"

namespace kiosk::kit {

// Names of the look; their values differ between light and dark. Colour is never the only sign.
enum class Colour {
    paper,
    card,
    ink,
    second_ink,
    line,
    primary,
    on_primary,
    other,
    both,
    warning_ink,
    warning_paper,
    refusal,
    count_
};

struct Theme {
    std::uint32_t colours[static_cast<int>(Colour::count_)] = {};  // 0xRRGGBB
    [[nodiscard]] std::uint32_t rgb(Colour colour) const { return colours[static_cast<int>(colour)]; }
};

// 0xRRGGBB from a (share 0) to b (share 1).
[[nodiscard]] std::uint32_t mixed(std::uint32_t a, std::uint32_t b, float share);

// The theme of the look; a school's own primary only where domain::refuse_primary has nothing against it.
[[nodiscard]] Theme make_theme(domain::Appearance appearance, std::optional<std::uint32_t> school_primary);

}  // namespace kiosk::kit
