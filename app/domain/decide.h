#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/domain/attendance.h"
#include "app/domain/event.h"
#include "app/domain/merged_attendance.h"
#include "app/domain/roster.h"
#include "app/domain/settings.h"
#include "app/domain/time.h"

namespace domain {

// The rules: what a person asks, against the roster and what has happened, becomes drafts to record or a refusal.
// Pure functions: no I/O, no clock, no text. A refusal is a value with what a friendly sentence needs.

enum class RefusalKind {
    too_early,           // opens at `when`, the meeting starts at `starts`
    too_late,            // the meeting ended at `when`
    no_meeting_today,    // the next one is at `when`, if any
    cancelled,           // by the curator
    not_confirmed,       // the group waits for the director's order
    no_group,            // in the roster, but in no group
    already_checked_in,  // since `when`
    not_checked_in,      // a rating is for who was checked in
    rating_not_open,     // opens at `when`, when the meeting begins
    rating_closed,       // closed at `when`
    not_retractable,     // the 15 seconds are over
    not_allowed
};

struct Refusal {
    RefusalKind kind;
    std::optional<LocalTime> when;
    std::optional<LocalTime> starts;
    std::optional<Meeting> meeting;
};

// One view of the present for all the rules.
struct World {
    const RosterIndex& roster;
    const Attendance& attendance;  // of this kiosk's own log: what can be taken back here
    const Settings& settings;
    Now now;
    const MergedAttendance* together = nullptr;  // with what other kiosks recorded; null: nothing is known of others

    // What has happened, at whichever kiosk. References live until the next event.
    [[nodiscard]] const MeetingRecord& record(const MeetingId& meeting) const {
        return together ? together->record(meeting) : attendance.record(meeting);
    }
    [[nodiscard]] const Presence& presence(const MeetingId& meeting, const PersonId& person) const {
        return together ? together->presence(meeting, person) : attendance.presence(meeting, person);
    }
    [[nodiscard]] const std::vector<Meeting>& opened() const {
        return together ? together->opened() : attendance.opened();
    }
};

// A meeting of this person and what he may do with it now.
struct MyMeeting {
    Meeting meeting;
    const Group* group = nullptr;
    bool as_mentor = false;
    MeetingState state = MeetingState::planned;
    bool other_side_is_there = false;
    std::optional<Stamp> checked_in;
    std::optional<Stamp> rated;
};

// What "check in" means for this person now.
struct CheckInChoice {
    std::vector<MyMeeting> open;               // can be checked in to now; a person with one gets it at once
    std::vector<MyMeeting> already;            // checked in, still going on
    std::optional<Refusal> refusal;            // where both are empty
    std::vector<const Group*> may_open;        // groups of his own for which a mentor may open a meeting now
};
[[nodiscard]] CheckInChoice check_in_choice(const World& world, const PersonId& person);
[[nodiscard]] std::variant<std::vector<Draft>, Refusal> check_in(const World& world, const PersonId& person,
                                                                 const MeetingId& meeting, FoundBy by);
[[nodiscard]] std::variant<std::vector<Draft>, Refusal> check_out(const World& world, const PersonId& person,
                                                                  const MeetingId& meeting);
// Opens a meeting from now (rounded down to five minutes) for 40 minutes, not past midnight, and checks the mentor in.
[[nodiscard]] std::variant<std::vector<Draft>, Refusal> open_meeting(const World& world, const PersonId& mentor,
                                                                     const GroupId& group, MeetingId new_id,
                                                                     FoundBy by);
// "Not me": takes a check-in back within kNotMeWindow of its recording (by the monotonic clock of the session).
inline constexpr Seconds kNotMeWindow{15};

struct RatingChoice {
    std::vector<MyMeeting> open;    // may be rated now, newest first
    std::optional<Refusal> refusal; // where that is empty
};
[[nodiscard]] RatingChoice rating_choice(const World& world, const PersonId& person);
[[nodiscard]] std::variant<std::vector<Draft>, Refusal> rate(const World& world, const PersonId& person,
                                                             const MeetingId& meeting, Answer answer);
[[nodiscard]] LocalTime rating_closes(const Meeting& meeting, const Settings& settings);

}  // namespace domain
