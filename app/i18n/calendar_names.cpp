#include "app/i18n/calendar_names.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "platform/base/check.h"

namespace i18n {
namespace {

template <std::size_t N>
void take(std::array<std::string, N>& into, const icu::UnicodeString* from, int count, int skip) {
    for (int i = 0; i < static_cast<int>(N) && i + skip < count; ++i) {
        from[i + skip].toUTF8String(into[static_cast<std::size_t>(i)]);
    }
}

}  // namespace

CalendarNames calendar_names(domain::Language language) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols(icu::Locale(language == domain::Language::russian ? "ru" : "en"), error);
    VS_CHECK(U_SUCCESS(error));  // ICU has no data: a broken installation
    CalendarNames names;
    int count = 0;
    const auto* months = symbols.getMonths(count, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::WIDE);
    take(names.months, months, count, 0);
    // ICU counts weekdays from 1 (Sunday) and leaves 0 empty.
    const auto* weekdays = symbols.getWeekdays(count, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::WIDE);
    take(names.weekdays, weekdays, count, 1);
    return names;
}

}  // namespace i18n
