#include "app/kiosk/curator/layout.h"

#include <algorithm>

namespace kiosk::curator {

using kit::Rect;

Rect sheet(const kit::Kit& kit) {
    const float margin = kit.compact() ? 14 : kit.px(32);
    const Rect page = kit.page(), window = kit.window();
    return {page.x, window.y + margin, page.w, window.h - 2 * margin};
}

Frame frame(kit::Kit& kit, std::string_view back_id, std::string_view title_id, std::string_view title) {
    Frame result;
    result.back = kit.back_button(back_id, kit.texts().text("Back"));
    // The back button of the kit, and the same strip for the title.
    const float top = kit.compact() ? 16 : kit.px(44);
    Rect head = kit.page();
    result.body = sheet(kit);
    head.y = top;
    head.h = std::max(kit.px(84), 56.0F);
    const float cut = head.bottom() + gap(kit) - result.body.y;
    result.body.take_top(cut);
    const float beside = kit.px(200) + gap(kit);
    head.take_left(beside);
    // Centred on the page where the words leave room for the button's width on both sides.
    Rect centred = head;
    centred.take_right(beside);
    if (kit.text_width(title, kit::TextStyle::heading) <= centred.w) head = centred;
    kit.text_in_middle(title_id, head, title, kit::TextStyle::heading, kit::Align::centre);
    return result;
}

float target(const kit::Kit& kit) { return std::max(kit.px(80), kit.target()); }
float gap(const kit::Kit& kit) { return kit.px(20); }

Pair bottom_pair(const kit::Kit& kit, Rect& body) {
    const float height = std::max(target(kit), kit.px(112));
    Pair pair;
    if (kit.portrait()) {
        pair.right = body.take_bottom(height);
        body.take_bottom(gap(kit));
        pair.left = body.take_bottom(height);
    } else {
        Rect strip = body.take_bottom(height);
        pair.left = strip.take_left(strip.w * 0.36F);
        pair.right = strip.take_right(strip.w * 0.62F);
    }
    body.take_bottom(gap(kit));
    return pair;
}

Rect reachable(const kit::Kit& kit, Rect& body, float height) {
    height = std::min(height, body.h);
    if (kit.portrait() || kit.low_mode()) return body.take_bottom(height);
    return body.take_top(height);
}

}  // namespace kiosk::curator
