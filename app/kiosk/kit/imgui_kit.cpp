// The pass itself, text and shapes. Things to press are in buttons.cpp, lists.cpp and keyboard.cpp.
#include "app/kiosk/kit/imgui_kit.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/domain/contrast.h"
#include "platform/base/check.h"
#include "platform/base/utf8.h"
#include "platform/display/imgui_version.h"

namespace kiosk::kit {

namespace {

ImU32 packed(std::uint32_t rgb) {
    return IM_COL32((rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF, 0xFF);
}

bool is_figure(char32_t c) {
    return c >= U'0' && c <= U'9';
}

float advance_of(const ImFont& font, char32_t c) {
    return font.GetCharAdvance(c > 0xFFFF ? ImWchar{0xFFFD} : static_cast<ImWchar>(c));
}

// As wide as the widest figure.
float figure_cell(const ImFont& font) {
    float cell = 0;
    for (char32_t c = U'0'; c <= U'9'; ++c) cell = std::max(cell, advance_of(font, c));
    return cell;
}

}  // namespace

std::unique_ptr<PassKit> make_kit(KitOptions options, std::unique_ptr<display::Fonts> fonts) {
    return std::make_unique<ImGuiKit>(std::move(options), std::move(fonts));
}

ImGuiKit::ImGuiKit(KitOptions options, std::unique_ptr<display::Fonts> fonts)
    : options_(std::move(options)),
      measures_(measures_of(options_.width, options_.height)),
      fonts_(std::move(fonts)),
      passes_(*fonts_, options_.width, options_.height) {
    VS_CHECK(options_.texts != nullptr);
    motions_.set_on(options_.motion);
}

void ImGuiKit::set_motion(bool on) {
    options_.motion = on;
    motions_.set_on(on);
}

std::unique_ptr<display::Fonts> ImGuiKit::replace_fonts(std::unique_ptr<display::Fonts> fonts) {
    passes_.set_fonts(*fonts);
    std::swap(fonts_, fonts);
    return fonts;
}

void ImGuiKit::begin_pass(std::string_view screen, display::Milliseconds now, const display::Pointer& pointer) {
    now_ = now;
    pointer_ = pointer;
    if (!pointer.away) {
        pointer_.x -= shift_x_;
        pointer_.y -= shift_y_;
    }
    motions_.begin(now);
    again_at_.reset();
    gathered_.screen = screen;
    gathered_.items.clear();
    grounds_.clear();
    held_seen_ = false;
    for (auto& [id, list] : lists_) list.seen = false;
    for (auto& [id, seen] : layouts_seen_) seen = false;
    passes_.begin(pointer_);
    ImGui::PushID(screen.data(), screen.data() + screen.size());
}

PassKit::PassEnd ImGuiKit::end_pass() {
    ImGui::PopID();
    PassEnd end;
    end.drawn = passes_.end();
    if (shift_x_ != 0 || shift_y_ != 0) {
        for (int i = 0; i < end.drawn->CmdListsCount; ++i) {
            ImDrawList& list = *end.drawn->CmdLists[i];
            for (ImDrawVert& v : list.VtxBuffer) v.pos = {v.pos.x + shift_x_, v.pos.y + shift_y_};
            for (ImDrawCmd& c : list.CmdBuffer) {
                c.ClipRect = {c.ClipRect.x + shift_x_, c.ClipRect.y + shift_y_, c.ClipRect.z + shift_x_,
                              c.ClipRect.w + shift_y_};
            }
        }
        for (TraceItem& item : gathered_.items) {
            item.rect = item.rect.moved(shift_x_, shift_y_);
            item.clip = item.clip.moved(shift_x_, shift_y_);
        }
    }
    end.moving = motions_.end();
    if (!held_seen_) {
        held_id_.clear();
        held_answered_ = false;
    }
    end.again_at = again_at_;
    std::erase_if(lists_, [](const auto& entry) { return !entry.second.seen; });
    std::erase_if(layouts_, [this](const auto& entry) { return !layouts_seen_[entry.first]; });
    std::erase_if(layouts_seen_, [](const auto& entry) { return !entry.second; });
    was_down_ = pointer_.down;
    std::swap(trace_, gathered_);
    return end;
}

Rect ImGuiKit::page() const {
    return window().inset(measures_.compact ? 24 : std::round(px(56)));
}

float ImGuiKit::target() const {
    return std::max(px(72), 48.0f);
}

Painter ImGuiKit::painter() const {
    return Painter(*ImGui::GetWindowDrawList());
}

Rect ImGuiKit::snapped(Rect where) {
    const float x = std::round(where.x), y = std::round(where.y);
    return {x, y, std::round(where.right()) - x, std::round(where.bottom()) - y};
}

// The look's corners: 28 on a back button of 84, 32 on a tile of 132, 40 on the large button of 196.
float ImGuiKit::corner(float height) const {
    return std::clamp(px(16) + 0.13f * height, std::min(10.0f, height / 2), px(40));
}

// -- trace

TraceItem& ImGuiKit::report(std::string_view id, std::string_view label, std::string_view kind, Rect where,
                            bool enabled) {
    if (!options_.trace || id.empty()) return untraced_ = {};
    const ImVec2 low = ImGui::GetWindowDrawList()->GetClipRectMin(),
                 high = ImGui::GetWindowDrawList()->GetClipRectMax();
    TraceItem& item = gathered_.items.emplace_back();
    item.id = id;
    item.label = label;
    item.kind = kind;
    item.rect = where;
    item.clip = {low.x, low.y, high.x - low.x, high.y - low.y};
    item.enabled = enabled;
    return item;
}

void ImGuiKit::report_words(TraceItem& item, TextStyle style, const LaidText& laid, std::uint32_t text,
                            std::uint32_t ground) {
    item.style = style;
    item.text_pixels = laid.pixels;
    item.text_rgb = text;
    item.ground_rgb = ground;
    item.shrunk = laid.steps;
    item.fits = laid.fits;
}

void ImGuiKit::stands_on(Rect where, std::uint32_t ground) {
    grounds_.push_back({where, ground});
}

std::uint32_t ImGuiKit::ground_at(float x, float y) const {
    for (auto ground = grounds_.rbegin(); ground != grounds_.rend(); ++ground) {
        if (ground->where.contains(x, y)) return ground->rgb;
    }
    return rgb(Colour::paper);
}

// -- words

float ImGuiKit::width_at(std::string_view words, TextStyle style, const Type& type, float em) const {
    const std::size_t index = font_for(fonts_->requests(), style, type, em);
    const ImFont* font = fonts_->font(index);
    const float scale = em / fonts_->requests()[index].em_pixels;
    const float cell = style == TextStyle::clock ? figure_cell(*font) : 0;
    float width = 0;
    bool in_cells = false;
    char32_t before = 0;
    while (!words.empty()) {
        const char32_t c = base::take_code_point(words);
        width += fonts_->kerning(index, before, c);
        before = c;
        width += in_cells && is_figure(c) ? cell : advance_of(*font, c);
        in_cells = in_cells || (style == TextStyle::clock && c == U':');
    }
    return width * scale;
}

LaidText ImGuiKit::lay(std::string_view words, TextStyle style, float width, float height, Align align) const {
    const Type type = type_of(style, measures_);
    LayoutRequest request;
    request.pixels = type.em;
    request.least = least_em(measures_);
    request.line_ratio = type.line_ratio;
    request.width = width;
    request.height = height;
    request.balanced = align == Align::centre;
    return lay_out(words, request, [&](std::string_view part, float em) { return width_at(part, style, type, em); });
}

void ImGuiKit::draw_words(float x, float y, std::string_view words, TextStyle style, const Type& type, float em,
                          float line_height, std::uint32_t colour) {
    const std::size_t index = font_for(fonts_->requests(), style, type, em);
    ImFont* font = fonts_->font(index);
    const float box = em * display::kLineOfEm;  // what ImGui calls the size
    const float top = std::round(y + (line_height - box) / 2);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    // Figures of the clock do not jump: behind the colon each has a cell of the widest. The hour before it may be set
    // closer, since what stands left changes once an hour.
    const float scale = em / fonts_->requests()[index].em_pixels, cell = figure_cell(*font) * scale;
    const bool whole_size = std::abs(scale - 1) < 0.035f;  // fonts come in whole heights of lines
    bool in_cells = false;
    char32_t before = 0;
    while (!words.empty()) {
        const char32_t c = base::take_code_point(words);
        x += fonts_->kerning(index, before, c) * scale;
        before = c;
        const ImFontGlyph* glyph = font->FindGlyph(c > 0xFFFF ? ImWchar{0xFFFD} : static_cast<ImWchar>(c));
        if (glyph == nullptr) continue;
        const float advance = glyph->AdvanceX * scale, room = in_cells && is_figure(c) ? cell : advance;
        if (glyph->Visible) {
            // On whole pixels, so that strokes are sharp; the rounding does not add up along the line.
            float left = x + (room - advance) / 2;
            if (whole_size) left = std::round(left);
            const float s = whole_size ? 1 : scale;
            list.PrimReserve(6, 4);
            list.PrimRectUV({left + glyph->X0 * s, top + glyph->Y0 * s}, {left + glyph->X1 * s, top + glyph->Y1 * s},
                            {glyph->U0, glyph->V0}, {glyph->U1, glyph->V1}, packed(colour));
        }
        x += room;
        in_cells = in_cells || (style == TextStyle::clock && c == U':');
    }
}

ImGuiKit::Placed ImGuiKit::place(Rect where, std::string_view words, TextStyle style, Align align, bool middle,
                                 std::uint32_t colour) {
    Placed placed;
    placed.laid = lay(words, style, where.w, where.h, align);
    const LaidText& laid = placed.laid;
    const Type type = type_of(style, measures_);
    float y = where.y;
    if (middle && where.h > 0) y += (where.h - laid.height) / 2;
    placed.where = {where.x, y, laid.width, laid.height};
    if (align == Align::centre) placed.where.x = where.x + (where.w - laid.width) / 2;
    if (align == Align::right) placed.where.x = where.right() - laid.width;
    for (const LaidLine& line : laid.lines) {
        float x = where.x;
        if (align == Align::centre) x += (where.w - line.width) / 2;
        if (align == Align::right) x = where.right() - line.width;
        draw_words(x, y, line.words, style, type, laid.pixels, laid.line_height, colour);
        y += laid.line_height;
    }
    return placed;
}

float ImGuiKit::text(std::string_view id, Rect where, std::string_view words, TextStyle style, Align align,
                     Colour colour) {
    const Placed placed = place(where, words, style, align, false, rgb(colour));
    if (options_.trace && !placed.laid.lines.empty()) {
        report_words(report(id, words, "text", placed.where, true), style, placed.laid, rgb(colour),
                     ground_at(placed.where.centre_x(), placed.where.centre_y()));
    }
    return placed.laid.height;
}

float ImGuiKit::text_in_middle(std::string_view id, Rect where, std::string_view words, TextStyle style, Align align,
                               Colour colour) {
    const Placed placed = place(where, words, style, align, true, rgb(colour));
    if (options_.trace && !placed.laid.lines.empty()) {
        report_words(report(id, words, "text", placed.where, true), style, placed.laid, rgb(colour),
                     ground_at(placed.where.centre_x(), placed.where.centre_y()));
    }
    return placed.laid.height;
}

float ImGuiKit::text_width(std::string_view words, TextStyle style) const {
    const Type type = type_of(style, measures_);
    return width_at(words, style, type, type.em);
}

float ImGuiKit::text_height(std::string_view words, TextStyle style, float width) const {
    return lay(words, style, width, 0, Align::left).height;
}

// -- shapes

void ImGuiKit::card(Rect where) {
    where = snapped(where);
    painter().rect(where, rgb(Colour::card), std::min(px(32), where.h / 2));
    stands_on(where, rgb(Colour::card));
}

void ImGuiKit::filled(Rect where, Colour colour, float radius) {
    where = snapped(where);
    painter().rect(where, rgb(colour), radius);
    stands_on(where, rgb(colour));
}

void ImGuiKit::dot(float x, float y, float radius, Colour colour) {
    painter().circle(x, y, radius, rgb(colour));
}

void ImGuiKit::line(float x0, float y0, float x1, float y1, Colour colour, float width) {
    width = std::max(1.0f, std::round(width));
    if (y0 == y1) {  // whole pixels: sharp, and cheap to draw
        painter().rect(snapped({std::min(x0, x1), y0 - width / 2, std::abs(x1 - x0), width}), rgb(colour), 0);
    } else if (x0 == x1) {
        painter().rect(snapped({x0 - width / 2, std::min(y0, y1), width, std::abs(y1 - y0)}), rgb(colour), 0);
    } else {
        painter().stroke({{x0, y0}, {x1, y1}}, rgb(colour), width);
    }
}

void ImGuiKit::meeting_sign(Rect where, const MeetingSign& sign) {
    Painter p = painter();
    const SignColours colours{rgb(Colour::primary),
                              rgb(Colour::other),
                              rgb(Colour::both),
                              rgb(Colour::second_ink),
                              ground_at(where.centre_x(), where.centre_y()),
                              rgb(Colour::on_primary)};
    draw_meeting_sign(p, where, sign, colours, std::max(1.5f, px(3)));
}

void ImGuiKit::face(Rect where, int score) {
    Painter p = painter();
    draw_face(p, where, score, face_colour(score));
}

void ImGuiKit::picture(Rect where, int picture) {
    where = snapped(where);
    Painter p = painter();
    p.rect(where, 0xFFFFFF, corner(where.h));
    draw_picture(p, where, picture, 0xFFFFFF, 0);
    stands_on(where, 0xFFFFFF);
}

void ImGuiKit::picture_slot(Rect where) {
    const std::uint32_t ink = mixed(rgb(Colour::line), rgb(Colour::ink), 0.14f);
    painter().dashed_outline(snapped(where), ink, corner(where.h), std::max(2.0f, std::round(px(4))), px(9));
}

void ImGuiKit::logo(Rect where) {
    if (logo_.texture == 0 || logo_.width <= 0 || logo_.height <= 0) {
        MeetingSign sign;
        sign.left = sign.right = true;
        meeting_sign(where, sign);
        return;
    }
    const float scale = std::min(where.w / logo_.width, where.h / logo_.height);
    const float w = logo_.width * scale, h = logo_.height * scale;
    const float x = std::round(where.x + (where.w - w) / 2), y = std::round(where.y + (where.h - h) / 2);
    ImGui::GetWindowDrawList()->AddImage(display::texture_id(logo_.texture), {x, y}, {x + w, y + h});
}

void ImGuiKit::home_background() {
    if (compact()) return;
    // At 1280x800 the circles of 240 stand 275 apart at (882, 312); in portrait they rest in the middle, between clock
    // and actions.
    const std::uint32_t paper = rgb(Colour::paper);
    const float r = px(240), apart = px(275);
    const float lx = portrait() ? measures_.width - px(370) : measures_.width - px(398);
    const float y = portrait() ? px(640) : px(312);
    Painter p = painter();
    const bool dark = domain::contrast(paper, 0xFFFFFF) > 4.5;
    const float share = dark ? 0.18f : 0.165f;
    const std::uint32_t right = mixed(paper, rgb(Colour::other), 0.16f);
    p.circle(lx, y, r, mixed(paper, rgb(Colour::primary), share));
    p.circle(lx + apart, y, r, right);
    p.lens(lx, lx + apart, y, r, mixed(paper, rgb(Colour::both), share));
    constexpr float kPi = 3.14159265f;
    const float angle = std::acos(apart / 2 / r), rim = std::max(1.5f, px(2));
    p.arc(lx + apart, y, r - rim / 2, kPi - angle, kPi + angle, right, rim, false);
}

float ImGuiKit::moved(std::string_view id, float start, float target, float milliseconds) {
    return motions_.moved(id, start, target, milliseconds);
}

}  // namespace kiosk::kit
