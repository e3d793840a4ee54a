#pragma once

#include <string>

#include "app/i18n/texts.h"
#include "app/kiosk/session/view.h"

namespace kiosk::curator {

// What the export screen says of sticks. Pure.

// "12.4 GB", "48 MB", as it is printed on drives: in thousands.
[[nodiscard]] std::string size_words(const i18n::Texts& texts, std::uint64_t bytes);
// "12.4 GB of 31.9 GB free"; that it is being looked at, until it has said so.
[[nodiscard]] std::string room_words(const i18n::Texts& texts, const session::Stick& stick);
// Why nothing can be taken away to it, and what to do.
[[nodiscard]] std::string trouble_words(const i18n::Texts& texts, const session::Stick& stick);
// Why the records were not written, and what to do.
[[nodiscard]] std::string problem_words(const i18n::Texts& texts, const session::ExportView& view);

}  // namespace kiosk::curator
