#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/domain/time.h"

namespace domain {

enum class Language { russian, english };
enum class Appearance { light, dark };

// How a person without a card says who he is. A card works always.
enum class FindBy { pictures, code, names };

inline constexpr int kLeastRetentionDays = 365;
inline constexpr int kMostRetentionDays = 100 * 365;

// What the school set. Kept in the kiosk's database with the roster; changed by a curator or by `vstrecha settings`.
struct Settings {
    std::string school_name;
    std::string programme_name = "Наставничество";
    std::string time_zone;                     // IANA: "Asia/Novokuznetsk"
    Minutes check_in_opens_before{15};
    Minutes check_in_closes_after_end{0};
    Minutes rating_closes_at{18 * 60};         // of the meeting's day; never earlier than an hour after its end
    bool check_out = false;
    bool unplanned_meetings = true;            // a mentor may open one
    FindBy find_by = FindBy::pictures;
    Language language = Language::russian;     // after each reset
    Appearance appearance = Appearance::light;
    bool sound = true;
    bool motion = true;
    bool low_mode = false;                     // every control within reach of a wheelchair or of the smallest
    std::optional<std::uint32_t> primary_colour;  // 0xRRGGBB, only where its contrast holds
    int retention_days = 400;                  // what others hold and is older may be pruned; a school year and a summer
    std::string logo;                          // file name of a PNG in the data folder; empty: the two circles
    friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace domain
