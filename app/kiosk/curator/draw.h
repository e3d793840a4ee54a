#pragma once

#include "app/kiosk/kit/kit.h"
#include "app/kiosk/session/intent.h"
#include "app/kiosk/session/view.h"

namespace kiosk::curator {

// One curator screen, one pass; Nothing for any other screen.
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::Screen& screen);

}  // namespace kiosk::curator
