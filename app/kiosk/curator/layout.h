#pragma once

#include <string_view>

#include "app/kiosk/kit/kit.h"
#include "app/kiosk/session/intent.h"

namespace kiosk::curator {

// The words in which every one of these screens is written.
using kit::Align;
using kit::ButtonStyle;
using kit::Colour;
using kit::Rect;
using kit::TextStyle;
namespace intent = session::intent;

// Layout that the curator screens share.

// The page of these screens: a list needs height, so its upper and lower margins are less than the page's.
[[nodiscard]] Rect sheet(const kit::Kit& kit);

// Back at the top left, the title beside it, and what is left of the page below.
struct Frame {
    bool back = false;
    Rect body;
};
[[nodiscard]] Frame frame(kit::Kit& kit, std::string_view title_id, std::string_view title);

// The least height of a thing to press, and the gap between two.
[[nodiscard]] float target(const kit::Kit& kit);
[[nodiscard]] float gap(const kit::Kit& kit);

// Two things to press at the bottom: the one that takes something away on the left, the one of the screen on the right,
// never under the same thumb. Stacked where the page is narrow, the right one lowest.
struct Pair {
    Rect left, right;
};
[[nodiscard]] Pair bottom_pair(const kit::Kit& kit, Rect& body);

// The part of a body for things to press: all of it, or its lower part in low mode and portrait, so that the hands of a
// person in a wheelchair reach. What is above is left in `body`.
[[nodiscard]] Rect reachable(const kit::Kit& kit, Rect& body, float height);

// In the middle: a sentence, and a smaller one under it. Their ids are SCREEN.title and SCREEN.words.
void say(kit::Kit& kit, std::string_view screen, Rect where, std::string_view title, std::string_view words,
         Colour colour);
// The same with a bar between the two.
void show_progress(kit::Kit& kit, std::string_view screen, Rect where, std::string_view title, int percent,
                   std::string_view words);

}  // namespace kiosk::curator
