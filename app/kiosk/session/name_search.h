#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/domain/roster.h"

namespace kiosk::session {

// For comparing names: lower case, ё as е. Cyrillic of all of Russia's languages and ASCII; the rest stays as it is.
// (i18n's fold_for_search is ICU's; a session is compiled without a library of languages, and names need no more.)
[[nodiscard]] std::string fold_name(std::string_view name);
// Those of whose names a word begins with what was typed (every word typed, in any order), sorted by name.
[[nodiscard]] std::vector<const domain::Person*> search_names(std::vector<const domain::Person*> people,
                                                              std::string_view typed);

}  // namespace kiosk::session
