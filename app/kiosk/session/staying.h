#pragma once

#include <optional>

#include "app/kiosk/session/turn.h"

namespace kiosk::session {

// How long a screen stays, by the monotonic clock.

// When nobody doing anything leads home; on home itself, when a chosen language goes back. Nothing: never.
[[nodiscard]] std::optional<domain::Millis> leaves_at(const Core& core);
// Something would be lost: a warning comes before.
[[nodiscard]] bool something_entered(const Core& core);
[[nodiscard]] std::optional<int> warning_seconds(const Core& core, const domain::Now& now);
// The next moment at which the view changes by itself or handle(Tick) has something to do.
[[nodiscard]] std::optional<domain::Millis> next_change(const Core& core, const domain::Now& now);

// See Session::is_awake().
[[nodiscard]] bool is_awake(const Core& core, const domain::Now& now);

}  // namespace kiosk::session
