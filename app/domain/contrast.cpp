#include "app/domain/contrast.h"

#include <algorithm>
#include <cmath>

namespace domain {
namespace {

double luminance(std::uint32_t colour) {
    const auto linear = [](std::uint32_t channel) {
        const double value = static_cast<double>(channel & 0xFF) / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour);
}

}  // namespace

double contrast(std::uint32_t a, std::uint32_t b) {
    const double first = luminance(a) + 0.05, second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

PrimaryGround primary_ground(Appearance appearance) {
    if (appearance == Appearance::dark) return {0x0F172A, 0x0F172A};
    return {0xFFFFFF, 0xF6F3EC};
}

std::optional<PrimaryRefusal> refuse_primary(Appearance appearance, std::uint32_t primary) {
    const auto ground = primary_ground(appearance);
    if (const double found = contrast(ground.text, primary); found < kTextContrast) {
        return PrimaryRefusal{PrimaryProblem::text_on_it, kTextContrast, found};
    }
    if (const double found = contrast(ground.paper, primary); found < kShapeContrast) {
        return PrimaryRefusal{PrimaryProblem::against_paper, kShapeContrast, found};
    }
    return std::nullopt;
}

}  // namespace domain
