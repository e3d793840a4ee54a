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

// WCAG 2.1 contrast of two colours, 1 to 21.
[[nodiscard]] double contrast(std::uint32_t a, std::uint32_t b);
// 0xRRGGBB from a (share 0) to b (share 1).
[[nodiscard]] std::uint32_t mixed(std::uint32_t a, std::uint32_t b, float share);

// The theme of the look; a school's own primary only where its text keeps 4.5:1 and itself 3:1 against paper.
[[nodiscard]] Theme make_theme(domain::Appearance appearance, std::optional<std::uint32_t> school_primary);
// Nothing where the colour would do, else which pair fails and by how much (for `vstrecha settings`).
struct ContrastFailure {
    double needed = 0, found = 0;
    bool against_text = false;  // else against paper
};
[[nodiscard]] std::optional<ContrastFailure> refuse_primary(domain::Appearance appearance, std::uint32_t primary);

}  // namespace kiosk::kit
