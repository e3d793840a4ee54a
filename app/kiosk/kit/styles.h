#pragma once

#include <string>
#include <vector>

#include "app/kiosk/kit/kit.h"
#include "platform/display/fonts.h"

namespace kiosk::kit {

// A window's measures, from its size alone.
struct Measures {
    float width = 1280, height = 800;
    float scale = 1;  // 1 at 1280x800 (and at 800x1280)
    bool portrait = false;
    bool compact = false;  // 800x480 and the like
    [[nodiscard]] float px(float at_1280x800) const { return at_1280x800 * scale; }
};
[[nodiscard]] Measures measures_of(float width, float height);

// The type of a style in this window.
struct Type {
    display::Weight weight = display::Weight::medium;
    float em = 28;  // pixels
    float line_ratio = 1.3f;
    float tracking = 0;  // ems
};
[[nodiscard]] Type type_of(TextStyle style, const Measures& measures);
// Nothing is set smaller than this, in pixels.
[[nodiscard]] float least_em(const Measures& measures);

// Every font that the styles of this window need, for these characters (and ASCII, and the kit's own).
[[nodiscard]] std::vector<display::FontRequest> font_requests(const Measures& measures, std::u32string_view characters);
// The request that shows `weight` at `em` pixels best: the least one that is not smaller.
[[nodiscard]] std::size_t font_for(const std::vector<display::FontRequest>& requests, TextStyle style, const Type& type,
                                   float em);

}  // namespace kiosk::kit
