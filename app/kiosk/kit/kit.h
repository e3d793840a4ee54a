#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/domain/meeting.h"
#include "app/i18n/texts.h"
#include "app/kiosk/kit/rect.h"
#include "app/kiosk/kit/theme.h"

namespace kiosk::kit {

// Sizes at 1280x800 are those of the look: clock 168, title 60, heading 44, button 44, second button 32, body 28,
// small 22; scaled with the window, never under 20 (14 at 800x480).
enum class TextStyle { clock, display, title, heading, button, second_button, body, body_bold, small };
enum class Align { left, centre, right };
enum class ButtonStyle {
    primary,    // the one of a screen
    secondary,  // white with a line
    tile,       // white without a line: a class, a picture, a name
    selected,   // a chosen tag
    danger,     // ends or takes away something
    quiet       // no ground: text alone
};
enum class KeyboardLayout {
    digits, russian, english,
    address,  // small Latin letters, digits, '.', '-' and ':'
    code      // capital Latin letters and digits that nobody takes for another: neither I, O, 0 nor 1
};

// The sign of a meeting: two circles. Blue is `left`, coral `right`; the lens between them is green where both are
// filled.
struct MeetingSign {
    bool left = false;
    bool right = false;
    bool dashed = false;   // missed
    bool crossed = false;  // cancelled
    bool check_mark = false;
    float left_fill = 1;  // 0 to 1, for the motion of a filling circle
    float lens = 1;
};
[[nodiscard]] MeetingSign sign_of(domain::MeetingState state);

// One key of an on-screen keyboard, pressed: a character (UTF-8), or erase, or a change of layout (handled inside).
struct KeyPress {
    std::string character;
    bool erase = false;
};

// What a screen draws with, one pass long. Screens use nothing else: no ImGui, no clock, no files. Every widget takes a
// stable id ("confirm.ok") that language never changes, and reports id, label, rectangle, clip and enabled to the
// trace. All coordinates are pixels of the window. UI thread.
class Kit {
  public:
    virtual ~Kit() = default;

    [[nodiscard]] virtual const i18n::Texts& texts() const = 0;
    [[nodiscard]] virtual const Theme& theme() const = 0;
    [[nodiscard]] virtual Rect window() const = 0;
    // The window less the outer margin (56 at 1280x800, 24 at 800x480).
    [[nodiscard]] virtual Rect page() const = 0;
    // A length given at 1280x800 in the pixels of this window.
    [[nodiscard]] virtual float px(float at_1280x800) const = 0;
    // The least width and height of a thing to press: 72 at 1280x800, scaled, never under 48.
    [[nodiscard]] virtual float target() const = 0;
    [[nodiscard]] virtual bool portrait() const = 0;
    [[nodiscard]] virtual bool compact() const = 0;   // 800x480 and the like: no ornament
    [[nodiscard]] virtual bool low_mode() const = 0;  // actions in the lower half

    // -- words. Text is never cut: it wraps at words, then shrinks one style step, within its rectangle.
    // Returns the height used. `id` may be empty for pure ornament; with an id it is in the trace with kind "text".
    virtual float text(std::string_view id, Rect where, std::string_view words, TextStyle style,
                       Align align = Align::left, Colour colour = Colour::ink) = 0;
    // As text(), but in the middle of the height of `where` (a row, a label beside a sign).
    virtual float text_in_middle(std::string_view id, Rect where, std::string_view words, TextStyle style,
                                 Align align = Align::left, Colour colour = Colour::ink) = 0;
    [[nodiscard]] virtual float text_width(std::string_view words, TextStyle style) const = 0;
    // Height of `words` wrapped at `width`.
    [[nodiscard]] virtual float text_height(std::string_view words, TextStyle style, float width) const = 0;

    // -- things to press. True in the pass in which a press that began on it ends on it.
    [[nodiscard]] virtual bool button(std::string_view id, Rect where, std::string_view label, ButtonStyle style,
                                      bool enabled = true) = 0;
    // A secondary label behind the first, paler ("Это не я · 12").
    [[nodiscard]] virtual bool button_with_note(std::string_view id, Rect where, std::string_view label,
                                                std::string_view note, ButtonStyle style) = 0;
    // A second, smaller line under the label ("KINGSTON" · «свободно 12 ГБ»).
    [[nodiscard]] virtual bool button_with_line(std::string_view id, Rect where, std::string_view label,
                                                std::string_view line, ButtonStyle style) = 0;
    // Top left, the same on every screen; the label is where it leads («Назад», «7Б»).
    [[nodiscard]] virtual bool back_button(std::string_view id, std::string_view label) = 0;
    // An area that is pressed long (1.2 s) to answer; draws nothing.
    [[nodiscard]] virtual bool long_press(std::string_view id, Rect where, std::string_view label) = 0;
    [[nodiscard]] virtual bool picture_button(std::string_view id, Rect where, int picture, std::string_view label,
                                              bool enabled) = 0;
    [[nodiscard]] virtual bool face_button(std::string_view id, Rect where, int score, std::string_view label,
                                           bool selected) = 0;
    [[nodiscard]] virtual bool home_rate_button(std::string_view id, Rect where, std::string_view label) = 0;
    // A drawn USB stick with a short word; nothing that invites. Fits into its width.
    [[nodiscard]] virtual bool stick_button(std::string_view id, Rect where, std::string_view label, bool warns) = 0;
    [[nodiscard]] virtual float stick_button_width(std::string_view label) const = 0;
    // A switch with its words; true when it was pressed.
    [[nodiscard]] virtual bool toggle(std::string_view id, Rect where, std::string_view label, bool on) = 0;
    // Fills `where` with keys. Digits: 3x4 with erase. Russian: ЙЦУКЕН with Ё, hyphen, space, erase. The others: four
    // rows of QWERTY, erase the last.
    [[nodiscard]] virtual std::optional<KeyPress> keyboard(std::string_view id, Rect where, KeyboardLayout layout,
                                                           bool enabled = true) = 0;

    // -- a list that is dragged. Rows are drawn between begin and end at rectangles from row(); a drag over a row is no
    // press. begin_list returns the first and one past the last row to draw.
    struct Rows {
        int first = 0;
        int last = 0;
    };
    virtual Rows begin_list(std::string_view id, Rect where, int rows, float row_height) = 0;
    [[nodiscard]] virtual Rect row(int index) const = 0;
    // The whole row answers a press; draw its words after it. Draws the line under it.
    [[nodiscard]] virtual bool row_button(std::string_view id, int index, std::string_view label) = 0;
    virtual void end_list() = 0;

    // -- shapes
    virtual void card(Rect where) = 0;  // white, rounded
    virtual void filled(Rect where, Colour colour, float radius) = 0;
    virtual void dot(float x, float y, float radius, Colour colour) = 0;
    virtual void line(float x0, float y0, float x1, float y1, Colour colour, float width) = 0;
    virtual void meeting_sign(Rect where, const MeetingSign& sign) = 0;  // keeps its proportion, centred
    virtual void face(Rect where, int score) = 0;
    virtual void picture(Rect where, int picture) = 0;
    virtual void picture_slot(Rect where) = 0;  // dashed, empty
    virtual void logo(Rect where) = 0;          // the school's PNG or the two circles
    virtual void home_background() = 0;         // the quiet two circles; none if compact

    // -- motion. Moves from where it was to `target` in `milliseconds`, eased, and asks for passes until it rests.
    // With motion off it is `target` at once. A new id starts at `start`.
    [[nodiscard]] virtual float moved(std::string_view id, float start, float target, float milliseconds) = 0;
};

}  // namespace kiosk::kit
