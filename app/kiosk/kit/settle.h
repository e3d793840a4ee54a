#pragma once

#include <functional>

#include "app/kiosk/kit/pass_kit.h"

namespace kiosk::kit {

// Runs passes until nothing is pending: one for each step of the pointer, and one more behind every pass whose screen
// answered (its answer may have changed the screen). Only then is there something to draw. The program and the tests
// run the same loop. `screen_name` and `draw_screen` are asked anew for each pass; draw_screen handles what the screen
// answered and returns true if anything may look different now.
[[nodiscard]] PassKit::PassEnd settle(PassKit& kit, display::PointerQueue& pointer, display::Milliseconds now,
                                      const std::function<std::string()>& screen_name,
                                      const std::function<bool(Kit&)>& draw_screen);

}  // namespace kiosk::kit
