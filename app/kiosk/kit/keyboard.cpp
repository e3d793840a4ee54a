// On-screen keyboards.
#include <algorithm>
#include <cmath>

#include "app/kiosk/kit/imgui_kit.h"

namespace kiosk::kit {

namespace {

using Row = std::vector<std::string_view>;
using KeyRows = std::vector<Row>;

const KeyRows kDigits = {{"1", "2", "3"}, {"4", "5", "6"}, {"7", "8", "9"}, {"", "0", "<"}};
// "<" erases, "~" changes the letters, "_" is the space.
const KeyRows kRussian = {{"й", "ц", "у", "к", "е", "н", "г", "ш", "щ", "з", "х", "ъ"},
                          {"ф", "ы", "в", "а", "п", "р", "о", "л", "д", "ж", "э", "ё"},
                          {"я", "ч", "с", "м", "и", "т", "ь", "б", "ю", "-", "."},
                          {"~", "_", "<"}};
const KeyRows kEnglish = {{"q", "w", "e", "r", "t", "y", "u", "i", "o", "p"},
                          {"a", "s", "d", "f", "g", "h", "j", "k", "l", "'"},
                          {"z", "x", "c", "v", "b", "n", "m", "-", ".", ","},
                          {"~", "_", "<"}};
const KeyRows kAddress = {{"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"},
                          {"q", "w", "e", "r", "t", "y", "u", "i", "o", "p"},
                          {"a", "s", "d", "f", "g", "h", "j", "k", "l", "-"},
                          {"z", "x", "c", "v", "b", "n", "m", ".", ":", "<"}};
const KeyRows kCode = {{"2", "3", "4", "5", "6", "7", "8", "9"},
                       {"Q", "W", "E", "R", "T", "Y", "U", "P"},
                       {"A", "S", "D", "F", "G", "H", "J", "K", "L"},
                       {"Z", "X", "C", "V", "B", "N", "M", "<"}};
// A tall screen is too narrow for ten keys of a finger's width, and high enough for more rows.
const KeyRows kTallAddress = {{"1", "2", "3", "4", "5", "6", "7", "8"}, {"9", "0", ".", "-", ":", "<"},
                              {"a", "b", "c", "d", "e", "f", "g", "h"}, {"i", "j", "k", "l", "m", "n", "o", "p"},
                              {"q", "r", "s", "t", "u", "v", "w", "x"}, {"y", "z"}};
const KeyRows kTallCode = {{"2", "3", "4", "5", "6", "7", "8", "9"},
                           {"A", "B", "C", "D", "E", "F", "G", "H"},
                           {"J", "K", "L", "M", "N", "P", "Q", "R"},
                           {"S", "T", "U", "V", "W", "X", "Y", "Z"},
                           {"<"}};

const KeyRows& rows_of(KeyboardLayout layout, bool tall) {
    switch (layout) {
        case KeyboardLayout::digits: return kDigits;
        case KeyboardLayout::russian: return kRussian;
        case KeyboardLayout::english: return kEnglish;
        case KeyboardLayout::address: return tall ? kTallAddress : kAddress;
        case KeyboardLayout::code: break;
    }
    return tall ? kTallCode : kCode;
}

}  // namespace

void ImGuiKit::draw_erase_sign(Rect where, bool enabled) {
    // A tag that points left, crossed.
    Painter p = painter();
    const float h = std::min(where.h, where.w) * 0.36f, w = h * 1.5f, x = where.centre_x() + h * 0.1f,
                y = where.centre_y();
    const float stroke = std::max(2.0f, h * 0.11f);
    const std::uint32_t ink = enabled ? rgb(Colour::ink) : look_of(ButtonStyle::tile, false, 0).ink;
    const float l = x - w / 2, r = x + w / 2, notch = l + h * 0.5f;
    p.stroke({{notch, y - h / 2}, {r, y - h / 2}, {r, y + h / 2}, {notch, y + h / 2}, {l, y}, {notch, y - h / 2}}, ink,
             stroke);
    const float cx = (notch + r) / 2, c = h * 0.2f;
    p.stroke({{cx - c, y - c}, {cx + c, y + c}}, ink, stroke);
    p.stroke({{cx - c, y + c}, {cx + c, y - c}}, ink, stroke);
}

bool ImGuiKit::key(const std::string& id, Rect where, std::string_view label, std::string_view spoken, bool quiet,
                   bool enabled) {
    where = snapped(where);
    const Press press = press_area(id, where, enabled);
    ButtonLook look = look_of(ButtonStyle::tile, enabled, pressed_in(id, press.held));
    if (quiet && enabled && !press.held) look.fill = mixed(look.fill, rgb(Colour::paper), 0.45f);
    draw_ground(where, look, std::min(corner(where.h), where.h * 0.3f));
    TraceItem& item = report(id, spoken, "button", where, enabled);
    if (!label.empty()) {
        const TextStyle type = where.h >= px(96) ? TextStyle::heading : TextStyle::second_button;
        const Placed placed = place(where.inset(px(4), 0), label, type, Align::centre, true, look.ink);
        report_words(item, type, placed.laid, look.ink, look.fill);
    }
    return press.clicked;
}

std::optional<KeyPress> ImGuiKit::keyboard(std::string_view id, Rect where, KeyboardLayout asked, bool enabled) {
    const std::string name(id);
    layouts_seen_[name] = true;
    KeyboardLayout layout = asked;
    // Letters of a text can be changed for others.
    if (asked == KeyboardLayout::russian || asked == KeyboardLayout::english)
        layout = layouts_.try_emplace(name, asked).first->second;
    const KeyRows& rows = rows_of(layout, portrait());
    const float gap = std::round(layout == KeyboardLayout::digits ? px(16) : px(10));
    const auto count = static_cast<float>(rows.size());
    const float high = (where.h - gap * (count - 1)) / count;
    std::size_t widest = 0;
    for (const Row& row : rows) widest = std::max(widest, row.size());
    const float wide = (where.w - gap * static_cast<float>(widest - 1)) / static_cast<float>(widest);

    std::optional<KeyPress> pressed;
    float y = where.y;
    for (const Row& row : rows) {
        const bool bottom = row.front() == "~";
        float x = where.x;
        if (!bottom) x += (static_cast<float>(widest - row.size()) * (wide + gap)) / 2;
        for (const std::string_view sign : row) {
            Rect cell{x, y, wide, high};
            if (bottom) {
                // Letters and erase take a sixth each, space the rest.
                const float side = (where.w - 2 * gap) / 6;
                cell.w = sign == "_" ? where.w - 2 * (side + gap) : side;
            }
            x += cell.w + gap;
            if (sign.empty()) continue;
            if (sign == "<") {
                if (key(name + ".erase", cell, "", texts().text("Erase"), true, enabled)) pressed = KeyPress{"", true};
                draw_erase_sign(cell, enabled);
            } else if (sign == "_") {
                if (key(name + ".space", cell, texts().text("Space"), texts().text("Space"), false, enabled))
                    pressed = KeyPress{" ", false};
            } else if (sign == "~") {
                const bool to_english = layout == KeyboardLayout::russian;
                if (key(name + ".letters", cell, to_english ? "ABC" : "АБВ",
                        to_english ? texts().text("English letters") : texts().text("Russian letters"), true,
                        enabled)) {
                    layouts_[name] = to_english ? KeyboardLayout::english : KeyboardLayout::russian;
                    again_at_ = now_;
                }
            } else if (key(name + "." + std::string(sign), cell, sign, sign, false, enabled)) {
                pressed = KeyPress{std::string(sign), false};
            }
        }
        y += high + gap;
    }
    return pressed;
}

}  // namespace kiosk::kit
