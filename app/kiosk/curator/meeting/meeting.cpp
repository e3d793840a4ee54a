#include "app/kiosk/curator/meeting/meeting.h"

#include <algorithm>

#include "app/kiosk/curator/layout.h"
#include "app/kiosk/curator/words.h"

namespace kiosk::curator {
namespace {

using session::MeetingPerson;
using session::MeetingView;

// The sign, the state in words, and what the meeting is.
void summary(kit::Kit& kit, Rect where, const MeetingView& view) {
    const i18n::Texts& texts = kit.texts();
    const domain::Meeting& meeting = view.row.meeting;
    Rect sign = where.take_left(kit.px(132));
    const float high = std::min(kit.px(72), sign.h);
    kit.meeting_sign({sign.x, sign.centre_y() - high / 2, sign.w, high}, kit::sign_of(view.row.state));
    where.take_left(kit.px(28));

    const std::string state = state_words(texts, view.row);
    const std::string what =
        joined({view.cancel_reason, meeting.kind, place_words(texts, meeting.place), meeting.topic,
                meeting.planned ? std::string{} : texts.text("opened by the mentor"), view.form, view.variant});
    Rect words = where.take_top(kit.px(46));
    const float line = std::min(kit.text_height(state, TextStyle::second_button, words.w), words.h);
    kit.text("meeting.state", {words.x, words.bottom() - line, words.w, line}, state, TextStyle::second_button,
             Align::left, state_colour(view.row.state));
    where.take_top(kit.px(2));
    kit.text("meeting.what", where, what, TextStyle::small, Align::left, Colour::second_ink);
}

void draw_person(kit::Kit& kit, Rect cell, const MeetingPerson& person) {
    const i18n::Texts& texts = kit.texts();
    // Blue for the mentor's side and coral for the mentee's, filled once he is there; the word stands beside it.
    Rect mark = cell.take_left(kit.px(52));
    const bool there = person.mark ? *person.mark == domain::Mark::present : person.checked_in.has_value();
    const float radius = kit.px(15);
    kit.dot(mark.x + radius, mark.centre_y(), radius, person.mentor ? Colour::primary : Colour::other);
    if (!there) kit.dot(mark.x + radius, mark.centre_y(), radius - kit.px(4), Colour::card);
    kit.text_in_middle("", cell.take_right(kit.px(44)), "›", TextStyle::second_button, Align::right,
                       Colour::second_ink);

    const std::string role = joined({role_words(texts, person), class_words(texts, person)});
    const std::string presence = presence_words(texts, person);
    // How he was there stands at the right, or, where the name leaves no room, under it.
    const float presence_width = kit.text_width(presence, TextStyle::body) + kit.px(4);
    const bool beside = kit.text_width(person.name, TextStyle::body_bold) + kit.px(24) + presence_width <= cell.w;
    if (beside) {
        kit.text_in_middle("", cell.take_right(presence_width), presence, TextStyle::body, Align::right,
                           presence_colour(person));
        cell.take_right(kit.px(24));
    }
    Rect first = cell.take_top(cell.h * 0.54F);
    const float line = std::min(kit.text_height(person.name, TextStyle::body_bold, first.w), first.h - kit.px(4));
    kit.text("", {first.x, first.bottom() - line, first.w, line}, person.name, TextStyle::body_bold);
    cell.take_top(kit.px(2));
    kit.text("", cell, beside ? role : joined({role, presence}), TextStyle::small, Align::left, Colour::second_ink);
}

session::Intent people(kit::Kit& kit, Rect where, const MeetingView& view) {
    session::Intent answer = session::intent::Nothing{};
    kit.card(where);
    const Rect inside = where.inset(kit.px(36), kit.px(8));
    const float row_height = std::max(kit.px(kit.portrait() ? 120 : 100), kit.target());
    const auto rows = kit.begin_list("meeting.people", inside, static_cast<int>(view.people.size()), row_height);
    for (int i = rows.first; i < rows.last; ++i) {
        const MeetingPerson& person = view.people[static_cast<std::size_t>(i)];
        const std::string label = joined({person.name, role_words(kit.texts(), person),
                                          class_words(kit.texts(), person), presence_words(kit.texts(), person)});
        if (kit.row_button("meeting.person." + std::to_string(i), i, label))
            answer = session::intent::OpenPerson{static_cast<std::size_t>(i)};
        draw_person(kit, kit.row(i), person);
    }
    kit.end_list();
    return answer;
}

}  // namespace

session::Intent draw(kit::Kit& kit, const MeetingView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    Frame page = frame(kit, "meeting.title",
                       joined({group_words(texts, view.row),
                               texts.time(view.row.meeting.starts) + "–" + texts.time(view.row.meeting.ends)}));
    if (page.back) answer = session::intent::Back{};
    Rect body = page.body;
    if (view.can_confirm || view.can_cancel) {
        const Pair buttons = bottom_pair(kit, body);
        if (view.can_cancel &&
            kit.button("meeting.cancel", buttons.left, texts.text("Cancel the meeting"), kit::ButtonStyle::secondary))
            answer = session::intent::CancelMeeting{};
        if (view.can_confirm && kit.button("meeting.confirm", buttons.right, texts.text("Confirm that it was held"),
                                           kit::ButtonStyle::primary))
            answer = session::intent::ConfirmMeeting{};
    }
    summary(kit, body.take_top(kit.px(kit.portrait() ? 160 : 116)), view);
    body.take_top(kit.px(12));
    if (session::Intent chosen = people(kit, body, view); !std::holds_alternative<session::intent::Nothing>(chosen))
        answer = chosen;
    return answer;
}

}  // namespace kiosk::curator
