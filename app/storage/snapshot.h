#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "app/domain/recent.h"
#include "app/storage/database.h"

namespace storage {

// What has happened since somebody else last accepted the log.
struct Waiting {
    std::uint64_t events = 0;
    std::uint64_t untaken = 0;  // of them, those that no take-away has taken
    std::optional<domain::Instant> since;
    std::optional<domain::Instant> last_export;
    domain::Seq exported_up_to = 0;  // everything up to here was taken away
    domain::Seq held_up_to = 0;      // everything up to here was accepted
    friend bool operator==(const Waiting&, const Waiting&) = default;
};

// What the snapshot knows of the log as a whole, up to the line `seq`.
struct SnapshotFacts {
    domain::Seq seq = 0;
    eventlog::Hash hash{};            // of that line: the snapshot is of this log and no other
    std::uint64_t roster_number = 0;  // for which meetings it was kept
    std::uint64_t lines = 0;
    Waiting waiting;
    std::optional<domain::Event> certain;  // the last event whose time is certain; its header alone counts
    std::uint64_t rows_sum = 0;            // of sum_of() of all rows but this one
};

// A cache of the log in the table `snapshot`, so that a kiosk with decades of events starts as quickly as a new one: the
// events of recent meetings (domain::RecentMeetings) without their sealed answers, one row a meeting in the order of
// coming, and every LogExported and ClockCorrected in rows without a meeting. A retraction stands with what it takes back
// in the end. Aliases are resolved. Only what changed is written. Damaged, missing or of another roster means: read the log anew.
class Snapshot {
  public:
    // The meeting that the event `seq` speaks of, a retraction's through what it names; nothing where there is none.
    using MeetingAt = std::function<StorageResult<std::optional<domain::MeetingId>>(domain::Seq seq)>;

    Snapshot(const domain::Roster& roster, MeetingAt meeting_at);

    // What was saved, as bytes, ascending; `rows` own them. Thousands of events are made one after the other as they are
    // applied, and never all at once.
    struct Saved {
        std::vector<std::string> rows;
        std::vector<std::pair<domain::Seq, std::string_view>> events;  // read_event() makes each
    };
    // What was saved for this roster; taken_up_to() is then where the log goes on. Nothing where the table holds nothing
    // that can be trusted: the log goes on from its first line.
    [[nodiscard]] std::optional<Saved> load(SQLite::Database& database);
    // The next line of the log. true: it is one to be applied. Its ids become those that the roster has.
    [[nodiscard]] StorageResult<bool> take(domain::Event& event);
    [[nodiscard]] domain::Seq taken_up_to() const { return taken_up_to_; }
    [[nodiscard]] std::uint64_t lines() const { return lines_; }  // taken
    [[nodiscard]] const SnapshotFacts& facts() const { return facts_; }  // as saved
    // The last event whose time is certain, of all that were taken; to be applied too, unless it is one of the kept.
    [[nodiscard]] const std::optional<domain::Event>& certain() const { return certain_; }
    // Inside the caller's transaction; saved() after its commit.
    void save(SQLite::Database& database, SnapshotFacts facts);
    void saved();

  private:
    struct Row {
        std::int64_t place = 0;  // 0: not in the table yet
        std::string added;       // since it was saved
    };
    void forget();
    void note_certain(const domain::Event& event);
    [[nodiscard]] bool keeps(const domain::MeetingId& meeting) const;

    domain::RecentMeetings recent_;
    domain::Aliases aliases_;
    MeetingAt meeting_at_;
    std::uint64_t roster_number_;
    std::unordered_map<domain::MeetingId, Row> rows_;
    std::unordered_set<std::string> corrected_boots_;
    Row book_;  // of the rows without a meeting the last, which is still written to
    std::size_t book_bytes_ = 0;
    std::int64_t last_place_ = 0;
    bool empty_table_first_ = true;
    domain::Seq taken_up_to_ = 0;
    std::uint64_t lines_ = 0;
    std::optional<domain::Event> certain_;
    SnapshotFacts facts_;
    // What save() wrote, until saved().
    struct Written {
        SnapshotFacts facts;
        std::vector<std::pair<Row*, std::int64_t>> places;
        std::size_t book_bytes = 0;
        std::int64_t last_place = 0;
    };
    std::optional<Written> written_;
};

// The row of the whole, where it is there and not damaged; whether it is of this log is for the caller to see.
[[nodiscard]] std::optional<SnapshotFacts> read_facts(SQLite::Database& database);
void write_facts(SQLite::Database& database, const SnapshotFacts& facts);

}  // namespace storage
