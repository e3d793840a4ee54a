#include <algorithm>
#include <string>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

session::Intent draw(kit::Kit& kit, const session::CommentView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    if (kit.back_button("back", texts.text("Back"))) answer = intent::Back{};
    Rect body = draw_title(kit, "comment.title", texts.text("A few words"));
    const auto left = static_cast<long long>(view.left);
    draw_note(kit, "comment.left", texts.plural("{n} character left", "{n} characters left", left));

    // From the foot: done, the keys, and above them what has been written.
    const float gap = kit.px(kit.compact() ? 10 : 16);
    const Actions places = [&] {
        Rect rest = body;
        Actions cut = take_actions(kit, rest);
        body.h = cut.primary.y - gap - body.y;
        return cut;
    }();
    const Rect keys = take_letters(kit, body, std::max(kit.px(72), 50.0f), 0.79f);
    body.take_bottom(gap);
    if (kit.portrait()) body = body.take_bottom(std::min(body.h, kit.px(320)));
    kit.card(body);
    const bool empty = view.text.empty();
    const std::string hint = view.teacher ? texts.in_context("to a teacher", "What went well? What was missing?")
                                          : texts.text("What went well? What was missing?");
    const Rect inside = body.inset(kit.px(24), kit.px(kit.compact() ? 8 : 16));
    const std::string& words = empty ? hint : view.text;
    // Long words smaller: all that is written can always be read.
    const bool roomy = kit.text_height(words, TextStyle::body, inside.w) <= inside.h;
    kit.text("comment.text", inside, words, roomy ? TextStyle::body : TextStyle::small, Align::left,
             empty ? Colour::second_ink : Colour::ink);

    const bool russian = texts.language() == domain::Language::russian;
    if (const auto pressed =
            kit.keyboard("comment.keys", keys, russian ? kit::KeyboardLayout::russian : kit::KeyboardLayout::english)) {
        if (pressed->erase)
            answer = intent::EraseCharacter{};
        else
            answer = intent::TypeCharacter{pressed->character};
    }
    if (!kit.portrait())
        kit.text_in_middle(
            "comment.promise", {body.x, places.primary.y, places.primary.x - body.x - kit.px(24), places.primary.h},
            texts.text("Only the curator will see the answer"), TextStyle::small, Align::left, Colour::second_ink);
    if (kit.button("comment.done", places.primary, texts.text("Done"), ButtonStyle::primary))
        answer = intent::CommentWritten{};
    return answer;
}

}  // namespace kiosk::screens
