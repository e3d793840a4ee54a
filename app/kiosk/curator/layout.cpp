#include "app/kiosk/curator/layout.h"

#include <algorithm>

namespace kiosk::curator {

using kit::Rect;

Frame frame(kit::Kit& kit, std::string_view back_id, std::string_view title_id, std::string_view title) {
    Frame result;
    result.back = kit.back_button(back_id, kit.texts().text("Back"));
    result.body = kit.page();
    Rect head = result.body.take_top(kit.px(84));
    const float beside = kit.px(200) + gap(kit);
    head.take_left(beside);
    // Centred on the page where the words leave room for the button's width on both sides.
    Rect centred = head;
    centred.take_right(beside);
    if (kit.text_width(title, kit::TextStyle::heading) <= centred.w) head = centred;
    text_in_middle(kit, title_id, head, title, kit::TextStyle::heading, kit::Align::centre);
    result.body.take_top(gap(kit));
    return result;
}

void text_in_middle(kit::Kit& kit, std::string_view id, Rect where, std::string_view words, kit::TextStyle style,
                    kit::Align align, kit::Colour colour) {
    const float height = std::min(kit.text_height(words, style, where.w), where.h);
    kit.text(id, {where.x, where.y + (where.h - height) / 2, where.w, height}, words, style, align, colour);
}

float target(const kit::Kit& kit) { return std::max(kit.px(80), kit.compact() ? 52.0F : 72.0F); }
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
