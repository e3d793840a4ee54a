#pragma once

#include <string>

#include "app/domain/catalogue.h"
#include "app/domain/roster.h"
#include "app/domain/settings.h"
#include "app/i18n/texts.h"

namespace kiosk {

// Every code point that a screen can show: both languages, the catalogue, and the school's own words and names. Sorted,
// each once. What is typed comes from the kit's keyboards, whose characters the kit adds itself.
[[nodiscard]] std::u32string characters_of(const i18n::Texts& russian, const i18n::Texts& english,
                                           const domain::Catalogue& catalogue, const domain::Settings& settings,
                                           const domain::Roster& roster);

}  // namespace kiosk
