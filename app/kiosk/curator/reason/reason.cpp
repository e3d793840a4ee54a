#include "app/kiosk/curator/reason/reason.h"

#include <algorithm>

#include "app/kiosk/curator/layout.h"
#include "app/kiosk/session/reasons.h"

namespace kiosk::curator {
namespace {

using session::ReasonView;

session::Intent ready_words(kit::Kit& kit, Rect body, const ReasonView& view) {
    session::Intent answer = session::intent::Nothing{};
    const i18n::Texts& texts = kit.texts();
    const auto reasons = session::ready_reasons(view.cancels_meeting);
    const int cells = static_cast<int>(reasons.size()) + 1, columns = kit.portrait() ? 1 : 2;
    const int lines = (cells + columns - 1) / columns;
    const float space = gap(kit);
    const float wanted = static_cast<float>(lines) * (kit.px(112) + space) - space;
    const Rect grid = reachable(kit, body, wanted);
    for (int i = 0; i < cells; ++i) {
        const Rect cell = kit::grid_cell(grid, columns, lines, space, i);
        const auto index = static_cast<std::size_t>(i);
        if (index < reasons.size()) {
            if (kit.button("reason." + std::to_string(i), cell, texts.text(reasons[index].message),
                           ButtonStyle::secondary))
                answer = session::intent::ChooseReason{index};
        } else if (kit.button("reason.own", cell, texts.text("Another reason"), ButtonStyle::secondary)) {
            answer = session::intent::WriteComment{};
        }
    }
    return answer;
}

session::Intent own_words(kit::Kit& kit, Rect body, const ReasonView& view) {
    session::Intent answer = session::intent::Nothing{};
    const i18n::Texts& texts = kit.texts();
    // Down to the margin of the page, where the warning of a long stillness stands.
    body.h = kit.page().bottom() - body.y;
    Rect keys = body.take_bottom(std::min(body.h * 0.7F, kit.px(460)));
    // Twelve letters of Russian in a line need all the width of a tall window.
    if (kit.portrait()) keys = {kit.window().x + kit.px(16), keys.y, kit.window().w - kit.px(32), keys.h};
    body.take_bottom(gap(kit));
    const std::string done = texts.in_context("reason", "Record");
    Rect button = body.take_right(kit.text_width(done, TextStyle::second_button) + kit.px(88));
    button.h = std::min(button.h, std::max(target(kit), kit.px(112)));
    body.h = button.h;
    body.take_right(gap(kit));
    kit.card(body);
    kit.text_in_middle("reason.typed", body.inset(kit.px(28), kit.px(12)),
                       view.typed.empty() ? texts.text("Write the reason") : view.typed, TextStyle::body, Align::left,
                       view.typed.empty() ? Colour::second_ink : Colour::ink);
    if (kit.button("reason.done", button, done, ButtonStyle::primary, !view.typed.empty()))
        answer = session::intent::ReasonWritten{};
    const auto layout =
        texts.language() == domain::Language::russian ? kit::KeyboardLayout::russian : kit::KeyboardLayout::english;
    if (const auto key = kit.keyboard("reason.keys", keys, layout)) {
        if (key->erase)
            answer = session::intent::EraseCharacter{};
        else
            answer = session::intent::TypeCharacter{key->character};
    }
    return answer;
}

}  // namespace

session::Intent draw(kit::Kit& kit, const ReasonView& view) {
    const i18n::Texts& texts = kit.texts();
    const Frame page = frame(kit, "reason.title",
                             view.cancels_meeting ? texts.text("Why is the meeting cancelled?")
                                                  : texts.text("Why is the check-in taken back?"));
    const session::Intent answer = view.typing ? own_words(kit, page.body, view) : ready_words(kit, page.body, view);
    if (page.back) return session::intent::Back{};
    return answer;
}

}  // namespace kiosk::curator
