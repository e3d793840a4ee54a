#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/kiosk/kit/motions.h"
#include "app/kiosk/kit/painter.h"
#include "app/kiosk/kit/pass_kit.h"
#include "app/kiosk/kit/text_layout.h"
#include "platform/display/imgui_context.h"

namespace kiosk::kit {

// The kit on ImGui. Private to this folder: others see Kit and PassKit.
class ImGuiKit final : public PassKit {
  public:
    ImGuiKit(KitOptions options, std::unique_ptr<display::Fonts> fonts);

    void set_texts(std::shared_ptr<const i18n::Texts> texts) override { options_.texts = std::move(texts); }
    void set_theme(const Theme& theme) override { options_.theme = theme; }
    void set_motion(bool on) override;
    void set_low_mode(bool on) override { options_.low_mode = on; }
    void set_trace(bool on) override { options_.trace = on; }
    void set_burn_in_shift(float dx, float dy) override {
        shift_x_ = dx;
        shift_y_ = dy;
    }
    void set_logo(std::uintptr_t texture, float width, float height) override { logo_ = {texture, width, height}; }
    std::unique_ptr<display::Fonts> replace_fonts(std::unique_ptr<display::Fonts> fonts) override;
    display::Fonts& fonts() override { return *fonts_; }
    void begin_pass(std::string_view screen, display::Milliseconds now, const display::Pointer& pointer) override;
    PassEnd end_pass() override;
    const Trace& trace() const override { return trace_; }

    const i18n::Texts& texts() const override { return *options_.texts; }
    const Theme& theme() const override { return options_.theme; }
    Rect window() const override { return {0, 0, measures_.width, measures_.height}; }
    Rect page() const override;
    float px(float at_1280x800) const override { return measures_.px(at_1280x800); }
    float target() const override;
    bool portrait() const override { return measures_.portrait; }
    bool compact() const override { return measures_.compact; }
    bool low_mode() const override { return options_.low_mode; }

    float text(std::string_view id, Rect where, std::string_view words, TextStyle style, Align align,
               Colour colour) override;
    float text_in_middle(std::string_view id, Rect where, std::string_view words, TextStyle style, Align align,
                         Colour colour) override;
    float text_width(std::string_view words, TextStyle style) const override;
    float text_height(std::string_view words, TextStyle style, float width) const override;

    bool button(std::string_view id, Rect where, std::string_view label, ButtonStyle style, bool enabled) override;
    bool button_with_note(std::string_view id, Rect where, std::string_view label, std::string_view note,
                          ButtonStyle style) override;
    bool button_with_line(std::string_view id, Rect where, std::string_view label, std::string_view line,
                          ButtonStyle style) override;
    bool back_button(std::string_view id, std::string_view label) override;
    bool long_press(std::string_view id, Rect where, std::string_view label) override;
    bool picture_button(std::string_view id, Rect where, int picture, std::string_view label, bool enabled) override;
    bool face_button(std::string_view id, Rect where, int score, std::string_view label, bool selected) override;
    bool home_rate_button(std::string_view id, Rect where, std::string_view label) override;
    bool stick_button(std::string_view id, Rect where, std::string_view label, bool warns) override;
    float stick_button_width(std::string_view label) const override;
    bool toggle(std::string_view id, Rect where, std::string_view label, bool on) override;
    std::optional<KeyPress> keyboard(std::string_view id, Rect where, KeyboardLayout layout, bool enabled) override;

    Rows begin_list(std::string_view id, Rect where, int rows, float row_height) override;
    Rect row(int index) const override;
    bool row_button(std::string_view id, int index, std::string_view label) override;
    void end_list() override;

    void card(Rect where) override;
    void filled(Rect where, Colour colour, float radius) override;
    void dot(float x, float y, float radius, Colour colour) override;
    void line(float x0, float y0, float x1, float y1, Colour colour, float width) override;
    void meeting_sign(Rect where, const MeetingSign& sign) override;
    void face(Rect where, int score) override;
    void picture(Rect where, int picture) override;
    void picture_slot(Rect where) override;
    void logo(Rect where) override;
    void home_background() override;
    float moved(std::string_view id, float start, float target, float milliseconds) override;

  private:
    // What a touch did to a widget in this pass.
    struct Press {
        bool clicked = false;
        bool held = false;
    };
    struct Ground {
        Rect where;
        std::uint32_t rgb;
    };
    // How the words of a text ended up on the screen.
    struct Placed {
        Rect where;
        LaidText laid;
    };
    struct ButtonLook {
        std::uint32_t fill, ink, line;
        bool has_fill, has_line;
    };

    [[nodiscard]] Painter painter() const;
    [[nodiscard]] std::uint32_t rgb(Colour colour) const { return options_.theme.rgb(colour); }
    [[nodiscard]] float corner(float height) const;
    [[nodiscard]] static Rect snapped(Rect where);
    Press press_area(std::string_view id, Rect where, bool enabled);
    // 0 to 1: how far a button is pressed in. At once down, eased up.
    float pressed_in(std::string_view id, bool held);
    [[nodiscard]] ButtonLook look_of(ButtonStyle style, bool enabled, float pressed) const;
    [[nodiscard]] TextStyle label_style(ButtonStyle style, Rect where) const;
    bool button_with_style(std::string_view id, Rect where, std::string_view label, ButtonStyle style, TextStyle type,
                           bool enabled);
    void draw_ground(Rect where, const ButtonLook& look, float radius);

    [[nodiscard]] LaidText lay(std::string_view words, TextStyle style, float width, float height, Align align) const;
    [[nodiscard]] float width_at(std::string_view words, TextStyle style, const Type& type, float em) const;
    Placed place(Rect where, std::string_view words, TextStyle style, Align align, bool middle, std::uint32_t colour);
    void draw_words(float x, float y, std::string_view words, TextStyle style, const Type& type, float em,
                    float line_height, std::uint32_t colour);

    TraceItem& report(std::string_view id, std::string_view label, std::string_view kind, Rect where, bool enabled);
    void report_words(TraceItem& item, TextStyle style, const LaidText& laid, std::uint32_t text, std::uint32_t ground);
    void stands_on(Rect where, std::uint32_t ground);
    [[nodiscard]] std::uint32_t ground_at(float x, float y) const;  // of this pass
    [[nodiscard]] std::uint32_t ground_under(Rect where) const { return ground_at(where.centre_x(), where.centre_y()); }

    bool key(const std::string& id, Rect where, std::string_view label, std::string_view spoken, bool quiet, bool enabled);
    void draw_erase_sign(Rect where, bool enabled);

    KitOptions options_;
    Measures measures_;
    std::unique_ptr<display::Fonts> fonts_;
    display::ImGuiPasses passes_;
    Motions motions_;
    Trace trace_, gathered_;
    TraceItem untraced_;  // takes what nobody asked to see
    std::vector<Ground> grounds_;
    display::Milliseconds now_{0};
    display::Pointer pointer_;
    bool was_down_ = false;
    float shift_x_ = 0, shift_y_ = 0;
    struct Logo {
        std::uintptr_t texture = 0;
        float width = 0, height = 0;
    } logo_;
    // The long press under the finger.
    std::string held_id_;
    bool held_answered_ = false;
    bool held_seen_ = false;
    std::optional<display::Milliseconds> again_at_;
    // Lists by id: how far they are dragged. Forgotten when a pass does not show them.
    struct List {
        float offset = 0;
        float drag_from_y = 0, drag_from_offset = 0;
        bool touched = false, dragging = false, seen = false;
    };
    std::map<std::string, List, std::less<>> lists_;
    std::string list_id_;
    Rect list_where_;
    float list_row_height_ = 0;
    int list_rows_ = 0;
    std::map<std::string, KeyboardLayout, std::less<>> layouts_;
    std::map<std::string, bool, std::less<>> layouts_seen_;
};

}  // namespace kiosk::kit
