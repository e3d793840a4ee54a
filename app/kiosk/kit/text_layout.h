#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kiosk::kit {

// Words set in lines: wrapped at spaces (a NBSP holds), within a word only behind a hyphen, and, where that is not
// enough, shrunk in steps. Pure: widths come from `measure`, in pixels at a size in pixels.
struct LaidLine {
    std::string_view words;  // into the text given
    float width = 0;
};
struct LaidText {
    std::vector<LaidLine> lines;
    float pixels = 0;  // em
    float line_height = 0;
    float width = 0;   // of the widest line
    float height = 0;  // of all lines
    int steps = 0;     // how often it was shrunk; 0 or 1 is as designed
    bool fits = true;  // false: words were broken or stand out of the rectangle even at the least size
};
using Measure = std::function<float(std::string_view words, float pixels)>;

struct LayoutRequest {
    float pixels = 28;        // em
    float least = 12;         // never shrunk below
    float line_ratio = 1.3f;  // line height in ems
    float width = 0;
    float height = 0;       // 0: as high as it needs
    bool balanced = false;  // lines of even length (centred words)
};
[[nodiscard]] LaidText lay_out(std::string_view words, const LayoutRequest& request, const Measure& measure);

inline constexpr float kShrinkStep = 0.86f;

}  // namespace kiosk::kit
