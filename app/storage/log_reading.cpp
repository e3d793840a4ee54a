// The half of SqliteStore that reads the log: fold, status. verify() and audit() are in log_audit.cpp.
#include <algorithm>

#include "app/eventlog/line.h"
#include "app/storage/roster_tables.h"
#include "app/storage/sqlite_store.h"

namespace storage {

namespace {

eventlog::Hash hash_of(std::string_view bytes) {
    eventlog::Hash hash{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
    return hash;
}

std::string at_number(domain::Seq seq) {
    return " at number " + std::to_string(seq);
}

}  // namespace

StorageResult<void> SqliteStore::each_line(
    domain::Seq first,
    const std::function<StorageResult<bool>(domain::Seq, std::string_view, std::string_view)>& each) {
    return attempt([&]() -> StorageResult<void> {
        SQLite::Statement row{database_, "SELECT seq, line, hash FROM event WHERE seq >= ? ORDER BY seq"};
        row.bind(1, static_cast<std::int64_t>(first));
        while (row.executeStep()) {
            const auto seq = static_cast<domain::Seq>(integer_of(row, 0));
            const auto more = each(seq, text_of(row, 1), text_of(row, 2));
            if (!more) return base::failure(more.error());
            if (!*more) break;
        }
        return {};
    });
}

StorageResult<void> SqliteStore::read_log(domain::Seq first, const std::function<bool(const LogLine&)>& each) {
    return each_line(first, [&](domain::Seq seq, std::string_view line, std::string_view hash) -> StorageResult<bool> {
        return each(LogLine{seq, std::string{line}, hash_of(hash)});
    });
}

StorageResult<std::optional<eventlog::Hash>> SqliteStore::chain_hash(domain::Seq seq) {
    return attempt([&]() -> StorageResult<std::optional<eventlog::Hash>> {
        const auto hash = hash_at(seq);
        if (!hash) return std::nullopt;
        return hash_of(*hash);
    });
}

StorageResult<domain::Attendance> SqliteStore::fold() {
    domain::Attendance attendance;
    domain::Aliases aliases;
    const auto known = attempt([&]() -> StorageResult<void> {
        aliases = read_aliases(database_);
        return {};
    });
    if (!known) return base::failure(known.error());
    auto read = each_line(1, [&](domain::Seq seq, std::string_view line, std::string_view) -> StorageResult<bool> {
        auto event = eventlog::from_line(line);
        if (!event) return failed(StorageErrorKind::damaged, event.error().detail + at_number(seq));
        domain::resolve(event->body, aliases);
        attendance.apply(*std::move(event));
        return true;
    });
    if (!read) return base::failure(read.error());
    return attendance;
}

SqliteStore::Head SqliteStore::read_head() {
    SQLite::Statement row{database_, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1"};
    if (!row.executeStep()) return {};
    return {static_cast<domain::Seq>(integer_of(row, 0)), hash_of(text_of(row, 1))};
}

std::optional<SnapshotFacts> SqliteStore::facts_of_this_log() {
    auto facts = read_facts(database_);
    if (!facts) return std::nullopt;
    SQLite::Statement row{database_, "SELECT hash FROM event WHERE seq = ?"};
    row.bind(1, static_cast<std::int64_t>(facts->seq));
    if (!row.executeStep() || bytes_of(row, 0) != base::as_text(facts->hash)) return std::nullopt;
    return facts;
}

// From the end back to what was accepted, or to the snapshot, whichever comes first. What a take-away says stands behind the
// events that it took.
StorageResult<Waiting> SqliteStore::read_waiting() {
    return attempt([&]() -> StorageResult<Waiting> {
        const auto facts = facts_of_this_log();
        Waiting waiting;
        waiting.held_up_to = read_accepted_up_to();
        SQLite::Statement row{database_, "SELECT seq, line FROM event ORDER BY seq DESC"};
        while (row.executeStep()) {
            const auto seq = static_cast<domain::Seq>(integer_of(row, 0));
            const bool in_snapshot = facts && seq <= facts->seq;
            if (in_snapshot) {
                const Waiting& before = facts->waiting;
                if (!waiting.last_export) waiting.last_export = before.last_export;
                const bool all_is_out = waiting.exported_up_to >= facts->seq;
                if (waiting.held_up_to <= before.held_up_to &&
                    (all_is_out || waiting.exported_up_to <= before.exported_up_to)) {
                    waiting.held_up_to = before.held_up_to;
                    waiting.events += before.events;
                    if (!all_is_out) waiting.untaken += before.untaken;
                    waiting.exported_up_to = std::max(waiting.exported_up_to, before.exported_up_to);
                    if (before.since) waiting.since = before.since;
                    break;
                }
            }
            const bool counts = seq > waiting.held_up_to;
            if (!counts && (waiting.last_export || in_snapshot)) break;
            const auto event = eventlog::from_line(text_of(row, 1));
            if (!event) return failed(StorageErrorKind::damaged, event.error().detail + at_number(seq));
            if (const auto* exported = std::get_if<domain::LogExported>(&event->body)) {
                if (!waiting.last_export) waiting.last_export = event->at;
                waiting.exported_up_to = std::max(waiting.exported_up_to, std::min(exported->up_to, seq));
            } else if (counts && !domain::is_bookkeeping(event->body)) {
                ++waiting.events;
                if (seq > waiting.exported_up_to) ++waiting.untaken;
                waiting.since = event->at;
            }
        }
        return waiting;
    });
}

std::uint64_t SqliteStore::count_lines() {
    const auto facts = facts_of_this_log();
    SQLite::Statement row{database_, "SELECT count(*) FROM event WHERE seq > ?"};
    row.bind(1, static_cast<std::int64_t>(facts ? facts->seq : 0));
    row.executeStep();
    return (facts ? facts->lines : 0) + static_cast<std::uint64_t>(integer_of(row, 0));
}

StorageResult<LogStatus> SqliteStore::status() {
    return attempt([&]() -> StorageResult<LogStatus> {
        if (mode_ == OpenMode::read_only) {  // another process may have appended
            head_ = read_head();
            waiting_.reset();
            lines_.reset();
        }
        if (!waiting_) {
            auto waiting = read_waiting();
            if (!waiting) return base::failure(waiting.error());
            waiting_ = *waiting;
        }
        if (!lines_) lines_ = count_lines();
        LogStatus status;
        status.kiosk = kiosk_;
        status.events = *lines_;
        status.last_seq = head_.seq;
        status.head = base::to_hex(head_.hash);
        status.unacknowledged = waiting_->events;
        status.waiting_since = waiting_->since;
        status.last_export = waiting_->last_export;
        status.exported_up_to = waiting_->exported_up_to;
        status.untaken = waiting_->untaken;
        status.accepted_up_to = read_accepted_up_to();
        return status;
    });
}

}  // namespace storage
