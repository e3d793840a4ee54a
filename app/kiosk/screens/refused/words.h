#pragma once

#include <string>

#include "app/i18n/texts.h"
#include "app/kiosk/session/view.h"

namespace kiosk::screens {

// A refusal said kindly: what is so, and what will work.
struct RefusalWords {
    std::string title;
    std::string what_to_do;
};
[[nodiscard]] RefusalWords refusal_words(const i18n::Texts& texts, const session::RefusedView& view);

}  // namespace kiosk::screens
