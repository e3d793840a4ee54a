#include <algorithm>
#include <string>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

namespace {

// «с 9:40», or «с 20 ноября» where it was another day.
std::string since_words(const i18n::Texts& texts, domain::LocalTime since, domain::LocalTime now) {
    const domain::LocalDate date = domain::date_of(since);
    if (date == domain::date_of(now)) {
        std::string time = texts.time(since);
        if (time.starts_with('0')) time.erase(0, 1);  // within a sentence: «с 9:40»
        return texts.text("since {time}", {{"time", time}});
    }
    const std::string day = texts.day_and_month(date);
    // In Russian the second of a month takes another preposition: «со 2 ноября».
    if (date.day() == std::chrono::day{2})
        return texts.in_context("the 2nd of a month", "since {date}", {{"date", day}});
    return texts.text("since {date}", {{"date", day}});
}

std::string waiting_words(const i18n::Texts& texts, const session::HomeView& view) {
    if (view.unacknowledged == 0) return {};
    const auto n = static_cast<long long>(view.unacknowledged);
    if (view.all_taken) return texts.plural("{n} record waits for its receipt", "{n} records wait for their receipt", n);
    if (!view.waiting_since)
        return texts.plural("{n} record waits to be collected", "{n} records wait to be collected", n);
    return texts.plural("{n} record waits to be collected {since}", "{n} records wait to be collected {since}", n,
                        {{"since", since_words(texts, *view.waiting_since, view.now)}});
}

struct State {
    std::string words;
    bool trouble = false;  // told in words and in the colour of its ground
};

State state_words(const i18n::Texts& texts, const session::HomeView& view) {
    if (view.storage_trouble) return {texts.text("The kiosk cannot record now. Please tell the curator."), true};
    if (!view.ready && view.has_people) return {texts.text("The kiosk is getting ready"), false};
    if (view.recovered) return {texts.text("The kiosk was repaired after damage. Please tell the curator."), true};
    if (view.server_trouble)
        return {texts.text("Records do not reach the school server. Please tell the curator."), true};
    const std::string waiting = waiting_words(texts, view);
    if (!view.clock_trusted) {
        const std::string clock = view.time_source == domain::TimeSource::last_known
                                      ? texts.text("The time is only a guess. The curator can set it.")
                                      : texts.text("The clock has not been checked.");
        return {waiting.empty() ? clock : clock + " " + waiting, true};
    }
    const std::string all = texts.text("Everything is recorded");
    return {waiting.empty() ? all : all + ". " + waiting, false};
}

// Returns where it ends below.
float draw_names(kit::Kit& kit, const session::HomeView& view, Rect where) {
    const float logo = kit.px(84);
    kit.logo({where.x, where.y, logo, where.h});
    where.take_left(logo + kit.px(22));
    const std::string& first = view.programme.empty() ? view.school : view.programme;
    Lines lines(kit);
    lines.add("home.programme", first, TextStyle::body_bold);
    if (first != view.school) lines.add("home.school", view.school, TextStyle::small, 0, Colour::second_ink);
    // A long name of a school takes more lines; it begins where the short one would and grows down.
    const float height = lines.height(where.w);
    const float from = where.y + std::max(0.0f, (where.h - height) / 2);
    lines.draw({where.x, from, where.w, height}, Align::left);
    return from + height;
}

session::Intent draw_clock(kit::Kit& kit, const session::HomeView& view, Rect where) {
    const i18n::Texts& texts = kit.texts();
    const Align align = kit.portrait() ? Align::centre : Align::left;
    const std::string time = texts.time(view.now);
    const float clock = kit.text_height(time, TextStyle::clock, where.w);
    const std::string date = texts.weekday_and_date(domain::date_of(view.now));
    const float day = kit.text_height(date, TextStyle::body, where.w);
    const float from = where.y + std::max(0.0f, (where.h - clock - day) / 2);
    const float width = std::min(where.w, kit.text_width(time, TextStyle::clock));
    const Rect face{kit.portrait() ? where.centre_x() - width / 2 : where.x, from, width, clock};
    kit.text("home.time", face, time, TextStyle::clock, align);
    kit.text("home.date", {where.x, from + clock, where.w, day}, date, TextStyle::body, align, Colour::second_ink);
    if (kit.long_press("home.clock", face, time)) return intent::OpenCurator{};
    return intent::Nothing{};
}

// Nobody can check in yet: says whose turn it is instead of offering it.
void draw_no_people(kit::Kit& kit, Rect where) {
    const i18n::Texts& texts = kit.texts();
    kit.card(where);
    const Rect inside = where.inset(kit.px(32), kit.px(16));
    Lines lines(kit);
    lines.add("home.no_people", texts.text("There are no lists here yet"), TextStyle::heading);
    lines.add("home.no_people_why", texts.text("The curator has not brought them yet. Then you can check in here."),
              TextStyle::body, 12, Colour::second_ink);
    draw_message(kit, inside, nullptr, lines);
}

session::Intent draw_actions(kit::Kit& kit, const session::HomeView& view, Rect where) {
    const i18n::Texts& texts = kit.texts();
    // The buttons come up a little when the screen comes, and the main one breathes once when it invites.
    where.y += (1 - kit.moved("home.rise", 0, 1, 300)) * kit.px(12);
    const float breath = kit.moved("home.breath", 0, view.inviting ? 1 : 0, 300) * kit.px(5);
    Rect check_in, rate;
    if (kit.portrait()) {
        rate = where.take_bottom(kit.px(172));
        where.take_bottom(kit.px(28));
        check_in = where;
    } else {
        check_in = where.take_left((where.w - kit.px(28)) * 0.632f);
        where.take_left(kit.px(28));
        rate = where;
    }
    session::Intent answer = intent::Nothing{};
    if (kit.button("home.check_in", check_in.inset(-breath), texts.text("Check in"), ButtonStyle::primary, view.ready))
        answer = intent::CheckIn{};
    const std::string to_rate = texts.text("Rate a meeting");
    if (view.ready ? kit.home_rate_button("home.rate", rate, to_rate)
                   : kit.button("home.rate", rate, to_rate, ButtonStyle::secondary, false))
        answer = intent::Rate{};
    return answer;
}

void draw_state(kit::Kit& kit, const session::HomeView& view, Rect where) {
    const i18n::Texts& texts = kit.texts();
    const State state = state_words(texts, view);
    const std::string hint = texts.text("You can use your card");
    const float hint_width = kit.text_width(hint, TextStyle::small) + kit.px(2);
    Rect left = where, right = where;
    if (kit.portrait()) {
        right = left.take_top(where.h / 2);
    } else {
        right = left.take_right(hint_width);
        left.take_right(kit.px(40));
    }
    const float dot = kit.px(8), indent = kit.px(30);
    const float line = kit.text_height("0", TextStyle::small, left.w);
    float width = std::min(kit.text_width(state.words, TextStyle::small) + kit.px(2), left.w - indent);
    const float height = kit.text_height(state.words, TextStyle::small, width);
    if (kit.portrait()) left = {left.centre_x() - (width + indent) / 2, left.y, width + indent, left.h};
    const Rect words{left.x + indent, left.centre_y() - height / 2, width, height};
    if (state.trouble) {
        const Rect ground = Rect{left.x, words.y, indent + width, height}.inset(-kit.px(12), -kit.px(8));
        kit.filled(ground, Colour::warning_paper, kit.px(16));
    }
    kit.dot(left.x + dot, words.y + line / 2, dot, state.trouble ? Colour::refusal : Colour::both);
    kit.text("home.state", words, state.words, TextStyle::small, Align::left,
             state.trouble ? Colour::warning_ink : Colour::second_ink);
    if (view.has_people)
        kit.text_in_middle("home.card", right, hint, TextStyle::small, kit.portrait() ? Align::centre : Align::right,
                           Colour::second_ink);
}

// Small and quiet, under the language: for the curator who has just put a stick in, not for those who stand in the queue.
// Long names of a school push it down; `names_end` is where they do.
session::Intent draw_stick(kit::Kit& kit, const session::HomeView& view, Rect language, Rect names, float& names_end) {
    const i18n::Texts& texts = kit.texts();
    std::string word;
    switch (view.stick) {
        case session::StickSign::none: return intent::Nothing{};
        case session::StickSign::stick: word = texts.text("USB drive"); break;
        case session::StickSign::receipt: word = texts.text("Receipt"); break;
        case session::StickSign::trouble: word = texts.text("Not a usable drive"); break;
    }
    const float width = kit.stick_button_width(word), height = std::max(kit.px(72), target(kit));
    const float left = language.right() - width;
    const float above = left < names.right() ? std::max(language.bottom(), names_end) : language.bottom();
    const Rect where{left, above + kit.px(14), width, height};
    if (kit.portrait()) names_end = std::max(names_end, where.bottom());
    if (kit.stick_button("home.stick", where, word, view.stick == session::StickSign::trouble))
        return intent::OpenSticks{};
    return intent::Nothing{};
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::HomeView& view) {
    const i18n::Texts& texts = kit.texts();
    kit.home_background();
    Rect page = kit.page();
    page.y -= kit.px(12);
    page.h += kit.px(12);
    session::Intent answer = intent::Nothing{};

    Rect top = page.take_top(std::max(kit.px(72), target(kit)));
    const Rect language = top.take_right(std::max(kit.px(160), target(kit)));
    top.take_right(kit.px(24));
    float names_end = draw_names(kit, view, top);
    // Named in its own language: whoever needs it cannot read the other.
    const bool russian = texts.language() == domain::Language::russian;
    if (kit.button("home.language", language, russian ? "English" : "Русский", ButtonStyle::secondary))
        answer = intent::SwitchLanguage{};
    const session::Intent stick = draw_stick(kit, view, language, top, names_end);
    if (!std::holds_alternative<intent::Nothing>(stick)) answer = stick;

    const Rect foot = page.take_bottom(kit.px(kit.portrait() ? 96 : 44));
    page.take_bottom(kit.px(28));
    const Rect actions = page.take_bottom(kit.px(kit.portrait() ? 440 : 196));
    page.take_top(std::max(kit.px(16), names_end - page.y));
    page.take_bottom(kit.px(16));
    const session::Intent pressed = draw_clock(kit, view, page);
    if (!std::holds_alternative<intent::Nothing>(pressed)) answer = pressed;
    if (view.has_people) {
        const session::Intent action = draw_actions(kit, view, actions);
        if (!std::holds_alternative<intent::Nothing>(action)) answer = action;
    } else {
        draw_no_people(kit, actions);
    }
    draw_state(kit, view, foot);
    return answer;
}

}  // namespace kiosk::screens
