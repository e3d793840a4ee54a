#pragma once

#include "app/kiosk/kit/kit.h"
#include "app/kiosk/session/intent.h"
#include "app/kiosk/session/view.h"

namespace kiosk::curator {

// What became of the records after damage: how many are there, which numbers are missing, and what to do.
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::RecoveryView& view);

}  // namespace kiosk::curator
