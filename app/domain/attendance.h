#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "app/domain/event.h"
#include "app/domain/group.h"

namespace domain {

// When something was recorded. `at` is the best that is known: what the wall clock said, and where that was not trusted
// and the true time of its boot became known since, the corrected time. What the clock had said is kept in the line, and
// is said_by_clock() here.
struct Stamp {
    Seq seq = 0;
    Instant at;
    bool clock_trusted = true;                 // as recorded
    std::optional<ClockWord> corrected_by{};   // by whose word; nothing: not corrected
    Millis correction{0};                      // what was added to the clock's word
    [[nodiscard]] Instant said_by_clock() const { return at - correction; }
    [[nodiscard]] bool is_certain() const { return clock_trusted || corrected_by; }
    friend bool operator==(const Stamp&, const Stamp&) = default;
};

// The true time of a boot: epoch + mono. Of several words the last one counts.
struct ClockCorrection {
    Seq seq = 0;
    Instant epoch;
    ClockWord by = ClockWord::kernel;
    friend bool operator==(const ClockCorrection&, const ClockCorrection&) = default;
};

// A moment that is known for certain, and where on its boot's monotonic clock it was.
struct KnownMoment {
    Instant at;
    std::string boot;
    Millis mono{0};
    friend bool operator==(const KnownMoment&, const KnownMoment&) = default;
};

// What the log says of one person at one meeting, retractions applied.
struct Presence {
    std::optional<Stamp> checked_in;   // the first that stands
    std::optional<Stamp> checked_out;
    std::optional<Mark> mark;          // the last word of the curator; stands above the taps
    std::optional<Stamp> rated;        // the last answer that stands
    std::optional<Stamp> marked{};     // when the curator said so
    friend bool operator==(const Presence&, const Presence&) = default;
    [[nodiscard]] bool is_there() const {
        return mark ? *mark == Mark::present : checked_in.has_value();
    }
};

struct MeetingRecord {
    std::unordered_map<PersonId, Presence> people;
    bool confirmed = false;                // of confirming and cancelling, the last one that stands counts
    std::optional<std::string> cancelled;  // the reason
    Seq decided = 0;                       // the number of that last word; 0: there is none
    friend bool operator==(const MeetingRecord&, const MeetingRecord&) = default;
};

// The meeting that an event speaks of; nothing for those that speak of none.
[[nodiscard]] const MeetingId* meeting_of(const EventBody& body);

// The fold of one kiosk's log: what has happened, by meeting. apply() in the order of seq; pure; equal logs give equal
// folds. An event that was applied before (its seq is not above last_seq()) changes nothing, so that a log may be read
// again over its own tail.
//
// An event stands unless a retraction that itself stands names it: taking a retraction back brings the event back.
// A retraction of something later, of itself, or of nothing that this build knows, takes nothing back.
//
// A ClockCorrected corrects the stamps of all that its boot recorded with an untrusted clock, before it and after.
class Attendance {
  public:
    // What is kept of an event that speaks of a meeting or takes one back: what a retraction may name, so that a record
    // can be told anew without it. Small: a kiosk holds a school year of them.
    struct HasRated {
        MeetingId meeting;
        PersonId person;
    };
    using Told = std::variant<CheckedIn, CheckedOut, AttendanceMarked, HasRated, MeetingConfirmed, MeetingCancelled, Retracted,
                              std::shared_ptr<const MeetingOpened>>;
    struct Account {
        Stamp stamp;
        Told told;
        std::vector<Seq> retracted_by{};  // retractions that name it and stand
        [[nodiscard]] bool stands() const { return retracted_by.empty(); }
    };

    void apply(Event event);
    // So many events of so many meetings are to come: room is made once. Only a hint.
    void expect(std::size_t events, std::size_t meetings);

    [[nodiscard]] const MeetingRecord& record(const MeetingId& meeting) const;  // an empty one where nothing happened
    [[nodiscard]] const Presence& presence(const MeetingId& meeting, const PersonId& person) const;
    // Every meeting that was spoken of, taken back or not; in no order.
    [[nodiscard]] std::vector<MeetingId> meetings() const;
    // What was recorded of a meeting, and every retraction that has to do with it; ascending. For explain().
    [[nodiscard]] std::vector<Account> accounts_of(const MeetingId& meeting) const;
    // Meetings that mentors opened at this kiosk, unless taken back; in the order of opening.
    [[nodiscard]] const std::vector<Meeting>& opened() const { return opened_; }
    // A meeting that was opened by a clock that was wrong begins, in its own words, at the wrong time. Gives those whose true
    // time is known by now the start that they would have been given then. Whoever has a zone calls it after a ClockCorrected.
    void place_opened(const TimeZone& zone);
    [[nodiscard]] Seq exported_up_to() const { return exported_up_to_; }
    [[nodiscard]] std::optional<Stamp> last_export() const { return last_export_; }
    [[nodiscard]] Seq last_seq() const { return last_seq_; }
    // What was said of the true time of a boot.
    [[nodiscard]] std::optional<ClockCorrection> clock_of(const std::string& boot) const;
    // Something that a correction would correct was recorded in this boot.
    [[nodiscard]] bool has_untrusted(const std::string& boot) const;
    // The last event whose true time is certain.
    [[nodiscard]] const std::optional<KnownMoment>& last_known() const { return last_known_; }
    // Of an event that speaks of a meeting, or takes one back; nothing of any other.
    [[nodiscard]] std::optional<Stamp> stamp_of(Seq seq) const;
    // When after the start of `boot` it was recorded there by an untrusted clock; nothing where it was not.
    [[nodiscard]] std::optional<Millis> untrusted_in(const std::string& boot, Seq seq) const;
    // The first such event that was not taken away.
    [[nodiscard]] std::optional<Stamp> waiting_since() const;
    // Equal in what they say; how they came to say it is not compared.
    friend bool operator==(const Attendance& a, const Attendance& b) {
        return a.meetings_ == b.meetings_ && a.opened_ == b.opened_ && a.exported_up_to_ == b.exported_up_to_ &&
               a.last_export_ == b.last_export_ && a.last_known_ == b.last_known_ && a.boots_ == b.boots_;
    }

  private:
    // What is known of the clock of one boot: only of those in which it was not trusted, or was corrected.
    struct Untrusted {
        Seq seq = 0;
        Millis mono{0};
        friend bool operator==(const Untrusted&, const Untrusted&) = default;
    };
    struct Boot {
        std::optional<ClockCorrection> correction;
        std::vector<Untrusted> untrusted;  // what has a stamp; ascending
        friend bool operator==(const Boot&, const Boot&) = default;
    };
    struct Entry {
        Stamp stamp;
        Told told;
        std::vector<Seq> retracted_by{};  // retractions that name it, standing or not
    };
    static void add(MeetingRecord& record, const Stamp& stamp, const Told& told);
    [[nodiscard]] static const MeetingId* meeting_of(const Told& told);
    [[nodiscard]] static const MeetingOpened* opened_by(const Entry& entry);
    [[nodiscard]] const Entry* entry_at(Seq seq) const;  // null: none
    [[nodiscard]] Entry* entry_at(Seq seq);
    void remember(const Stamp& stamp, EventBody body);
    [[nodiscard]] bool stands(Seq seq) const;
    void retract(Seq what, Seq by);
    void tell_anew(const MeetingId& meeting);  // from its entries that stand
    [[nodiscard]] Stamp stamp(const Event& event);
    void correct(const Event& event, const ClockCorrected& word);

    std::vector<Entry> entries_;  // ascending
    std::unordered_map<MeetingId, std::vector<Seq>> entries_of_;
    std::unordered_map<MeetingId, MeetingRecord> meetings_;  // none where nothing stands
    std::vector<Meeting> opened_;
    Seq exported_up_to_ = 0;
    std::optional<Stamp> last_export_;
    std::map<std::string, Boot> boots_;
    std::optional<KnownMoment> last_known_;
    Seq last_seq_ = 0;
};

// The state of a meeting. Held: the mentor and at least one mentee are there. Missed: over, and not held.
[[nodiscard]] MeetingState state_of(const Meeting& meeting, const Group& group, const MeetingRecord& record,
                                    LocalTime now);

// One side of a meeting: the mentor, or at least one mentee, is there.
[[nodiscard]] bool mentor_is_there(const Group& group, const MeetingRecord& record);
[[nodiscard]] bool mentee_is_there(const Group& group, const MeetingRecord& record);

}  // namespace domain
