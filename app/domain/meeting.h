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

// Two-sided proof: a meeting is never a bare tick.
enum class MeetingState { planned, mentor_only, mentee_only, held, confirmed, missed, cancelled };

}  // namespace domain
