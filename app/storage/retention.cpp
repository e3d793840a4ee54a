// The half of SqliteStore that keeps what others hold: accept() and prune().
#include <algorithm>

#include "app/storage/prune.h"
#include "app/storage/schema.h"
#include "app/storage/sqlite_store.h"

namespace storage {

namespace {

constexpr domain::Minutes kPruneAfterStart{10};
constexpr domain::Minutes kPruneEvery{24 * 60};
// Of what was accepted, the newest proves all that is before it; some more, should that one rot.
constexpr int kCheckpointsKept = 8;

}  // namespace

std::optional<std::string> SqliteStore::hash_at(domain::Seq seq) {
    SQLite::Statement row{database_,
                          "SELECT hash FROM event WHERE seq = ?1 UNION ALL "
                          "SELECT hash FROM checkpoint WHERE seq = ?1 AND kind <> 'accepted' LIMIT 1"};
    row.bind(1, static_cast<std::int64_t>(seq));
    if (!row.executeStep()) return std::nullopt;
    return std::string{bytes_of(row, 0)};
}

StorageResult<Acceptance> SqliteStore::accept(std::string_view line) {
    if (auto may = may_write(); !may) return base::failure(may.error());
    const auto trusted = read_acceptors(ports_.files, data_ / "keys" / "acceptors");
    if (!trusted) return base::failure(trusted.error());
    const auto checkpoint = eventlog::read_checkpoint(line, *trusted);
    if (!checkpoint) {
        return checkpoint.error() == eventlog::CheckpointError::not_trusted ? Acceptance::not_trusted
                                                                            : Acceptance::not_a_checkpoint;
    }
    if (checkpoint->kiosk != kiosk_) return Acceptance::of_another_kiosk;
    return attempt([&]() -> StorageResult<Acceptance> {
        if (checkpoint->seq > head_.seq) return Acceptance::ahead;
        const auto ours = hash_at(checkpoint->seq);
        if (!ours) return Acceptance::not_here;
        if (*ours != base::as_text(checkpoint->hash)) return Acceptance::differs;
        // Compared with what this process proved, not with the table, which anybody with the disk may have written.
        if (checkpoint->seq >= proven_here_) {
            proven_here_ = checkpoint->seq;
            unwritten_checkpoint_ = Accepted{checkpoint->seq, checkpoint->hash, std::string{line}};
            waiting_.reset();  // counted anew by the next status()
        }
        return Acceptance::accepted;
    });
}

// A server answers each check-in with a checkpoint. Writing each would cost as much again as the check-in, and losing
// one costs nothing: the server is asked for it once more.
StorageResult<void> SqliteStore::write_checkpoint() {
    if (!unwritten_checkpoint_) return {};
    return attempt([&]() -> StorageResult<void> {
        const Accepted& accepted = *unwritten_checkpoint_;
        SQLite::Transaction transaction{database_};
        SQLite::Statement row{database_,
                              "INSERT OR REPLACE INTO checkpoint (seq, kind, hash, line) "
                              "VALUES (?, 'accepted', ?, ?)"};
        row.bind(1, static_cast<std::int64_t>(accepted.seq));
        row.bind(2, accepted.hash.data(), static_cast<int>(accepted.hash.size()));
        row.bind(3, accepted.line);
        row.exec();
        SQLite::Statement older{database_,
                                "DELETE FROM checkpoint WHERE kind = 'accepted' AND seq NOT IN (SELECT seq FROM "
                                "checkpoint WHERE kind = 'accepted' ORDER BY seq DESC LIMIT ?)"};
        run(older, std::int64_t{kCheckpointsKept});
        transaction.commit();
        unwritten_checkpoint_.reset();
        keeping_->state_changed();
        return {};
    });
}

// What the table says is believed only with its signature, and where it agrees with the log: removing cannot be undone.
StorageResult<domain::Seq> SqliteStore::proven_accepted_up_to() {
    const auto trusted = read_acceptors(ports_.files, data_ / "keys" / "acceptors");
    if (!trusted) return base::failure(trusted.error());
    if (trusted->empty()) return domain::Seq{0};
    SQLite::Statement row{database_, "SELECT line FROM checkpoint WHERE kind = 'accepted' ORDER BY seq DESC"};
    while (row.executeStep()) {
        const auto checkpoint = eventlog::read_checkpoint(text_of(row, 0), *trusted);
        if (checkpoint && checkpoint->kiosk == kiosk_ && hash_at(checkpoint->seq) == base::as_text(checkpoint->hash))
            return checkpoint->seq;
    }
    return domain::Seq{0};
}

StorageResult<std::unique_ptr<Pruning>> SqliteStore::begin_pruning(domain::Instant now) {
    if (auto written = write_checkpoint(); !written) return base::failure(written.error());
    return attempt([&]() -> StorageResult<std::unique_ptr<Pruning>> {
        const auto accepted = proven_accepted_up_to();
        if (!accepted) return base::failure(accepted.error());
        // The last line always stays: the next number and hash follow from it.
        const domain::Seq most = std::min(*accepted, head_.seq - 1);
        if (most == 0) return nullptr;
        const auto kept_settings = settings();
        if (!kept_settings) return base::failure(kept_settings.error());
        const auto kept_roster = roster();
        if (!kept_roster) return base::failure(kept_roster.error());
        return std::make_unique<Pruning>(database_, most, now - std::chrono::days{kept_settings->retention_days},
                                         *kept_roster, [this](domain::Seq seq) { return meeting_at(seq); });
    });
}

StorageResult<bool> SqliteStore::prune_on(Pruning& pruning) {
    const std::uint64_t before = pruning.removed();
    const auto more = pruning.step();
    if (const std::uint64_t removed = pruning.removed() - before; removed > 0) {
        waiting_.reset();
        if (lines_) *lines_ -= removed;
        keeping_->state_changed();
    }
    // The snapshot in the table went with the first lines; it is made anew of what stays, when all is done.
    if ((!more || !*more) && pruning.removed() > 0 && snapshot_) {
        const auto current = roster();
        snapshot_ = current ? begin_snapshot(*current) : nullptr;
    }
    return more;
}

StorageResult<PruneReport> SqliteStore::prune(domain::Instant now) {
    if (auto may = may_write(); !may) return base::failure(may.error());
    auto pruning = begin_pruning(now);
    if (!pruning) return base::failure(pruning.error());
    if (!*pruning) return PruneReport{};
    while (true) {
        const auto more = prune_on(**pruning);
        if (!more) return base::failure(more.error());
        if (!*more) break;
    }
    if ((*pruning)->removed() == 0) return PruneReport{};
    return PruneReport{(*pruning)->removed(), (*pruning)->cut()};
}

bool SqliteStore::rest_prune() {
    if (!pruning_) {
        const api::ClockReading now = ports_.clock.read();
        if (!prune_at_) prune_at_ = now.mono + kPruneAfterStart;
        if (now.mono < *prune_at_ || !now.trusted) return false;
        prune_at_ = now.mono + kPruneEvery;
        auto begun = begin_pruning(now.wall);
        if (!begun || !*begun) return false;
        pruning_ = std::move(*begun);
        return true;
    }
    // What fails is tried again the next day.
    const auto more = prune_on(*pruning_);
    if (more && *more) return true;
    pruning_.reset();
    return false;
}

}  // namespace storage
