#pragma once

#include "app/kiosk/kit/kit.h"
#include "app/kiosk/session/intent.h"
#include "app/kiosk/session/view.h"

namespace kiosk::curator {

[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::PullView& view);

}  // namespace kiosk::curator
