#include <algorithm>
#include <string>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

namespace {

// One box a digit. Only the last one can be read, so that nobody reads a whole code over a shoulder.
void draw_boxes(kit::Kit& kit, const session::CodeView& view, Rect where) {
    const std::size_t count = std::max<std::size_t>({view.length, view.digits.size(), 1});
    const auto boxes = static_cast<float>(count);
    const float gap = kit.px(16);
    const float width = std::min((where.w - gap * (boxes - 1)) / boxes, kit.px(88));
    const float height = std::min(where.h, width * 1.25f);
    const float left = where.centre_x() - (boxes * (width + gap) - gap) / 2;
    for (std::size_t i = 0; i < count; ++i) {
        const Rect box{left + static_cast<float>(i) * (width + gap), where.y + (where.h - height) / 2, width, height};
        if (i >= view.digits.size()) {
            kit.picture_slot(box);
        } else if (i + 1 < view.digits.size()) {
            kit.card(box);
            kit.dot(box.centre_x(), box.centre_y(), width * 0.14f, Colour::ink);
        } else {
            kit.card(box);
            kit.text_in_middle("code.last", box, view.digits.substr(i, 1), TextStyle::heading, Align::centre);
        }
    }
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::CodeView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    if (kit.back_button("back", texts.text("Back"))) answer = intent::Back{};
    Rect body = draw_title(kit, "code.title", texts.text("Your code"));
    draw_note(kit, "code.purpose",
              view.purpose == session::Purpose::rate ? texts.text("Rate a meeting") : texts.text("Check in"));

    Rect keys, show = body;
    if (kit.portrait()) {
        keys = show.take_bottom(std::min(kit.px(560), body.bottom() - kit.window().centre_y()));
        keys = keys.inset(std::max(0.0f, (keys.w - kit.px(560)) / 2), 0);
        show.take_bottom(kit.px(40));
    } else {
        keys = show.take_right(std::max(kit.px(480), 3 * target(kit)));
        show.take_right(kit.px(56));
    }
    const std::string hint = view.wrong ? texts.text("This code is nobody's. Try again.")
                                        : texts.text("It is on your card. Forgotten? Ask the curator.");
    const TextStyle style = view.wrong ? TextStyle::body_bold : TextStyle::body;
    const float words = kit.text_height(hint, style, show.w);
    const float box = std::min(kit.px(120), show.h - words - kit.px(32));
    const float from = show.y + (show.h - box - words - kit.px(32)) / 2;
    draw_boxes(kit, view, {show.x, from, show.w, box});
    kit.text("code.hint", {show.x, from + box + kit.px(32), show.w, words}, hint, style, Align::centre,
             view.wrong ? Colour::refusal : Colour::second_ink);

    if (const auto key = kit.keyboard("code.keys", keys, kit::KeyboardLayout::digits)) {
        if (key->erase)
            answer = intent::EraseCharacter{};
        else
            answer = intent::TypeCharacter{key->character};
    }
    return answer;
}

}  // namespace kiosk::screens
