#include "app/kiosk/curator/day/day.h"

#include <algorithm>

#include "app/kiosk/curator/layout.h"
#include "app/kiosk/curator/words.h"

namespace kiosk::curator {
namespace {

using kit::Align;
using kit::ButtonStyle;
using kit::Colour;
using kit::Rect;
using kit::TextStyle;
using session::DayRow;
using session::DayView;
using session::Intent;

struct Action {
    const char* id;
    std::string label;
    Intent intent;
};

float button_width(const kit::Kit& kit, const std::string& label) {
    return kit.text_width(label, TextStyle::body_bold) + kit.px(64);
}

// The day between its two arrows, and what else the curator can do: in one row where there is room, else in two.
Intent head(kit::Kit& kit, Rect& page, const DayView& view) {
    const i18n::Texts& texts = kit.texts();
    Intent answer = session::intent::Nothing{};
    const float high = kit.target(), space = kit.px(14);
    const Action actions[] = {{"day.export", texts.text("Take the records"), session::intent::OpenExport{}},
                              {"day.settings", texts.text("Settings"), session::intent::OpenSettings{}},
                              {"day.leave", texts.in_context("curator", "Leave"), session::intent::Done{}}};
    float needed = -space;
    for (const Action& action : actions) needed += button_width(kit, action.label) + space;

    const std::string title =
        view.today ? texts.text("Today, {date}", {{"date", texts.day_and_month(view.date)}}) : texts.weekday_and_date(view.date);
    const float arrows = 2 * high + space;
    const float title_needed = std::min(kit.text_width(title, TextStyle::heading), page.w - arrows - space);

    Rect first = page.take_top(high);
    Rect buttons = first;
    const bool one_row = title_needed + arrows + 3 * space + needed <= page.w;
    if (one_row) {
        buttons = first.take_right(needed);
        first.take_right(space);
    } else {
        page.take_top(space);
        buttons = page.take_top(high);
    }

    Rect name = first.take_left(std::min(title_needed + kit.px(2), first.w - arrows - space));
    kit.text_in_middle("day.title", name, title, TextStyle::heading);
    first.take_left(space);
    if (!one_row) first.x = first.right() - arrows;
    if (kit.button("day.earlier", {first.x, first.y, high, high}, "‹", ButtonStyle::secondary))
        answer = session::intent::ShowDay{-1};
    if (kit.button("day.later", {first.x + high + space, first.y, high, high}, "›", ButtonStyle::secondary))
        answer = session::intent::ShowDay{1};

    const float stretch = one_row ? 1 : (buttons.w - 2 * space) / (needed - 2 * space);
    for (const Action& action : actions) {
        const Rect where = buttons.take_left(button_width(kit, action.label) * stretch);
        buttons.take_left(space);
        if (kit.button(action.id, where, action.label, ButtonStyle::secondary)) answer = action.intent;
    }
    page.take_top(kit.px(24));
    return answer;
}

// How wide each column has to be for the longest of its words; in two lines where they do not fit beside each other.
struct Columns {
    float time = 0, sign = 0, group = 0, kind = 0, state = 0, arrow = 0;
    bool two_lines = false;
};

Columns columns(const kit::Kit& kit, const DayView& view, float width) {
    Columns c;
    c.time = kit.text_width("00:00", TextStyle::second_button) + kit.px(24);
    c.sign = kit.px(108);
    c.arrow = kit.px(44);
    for (const DayRow& row : view.rows) {
        c.group = std::max(c.group, kit.text_width(group_words(kit.texts(), row), TextStyle::body_bold));
        c.kind = std::max(c.kind, kit.text_width(row.meeting.kind, TextStyle::body));
        c.state = std::max(c.state, kit.text_width(state_words(kit.texts(), row), TextStyle::body_bold));
    }
    const float space = kit.px(28);
    const float rest = width - c.time - c.sign - c.arrow;
    const float needed = c.group + c.kind + c.state + 2 * space;
    c.two_lines = needed > rest;
    if (!c.two_lines) {
        const float spare = (rest - needed) / 3;
        c.group += space + spare;
        c.kind += space + spare;
        c.state = rest - c.group - c.kind;
    }
    return c;
}

void draw_row(kit::Kit& kit, Rect cell, const DayRow& row, const Columns& c) {
    const i18n::Texts& texts = kit.texts();
    kit.text_in_middle("", cell.take_left(c.time), texts.time(row.meeting.starts), TextStyle::second_button);
    Rect sign = cell.take_left(c.sign);
    sign.w -= kit.px(36);
    const float high = std::min(kit.px(46), sign.h);
    kit.meeting_sign({sign.x, sign.centre_y() - high / 2, sign.w, high}, kit::sign_of(row.state));
    kit.text_in_middle("", cell.take_right(c.arrow), "›", TextStyle::second_button, Align::right, Colour::second_ink);
    const std::string state = state_words(texts, row);
    if (c.two_lines) {
        const float middle = kit.px(4);
        Rect first = cell.take_top(cell.h / 2);
        const float group = std::min(kit.text_width(group_words(texts, row), TextStyle::body_bold) + kit.px(20), first.w * 0.6F);
        const Rect name = first.take_left(group);
        const float lift = first.h - middle;
        const float line = kit.text_height("А", TextStyle::body, first.w);
        const float y = first.y + std::max(0.0F, lift - line);
        kit.text("", {name.x, y, name.w, std::min(line, lift)}, group_words(texts, row), TextStyle::body_bold);
        kit.text("", {first.x, y, first.w, std::min(line, lift)}, row.meeting.kind, TextStyle::body);
        kit.text("", {cell.x, cell.y + middle, cell.w, cell.h - middle}, state, TextStyle::body, Align::left, state_colour(row.state));
        return;
    }
    Rect group = cell.take_left(c.group), kind = cell.take_left(c.kind);
    kit.text_in_middle("", group, group_words(texts, row), TextStyle::body_bold);
    kit.text_in_middle("", kind, row.meeting.kind, TextStyle::body);
    kit.text_in_middle("", cell, state, TextStyle::body_bold, Align::left, state_colour(row.state));
}

Intent list(kit::Kit& kit, Rect where, const DayView& view) {
    Intent answer = session::intent::Nothing{};
    kit.card(where);
    Rect inside = where.inset(kit.px(36), kit.px(8));
    if (view.rows.empty()) {
        kit.text_in_middle("day.empty", inside,
                       view.today ? kit.texts().text("No meetings today.") : kit.texts().text("No meetings on this day."),
                       TextStyle::body, Align::centre, Colour::second_ink);
        return answer;
    }
    const Columns c = columns(kit, view, inside.w);
    const float row_height = c.two_lines ? std::max(kit.px(112), target(kit)) : std::max(kit.px(88), target(kit));
    const auto rows = kit.begin_list("day.rows", inside, static_cast<int>(view.rows.size()), row_height);
    for (int i = rows.first; i < rows.last; ++i) {
        const DayRow& row = view.rows[static_cast<std::size_t>(i)];
        const std::string label = joined({kit.texts().time(row.meeting.starts), group_words(kit.texts(), row),
                                          row.meeting.kind, state_words(kit.texts(), row)});
        if (kit.row_button("day.row." + std::to_string(i), i, label))
            answer = session::intent::OpenMeeting{static_cast<std::size_t>(i)};
        draw_row(kit, kit.row(i), row, c);
    }
    kit.end_list();
    return answer;
}

std::string machine_words(const i18n::Texts& texts, const session::Machine& machine) {
    return joined({texts.plural("{n} record", "{n} records", static_cast<long long>(machine.records)) + ", " +
                       texts.plural("{n} not taken away", "{n} not taken away", static_cast<long long>(machine.unacknowledged)),
                   machine.clock_trusted ? texts.text("the clock is right") : texts.text("the clock is not trusted"),
                   machine.storage_trouble
                       ? texts.text("the last record was not saved")
                       : texts.text("{percent} % of the disk is free", {{"percent", texts.number(machine.disk_free_percent)}})});
}

Intent foot(kit::Kit& kit, Rect where, const DayView& view) {
    const i18n::Texts& texts = kit.texts();
    Intent answer = session::intent::Nothing{};
    const std::string label = texts.text("Status");
    const Rect button = where.take_right(button_width(kit, label));
    where.take_right(kit.px(24));
    if (kit.button("day.status", button, label, ButtonStyle::secondary)) answer = session::intent::OpenStatus{};

    const std::string counts =
        texts.text("Held {held} · going on {now} · ahead {ahead}",
                   {{"held", texts.number(view.held)}, {"now", texts.number(view.going_on)}, {"ahead", texts.number(view.ahead)}});
    const bool trouble = view.machine.storage_trouble || !view.machine.clock_trusted;
    const Colour colour = trouble ? Colour::warning_ink : Colour::second_ink;
    if (kit.portrait()) {
        kit.text_in_middle("day.counts", where.take_top(where.h * 0.4F), counts, TextStyle::small, Align::left, Colour::second_ink);
        kit.text_in_middle("day.machine", where, machine_words(texts, view.machine), TextStyle::small, Align::left, colour);
        return answer;
    }
    const float left = std::min(kit.text_width(counts, TextStyle::small) + kit.px(4), where.w * 0.5F);
    kit.text_in_middle("day.counts", where.take_left(left), counts, TextStyle::small, Align::left, Colour::second_ink);
    where.take_left(kit.px(24));
    kit.text_in_middle("day.machine", where, machine_words(texts, view.machine), TextStyle::small, Align::right, colour);
    return answer;
}

}  // namespace

Intent draw(kit::Kit& kit, const DayView& view) {
    Rect page = sheet(kit);
    Intent answer = head(kit, page, view);
    const Rect bottom = page.take_bottom(kit.portrait() ? kit.target() * 1.6F : kit.target());
    page.take_bottom(kit.px(16));
    if (Intent chosen = list(kit, page, view); !std::holds_alternative<session::intent::Nothing>(chosen)) answer = chosen;
    if (Intent chosen = foot(kit, bottom, view); !std::holds_alternative<session::intent::Nothing>(chosen)) answer = chosen;
    return answer;
}

}  // namespace kiosk::curator
