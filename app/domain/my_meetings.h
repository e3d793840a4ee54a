#pragma once

#include <vector>

#include "app/domain/decide.h"

namespace domain {

// What the rules of check-in, rating and curator share.

// A meeting of the roster, or one that a mentor opened; nothing where it is in neither.
[[nodiscard]] const Meeting* find_meeting(const World& world, const MeetingId& id);
// The meetings of a group, planned and opened, by start.
[[nodiscard]] std::vector<const Meeting*> meetings_of(const World& world, const GroupId& group);
// The meetings of a date, planned and opened, by start, then group number.
[[nodiscard]] std::vector<const Meeting*> meetings_on(const World& world, LocalDate date);
[[nodiscard]] MyMeeting as_mine(const World& world, const Meeting& meeting, const Group& group, const PersonId& person);
// All of them, of all his groups, by start.
[[nodiscard]] std::vector<MyMeeting> meetings_of_person(const World& world, const PersonId& person);

// The director's order is in the roster. Until then a group is provisional and records nothing.
[[nodiscard]] inline bool is_confirmed(const Group& group) { return !group.order.empty(); }

// The clock on the school's wall at an instant near the present (the same offset from UTC as now).
[[nodiscard]] inline LocalTime local_of(Instant instant, const Now& now) { return now.local + (instant - now.at); }
// The same of what was recorded. What this boot recorded by a clock that is not to be believed was as long ago as the
// monotonic clock says.
[[nodiscard]] LocalTime local_of(const Stamp& stamp, const World& world);

[[nodiscard]] inline LocalTime check_in_opens(const Meeting& meeting, const Settings& settings) {
    return meeting.starts - settings.check_in_opens_before;
}
// The first moment that is too late.
[[nodiscard]] inline LocalTime check_in_closes(const Meeting& meeting, const Settings& settings) {
    return meeting.ends + settings.check_in_closes_after_end;
}
// Leaving may be recorded for this long after the end, or nobody who stays to the bell could.
inline constexpr Minutes kCheckOutAfterEnd{30};

}  // namespace domain
