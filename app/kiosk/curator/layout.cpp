#include "app/kiosk/curator/layout.h"

#include <algorithm>

namespace kiosk::curator {

Rect sheet(const kit::Kit& kit) {
    const float margin = kit.compact() ? 14 : kit.px(32);
    const Rect page = kit.page(), window = kit.window();
    return {page.x, window.y + margin, page.w, window.h - 2 * margin};
}

Frame frame(kit::Kit& kit, std::string_view title_id, std::string_view title) {
    Frame result;
    result.back = kit.back_button("back", kit.texts().text("Back"));
    // The back button of the kit, and the same strip for the title.
    Rect head = kit.page();
    head.y = kit.compact() ? 16 : kit.px(44);
    head.h = std::max(kit.px(84), 56.0F);
    result.body = sheet(kit);
    result.body.take_top(head.bottom() + gap(kit) - result.body.y);

    const float beside = kit.px(200) + gap(kit), width = kit.text_width(title, kit::TextStyle::heading);
    Rect right = head;
    right.take_left(beside);
    if (width <= head.w - 2 * beside) {
        right.take_right(beside);
    } else if (width * 0.86F > right.w) {
        // Under the button, over the whole width, in as many lines as it needs.
        right = result.body.take_top(kit.text_height(title, kit::TextStyle::heading, result.body.w));
        result.body.take_top(gap(kit));
        kit.text(title_id, right, title, kit::TextStyle::heading, kit::Align::left);
        return result;
    }
    kit.text_in_middle(title_id, right, title, kit::TextStyle::heading, kit::Align::centre);
    return result;
}

float target(const kit::Kit& kit) {
    return std::max(kit.px(80), kit.target());
}
float gap(const kit::Kit& kit) {
    return kit.px(20);
}

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
