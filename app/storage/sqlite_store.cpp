#include "app/storage/sqlite_store.h"

#include <sqlite3.h>

#include <algorithm>

#include "app/eventlog/line.h"
#include "app/storage/kept_state.h"
#include "app/storage/schema.h"
#include "app/storage/settings_rows.h"
#include "app/storage/store_files.h"

namespace storage {

namespace {

// Pages of 4 KiB. The write-ahead log is moved into the database at a rest once it has kRestPages, so that its file
// keeps the size that it got when the kiosk was made, about kReservedPages; at kMostPages (no rest came for so long) it
// is moved at a commit. After a large transaction, such as an import, the file is cut back to kLogFileBytes.
constexpr int kRestPages = 200;
constexpr int kReservedPages = 280;
constexpr int kMostPages = 4000;
constexpr std::size_t kPageBytes = 4096;
constexpr std::size_t kLogFileBytes = 400 * kPageBytes;

constexpr std::uint64_t kLargestKeyFile = 64 * 1024;

}  // namespace

SqliteStore::SqliteStore(SQLite::Database database, Ports ports, OpenMode mode, std::filesystem::path data,
                         std::unique_ptr<api::ProcessLock> lock, bool newer)
    : ports_(ports), mode_(mode), newer_(newer), data_(std::move(data)), lock_(std::move(lock)), database_(std::move(database)) {
    if (mode_ == OpenMode::read_only) return;
    database_.exec("PRAGMA synchronous = FULL");
    database_.exec("PRAGMA journal_size_limit = " + std::to_string(kLogFileBytes));
    sqlite3_wal_hook(
        database_.getHandle(),
        [](void* pages, sqlite3* handle, const char* name, int count) {
            *static_cast<int*>(pages) = count;
            // What fails here fails again, and is told, when there is no room for an append.
            if (count >= kMostPages)
                sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
            return SQLITE_OK;
        },
        &log_pages_);
}

SqliteStore::~SqliteStore() {
    insert_.reset();
    save_throttle_.reset();
    if (mode_ == OpenMode::read_only) return;
    if (damage_) {
        // As it is: it is to be set aside untouched.
        sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    } else if (keeping_) {
        static_cast<void>(write_checkpoint());
        keeping_->close();
    }
    // With a limit, closing would cut the kept log file to nothing.
    sqlite3_exec(database_.getHandle(), "PRAGMA journal_size_limit = -1", nullptr, nullptr, nullptr);
}

StorageResult<void> SqliteStore::may_write() const {
    if (mode_ == OpenMode::read_only) return failed(StorageErrorKind::read_only, "opened for reading");
    return {};
}

StorageResult<void> SqliteStore::begin(const domain::KioskId& kiosk, const std::string& school_key,
                                       const std::string& kiosk_key, const std::string& pin_hash,
                                       const Identity& identity) {
    kiosk_ = kiosk;
    school_key_ = school_key;
    return attempt([&]() -> StorageResult<void> {
        SQLite::Transaction transaction{database_};
        create_schema(database_);
        prepare_statements();
        write_identity(pin_hash, identity);
        auto first = prepare({domain::EventBody{domain::LogStarted{school_key, kiosk_key}}});
        if (!first) return base::failure(first.error());
        insert(first->front());
        transaction.commit();
        appended(*first);
        reserve_log_file();
        keeping_ = std::make_unique<SafeKeeping>(database_, ports_.clock, ports_.files, data_, kiosk_);
        if (auto written = ports_.files.write_atomically(data_ / "keys" / kKioskIdFile, base::as_bytes(kiosk_.value + "\n"));
            !written) {
            return base::failure(of_file(written.error()));
        }
        return {};
    });
}

void SqliteStore::write_identity(const std::string& pin_hash, const Identity& identity) {
    set_meta("kiosk", kiosk_.value);
    set_meta("school_key", school_key_);
    set_meta("pin", pin_hash);
    set_meta("hardness", identity.hardness == Hardness::full ? "full" : "tests");
    set_meta("roster_number", "0");
    SQLite::Statement row{database_, "INSERT INTO setting (key, value) VALUES (?, ?)"};
    for (const auto& [key, value] : rows_of(identity.settings)) run(row, key, value);
    write_digests();
}

void SqliteStore::write_digests() {
    set_meta("digest_settings", digest_of_settings(database_));
    set_meta("digest_roster", digest_of_roster(database_));
}

StorageResult<void> SqliteStore::change_settings(const std::function<void()>& change) {
    return attempt([&]() -> StorageResult<void> {
        SQLite::Transaction transaction{database_};
        // What has rotted meanwhile must not get a new digest with the rest.
        if (auto wrong = check_settings(database_)) return failed(StorageErrorKind::damaged, *wrong);
        change();
        set_meta("digest_settings", digest_of_settings(database_));
        transaction.commit();
        keeping_->state_changed();
        return {};
    });
}

void SqliteStore::prepare_statements() {
    insert_.emplace(database_, "INSERT INTO event (seq, line, hash) VALUES (?, ?, ?)");
    save_throttle_.emplace(database_,
                           "INSERT INTO throttle (key, failures, waits_from, waits_until) VALUES (?, ?, ?, ?) "
                           "ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, "
                           "waits_from = excluded.waits_from, waits_until = excluded.waits_until");
}

StorageResult<void> SqliteStore::load() {
    return attempt([&]() -> StorageResult<void> {
        kiosk_.value = meta("kiosk").value_or("");
        school_key_ = meta("school_key").value_or("");
        if (kiosk_.empty() || school_key_.empty())
            return failed(newer_ ? StorageErrorKind::newer_version : StorageErrorKind::damaged, "no identity in table meta");
        head_ = read_head();
        if (mode_ == OpenMode::read_only) return {};
        prepare_statements();
        keeping_ = std::make_unique<SafeKeeping>(database_, ports_.clock, ports_.files, data_, kiosk_);
        if (auto whole = keeping_->check_at_start(); !whole) return whole;
        // Without room for it the log begins as short as it is.
        if (keeping_->log_file_is_stale()) static_cast<void>(guarded([&]() -> StorageResult<void> {
            database_.exec("PRAGMA wal_checkpoint(TRUNCATE)");
            reserve_log_file();
            return {};
        }));
        // Of an earlier version, or the machine stopped between the two when it was made.
        if (!meta("digest_roster")) write_digests();
        (void)keep_school_key_file();  // the power went between the two; what fails is tried at the next start
        const auto id_file = data_ / "keys" / kKioskIdFile;
        if (!ports_.files.exists(id_file)) {
            auto written = ports_.files.make_folders(id_file.parent_path());
            if (written) written = ports_.files.write_atomically(id_file, base::as_bytes(kiosk_.value + "\n"));
            if (!written) return base::failure(of_file(written.error()));
        }
        return {};
    });
}

void SqliteStore::reserve_log_file() {
    database_.exec("CREATE TABLE reserve (filling BLOB NOT NULL) STRICT");
    // Each page goes through the log twice: when it is filled and when it is freed.
    database_.exec("INSERT INTO reserve (filling) VALUES (zeroblob(" + std::to_string(kReservedPages / 2 * kPageBytes) +
                   "))");
    database_.exec("DROP TABLE reserve");
    sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

StorageResult<std::vector<SqliteStore::Prepared>> SqliteStore::prepare(const std::vector<domain::Draft>& drafts) const {
    const api::ClockReading now = ports_.clock.read();
    std::vector<Prepared> prepared;
    prepared.reserve(drafts.size());
    Head head = head_;
    for (const domain::Draft& draft : drafts) {
        Prepared next;
        next.event.kiosk = kiosk_;
        next.event.seq = head.seq + 1;
        next.event.at = now.wall;
        next.event.clock_trusted = now.trusted;
        next.event.boot = ports_.clock.boot_id();
        next.event.mono = now.mono;
        if (const auto* body = std::get_if<domain::EventBody>(&draft)) {
            next.event.body = *body;
        } else {
            const auto& given = std::get<domain::AnswerGiven>(draft);
            auto sealed = eventlog::seal(given.answer, school_key_);
            if (!sealed) return failed(StorageErrorKind::refused, "an answer outside its limits");
            next.event.body = domain::Rated{given.meeting, given.person, std::move(*sealed)};
        }
        auto line = eventlog::to_line(next.event);
        if (!line) return failed(StorageErrorKind::refused, line.error().detail);
        next.line = std::move(*line);
        next.hash = eventlog::next_hash(head.hash, next.line);
        head = {next.event.seq, next.hash};
        prepared.push_back(std::move(next));
    }
    return prepared;
}

void SqliteStore::insert(const Prepared& prepared) {
    insert_->reset();
    insert_->bind(1, static_cast<std::int64_t>(prepared.event.seq));
    insert_->bindNoCopy(2, prepared.line);
    insert_->bindNoCopy(3, prepared.hash.data(), static_cast<int>(prepared.hash.size()));
    insert_->exec();
    insert_->reset();
}

void SqliteStore::appended(const std::vector<Prepared>& prepared) {
    std::size_t bytes = 0;
    for (const Prepared& each : prepared) bytes += each.line.size();
    if (keeping_) keeping_->appended(bytes);
    for (const Prepared& each : prepared) {
        head_ = {each.event.seq, each.hash};
        if (lines_) ++*lines_;
        if (!waiting_) continue;
        if (std::holds_alternative<domain::LogExported>(each.event.body)) {
            waiting_.reset();  // counted anew by the next status()
        } else if (!domain::is_bookkeeping(each.event.body)) {
            if (waiting_->events++ == 0) waiting_->since = each.event.at;
            ++waiting_->untaken;
        }
    }
}

StorageResult<std::vector<domain::Event>> SqliteStore::append(const std::vector<domain::Draft>& drafts) {
    if (auto may = may_write(); !may) return base::failure(may.error());
    auto prepared = prepare(drafts);
    if (!prepared) return base::failure(prepared.error());
    const auto write = [&]() -> StorageResult<void> {
        auto written = attempt([&]() -> StorageResult<void> {
            if (prepared->size() == 1) {
                insert(prepared->front());  // a statement alone is a transaction
            } else if (!prepared->empty()) {
                SQLite::Transaction transaction{database_};
                for (const Prepared& each : *prepared) insert(each);
                transaction.commit();
            }
            return {};
        });
        if (!written) insert_->tryReset();
        return written;
    };
    auto written = write();
    if (!written && written.error().kind == StorageErrorKind::no_space && keeping_->make_room()) written = write();
    if (!written) return base::failure(written.error());
    appended(*prepared);
    std::vector<domain::Event> events;
    events.reserve(prepared->size());
    for (Prepared& each : *prepared) events.push_back(std::move(each.event));
    return events;
}

StorageResult<std::map<std::string, domain::Throttle>> SqliteStore::throttles() {
    return attempt([&]() -> StorageResult<std::map<std::string, domain::Throttle>> {
        std::map<std::string, domain::Throttle> throttles;
        SQLite::Statement row{database_, "SELECT key, failures, waits_from, waits_until FROM throttle ORDER BY key"};
        while (row.executeStep()) {
            throttles[std::string{text_of(row, 0)}] = {static_cast<int>(integer_of(row, 1)),
                                                       domain::Instant{domain::Millis{integer_of(row, 2)}},
                                                       domain::Instant{domain::Millis{integer_of(row, 3)}}};
        }
        return throttles;
    });
}

StorageResult<void> SqliteStore::save_throttle(const std::string& key, const domain::Throttle& value) {
    if (auto may = may_write(); !may) return may;
    auto saved = attempt([&]() -> StorageResult<void> {
        run(*save_throttle_, key, std::int64_t{value.failures}, value.waits_from.time_since_epoch().count(),
            value.waits_until.time_since_epoch().count());
        return {};
    });
    if (!saved) save_throttle_->tryReset();
    return saved;
}

StorageResult<std::optional<std::string>> SqliteStore::open_school_key(std::string_view passphrase) {
    const auto file = ports_.files.read(data_ / "keys" / "school.key.json", kLargestKeyFile);
    if (!file) return failed(StorageErrorKind::input_output, "keys/school.key.json: " + file.error().detail);
    return eventlog::unlock_key(base::as_text(*file), passphrase);
}

StorageResult<void> SqliteStore::heartbeat(const domain::TimeNote& now) {
    if (auto may = may_write(); !may) return may;
    if (auto written = write_checkpoint(); !written) return written;
    return attempt([&]() -> StorageResult<void> {
        SQLite::Transaction transaction{database_};
        if (now.certain) database_.exec("DELETE FROM heartbeat WHERE certain = 0");
        SQLite::Statement row{database_,
                              "INSERT INTO heartbeat (certain, at, boot, mono) VALUES (?, ?, ?, ?) "
                              "ON CONFLICT (certain) DO UPDATE SET at = excluded.at, boot = excluded.boot, "
                              "mono = excluded.mono"};
        run(row, std::int64_t{now.certain ? 1 : 0}, std::int64_t{now.moment.at.time_since_epoch().count()},
            now.moment.boot, std::int64_t{now.moment.mono.count()});
        transaction.commit();
        return {};
    });
}

StorageResult<domain::TimeNotes> SqliteStore::heartbeats() {
    return attempt([&]() -> StorageResult<domain::TimeNotes> {
        domain::TimeNotes notes;
        if (!has_table(database_, "heartbeat")) return notes;
        SQLite::Statement row{database_, "SELECT certain, at, boot, mono FROM heartbeat ORDER BY certain"};
        while (row.executeStep()) {
            auto& note = integer_of(row, 0) != 0 ? notes.certain : notes.guess;
            note = domain::KnownMoment{domain::Instant{domain::Millis{integer_of(row, 1)}}, std::string{text_of(row, 2)},
                                       domain::Millis{integer_of(row, 3)}};
        }
        return notes;
    });
}

StorageResult<void> SqliteStore::probe() {
    if (auto may = may_write(); !may) return may;
    return guarded([&]() -> StorageResult<void> {
        // The same number again, which writes the first page all the same.
        const std::int64_t number = database_.execAndGet("PRAGMA user_version").getInt64();
        database_.exec("PRAGMA user_version = " + std::to_string(number));
        return {};
    });
}

std::optional<domain::Millis> SqliteStore::rest() {
    constexpr domain::Millis kAtOnce{0};
    if (mode_ == OpenMode::read_only) return std::nullopt;
    if (log_pages_ >= kRestPages) {
        const int result =
            sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        // A reader or a full disk in the way: again after the next commit.
        if (result == SQLITE_OK) {
            log_pages_ = 0;
            return kAtOnce;
        }
    }
    if ((!pruning_ && rest_snapshot()) || rest_prune()) return kAtOnce;
    if (damage_) return std::nullopt;
    return keeping_->rest(damage_);
}

std::optional<std::string> SqliteStore::meta(const std::string& key) {
    SQLite::Statement row{database_, "SELECT value FROM meta WHERE key = ?"};
    row.bind(1, key);
    if (!row.executeStep()) return std::nullopt;
    return std::string{text_of(row, 0)};
}

void SqliteStore::set_meta(const std::string& key, const std::string& value) {
    SQLite::Statement row{database_,
                          "INSERT INTO meta (key, value) VALUES (?, ?) "
                          "ON CONFLICT (key) DO UPDATE SET value = excluded.value"};
    run(row, key, value);
}

}  // namespace storage
