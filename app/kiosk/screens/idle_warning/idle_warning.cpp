#include <algorithm>
#include <string>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

void draw_idle_warning(kit::Kit& kit, int seconds_left) {
    const Rect window = kit.window(), page = kit.page();
    const Rect strip{window.x, page.bottom() + kit.px(4), window.w, window.bottom() - page.bottom() - kit.px(4)};
    const std::string words = kit.texts().plural("Touch the screen to go on. It closes in {n} second.",
                                                 "Touch the screen to go on. It closes in {n} seconds.", seconds_left);
    kit.filled(strip, Colour::warning_paper, 0);
    const bool room = strip.h >= kit.text_height(words, TextStyle::body_bold, page.w);
    kit.text_in_middle("idle.warning", {page.x, strip.y, page.w, strip.h}, words,
                       room ? TextStyle::body_bold : TextStyle::small, Align::centre, Colour::warning_ink);
}

}  // namespace kiosk::screens
