#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "app/domain/recent.h"
#include "app/storage/database.h"

namespace storage {

// One run of pruning, in small pieces: what was accepted, is older than the retention time and is of no recent meeting
// (domain::RecentMeetings) goes, from the start of the log up to a cut, and a `pruned` row of `checkpoint` with the
// chain's hash at the cut stands for it.
//
// The cut is the highest number for which
// - a checkpoint of somebody trusted says that everything up to it is held there,
// - it was recorded before the limit by a trusted clock, and nothing before it later than the limit: an untrusted `at`
//   says nothing, the trusted one behind it does,
// - below it is nothing of a recent meeting, nothing that this version does not know, and
// - no meeting has events on both sides of it (a retraction is of the meeting whose event it takes back in the end), and
//   no correction of a clock is cut off from what it corrects.
// So a fold of what stays says of every meeting that stays what the fold of the whole said.
class Pruning {
  public:
    using MeetingAt = std::function<StorageResult<std::optional<domain::MeetingId>>(domain::Seq seq)>;

    Pruning(SQLite::Database& database, domain::Seq accepted_up_to, domain::Instant limit,
            const domain::Roster& roster, MeetingAt meeting_at);

    // One piece: some lines read, or some removed in one transaction. true: there is more to do. After a failure the run
    // is over; what it removed stays removed, and the log is whole.
    [[nodiscard]] StorageResult<bool> step();
    [[nodiscard]] std::uint64_t removed() const { return removed_; }
    [[nodiscard]] domain::Seq cut() const { return cut_; }

  private:
    struct Span {  // of a meeting's events, or of a boot whose clock was corrected
        domain::Seq first = 0;
        domain::Seq last = 0;
    };
    enum class Phase { candidates, rest, removing, done };
    // true: it may go, as far as it alone can say.
    [[nodiscard]] StorageResult<bool> candidate(domain::Seq seq, const domain::Event& event);
    [[nodiscard]] StorageResult<void> note(domain::Seq seq, const domain::Event& event, bool may_begin);
    [[nodiscard]] StorageResult<void> read_some();
    void settle_cut();
    [[nodiscard]] bool remove_some();

    SQLite::Database& database_;
    domain::Seq accepted_up_to_;
    domain::Instant limit_;
    domain::RecentMeetings recent_;
    domain::Aliases aliases_;
    MeetingAt meeting_at_;
    Phase phase_ = Phase::candidates;
    domain::Seq read_up_to_ = 0;
    std::size_t candidates_ = 0;
    domain::Seq cut_ = 0;
    std::unordered_map<std::string, Span> spans_;
    std::uint64_t removed_ = 0;
};

}  // namespace storage
