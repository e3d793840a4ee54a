#pragma once

#include "app/kiosk/kit/kit.h"
#include "app/kiosk/session/intent.h"
#include "app/kiosk/session/view.h"

namespace kiosk::screens {

// One public screen, one pass. Each has a folder of its own with `Intent draw(Kit&, const XView&)`.
// Curator screens go on to kiosk::curator::draw (app/kiosk/curator/draw.h).
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::View& view);

}  // namespace kiosk::screens
