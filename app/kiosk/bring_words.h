#pragma once

#include <string>
#include <vector>

#include "app/bring_in/preparing.h"
#include "app/kiosk/session/bring_view.h"

namespace kiosk {

// What app/bring_in found, in the session's words. Pure.

inline constexpr std::size_t kMostProblemsShown = 30;

[[nodiscard]] std::vector<session::BringItem> items_of(const bring_in::Offer& offer);
[[nodiscard]] session::BringRefused refused_of(const bring_in::Refused& refused);
[[nodiscard]] session::BringPreview preview_of(const bring_in::Prepared& prepared, const bring_in::Known& known);
// Everything in it that came from outside.
[[nodiscard]] std::string words_in(const session::BringPreview& preview);

}  // namespace kiosk
