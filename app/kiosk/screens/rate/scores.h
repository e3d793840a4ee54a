#pragma once

#include <string>

#include "app/i18n/texts.h"

namespace kiosk::screens {

// «Плохо» (1) to «Отлично» (5).
[[nodiscard]] std::string score_words(const i18n::Texts& texts, int score);

}  // namespace kiosk::screens
