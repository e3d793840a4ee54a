#include "app/kiosk/curator/layout.h"

#include <algorithm>
#include <string>

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

void say(kit::Kit& kit, std::string_view screen, Rect where, std::string_view title, std::string_view words,
         Colour colour) {
    const std::string title_id = std::string{screen} + ".title", words_id = std::string{screen} + ".words";
    const float first = kit.text_height(title, TextStyle::title, where.w);
    const float second = words.empty() ? 0 : kit.text_height(words, TextStyle::body, where.w) + gap(kit);
    where.y += std::max(0.0F, (where.h - first - second) / 2);
    where.h = std::min(where.h, first + second);
    kit.text(title_id, where.take_top(first), title, TextStyle::title, Align::centre, colour);
    if (words.empty()) return;
    where.take_top(gap(kit));
    kit.text(words_id, where, words, TextStyle::body, Align::centre, Colour::second_ink);
}

void show_progress(kit::Kit& kit, std::string_view screen, Rect where, std::string_view title, int percent,
                   std::string_view words) {
    const std::string title_id = std::string{screen} + ".title", words_id = std::string{screen} + ".words";
    const float bar = kit.px(28), space = gap(kit);
    const float first = kit.text_height(title, TextStyle::title, where.w);
    const float second = kit.text_height(words, TextStyle::body, where.w);
    where.take_top(std::max(0.0F, (where.h - first - second - bar - 2 * space) / 2));
    kit.text(title_id, where.take_top(first), title, TextStyle::title, Align::centre);
    where.take_top(space);
    Rect track = where.take_top(bar).inset(where.w / 6, 0);
    kit.filled(track, Colour::line, bar / 2);
    // Never narrower than it is high: its ends are round.
    kit.filled(track.take_left(std::max(bar, track.w * static_cast<float>(percent) / 100)), Colour::both, bar / 2);
    where.take_top(space);
    kit.text(words_id, where.take_top(second), words, TextStyle::body, Align::centre, Colour::second_ink);
}

}  // namespace kiosk::curator
