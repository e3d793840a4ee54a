#include <string>
#include <utility>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

using session::RecordedWhat;

namespace {

std::string title_words(const i18n::Texts& texts, const session::RecordedView& view) {
    switch (view.what) {
        case RecordedWhat::checked_in:
            return view.other_side_is_there ? texts.text("The meeting has begun") : texts.text("You are checked in");
        case RecordedWhat::already: return texts.text("You are already checked in");
        case RecordedWhat::checked_out: return texts.text("You are checked out");
        case RecordedWhat::rated: return texts.text("Thank you");
        case RecordedWhat::taken_back: return texts.text("Taken back");
    }
    return {};
}

std::string detail_words(const i18n::Texts& texts, const session::RecordedView& view) {
    switch (view.what) {
        case RecordedWhat::rated: return texts.text("The answer is recorded. Only the curator will see it.");
        case RecordedWhat::taken_back: return texts.text("The check-in no longer counts. You can check in again.");
        default: break;
    }
    const std::string time = texts.time(view.at);
    if (!view.meeting) return time;
    return joined({time, kind_words(texts, view.meeting->kind), place_words(texts, view.meeting->place)});
}

std::string other_side_words(const i18n::Texts& texts, const session::RecordedView& view) {
    if (view.what != RecordedWhat::checked_in && view.what != RecordedWhat::already) return {};
    if (view.other_side_is_there) return texts.text("Both are here. Have a good meeting!");
    if (view.meeting && view.meeting->starts > view.at)
        return texts.text("Waiting for the other side, the meeting is at {time}",
                          {{"time", texts.time(view.meeting->starts)}});
    return texts.text("Waiting for the other side");
}

// Your circle fills, then the lens lights up if the other is there. What was recorded before is simply there.
kit::MeetingSign sign(kit::Kit& kit, const session::RecordedView& view) {
    kit::MeetingSign sign;
    if (view.what == RecordedWhat::taken_back) return sign;
    const float start = view.what == RecordedWhat::already ? 1 : 0;
    sign.left = true;
    sign.left_fill = kit.moved("recorded.you", start, 1, 250);
    sign.check_mark = sign.left_fill >= 0.9f;
    sign.right = view.other_side_is_there;
    if (sign.right) sign.lens = kit.moved("recorded.lens", start, sign.left_fill >= 1 ? 1 : 0, 250);
    return sign;
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::RecordedView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    Rect body = kit.page();
    const int seconds = view.not_me_seconds.value_or(0);
    const int others = (view.not_me_seconds ? 1 : 0) + (view.can_check_out ? 1 : 0) + (view.can_rate ? 1 : 0);
    const Actions places = take_actions(kit, body, others >= 1, others >= 2);

    Lines lines(kit);
    lines.add("recorded.title", title_words(texts, view), TextStyle::display);
    lines.add("recorded.who", view.who, TextStyle::body_bold, 8);
    lines.add("recorded.detail", detail_words(texts, view), TextStyle::body, view.who.empty() ? 16 : 6);
    if (view.time_is_guess)
        lines.add("recorded.guess", texts.text("The time is a guess, it will be corrected later"), TextStyle::small, 6,
                  Colour::second_ink);
    lines.add("recorded.other", other_side_words(texts, view), TextStyle::body, 6, Colour::second_ink);
    const kit::MeetingSign shown = sign(kit, view);
    draw_message(kit, body, &shown, lines);

    // At most two of these three at once: a check-in that was just made is not rated yet.
    bool first = true;
    const auto next_place = [&] { return std::exchange(first, false) ? places.safe : places.third; };
    if (view.not_me_seconds && kit.button_with_note("recorded.not_me", next_place(), texts.text("Not me"),
                                                    "· " + std::to_string(seconds), ButtonStyle::secondary))
        answer = intent::NotMe{};
    if (view.can_check_out &&
        kit.button("recorded.check_out", next_place(), texts.text("I am leaving"), ButtonStyle::secondary))
        answer = intent::CheckOut{};
    if (view.can_rate && kit.button("recorded.rate", next_place(), texts.text("Rate"), ButtonStyle::secondary))
        answer = intent::Rate{};
    if (kit.button("recorded.done", places.primary, texts.text("Done"), ButtonStyle::primary)) answer = intent::Done{};
    return answer;
}

}  // namespace kiosk::screens
