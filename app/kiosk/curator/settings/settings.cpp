#include "app/kiosk/curator/settings/settings.h"

#include <algorithm>

#include "app/kiosk/curator/layout.h"

namespace kiosk::curator {
namespace {

using domain::Settings;
using session::SettingRow;

const char* id_of(SettingRow row) {
    switch (row) {
        case SettingRow::sound: return "settings.sound";
        case SettingRow::language: return "settings.language";
        case SettingRow::appearance: return "settings.appearance";
        case SettingRow::motion: return "settings.motion";
        case SettingRow::low_mode: return "settings.low_mode";
        case SettingRow::find_by: return "settings.find_by";
        case SettingRow::check_out: return "settings.check_out";
        case SettingRow::unplanned_meetings: return "settings.unplanned";
    }
    return "settings";
}

std::string name_of(const i18n::Texts& texts, SettingRow row) {
    switch (row) {
        case SettingRow::sound: return texts.text("Sound");
        case SettingRow::language: return texts.text("Language");
        case SettingRow::appearance: return texts.text("Appearance");
        case SettingRow::motion: return texts.text("Motion");
        case SettingRow::low_mode: return texts.text("Buttons lower");
        case SettingRow::find_by: return texts.text("Found by");
        case SettingRow::check_out: return texts.text("Check-out");
        case SettingRow::unplanned_meetings: return texts.text("Unplanned meetings");
    }
    return {};
}

// Nothing where the setting is one of on and off.
std::string value_of(const i18n::Texts& texts, SettingRow row, const Settings& settings) {
    switch (row) {
        case SettingRow::language: return settings.language == domain::Language::russian ? "Русский" : "English";
        case SettingRow::appearance:
            return settings.appearance == domain::Appearance::light ? texts.in_context("setting", "light")
                                                                    : texts.in_context("setting", "dark");
        case SettingRow::find_by:
            switch (settings.find_by) {
                case domain::FindBy::pictures: return texts.in_context("setting", "pictures");
                case domain::FindBy::code: return texts.in_context("setting", "code");
                case domain::FindBy::names: return texts.in_context("setting", "list of names");
            }
            return {};
        default: return {};
    }
}

bool is_on(SettingRow row, const Settings& settings) {
    switch (row) {
        case SettingRow::sound: return settings.sound;
        case SettingRow::motion: return settings.motion;
        case SettingRow::low_mode: return settings.low_mode;
        case SettingRow::check_out: return settings.check_out;
        case SettingRow::unplanned_meetings: return settings.unplanned_meetings;
        default: return false;
    }
}

// What the school has set is no button: nothing can be pressed there, and it says why.
void draw_fixed(kit::Kit& kit, Rect cell, SettingRow row, const Settings& settings) {
    const i18n::Texts& texts = kit.texts();
    std::string value = value_of(texts, row, settings);
    if (value.empty()) {
        value = is_on(row, settings) ? texts.in_context("setting", "on") : texts.in_context("setting", "off");
    }
    const std::string id = id_of(row), why = texts.text("Set by the school on its server");
    kit.line(cell.x, cell.bottom(), cell.right(), cell.bottom(), Colour::line, kit.px(2));
    cell = cell.inset(kit.px(24), 0);
    const float first = kit.text_height(value, TextStyle::body_bold, cell.w),
                second = kit.text_height(why, TextStyle::small, cell.w);
    const float above = std::max(0.0F, (cell.h - first - second) / 2);
    cell.take_top(above);
    Rect line = cell.take_top(first);
    const Rect right = line.take_right(std::min(kit.text_width(value, TextStyle::body_bold) + kit.px(8), line.w / 2));
    const std::string ids[] = {id + ".name", id + ".value", id + ".fixed"};
    kit.text(ids[0], line, name_of(texts, row), TextStyle::body_bold);
    kit.text(ids[1], right, value, TextStyle::body_bold, Align::right);
    kit.text(ids[2], cell.take_top(second), why, TextStyle::small, Align::left, Colour::second_ink);
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::SettingsView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    Frame page = frame(kit, "settings.title", texts.text("Settings"));
    if (page.back) answer = session::intent::Back{};
    Rect body = page.body;

    const std::string end = texts.text("End the program");
    Rect bottom = body.take_bottom(std::max(target(kit), kit.px(96)));
    body.take_bottom(gap(kit));
    const std::string clock = texts.text("Clock");
    const auto width = [&kit](const std::string& words) {
        return kit.text_width(words, kit::TextStyle::second_button) + kit.px(96);
    };
    const Rect right = bottom.take_right(kit.portrait() ? (bottom.w - gap(kit)) / 2 : width(clock));
    if (kit.button("settings.clock", right, clock, ButtonStyle::secondary)) answer = session::intent::OpenClock{};
    bottom = bottom.take_left(kit.portrait() ? bottom.w - gap(kit) : width(end));
    if (kit.button("settings.end", bottom, end, ButtonStyle::danger)) answer = session::intent::EndProgram{};

    const int count = static_cast<int>(view.rows.size());
    if (count == 0) return answer;
    const int columns = kit.portrait() ? 1 : 2, lines = (count + columns - 1) / columns;
    const float space = kit.px(16);
    const Rect grid = reachable(kit, body, static_cast<float>(lines) * (kit.px(112) + space) - space);
    for (int i = 0; i < count; ++i) {
        const SettingRow row = view.rows[static_cast<std::size_t>(i)];
        const Rect cell = kit::grid_cell(grid, columns, lines, space, i);
        if (std::find(view.fixed.begin(), view.fixed.end(), row) != view.fixed.end()) {
            draw_fixed(kit, cell, row, view.settings);
            continue;
        }
        const std::string value = value_of(texts, row, view.settings);
        const bool pressed =
            value.empty() ? kit.toggle(id_of(row), cell, name_of(texts, row), is_on(row, view.settings))
                          : kit.button_with_note(id_of(row), cell, name_of(texts, row), value, ButtonStyle::secondary);
        if (pressed) answer = session::intent::ChangeSetting{static_cast<std::size_t>(i)};
    }
    return answer;
}

}  // namespace kiosk::curator
