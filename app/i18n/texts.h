#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "app/domain/settings.h"
#include "app/domain/time.h"
#include "platform/base/result.h"

namespace i18n {

enum class TextsError { no_catalogue, bad_catalogue };

using Arguments = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// All text of one language. The message ids are the English sentences; assets/locale/ru.po has the Russian ones with
// the plural forms of Russian. Needs no system locale (Boost.Locale on ICU). Immutable after loading; any thread.
class Texts {
  public:
    // `assets`: the folder that has locale/<language>/LC_MESSAGES/vstrecha.mo. English needs no file.
    [[nodiscard]] static base::Result<std::shared_ptr<const Texts>, TextsError> load(
        domain::Language language, const std::filesystem::path& assets);
    virtual ~Texts() = default;

    [[nodiscard]] virtual domain::Language language() const = 0;
    // `{name}` in the translation is replaced by the argument of that name. Extracted by xgettext as text:1.
    [[nodiscard]] virtual std::string text(std::string_view id, Arguments arguments = {}) const = 0;
    // `{n}` is the number, grouped as the language writes it. Extracted as plural:1,2.
    [[nodiscard]] virtual std::string plural(std::string_view one, std::string_view many, long long n,
                                             Arguments arguments = {}) const = 0;
    // As text(), for a sentence that means different things in different places. Extracted as in_context:1c,2.
    [[nodiscard]] virtual std::string in_context(std::string_view context, std::string_view id,
                                                 Arguments arguments = {}) const = 0;

    // "13:07"; "понедельник, 23 ноября"; "23 ноября"; "23.11.2026".
    [[nodiscard]] virtual std::string time(domain::LocalTime time) const = 0;
    [[nodiscard]] virtual std::string weekday_and_date(domain::LocalDate date) const = 0;
    [[nodiscard]] virtual std::string day_and_month(domain::LocalDate date) const = 0;
    [[nodiscard]] virtual std::string date(domain::LocalDate date) const = 0;
    [[nodiscard]] virtual std::string number(long long n) const = 0;

    // Order of two texts for people: below, 0, above. ё beside е, numbers by value.
    [[nodiscard]] virtual int compare(std::string_view a, std::string_view b) const = 0;
    // Every distinct code point that the catalogue of this language can put on a screen (dates and numbers included).
    [[nodiscard]] virtual std::u32string characters() const = 0;
};

// The edition of the zone rules that are used, such as "2024b": those of ICU, not of the machine's tzdata.
[[nodiscard]] std::string zone_data_version();
enum class TimeZoneError { unknown };
[[nodiscard]] base::Result<std::shared_ptr<const domain::TimeZone>, TimeZoneError> load_time_zone(
    const std::string& iana_name);

}  // namespace i18n
