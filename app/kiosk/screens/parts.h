#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/domain/meeting.h"
#include "app/domain/time.h"
#include "app/i18n/texts.h"
#include "app/kiosk/kit/kit.h"
#include "app/kiosk/session/intent.h"

namespace kiosk::screens {

// The words in which every one of these screens is written.
using kit::Align;
using kit::ButtonStyle;
using kit::Colour;
using kit::Rect;
using kit::TextStyle;
namespace intent = session::intent;

// What several public screens share: the places of a screen, and words for a meeting.

// The least side of anything to press, in pixels of this window: 72 at 1280x800; 56, that is 10 mm, on a 7-inch panel.
[[nodiscard]] float target(const kit::Kit& kit);

// Whether what is pressed belongs in the lower half.
[[nodiscard]] bool reach_low(const kit::Kit& kit);

// The top of a screen: back at its left, a title in its middle (in portrait below), a note at its right.
[[nodiscard]] Rect header(const kit::Kit& kit);
// Draws the title, and returns what is left below it down to the margin. In portrait the title takes a line of its own.
[[nodiscard]] Rect draw_title(kit::Kit& kit, std::string_view id, std::string_view words);
// A small note at the right of the header; in portrait it has all the room beside back.
void draw_note(kit::Kit& kit, std::string_view id, std::string_view words);

// The places of the buttons at the foot of a screen, cut off from `body`. Landscape: the safe way at the left, the
// primary at the right, never side by side. Portrait: the primary across, the others in a line of their own above.
struct Actions {
    Rect primary, safe, third;
};
[[nodiscard]] Actions take_actions(const kit::Kit& kit, Rect& body, bool with_safe = false,
                                   bool with_third = false);

// The keys of letters at the foot of `body`, cut off from it. In portrait they go out into the margin: twelve letters
// of Russian in a line need all the width there is.
[[nodiscard]] Rect take_letters(const kit::Kit& kit, Rect& body, float least_key, float most_of_body);

// Lines of text one below the other, of which the whole is centred.
class Lines {
  public:
    explicit Lines(kit::Kit& kit) : kit_(kit) {}
    // `gap` above it, in pixels at 1280x800.
    void add(std::string id, std::string words, TextStyle style, float gap = 0,
             Colour colour = Colour::ink);
    [[nodiscard]] float height(float width) const;
    // From the top of `where`; returns the height used.
    float draw(Rect where, Align align = Align::centre);

  private:
    struct Line {
        std::string id, words;
        TextStyle style;
        float gap;
        Colour colour;
    };
    kit::Kit& kit_;
    std::vector<Line> lines_;
};

// A sign above lines above buttons: the shape of every screen that ends something.
void draw_message(kit::Kit& kit, Rect body, const kit::MeetingSign* sign, Lines& lines);

// «Регулярная встреча», «Планирование»: the kinds of the catalogue in the language of the screen, others as the school
// wrote them.
[[nodiscard]] std::string kind_words(const i18n::Texts& texts, const std::string& kind);
// «кабинет 214», «библиотека», or nothing.
[[nodiscard]] std::string place_words(const i18n::Texts& texts, const std::string& place);
// "first · second", of those that are not empty.
[[nodiscard]] std::string joined(std::initializer_list<std::string> parts);
// «вторник, 24 ноября, 14:10».
[[nodiscard]] std::string day_and_time(const i18n::Texts& texts, domain::LocalTime time);

}  // namespace kiosk::screens
