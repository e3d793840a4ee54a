#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/kiosk/kit/kit.h"

namespace kiosk::kit {

// What one widget of a pass told about itself. Tests, the touch-target check and tools that tap read it.
struct TraceItem {
    std::string id;
    std::string label;
    std::string kind;  // "button" can be tapped, "hold" is pressed long, "text" is read, "list" is dragged
    Rect rect;         // of text: what its lines take
    Rect clip;         // what of the window it may show in
    bool enabled = true;
    // Of its words, if it has any.
    std::optional<TextStyle> style;
    float text_pixels = 0;         // em as drawn
    std::uint32_t text_rgb = 0;    // 0xRRGGBB
    std::uint32_t ground_rgb = 0;  // what it stands on
    int shrunk = 0;                // steps; more than one is a last resort
    bool fits = true;              // false: the words do not fit even at the least size
    [[nodiscard]] bool can_be_pressed() const { return kind == "button" || kind == "hold"; }
    friend bool operator==(const TraceItem&, const TraceItem&) = default;
};

struct Trace {
    std::string screen;
    std::vector<TraceItem> items;
    [[nodiscard]] const TraceItem* find(std::string_view id) const;
    friend bool operator==(const Trace&, const Trace&) = default;
};

// One line of JSON, without the line's end:
// {"screen":"home","items":[{"id","label","kind","x","y","w","h","enabled"}]}. Rectangles are cut to their clip, so
// that the middle of one can be tapped.
[[nodiscard]] std::string to_json(const Trace& trace);

}  // namespace kiosk::kit
