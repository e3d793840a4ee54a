#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/domain/ids.h"
#include "app/domain/meeting.h"
#include "app/domain/time.h"

namespace domain {

// What can be recorded. Bodies name people by ids only. app/eventlog gives each its kind, version and JSON form.

enum class FoundBy { card, pictures, code, names, curator };
enum class Mark { present, excused, absent };
enum class RetractionReason { not_me, curator };

struct LogStarted {
    std::string school_key;  // hex, X25519: answers are sealed to it
    std::string kiosk_key;   // hex, Ed25519: signs bundles
};
struct RosterApplied {
    std::uint64_t number = 0;
    std::uint64_t people = 0, groups = 0, meetings = 0;
};
struct CheckedIn {
    MeetingId meeting;
    PersonId person;
    FoundBy by = FoundBy::pictures;
};
struct CheckedOut {
    MeetingId meeting;
    PersonId person;
};
// Takes back one earlier event of this log. Nothing is ever edited or deleted.
struct Retracted {
    Seq what = 0;
    RetractionReason reason = RetractionReason::not_me;
    std::string text;  // the curator's words; empty for not_me
};
// A mentor opened a meeting that was in no plan.
struct MeetingOpened {
    Meeting meeting;
    PersonId by;
};
struct AttendanceMarked {
    MeetingId meeting;
    PersonId person;
    Mark mark = Mark::present;
};
struct MeetingConfirmed {
    MeetingId meeting;
};
struct MeetingCancelled {
    MeetingId meeting;
    std::string reason;
};
// An answer, sealed to the school's key as it was recorded; base64. All of one length, whatever they hold.
struct Rated {
    MeetingId meeting;
    PersonId person;
    std::string sealed;
};
struct LogExported {
    Seq up_to = 0;      // every event up to this one was in it
    std::string where;  // for people: a folder name, no personal data
};
// The log went on after damage, in a new chain that starts at the hash `head` of number `after`. Its own number is far
// above every one that was ever given (see kChainStride), so that no lost number is used twice.
struct LostRange {
    Seq first = 0, last = 0;  // both lost; first <= last
    friend bool operator==(const LostRange&, const LostRange&) = default;
};
inline constexpr std::size_t kMaxLostRanges = 400;  // more are told as fewer and wider ones
struct LogContinued {
    Seq after = 0;                   // the last number known of the old chain; 0: none
    std::string head;                // hex, 64 digits; zeros where it is not known
    std::vector<LostRange> missing;  // known to be lost up to `after`; ascending, apart from each other
};
// The first number of the chain that follows one that ended at `highest`.
inline constexpr Seq kChainStride = 1'000'000;
[[nodiscard]] inline constexpr Seq first_of_next_chain(Seq highest) {
    return (highest / kChainStride + 1) * kChainStride + 1;
}
// The true time of what was recorded with an untrusted clock in this boot is epoch + mono. `at` is never changed.
enum class ClockWord { kernel, curator };  // who said so
struct ClockCorrected {
    std::string boot;
    Instant epoch;  // wall time at mono 0 of that boot
    ClockWord by = ClockWord::kernel;
};
// From here on answers are sealed to another key: the kiosk joined a school server that has one already. What is before
// it opens with the key before.
struct SchoolKeyChanged {
    std::string school_key;  // hex, X25519
};
// A kind or version that this build does not know: kept and forwarded as it is.
struct UnknownEvent {
    std::string kind;
    int version = 0;
};

using EventBody =
    std::variant<LogStarted, RosterApplied, CheckedIn, CheckedOut, Retracted, MeetingOpened, AttendanceMarked,
                 MeetingConfirmed, MeetingCancelled, Rated, LogExported, LogContinued, ClockCorrected,
                 SchoolKeyChanged, UnknownEvent>;

// The log's own housekeeping, which nobody did at the screen.
[[nodiscard]] inline bool is_bookkeeping(const EventBody& body) {
    return std::holds_alternative<LogStarted>(body) || std::holds_alternative<RosterApplied>(body) ||
           std::holds_alternative<LogExported>(body) || std::holds_alternative<LogContinued>(body) ||
           std::holds_alternative<ClockCorrected>(body) || std::holds_alternative<SchoolKeyChanged>(body);
}

struct Event {
    KioskId kiosk;
    Seq seq = 0;
    Instant at;
    bool clock_trusted = false;
    std::string boot;
    Millis mono{0};
    EventBody body;
};

// The answer of one person to one meeting, before it is sealed. Only ever in memory.
struct Answer {
    int score = 0;                  // 1 (bad) to 5 (excellent)
    std::vector<std::string> tags;  // ids of the catalogue, at most kMaxTags
    std::string comment;            // at most kMaxCommentLength characters (code points)
    bool wants_to_talk = false;     // «Хочу поговорить с куратором»
    friend bool operator==(const Answer&, const Answer&) = default;
};
inline constexpr std::size_t kMaxTags = 3;
inline constexpr std::size_t kMaxCommentLength = 200;

// What is asked to be recorded: an event body, or an answer that becomes a Rated once the storage thread has sealed it.
struct AnswerGiven {
    MeetingId meeting;
    PersonId person;
    Answer answer;
};
using Draft = std::variant<EventBody, AnswerGiven>;

}  // namespace domain
