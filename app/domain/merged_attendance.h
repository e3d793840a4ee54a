#pragma once

#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/domain/aliases.h"
#include "app/domain/attendance.h"

namespace domain {

// Two events of different kiosks in time. Both are total orders: no two different events are equal in them. A time that
// is certain is believed more than one that is not; where that does not part them, `at` does, then the kiosk's id, then
// seq. Of several the first counts (check-ins): a goes before b.
[[nodiscard]] bool comes_first(const Stamp& a, const KioskId& kiosk_of_a, const Stamp& b, const KioskId& kiosk_of_b);
// Of several the last counts (leaving, marks, ratings, confirming and cancelling): a goes before b.
[[nodiscard]] bool has_last_word(const Stamp& a, const KioskId& kiosk_of_a, const Stamp& b, const KioskId& kiosk_of_b);

// What the logs of several kiosks say together. One Attendance for each, which keeps the rules within a log; what they
// say of a meeting becomes one MeetingRecord by the table in README.md. The events of one kiosk come in the order of
// seq, those of different kiosks in any; one that was applied before changes nothing. So it is the same whatever came
// first, in however many parts, however often. Of one kiosk alone it says what its Attendance says, and costs nothing
// more.
//
// A Stamp in a combined record has the number of its own kiosk's log and does not say which that is. What takes
// something back, or reads a monotonic clock by a number, asks own(): only what was recorded here can be taken back
// here.
//
// One thread at a time, for reading too: what was combined is kept until an event changes it. References live until the
// next change.
class MergedAttendance {
  public:
    MergedAttendance() = default;  // of no kiosk yet, and none of them one's own
    // Around the log of this kiosk. Who keeps a pointer to `log` does not change it any more, but through here.
    MergedAttendance(KioskId own, std::shared_ptr<Attendance> log);
    MergedAttendance(MergedAttendance&&) = default;
    MergedAttendance& operator=(MergedAttendance&&) = default;
    MergedAttendance(const MergedAttendance&) = delete;
    MergedAttendance& operator=(const MergedAttendance&) = delete;
    ~MergedAttendance() = default;

    // Ids of what is applied from now on are resolved by these. What was applied is not changed: who has other aliases
    // than before replaces the own log and forgets the others'. Null: none.
    void use(std::shared_ptr<const Aliases> aliases);

    // The same log, folded anew (a change of roster). What is known of others stays.
    void replace_own(std::shared_ptr<Attendance> log);
    // Only where there is one.
    [[nodiscard]] const Attendance& own() const;

    // Of this kiosk, whatever id the event names. Only where there is a log of its own.
    void apply_own(Event event);
    // Of another. One that names this kiosk is passed over: what was recorded here comes from here.
    void apply_of_other(Event event);
    // Of whichever kiosk it names.
    void apply(Event event);
    void forget_others();

    [[nodiscard]] const MeetingRecord& record(const MeetingId& meeting) const;  // an empty one where nothing happened
    [[nodiscard]] const Presence& presence(const MeetingId& meeting, const PersonId& person) const;
    // The opened meetings of all, by kiosk, within one in the order of opening. An id that two have opened (nobody
    // draws it twice) is the first one's.
    [[nodiscard]] const std::vector<Meeting>& opened() const;
    void place_opened(const TimeZone& zone);  // of all, see Attendance
    // Every meeting that anything was recorded of, taken back or not; ascending.
    [[nodiscard]] std::vector<MeetingId> meetings() const;

    // The highest number that was applied; 0: none.
    [[nodiscard]] Seq last_seq(const KioskId& kiosk) const;
    // By kiosk; alive until the next change.
    [[nodiscard]] std::vector<std::pair<KioskId, const Attendance*>> logs() const;
    // Equal in what each kiosk says.
    friend bool operator==(const MergedAttendance& a, const MergedAttendance& b);

  private:
    struct Known {
        const MeetingRecord* record = nullptr;  // of the only kiosk that speaks of it, or `combined`
        std::unique_ptr<MeetingRecord> combined{};
    };
    void apply_to(Attendance& log, Event event);
    void forget_known();
    [[nodiscard]] Known look_at(const MeetingId& meeting) const;

    std::map<KioskId, std::shared_ptr<Attendance>> logs_;
    KioskId own_;
    bool has_own_ = false;
    std::shared_ptr<const Aliases> aliases_;  // null: none
    // Only where there is more than one log.
    mutable std::unordered_map<MeetingId, Known> known_;
    mutable std::optional<std::vector<Meeting>> opened_;
};

}  // namespace domain
