#pragma once

#include <array>
#include <string>

#include "app/domain/settings.h"

namespace i18n {

// Words of the calendar as they stand inside a date ("ноября", not "ноябрь"), from ICU. UTF-8.
struct CalendarNames {
    std::array<std::string, 12> months;
    std::array<std::string, 7> weekdays;  // Sunday first
};
[[nodiscard]] CalendarNames calendar_names(domain::Language language);

}  // namespace i18n
