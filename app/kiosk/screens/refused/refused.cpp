#include <algorithm>
#include <cmath>
#include <string>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/refused/words.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

namespace {

// A list under the words: a mentor may open a meeting of a group of his own.
session::Intent draw_open_for(kit::Kit& kit, const session::RefusedView& view, Rect where) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    const float row_height = std::round(std::max(kit.px(88), target(kit)));
    kit.card(where);
    const kit::Kit::Rows rows =
        kit.begin_list("refused.open_for", where, static_cast<int>(view.open_for.size()), row_height);
    for (int i = rows.first; i < rows.last; ++i) {
        const auto index = static_cast<std::size_t>(i);
        const std::string id = "refused.open." + std::to_string(i);
        const std::string words = texts.text("Open a meeting of group {number}", {{"number", view.open_for[index]}});
        if (kit.row_button(id, i, words)) answer = intent::OpenUnplanned{index};
        kit.text_in_middle(id + ".what", kit.row(i).inset(kit.px(28), 0), words, TextStyle::body_bold, Align::left);
    }
    kit.end_list();
    return answer;
}

kit::MeetingSign sign_for(const session::RefusedView& view) {
    kit::MeetingSign sign;  // two outlines: planned, not yet
    if (view.unknown_card) return sign;
    sign.crossed = view.refusal.kind == domain::RefusalKind::cancelled;
    sign.dashed = view.refusal.kind == domain::RefusalKind::too_late ||
                  view.refusal.kind == domain::RefusalKind::no_group ||
                  view.refusal.kind == domain::RefusalKind::no_meeting_today;
    if (view.refusal.kind == domain::RefusalKind::already_checked_in) sign.left = sign.check_mark = true;
    return sign;
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::RefusedView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    Rect body = kit.page();
    const Actions places = take_actions(kit, body);
    const RefusalWords words = refusal_words(texts, view);
    Lines lines(kit);
    lines.add("refused.title", words.title, TextStyle::display);
    lines.add("refused.what_to_do", words.what_to_do, TextStyle::body, 16);
    if (view.time_is_guess)
        lines.add("refused.guess", texts.text("This clock may be wrong. If it is, the curator will help."),
                  TextStyle::small, 12, Colour::second_ink);
    const kit::MeetingSign sign = sign_for(view);
    if (view.open_for.empty()) {
        draw_message(kit, body, &sign, lines);
    } else {
        const float row_height = std::round(std::max(kit.px(88), target(kit)));
        const float wanted = row_height * static_cast<float>(view.open_for.size());
        const float room = body.h - lines.height(body.w) - kit.px(48);
        const Rect list = body.take_bottom(std::min(wanted, std::max(room, row_height)));
        body.take_bottom(kit.px(24));
        const bool shown = body.h - lines.height(body.w) > kit.px(152);
        draw_message(kit, body, shown ? &sign : nullptr, lines);
        answer = draw_open_for(kit, view, list);
    }
    if (kit.button("refused.done", places.primary, texts.text("All right"), ButtonStyle::primary))
        answer = intent::Done{};
    return answer;
}

}  // namespace kiosk::screens
