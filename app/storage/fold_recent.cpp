// The half of SqliteStore that keeps a kiosk's start quick: fold_recent() and the snapshot behind it.
#include <limits>

#include "app/domain/attendance.h"
#include "app/eventlog/line.h"
#include "app/storage/schema.h"
#include "app/storage/snapshot_bytes.h"
#include "app/storage/sqlite_store.h"

namespace storage {

namespace {

// A start reads at most about so many lines after the snapshot (some milliseconds); and a snapshot costs about 300
// bytes for each of them.
constexpr std::uint64_t kSnapshotEvery = 1000;
// Lines that one rest() reads: well below a millisecond.
constexpr std::size_t kLinesAtRest = 128;
constexpr std::size_t kAll = static_cast<std::size_t>(-1);

// Where it comes before `seq`, and is not one that was applied already.
void apply_certain(domain::Attendance& attendance, const std::optional<domain::Event>& certain, domain::Seq seq) {
    if (certain && certain->seq < seq && certain->seq > attendance.last_seq()) attendance.apply(*certain);
}

void apply_saved(domain::Attendance& attendance, const Snapshot::Saved& saved,
                 const std::optional<domain::Event>& certain) {
    attendance.expect(saved.events.size() + 2 * kSnapshotEvery,
                      saved.rows.size());  // and what came since, and comes today
    for (const auto& [seq, bytes] : saved.events) {
        apply_certain(attendance, certain, seq);
        SnapshotReader reader{bytes};
        attendance.apply(read_event(reader));
    }
    apply_certain(attendance, certain, std::numeric_limits<domain::Seq>::max());
}

}  // namespace

domain::Seq SqliteStore::read_accepted_up_to() {
    const domain::Seq unwritten = unwritten_checkpoint_ ? unwritten_checkpoint_->seq : 0;
    if (!has_table(database_, "checkpoint")) return unwritten;
    SQLite::Statement row{database_, "SELECT coalesce(max(seq), 0) FROM checkpoint WHERE kind = 'accepted'"};
    row.executeStep();
    return std::max(unwritten, static_cast<domain::Seq>(integer_of(row, 0)));
}

// Retractions name earlier events only: it ends.
StorageResult<std::optional<domain::MeetingId>> SqliteStore::meeting_at(domain::Seq seq) {
    while (true) {
        SQLite::Statement row{database_, "SELECT line FROM event WHERE seq = ?"};
        row.bind(1, static_cast<std::int64_t>(seq));
        if (!row.executeStep()) return std::nullopt;
        const auto event = eventlog::from_line(text_of(row, 0));
        if (!event) return failed(StorageErrorKind::damaged, event.error().detail);
        if (const auto* meeting = domain::meeting_of(event->body)) return *meeting;
        const auto* retracted = std::get_if<domain::Retracted>(&event->body);
        if (!retracted || retracted->what >= seq) return std::nullopt;
        seq = retracted->what;
    }
}

std::unique_ptr<Snapshot> SqliteStore::begin_snapshot(const domain::Roster& roster) {
    return std::make_unique<Snapshot>(roster, [this](domain::Seq seq) { return meeting_at(seq); });
}

StorageResult<void> SqliteStore::take_lines(Snapshot& snapshot, std::size_t most, std::vector<domain::Event>* kept) {
    std::size_t count = 0;
    return each_line(snapshot.taken_up_to() + 1,
                     [&](domain::Seq seq, std::string_view line, std::string_view) -> StorageResult<bool> {
                         auto event = eventlog::from_line(line);
                         if (!event) {
                             return failed(StorageErrorKind::damaged,
                                           event.error().detail + " at number " + std::to_string(seq));
                         }
                         const auto taken = snapshot.take(*event);
                         if (!taken) return base::failure(taken.error());
                         if (*taken && kept) kept->push_back(std::move(*event));
                         return ++count < most;
                     });
}

StorageResult<domain::Attendance> SqliteStore::fold_recent(const domain::Roster& roster) {
    return attempt([&]() -> StorageResult<domain::Attendance> {
        auto snapshot = begin_snapshot(roster);
        domain::Attendance attendance;
        if (facts_of_this_log()) {
            if (const auto saved = snapshot->load(database_)) {
                apply_saved(attendance, *saved, snapshot->certain());
            }
        }
        std::vector<domain::Event> tail;
        if (auto taken = take_lines(*snapshot, kAll, &tail); !taken) return base::failure(taken.error());
        for (domain::Event& event : tail) {
            apply_certain(attendance, snapshot->certain(), event.seq);
            attendance.apply(std::move(event));
        }
        apply_certain(attendance, snapshot->certain(), snapshot->taken_up_to() + 1);
        domain::Event last;  // says nothing but its number
        last.seq = snapshot->taken_up_to();
        last.body = domain::UnknownEvent{};
        attendance.apply(last);

        lines_ = snapshot->lines();
        if (mode_ == OpenMode::read_write) snapshot_ = std::move(snapshot);
        return attendance;
    });
}

StorageResult<void> SqliteStore::write_snapshot() {
    return attempt([&]() -> StorageResult<void> {
        const auto now = status();  // for what waits
        if (!now) return base::failure(now.error());
        SnapshotFacts facts;
        facts.seq = head_.seq;
        facts.hash = head_.hash;
        facts.waiting = *waiting_;
        SQLite::Transaction transaction{database_};
        snapshot_->save(database_, std::move(facts));
        transaction.commit();
        snapshot_->saved();
        return {};
    });
}

StorageResult<void> SqliteStore::save_snapshot() {
    if (auto may = may_write(); !may) return may;
    if (!snapshot_) {
        const auto current = roster();
        if (!current) return base::failure(current.error());
        if (auto folded = fold_recent(*current); !folded) return base::failure(folded.error());
    }
    if (auto taken = take_lines(*snapshot_, kAll, nullptr); !taken) return taken;
    return write_snapshot();
}

bool SqliteStore::rest_snapshot() {
    if (!snapshot_ || !lines_ || *lines_ < snapshot_at_ || *lines_ < snapshot_->facts().lines + kSnapshotEvery)
        return false;
    if (snapshot_->taken_up_to() < head_.seq) {
        if (!take_lines(*snapshot_, kLinesAtRest, nullptr)) snapshot_.reset();  // damage, which others tell
        return true;
    }
    // A full disk: the snapshot that is there is still good.
    if (!write_snapshot()) snapshot_at_ = *lines_ + kSnapshotEvery;
    return false;
}

}  // namespace storage
