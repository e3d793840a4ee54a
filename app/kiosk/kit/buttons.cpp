// Things to press, but for lists and keyboards.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/kiosk/kit/imgui_kit.h"

namespace kiosk::kit {

namespace {

constexpr display::Milliseconds kLongPress{1200};
constexpr float kPressEase = 160;  // ms, back to rest

}  // namespace

ImGuiKit::Press ImGuiKit::press_area(std::string_view id, Rect where, bool enabled) {
    if (!enabled || where.w < 1 || where.h < 1) return {};
    const std::string name(id);
    ImGui::SetCursorScreenPos({where.x, where.y});
    Press press;
    press.clicked = ImGui::InvisibleButton(name.c_str(), {where.w, where.h});
    press.held = ImGui::IsItemActive() && ImGui::IsItemHovered();
    return press;
}

float ImGuiKit::pressed_in(std::string_view id, bool held) {
    const std::string name = std::string(id) + "#press";
    return motions_.moved(name, 0, held ? 1.0f : 0.0f, held ? 0.0f : kPressEase);
}

ImGuiKit::ButtonLook ImGuiKit::look_of(ButtonStyle style, bool enabled, float pressed) const {
    const std::uint32_t card = rgb(Colour::card), ink = rgb(Colour::ink), paper = rgb(Colour::paper);
    ButtonLook look{card, ink, rgb(Colour::line), true, false};
    switch (style) {
        case ButtonStyle::primary:
        case ButtonStyle::selected:
            look.fill = rgb(Colour::primary);
            look.ink = rgb(Colour::on_primary);
            break;
        case ButtonStyle::secondary:
            look.has_line = true;
            break;
        case ButtonStyle::tile:
            break;
        case ButtonStyle::danger:
            look.ink = look.line = rgb(Colour::refusal);
            look.has_line = true;
            break;
        case ButtonStyle::quiet:
            look.has_fill = false;
            look.fill = paper;
            break;
    }
    if (!enabled) {
        look.fill = mixed(look.fill, paper, 0.55f);
        look.ink = mixed(look.ink, look.fill, 0.55f);
        look.line = mixed(look.line, paper, 0.5f);
    } else if (pressed > 0) {
        // Pressed, a button goes a little towards its words; they stay readable on it.
        look.fill = mixed(look.fill, look.ink == rgb(Colour::on_primary) ? 0x000000u : look.ink, 0.13f * pressed);
        look.line = mixed(look.line, look.ink, 0.35f * pressed);
        look.has_fill = true;
    }
    return look;
}

void ImGuiKit::draw_ground(Rect where, const ButtonLook& look, float radius) {
    Painter p = painter();
    if (look.has_line) {
        const float width = std::max(1.5f, std::round(px(3)));
        p.rect(where, look.line, radius);
        p.rect(where.inset(width), look.fill, radius - width);
    } else if (look.has_fill) {
        p.rect(where, look.fill, radius);
    }
    if (look.has_fill) stands_on(where, look.fill);
}

TextStyle ImGuiKit::label_style(ButtonStyle style, Rect where) const {
    switch (style) {
        case ButtonStyle::primary:
            return where.h >= px(160)  ? TextStyle::title
                   : where.h >= px(88) ? TextStyle::button
                                       : TextStyle::second_button;
        case ButtonStyle::tile:
            return where.h >= px(96) ? TextStyle::heading : TextStyle::second_button;
        case ButtonStyle::secondary:
        case ButtonStyle::selected:  // a tag does not change its type by being chosen
        case ButtonStyle::danger:
            return where.h >= px(80) ? TextStyle::second_button : TextStyle::body_bold;
        case ButtonStyle::quiet:
            return TextStyle::body_bold;
    }
    return TextStyle::body_bold;
}

bool ImGuiKit::button(std::string_view id, Rect where, std::string_view label, ButtonStyle style, bool enabled) {
    return button_with_style(id, where, label, style, label_style(style, snapped(where)), enabled);
}

bool ImGuiKit::button_with_style(std::string_view id, Rect where, std::string_view label, ButtonStyle style,
                                 TextStyle type, bool enabled) {
    where = snapped(where);
    const Press press = press_area(id, where, enabled);
    const ButtonLook look = look_of(style, enabled, pressed_in(id, press.held));
    draw_ground(where, look, corner(where.h));
    const float side = std::min(px(24), where.w * 0.12f);
    const Placed placed =
        place(where.inset(side, std::min(px(6), where.h * 0.06f)), label, type, Align::centre, true, look.ink);
    report_words(report(id, label, "button", where, enabled), type, placed.laid, look.ink, look.fill);
    return press.clicked;
}

bool ImGuiKit::button_with_note(std::string_view id, Rect where, std::string_view label, std::string_view note,
                                ButtonStyle style) {
    where = snapped(where);
    if (note.empty()) return button(id, where, label, style, true);
    const Press press = press_area(id, where, true);
    const ButtonLook look = look_of(style, true, pressed_in(id, press.held));
    draw_ground(where, look, corner(where.h));
    const bool coloured = style == ButtonStyle::primary || style == ButtonStyle::selected;
    const TextStyle type = label_style(style, where);
    const TextStyle note_type = TextStyle::body;
    const std::string behind = (note.starts_with("·") ? "" : "· ") + std::string(note);
    const Rect room = where.inset(std::min(px(24), where.w * 0.12f), px(4));
    const float gap = px(18), note_width = text_width(behind, note_type);
    const LaidText laid = lay(label, type, room.w - note_width - gap, room.h, Align::centre);
    const float x = room.x + (room.w - laid.width - gap - note_width) / 2;
    // Words above and note on one base line would be finer; middles of two sizes this close differ by a pixel.
    place({x, room.y, laid.width, room.h}, label, type, Align::left, true, look.ink);
    place({x + laid.width + gap, room.y, note_width + 1, room.h}, behind, note_type, Align::left, true,
          coloured ? look.ink : rgb(Colour::second_ink));
    report_words(report(id, std::string(label) + " " + behind, "button", where, true), type, laid, look.ink, look.fill);
    return press.clicked;
}

bool ImGuiKit::button_with_line(std::string_view id, Rect where, std::string_view label, std::string_view line,
                                ButtonStyle style) {
    where = snapped(where);
    const Press press = press_area(id, where, true);
    const ButtonLook look = look_of(style, true, pressed_in(id, press.held));
    draw_ground(where, look, corner(where.h));
    const bool coloured = style == ButtonStyle::primary || style == ButtonStyle::selected;
    const TextStyle type = where.h >= px(112) ? TextStyle::second_button : TextStyle::body_bold;
    const Rect room = where.inset(std::min(px(24), where.w * 0.08f), std::min(px(6), where.h * 0.06f));
    const LaidText below = lay(line, TextStyle::small, room.w, room.h / 2, Align::centre);
    const LaidText laid = lay(label, type, room.w, room.h - below.height, Align::centre);
    const float top = room.y + (room.h - laid.height - below.height) / 2;
    place({room.x, top, room.w, laid.height}, label, type, Align::centre, false, look.ink);
    place({room.x, top + laid.height, room.w, below.height}, line, TextStyle::small, Align::centre, false,
          coloured ? look.ink : rgb(Colour::second_ink));
    report_words(report(id, std::string(label) + " · " + std::string(line), "button", where, true), type, laid, look.ink,
                 look.fill);
    return press.clicked;
}

bool ImGuiKit::back_button(std::string_view id, std::string_view label) {
    const float top = measures_.compact ? 16 : px(44);
    const Type type = type_of(TextStyle::second_button, measures_);
    const std::string words = "‹ " + std::string(label);
    const float least = px(200), most = measures_.width * 0.36f;
    const float wide = std::clamp(width_at(words, TextStyle::second_button, type, type.em) + px(80), least, most);
    const Rect where{page().x, top, wide, std::max(px(84), 56.0f)};
    return button_with_style(id, where, words, ButtonStyle::secondary, TextStyle::second_button, true);
}

bool ImGuiKit::long_press(std::string_view id, Rect where, std::string_view label) {
    where = snapped(where);
    const Press press = press_area(id, where, true);
    report(id, label, "hold", where, true);
    if (!press.held) return false;
    if (held_id_ != id) {
        held_id_ = id;
        held_answered_ = false;
    }
    held_seen_ = true;
    if (held_answered_) return false;
    const auto of_age = pointer_.pressed_at + kLongPress;
    if (now_ >= of_age) {
        held_answered_ = true;
        return true;
    }
    again_at_ = again_at_ ? std::min(*again_at_, of_age) : of_age;
    return false;
}

bool ImGuiKit::picture_button(std::string_view id, Rect where, int picture, std::string_view label, bool enabled) {
    where = snapped(where);
    const Press press = press_area(id, where, enabled);
    // The pictures keep their white ground in the dark, where some of their colours would drown.
    const std::uint32_t white = mixed(0xFFFFFF, 0x17223B, 0.13f * pressed_in(id, press.held));
    const std::uint32_t ground = enabled ? white : mixed(0xFFFFFF, rgb(Colour::paper), 0.55f);
    Painter p = painter();
    p.rect(where, ground, corner(where.h));
    draw_picture(p, where, picture, ground, enabled ? 0.0f : 0.55f);
    stands_on(where, ground);
    report(id, label, "button", where, enabled);
    return press.clicked;
}

bool ImGuiKit::face_button(std::string_view id, Rect where, int score, std::string_view label, bool selected) {
    where = snapped(where);
    const Press press = press_area(id, where, true);
    const float pressed = pressed_in(id, press.held);
    const TextStyle type = TextStyle::body_bold;
    const float gap = px(22);
    const float words = label.empty() ? 0 : lay(label, type, where.w, 0, Align::centre).height + gap;
    const float side = std::min(where.w, where.h - words);
    const float top = where.y + (where.h - words - side) / 2;
    const Rect face{where.centre_x() - side / 2, top, side, side};
    Painter p = painter();
    if (selected) {
        p.circle(face.centre_x(), face.centre_y(), side / 2, rgb(Colour::primary));
        p.circle(face.centre_x(), face.centre_y(), side / 2 - px(7), rgb(Colour::paper));
    }
    draw_face(p, face.inset((selected ? px(13) : 0) + 0.03f * side * pressed), score,
              mixed(face_colour(score), kFaceInk, 0.10f * pressed));
    TraceItem& item = report(id, label, "button", where, true);
    if (!label.empty()) {
        const Rect below{where.x, top + side + gap, where.w, where.bottom() - top - side - gap + 1};
        const Placed placed = place(below, label, type, Align::centre, false, rgb(Colour::ink));
        report_words(item, type, placed.laid, rgb(Colour::ink), ground_at(below.centre_x(), below.y));
    }
    return press.clicked;
}

bool ImGuiKit::home_rate_button(std::string_view id, Rect where, std::string_view label) {
    where = snapped(where);
    const Press press = press_area(id, where, true);
    const ButtonLook look = look_of(ButtonStyle::secondary, true, pressed_in(id, press.held));
    draw_ground(where, look, corner(where.h));
    Painter p = painter();
    const TextStyle type = TextStyle::second_button;
    LaidText laid;
    if (where.h >= px(150) && where.h > 100) {
        // The face above the words, as on the look.
        const float d = std::min(px(74), where.h * 0.4f), gap = px(20);
        const float inner = where.w - 2 * px(24);
        laid = lay(label, type, inner, where.h - d - gap - px(32), Align::centre);
        const float top = where.y + (where.h - d - gap - laid.height) / 2;
        draw_face(p, {where.centre_x() - d / 2, top, d, d}, 5, kFaceOfHome);
        place({where.x + px(24), top + d + gap, inner, laid.height}, label, type, Align::centre, false, look.ink);
    } else {
        const float d = std::min(px(64), where.h * 0.6f), gap = px(16);
        const float inner = where.w - 2 * px(20) - d - gap;
        laid = lay(label, type, inner, where.h - px(8), Align::left);
        const float x = where.x + (where.w - d - gap - laid.width) / 2;
        draw_face(p, {x, where.centre_y() - d / 2, d, d}, 5, kFaceOfHome);
        place({x + d + gap, where.y, inner, where.h}, label, type, Align::left, true, look.ink);
    }
    report_words(report(id, label, "button", where, true), type, laid, look.ink, look.fill);
    return press.clicked;
}

namespace {

// An upright stick, plug up, in a square.
void draw_stick(Painter& p, Rect where, std::uint32_t ink, std::uint32_t ground) {
    const float d = where.h;
    const Rect plug{where.centre_x() - d * 0.17f, where.y, d * 0.34f, d * 0.34f};
    p.rect(plug, ink, d * 0.04f);
    const float hole = d * 0.08f;
    p.rect({where.centre_x() - d * 0.05f - hole, where.y + d * 0.1f, hole, hole}, ground, 0);
    p.rect({where.centre_x() + d * 0.05f, where.y + d * 0.1f, hole, hole}, ground, 0);
    p.rect({where.centre_x() - d * 0.27f, where.y + d * 0.32f, d * 0.54f, d * 0.68f}, ink, d * 0.12f);
}

constexpr float kStick = 32, kStickGap = 6, kStickSide = 18;  // at 1280x800

}  // namespace

float ImGuiKit::stick_button_width(std::string_view label) const {
    return 2 * px(kStickSide) + px(kStick) + px(kStickGap) + text_width(label, TextStyle::small) + px(4);
}

bool ImGuiKit::stick_button(std::string_view id, Rect where, std::string_view label, bool warns) {
    where = snapped(where);
    const Press press = press_area(id, where, true);
    ButtonLook look = look_of(ButtonStyle::secondary, true, pressed_in(id, press.held));
    look.ink = rgb(warns ? Colour::warning_ink : Colour::second_ink);
    if (warns) look.fill = rgb(Colour::warning_paper);
    draw_ground(where, look, corner(where.h));
    Rect room = where.inset(px(kStickSide), 0);
    const float d = px(kStick);
    Painter p = painter();
    draw_stick(p, {room.x, room.centre_y() - d / 2, d, d}, look.ink, look.fill);
    room.take_left(d + px(kStickGap));
    const Placed placed = place(room, label, TextStyle::small, Align::left, true, look.ink);
    report_words(report(id, label, "button", where, true), TextStyle::small, placed.laid, look.ink, look.fill);
    return press.clicked;
}

bool ImGuiKit::toggle(std::string_view id, Rect where, std::string_view label, bool on) {
    where = snapped(where);
    const Press press = press_area(id, where, true);
    const float pressed = pressed_in(id, press.held);
    Painter p = painter();
    const std::uint32_t ground = mixed(rgb(Colour::card), rgb(Colour::ink), 0.08f * pressed);
    p.rect(where, ground, corner(where.h));
    stands_on(where, ground);
    const float pad = std::min(px(28), where.w * 0.06f), wide = px(92), high = px(50);
    const Rect pill = snapped({where.right() - pad - wide, where.centre_y() - high / 2, wide, high});
    const float at = motions_.moved(std::string(id) + "#on", on ? 1.0f : 0.0f, on ? 1.0f : 0.0f, 180);
    // On: filled, the knob right, with a check mark. Off: an outline, the knob left. Never the colour alone.
    const std::uint32_t track = mixed(ground, rgb(Colour::primary), at);
    p.rect(pill, mixed(rgb(Colour::second_ink), rgb(Colour::primary), at), pill.h / 2);
    p.rect(pill.inset(std::max(2.0f, px(3))), track, pill.h / 2);
    const float r = pill.h / 2 - px(8), from = pill.x + pill.h / 2, to = pill.right() - pill.h / 2;
    const float x = from + (to - from) * at, y = pill.centre_y();
    p.circle(x, y, r, mixed(rgb(Colour::second_ink), rgb(Colour::on_primary), at));
    if (on && at >= 1) {
        p.stroke({{x - 0.42f * r, y + 0.02f * r}, {x - 0.1f * r, y + 0.34f * r}, {x + 0.45f * r, y - 0.32f * r}},
                 rgb(Colour::primary), std::max(2.0f, 0.24f * r));
    }
    const Rect words{where.x + pad, where.y, pill.x - where.x - 2 * pad, where.h};
    const Placed placed = place(words, label, TextStyle::body_bold, Align::left, true, rgb(Colour::ink));
    TraceItem& item = report(id, label, "button", where, true);
    report_words(item, TextStyle::body_bold, placed.laid, rgb(Colour::ink), ground);
    return press.clicked;
}

}  // namespace kiosk::kit
