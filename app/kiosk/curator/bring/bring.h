#pragma once

#include "app/kiosk/curator/layout.h"
#include "app/kiosk/session/view.h"

namespace kiosk::curator {

// Bringing in from a USB drive or a computer: what is offered, how far reading is, what would change, what became of
// it.
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::BringView& view);

// bring_preview.cpp: what would change, within `body`.
void draw_preview(kit::Kit& kit, Rect body, const session::BringPreview& preview);

// The height of as many rows as fit whole, of one at least.
[[nodiscard]] float whole_rows(float height, float row_height);

// bring_words.cpp
[[nodiscard]] std::string kind_words(const i18n::Texts& texts, session::BringKind kind);
[[nodiscard]] std::string refusal_words(const i18n::Texts& texts, const session::BringRefused& refused);
// "люди.xlsx, row 7, column C «Класс»"
[[nodiscard]] std::string place_words(const i18n::Texts& texts, const session::BringProblem& problem);
// What is wrong there, and what to do.
[[nodiscard]] std::string problem_words(const i18n::Texts& texts, const session::BringProblem& problem);
[[nodiscard]] std::string value_words(const i18n::Texts& texts, const session::BringSetting& setting,
                                      const std::string& value);

}  // namespace kiosk::curator
