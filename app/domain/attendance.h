#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/domain/event.h"
#include "app/domain/group.h"

namespace domain {

struct Stamp {
    Seq seq = 0;
    Instant at;
    bool clock_trusted = true;
    friend bool operator==(const Stamp&, const Stamp&) = default;
};

// What the log says of one person at one meeting, retractions applied.
struct Presence {
    std::optional<Stamp> checked_in;   // the first that stands
    std::optional<Stamp> checked_out;
    std::optional<Mark> mark;          // the last word of the curator; stands above the taps
    std::optional<Stamp> rated;        // the last answer that stands
    friend bool operator==(const Presence&, const Presence&) = default;
    [[nodiscard]] bool is_there() const {
        return mark ? *mark == Mark::present : checked_in.has_value();
    }
};

struct MeetingRecord {
    std::unordered_map<PersonId, Presence> people;
    bool confirmed = false;
    std::optional<std::string> cancelled;  // the reason
    friend bool operator==(const MeetingRecord&, const MeetingRecord&) = default;
};

// The fold of a log: what has happened, by meeting. apply() in the order of seq; pure; equal logs give equal folds.
class Attendance {
  public:
    void apply(const Event& event);

    [[nodiscard]] const MeetingRecord& record(const MeetingId& meeting) const;  // an empty one where nothing happened
    [[nodiscard]] const Presence& presence(const MeetingId& meeting, const PersonId& person) const;
    // Meetings that mentors opened at this kiosk, unless taken back; in the order of opening.
    [[nodiscard]] const std::vector<Meeting>& opened() const { return opened_; }
    [[nodiscard]] Seq exported_up_to() const { return exported_up_to_; }
    [[nodiscard]] std::optional<Stamp> last_export() const { return last_export_; }

  private:
    std::unordered_map<MeetingId, MeetingRecord> meetings_;
    std::vector<Meeting> opened_;
    Seq exported_up_to_ = 0;
    std::optional<Stamp> last_export_;
};

// The state of a meeting. Held: the mentor and at least one mentee are there. Missed: over, and not held.
[[nodiscard]] MeetingState state_of(const Meeting& meeting, const Group& group, const MeetingRecord& record,
                                    LocalTime now);

}  // namespace domain
