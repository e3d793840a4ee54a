#include "app/kiosk/curator/day/day.h"

#include <algorithm>

#include "app/kiosk/curator/layout.h"
#include "app/kiosk/curator/words.h"

namespace kiosk::curator {
namespace {

using session::DayRow;
using session::DayView;
using session::Intent;

struct Action {
    const char* id;
    std::string label;
    Intent intent;
};

float button_width(const kit::Kit& kit, const std::string& label) {
    // The kit sets the words of a high button larger.
    const TextStyle style = kit.target() >= kit.px(80) ? TextStyle::second_button : TextStyle::body_bold;
    return kit.text_width(label, style) + kit.px(64);
}

// The day, and what else the curator can do: in one row where there is room, else in two.
Intent head(kit::Kit& kit, Rect& page, const DayView& view) {
    const i18n::Texts& texts = kit.texts();
    Intent answer = session::intent::Nothing{};
    const float high = kit.target(), space = kit.px(14);
    const Action actions[] = {{"day.export", texts.text("Take the records"), session::intent::OpenExport{}},
                              {"day.settings", texts.text("Settings"), session::intent::OpenSettings{}},
                              {"day.leave", texts.in_context("curator", "Leave"), session::intent::Done{}}};
    float needed = -space;
    for (const Action& action : actions) needed += button_width(kit, action.label) + space;

    const std::string title = view.today ? texts.text("Today, {date}", {{"date", texts.day_and_month(view.date)}})
                                         : texts.weekday_and_date(view.date);
    Rect name = page.take_top(high);
    Rect buttons = name;
    float stretch = 1;
    // A long title may be set one step smaller.
    if (kit.text_width(title, TextStyle::heading) * 0.86F + 2 * space + needed <= page.w) {
        buttons = name.take_right(needed);
        name.take_right(2 * space);
    } else {
        page.take_top(space);
        buttons = page.take_top(high);
        stretch = (buttons.w - 2 * space) / (needed - 2 * space);
    }
    kit.text_in_middle("day.title", name, title, TextStyle::heading);
    for (const Action& action : actions) {
        const Rect where = buttons.take_left(button_width(kit, action.label) * stretch);
        buttons.take_left(space);
        if (kit.button(action.id, where, action.label, ButtonStyle::secondary)) answer = action.intent;
    }
    page.take_top(kit.px(24));
    return answer;
}

// How wide each column is: as the longest of its words, what is spare between them. In portrait the words of a row
// stand under each other instead.
struct Columns {
    float time = 0, sign = 0, group = 0, kind = 0, state = 0, arrow = 0;
    bool stacked = false;
};

Columns columns(const kit::Kit& kit, const DayView& view, float width) {
    Columns c;
    c.time = kit.text_width("00:00", TextStyle::second_button) + kit.px(24);
    c.sign = kit.px(108);
    c.arrow = kit.px(44);
    c.stacked = kit.portrait();
    if (c.stacked) return c;
    for (const DayRow& row : view.rows) {
        c.group = std::max(c.group, kit.text_width(group_words(kit.texts(), row), TextStyle::body_bold));
        c.kind = std::max(c.kind, kit.text_width(row.meeting.kind, TextStyle::body));
        c.state = std::max(c.state, kit.text_width(state_words(kit.texts(), row), TextStyle::body_bold));
    }
    const float space = kit.px(24), rest = width - c.time - c.sign - c.arrow;
    // What does not fit beside the others wraps in its column.
    c.state = std::min(c.state, rest * 0.36F);
    c.group = std::min(c.group, rest * 0.28F);
    c.kind = std::min(c.kind, rest - c.state - c.group - 2 * space);
    const float spare = std::max(0.0F, (rest - c.group - c.kind - c.state - 2 * space) / 3);
    c.group += space + spare;
    c.kind += space + spare;
    c.state = rest - c.group - c.kind;
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
    Rect group = cell, kind = cell, word = cell;
    if (c.stacked) {
        cell = cell.inset(0, kit.px(8));
        group = kit::grid_cell(cell, 1, 3, 0, 0);
        kind = kit::grid_cell(cell, 1, 3, 0, 1);
        word = kit::grid_cell(cell, 1, 3, 0, 2);
    } else {
        group.w = c.group - kit.px(24);
        kind = {group.x + c.group, cell.y, c.kind - kit.px(24), cell.h};
        word = {kind.x + c.kind, cell.y, cell.right() - kind.x - c.kind, cell.h};
    }
    kit.text_in_middle("", group, group_words(texts, row), TextStyle::body_bold);
    kit.text_in_middle("", kind, row.meeting.kind, TextStyle::body);
    kit.text_in_middle("", word, state, TextStyle::body_bold, Align::left, state_colour(row.state));
}

Intent list(kit::Kit& kit, Rect where, const DayView& view) {
    Intent answer = session::intent::Nothing{};
    kit.card(where);
    Rect inside = where.inset(kit.px(36), kit.px(8));
    if (view.rows.empty()) {
        kit.text_in_middle(
            "day.empty", inside,
            view.today ? kit.texts().text("No meetings today.") : kit.texts().text("No meetings on this day."),
            TextStyle::body, Align::centre, Colour::second_ink);
        return answer;
    }
    const Columns c = columns(kit, view, inside.w);
    const float row_height = std::max(kit.px(c.stacked ? 136 : 88), kit.target());
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

std::string machine_words(const kit::Kit& kit, const session::Machine& machine, float width) {
    const i18n::Texts& texts = kit.texts();
    const std::string waiting =
        texts.plural("{n} not taken away", "{n} not taken away", static_cast<long long>(machine.unacknowledged));
    const std::string rest =
        joined({machine.clock_trusted ? texts.text("the clock is right") : texts.text("the clock is not trusted"),
                machine.storage_trouble != session::StorageTrouble::none
                    ? storage_words(texts, machine.storage_trouble)
                    : texts.text("{percent} % of the disk is free",
                                 {{"percent", texts.number(machine.disk_free_percent)}})});
    const std::string whole = joined(
        {texts.plural("{n} record", "{n} records", static_cast<long long>(machine.records)) + ", " + waiting, rest});
    return kit.text_width(whole, TextStyle::small) <= width ? whole : joined({waiting, rest});
}

// The other days, the day in figures, and how the kiosk is.
Intent foot(kit::Kit& kit, Rect where, const DayView& view) {
    const i18n::Texts& texts = kit.texts();
    Intent answer = session::intent::Nothing{};
    const float side = kit.target(), space = kit.px(14);
    Rect words = where;
    if (kit.portrait()) {
        where = words.take_bottom(side);
        words.take_bottom(space);
    }
    if (kit.button("day.earlier", where.take_left(side), "‹", ButtonStyle::secondary))
        answer = session::intent::ShowDay{-1};
    where.take_left(space);
    if (kit.button("day.later", where.take_left(side), "›", ButtonStyle::secondary))
        answer = session::intent::ShowDay{1};
    const std::string status = texts.text("Status");
    if (kit.button("day.status", where.take_right(button_width(kit, status)), status, ButtonStyle::secondary))
        answer = session::intent::OpenStatus{};
    if (!view.today) {
        const std::string today = texts.text("Today");
        where.take_right(space);
        if (kit.button("day.today", where.take_right(button_width(kit, today)), today, ButtonStyle::secondary))
            answer = session::intent::ShowDay{0};
    }
    if (!kit.portrait()) words = where.inset(kit.px(24), 0);

    const std::string counts = texts.text(
        "Held {held} · going on {now} · ahead {ahead}",
        {{"held", texts.number(view.held)}, {"now", texts.number(view.going_on)}, {"ahead", texts.number(view.ahead)}});
    const bool trouble = view.machine.storage_trouble != session::StorageTrouble::none || !view.machine.clock_trusted;
    kit.text_in_middle("day.counts", words.take_top(words.h * 0.46F), counts, TextStyle::small);
    kit.text_in_middle("day.machine", words, machine_words(kit, view.machine, words.w), TextStyle::small, Align::left,
                       trouble ? Colour::refusal : Colour::second_ink);
    return answer;
}

}  // namespace

Intent draw(kit::Kit& kit, const DayView& view) {
    Rect page = sheet(kit);
    Intent answer = head(kit, page, view);
    const Rect bottom = page.take_bottom(kit.portrait() ? kit.target() * 2.2F : kit.target());
    page.take_bottom(kit.px(16));
    if (Intent chosen = list(kit, page, view); !std::holds_alternative<session::intent::Nothing>(chosen))
        answer = chosen;
    if (Intent chosen = foot(kit, bottom, view); !std::holds_alternative<session::intent::Nothing>(chosen))
        answer = chosen;
    return answer;
}

}  // namespace kiosk::curator
