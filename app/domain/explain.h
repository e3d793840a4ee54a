#pragma once

#include <optional>
#include <vector>

#include "app/domain/merged_attendance.h"

namespace domain {

// Why a meeting is in its state: every event that speaks of it, and what became of each. Pure; no text for people.

// On which side of the group somebody stands.
enum class Side {
    mentor,
    mentee,
    neither,  // not of this group
    unknown   // the group is not known
};

enum class Weight {
    counts,      // the state follows from it
    taken_back,  // a retraction that itself stands names it
    outweighed   // another one counts in its place
};
enum class OutweighedBecause {
    earlier,   // the other came before it, and the first one counts
    later,     // the other came after it, and the last one counts
    certain,   // the time of the other is certain, and of this one it is not
    as_early,  // at the same moment at two kiosks: the order of their ids decides
    curator    // the other is the curator's mark, which stands above a tap
};

struct EventName {
    KioskId kiosk;
    Seq seq = 0;
    friend bool operator==(const EventName&, const EventName&) = default;
};

struct Evidence {
    KioskId kiosk;
    Attendance::Account account;  // when, what, and the retractions that stand against it
    Side side = Side::unknown;    // of whom it speaks; unknown too where it speaks of nobody
    Weight weight = Weight::counts;
    // Only of what was outweighed.
    std::optional<EventName> by{};
    std::optional<OutweighedBecause> because{};
};
// Whom an event speaks of; null: nobody.
[[nodiscard]] const PersonId* person_of(const Attendance::Told& told);

struct Explanation {
    // As a person would read them: by time, those of one kiosk in the order in which it recorded them. An event whose
    // time is not certain stands behind what its kiosk recorded before it.
    std::vector<Evidence> events;
    MeetingRecord record;               // what follows from those that count
    std::optional<MeetingState> state;  // nothing: it takes the group, or the meeting's end, to tell
};

// What is known of the meeting beside what was recorded; null where it is not known.
struct MeetingFacts {
    const Group* group = nullptr;
    const Meeting* meeting = nullptr;
    std::optional<LocalTime> now{};  // for missed
};
[[nodiscard]] Explanation explain(const MergedAttendance& attendance, const MeetingId& meeting,
                                  const MeetingFacts& facts = {});

}  // namespace domain
