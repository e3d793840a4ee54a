#pragma once

#include <string>

#include "app/domain/ids.h"
#include "app/domain/time.h"

namespace domain {

struct Meeting {
    MeetingId id;
    GroupId group;
    LocalTime starts;    // in the school's zone; the instant follows from the zone's rules
    LocalTime ends;      // after starts; past midnight the next date
    std::string place;   // "214", "библиотека", may be empty
    std::string kind;    // «Регулярная»
    std::string topic;   // may be empty
    bool planned = true; // false: a mentor opened it at the kiosk
    friend bool operator==(const Meeting&, const Meeting&) = default;
};

// One that a mentor opens begins now, rounded down to five minutes, and does not go past midnight.
inline constexpr Minutes kOpenedRounding{5};
inline constexpr Minutes kLastOpenedMinute{24 * 60 - 1};
[[nodiscard]] inline LocalTime opened_start(LocalTime now) {
    const Minutes minute = minute_of_day(now);
    return at(date_of(now), minute - minute % kOpenedRounding);
}

// Two-sided proof: a meeting is never a bare tick.
enum class MeetingState { planned, mentor_only, mentee_only, held, confirmed, missed, cancelled };

}  // namespace domain
