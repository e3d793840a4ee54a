#include <algorithm>
#include <string>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/rate/scores.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

std::string score_words(const i18n::Texts& texts, int score) {
    switch (score) {
        case 1: return texts.in_context("score", "Bad");
        case 2: return texts.in_context("score", "So-so");
        case 3: return texts.in_context("score", "Fine");
        case 4: return texts.in_context("score", "Good");
        case 5: return texts.in_context("score", "Great");
        default: return {};
    }
}

namespace {

// Until when it can be changed: the hour, and the day where that is another one.
std::string closing_words(const i18n::Texts& texts, const session::RateView& view) {
    const domain::LocalDate day = domain::date_of(view.closes);
    const std::string time = texts.time(view.closes);
    return day == domain::date_of(view.meeting.starts)
               ? time
               : texts.text("{time}, {date}", {{"time", time}, {"date", texts.day_and_month(day)}});
}

std::string promise_words(const i18n::Texts& texts, const session::RateView& view) {
    const std::string until = closing_words(texts, view);
    if (view.changing)
        return texts.text(
            "Only the curator will see the answer. It replaces your earlier one and can be changed until {time}.",
            {{"time", until}});
    return texts.text("Only the curator will see the answer. It can be changed until {time}.", {{"time", until}});
}

void draw_whose(kit::Kit& kit, const session::RateView& view) {
    const i18n::Texts& texts = kit.texts();
    Rect where = header(kit);
    where.take_left(kit.px(232));
    Lines lines(kit);
    lines.add("rate.who", view.who, TextStyle::small);
    lines.add("rate.meeting",
              texts.text("{kind}, {time}",
                         {{"kind", kind_words(texts, view.meeting.kind)}, {"time", texts.time(view.meeting.starts)}}),
              TextStyle::small, 0, Colour::second_ink);
    const float height = lines.height(where.w);
    lines.draw({where.x, where.centre_y() - height / 2, where.w, height}, Align::right);
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::RateView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    if (kit.back_button("back", texts.text("Back"))) answer = intent::Back{};
    draw_whose(kit, view);

    const Rect page = kit.page();
    const float from = header(kit).bottom() + kit.px(kit.compact() ? 12 : 24);
    Rect body{page.x, from, page.w, page.bottom() - from};
    const std::string promise = promise_words(texts, view);
    const Rect foot = body.take_bottom(kit.text_height(promise, TextStyle::small, body.w));
    kit.text("rate.promise", foot, promise, TextStyle::small, Align::centre, Colour::second_ink);
    body.take_bottom(kit.px(24));

    const std::string question = texts.text("How was the meeting?");
    const float asked = kit.text_height(question, TextStyle::display, body.w);
    // In portrait the words below the faces need all the width there is; the faces keep apart by themselves.
    const float gap = kit.portrait() ? 0 : kit.px(24);
    const Rect row = kit.portrait() ? kit.window().inset(kit.px(16), 0) : body;
    const float across = (row.w - 4 * gap) / 5;
    const float label = kit.px(68);  // the kit writes the word below the face
    const float face = std::min({across + label, body.h - asked - kit.px(32), kit.px(kit.portrait() ? 192 : 284)});
    const float whole = asked + kit.px(kit.compact() ? 24 : 64) + face;
    float top = body.y + std::max(0.0f, (body.h - whole) / 2);
    if (reach_low(kit)) top = std::max(top, body.bottom() - whole);
    if (kit.portrait()) top = kit.window().centre_y() + kit.px(120) - asked - kit.px(64);
    kit.text("rate.question", {body.x, top, body.w, asked}, question, TextStyle::display, Align::centre);
    const float faces = top + whole - face;
    for (int score = 1; score <= 5; ++score) {
        const Rect place{row.x + static_cast<float>(score - 1) * (across + gap), faces, across, face};
        if (kit.face_button("rate." + std::to_string(score), place, score, score_words(texts, score),
                            view.score == score))
            answer = intent::GiveScore{score};
    }
    return answer;
}

}  // namespace kiosk::screens
