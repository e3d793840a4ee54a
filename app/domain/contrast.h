#pragma once

#include <cstdint>
#include <optional>

#include "app/domain/settings.h"

namespace domain {

// Contrast of two colours 0xRRGGBB by WCAG 2.1 (ГОСТ Р 52872-2019 has the same figures): 1 to 21.
[[nodiscard]] double contrast(std::uint32_t a, std::uint32_t b);

// What a school's own primary colour is held against, of the look.
struct PrimaryGround {
    std::uint32_t text;   // the words on it
    std::uint32_t paper;  // what it lies on
};
[[nodiscard]] PrimaryGround primary_ground(Appearance appearance);

inline constexpr double kTextContrast = 4.5;
inline constexpr double kShapeContrast = 3.0;

// Nothing where the colour would do.
enum class PrimaryProblem { text_on_it, against_paper };
struct PrimaryRefusal {
    PrimaryProblem problem;
    double needed = 0, found = 0;
};
[[nodiscard]] std::optional<PrimaryRefusal> refuse_primary(Appearance appearance, std::uint32_t primary);

}  // namespace domain
