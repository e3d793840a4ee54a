#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/domain/contrast.h"
#include "app/domain/settings.h"

namespace domain {

// Settings by name and value, as people write them ("find-by", "code"): the one place that knows names and limits. The
// command, a school server and what it sends to its kiosks go by it; sentences about it are app/i18n/setting_words.h.
enum class SettingKey {
    school_name,
    programme_name,
    time_zone,
    check_in_opens_before,
    check_in_closes_after_end,
    rating_closes_at,
    check_out,
    unplanned_meetings,
    find_by,
    language,
    appearance,
    sound,
    motion,
    low_mode,
    primary_colour,
    logo,
    retention_days
};
inline constexpr std::size_t kSettingCount = 17;
[[nodiscard]] const std::array<SettingKey, kSettingCount>& all_settings();  // in the order in which they are shown

[[nodiscard]] std::string_view name_of(SettingKey key);
// Underscores count as hyphens.
[[nodiscard]] std::optional<SettingKey> setting_named(std::string_view name);
// Not a kiosk's own business: a school may set it for all its kiosks. A logo is a file that lies on one kiosk; the time
// zone is part of how each kiosk has written its log, and is read once at its start.
[[nodiscard]] bool is_for_schools(SettingKey key);

// As take_setting() reads it back.
[[nodiscard]] std::string value_of(const Settings& settings, SettingKey key);

// Why a value is not taken.
struct SettingRefusal {
    enum class Why {
        neither_on_nor_off,
        no_minutes,      // whole minutes from `least` to `most`
        no_days,         // the same of days
        no_name,         // one line of at most kSettingTextBytes, not empty
        none_of,         // `choices`
        no_time_of_day,  // 00:00 to 23:59
        no_time_zone,
        no_colour,  // #RRGGBB or none
        no_logo,    // the name of a PNG file or none
        contrast    // of the school's colour: `contrast` says more
    };
    Why why;
    int least = 0, most = 0;
    std::vector<std::string_view> choices{};
    std::optional<PrimaryRefusal> contrast{};
    bool is_dark = false;  // contrast: with the dark look
};
inline constexpr std::size_t kSettingTextBytes = 200;
inline constexpr int kMostWindowMinutes = 12 * 60;

// Nothing: it was taken. `is_zone` says whether a time zone is known; without it every name is. A colour is held
// against the appearance that `settings` has, and an appearance against its colour.
using IsZone = std::function<bool(const std::string&)>;
[[nodiscard]] std::optional<SettingRefusal> take_setting(Settings& settings, SettingKey key, const std::string& value,
                                                         const IsZone& is_zone = {});
// The same without the look at contrast, for who does not have both: a colour that cannot be seen is not drawn.
[[nodiscard]] std::optional<SettingRefusal> take_setting_alone(Settings& settings, SettingKey key,
                                                               const std::string& value);

// `base` with what differs between `before` and `after`, for whoever changes what others change too.
[[nodiscard]] Settings with_changes(const Settings& base, const Settings& before, const Settings& after);
// Takes the one setting over.
void copy_setting(Settings& to, const Settings& from, SettingKey key);

}  // namespace domain
