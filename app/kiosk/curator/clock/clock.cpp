#include "app/kiosk/curator/clock/clock.h"

#include <algorithm>
#include <array>
#include <string>

#include "app/kiosk/curator/layout.h"

// The kiosk's time, large, and the question whether it is right; or five steppers to put it right.

namespace kiosk::curator {
namespace {

using session::ClockView;
using session::intent::ClockPart;

std::string whole_date(const i18n::Texts& texts, domain::LocalTime time) {
    const domain::LocalDate date = domain::date_of(time);
    return texts.text("{date} {year}", {{"date", texts.weekday_and_date(date)},
                                        {"year", std::to_string(static_cast<int>(date.year()))}});
}

std::string source_words(const i18n::Texts& texts, const ClockView& view) {
    if (view.synchronised)
        return texts.text("The network keeps this clock right. If the hour is wrong, the time zone is: {zone}.",
                          {{"zone", view.time_zone}});
    switch (view.source) {
        case domain::TimeSource::curator: return texts.text("Checked by the curator since the machine was switched on.");
        case domain::TimeSource::kernel: return texts.text("The network set this clock; it goes on by itself now.");
        case domain::TimeSource::wall_clock: return texts.text("Nobody has checked this clock yet.");
        case domain::TimeSource::last_known:
            return texts.text("The machine has lost its time. This is a guess from when it was last on.");
    }
    return {};
}

session::Intent ask(kit::Kit& kit, const ClockView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    Frame page = frame(kit, "clock.title", texts.text("Clock"));
    if (page.back) answer = intent::Back{};
    Rect body = page.body;
    const bool asks = !view.synchronised;
    if (asks) {
        const Pair buttons = bottom_pair(kit, body);
        if (kit.button("clock.set", buttons.left, texts.text("Set it"), ButtonStyle::secondary))
            answer = intent::SetClock{};
        if (kit.button("clock.right", buttons.right, texts.text("Yes, it is right"), ButtonStyle::primary))
            answer = intent::ClockIsRight{};
    }
    struct Line {
        const char* id;
        std::string words;
        TextStyle style;
        Colour colour;
    };
    const std::array<Line, 4> lines{
        {{"clock.time", texts.time(view.now), TextStyle::clock, Colour::ink},
         {"clock.date", whole_date(texts, view.now), TextStyle::heading, Colour::ink},
         {"clock.source", source_words(texts, view), TextStyle::body,
          view.source == domain::TimeSource::wall_clock || view.source == domain::TimeSource::last_known
              ? Colour::refusal
              : Colour::second_ink},
         {"clock.question", asks ? texts.text("Is this time right?") : std::string(), TextStyle::body_bold, Colour::ink}}};
    const float space = kit.px(12);
    float height = -space;
    for (const Line& line : lines)
        if (!line.words.empty()) height += kit.text_height(line.words, line.style, body.w) + space;
    body.take_top(std::max(0.0F, (body.h - height) / 2));
    for (const Line& line : lines) {
        if (line.words.empty()) continue;
        kit.text(line.id, body.take_top(kit.text_height(line.words, line.style, body.w)), line.words, line.style,
                 Align::centre, line.colour);
        body.take_top(space);
    }
    return answer;
}

struct Stepper {
    ClockPart part;
    std::string id, name, value;
};

std::array<Stepper, 5> steppers(const i18n::Texts& texts, domain::LocalTime now) {
    const domain::LocalDate date = domain::date_of(now);
    const auto minute = static_cast<int>(domain::minute_of_day(now).count());
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return {{{ClockPart::day, "day", texts.in_context("clock", "day"), two(static_cast<int>(static_cast<unsigned>(date.day())))},
             {ClockPart::month, "month", texts.in_context("clock", "month"),
              two(static_cast<int>(static_cast<unsigned>(date.month())))},
             {ClockPart::year, "year", texts.in_context("clock", "year"), std::to_string(static_cast<int>(date.year()))},
             {ClockPart::hour, "hour", texts.in_context("clock", "hours"), two(minute / 60)},
             {ClockPart::minute, "minute", texts.in_context("clock", "minutes"), two(minute % 60)}}};
}

session::Intent set(kit::Kit& kit, const ClockView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    Frame page = frame(kit, "clock.title", texts.text("Set the clock"));
    if (page.back) answer = intent::Back{};
    Rect body = page.body;
    const Rect done = body.take_bottom(std::max(target(kit), kit.px(112)));
    if (kit.button("clock.done", done, texts.text("This is the time now"), ButtonStyle::primary))
        answer = intent::Confirm{};
    body.take_bottom(2 * gap(kit));  // the minus above it is tapped again and again

    const std::string words = whole_date(texts, view.now) + ", " + texts.time(view.now);
    const float line = kit.text_height(words, TextStyle::body_bold, body.w);
    const float button = std::max(kit.target(), kit.px(96));
    const float value = kit.text_height("0", TextStyle::heading, body.w), name = kit.text_height("0", TextStyle::small, body.w);
    Rect all = reachable(kit, body, line + gap(kit) + name + 2 * button + value + kit.px(24));
    kit.text("clock.set_to", all.take_top(line), words, TextStyle::body_bold, Align::centre);
    all.take_top(std::min(gap(kit), std::max(0.0F, all.h - name - 2 * button - value)));
    const auto parts = steppers(texts, view.now);
    const float space = kit.px(20), width = (all.w - 4 * space) / 5;
    for (const Stepper& one : parts) {
        Rect column = all.take_left(width);
        all.take_left(space);
        const std::string id = "clock." + one.id;
        kit.text_in_middle(id + ".name", column.take_top(name), one.name, TextStyle::small, Align::centre,
                           Colour::second_ink);
        if (kit.button(id + ".more", column.take_top(button), "+", ButtonStyle::secondary))
            answer = intent::StepClock{one.part, 1};
        if (kit.button(id + ".less", column.take_bottom(button), "−", ButtonStyle::secondary))
            answer = intent::StepClock{one.part, -1};
        kit.text_in_middle(id, column, one.value, TextStyle::heading, Align::centre);
    }
    return answer;
}

}  // namespace

session::Intent draw(kit::Kit& kit, const ClockView& view) {
    return view.setting ? set(kit, view) : ask(kit, view);
}

}  // namespace kiosk::curator
