#include "app/storage/slow_check.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>

#include "app/eventlog/line.h"
#include "app/storage/kept_state.h"
#include "app/storage/page_reader.h"
#include "app/storage/schema.h"
#include "platform/base/bytes.h"

namespace storage {

namespace {

// All but `event`, whose lines prove themselves.
constexpr std::array kTables{"meta", "setting", "throttle", "person", "card", "mentoring_group", "mentee", "meeting",
                             "checkpoint", "heartbeat"};

std::optional<eventlog::Hash> hash_of_bytes(std::string_view bytes) {
    eventlog::Hash hash{};
    if (bytes.size() != hash.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

std::string at_number(domain::Seq seq) {
    return " at number " + std::to_string(seq);
}

bool digest_is(SQLite::Database& database, const char* key, const std::string& digest) {
    SQLite::Statement row{database, "SELECT value FROM meta WHERE key = ?"};
    row.bind(1, key);
    return !row.executeStep() || text_of(row, 0) == digest;
}

}  // namespace

std::optional<eventlog::Hash> hash_before(SQLite::Database& database, domain::Seq seq, std::string_view line) {
    if (const auto event = eventlog::from_line(line)) {
        if (const auto* body = std::get_if<domain::LogContinued>(&event->body)) {
            const auto bytes = base::from_hex(body->head);
            return bytes ? hash_of_bytes(base::as_text(*bytes)) : std::nullopt;
        }
    }
    if (seq == 1) return eventlog::kGenesis;
    SQLite::Statement row{database, "SELECT hash FROM checkpoint WHERE seq = ? AND kind <> 'accepted' ORDER BY kind"};
    row.bind(1, static_cast<std::int64_t>(seq - 1));
    if (!row.executeStep()) return std::nullopt;
    return hash_of_bytes(text_of(row, 0));
}

std::optional<std::string> check_lines(SQLite::Database& database, domain::Seq& after,
                                       std::optional<eventlog::Hash>& hash, int most, int& checked) {
    SQLite::Statement row{database, "SELECT seq, line, hash FROM event WHERE seq > ? ORDER BY seq LIMIT ?"};
    row.bind(1, static_cast<std::int64_t>(after));
    row.bind(2, most);
    checked = 0;
    while (row.executeStep()) {
        const auto seq = static_cast<domain::Seq>(integer_of(row, 0));
        const std::string_view line = text_of(row, 1);
        const auto stored = hash_of_bytes(text_of(row, 2));
        if (!stored) return "a hash of another length" + at_number(seq);
        // Where the walk begins in the middle, the first line is taken as it is.
        if (hash || seq == 1) {
            const auto before = hash && seq == after + 1 && after != 0 ? hash : hash_before(database, seq, line);
            if (!before) return "lines are missing" + at_number(seq - 1);
            if (eventlog::next_hash(*before, line) != *stored) return "the chain does not hold" + at_number(seq);
        }
        after = seq;
        hash = stored;
        ++checked;
    }
    return std::nullopt;
}

std::optional<std::string> check_settings(SQLite::Database& database) {
    if (digest_is(database, "digest_settings", digest_of_settings(database))) return std::nullopt;
    return "the settings are not what their digest says";
}

std::optional<std::string> check_roster(SQLite::Database& database) {
    if (digest_is(database, "digest_roster", digest_of_roster(database))) return std::nullopt;
    return "the roster is not what its digest says";
}

std::optional<std::string> SlowCheck::step(SQLite::Database& database) {
    // What SQLite has in memory says nothing about the drive.
    sqlite3_db_release_memory(database.getHandle());
    std::optional<std::string> wrong;
    const auto looked = guarded([&]() -> StorageResult<void> {
        switch (stage_) {
            case Stage::pages: wrong = pages(); break;
            case Stage::lines: wrong = lines(database); break;
            case Stage::tables: wrong = tables(database); break;
        }
        return {};
    });
    if (!looked && looked.error().kind == StorageErrorKind::damaged) return looked.error().detail;
    if (!looked && looked.error().kind == StorageErrorKind::input_output) return looked.error().detail;
    return wrong;
}

std::optional<std::string> SlowCheck::pages() {
    if (!reader_) {
        auto file = files_.open(file_);
        if (!file) return "the file cannot be opened: " + file.error().detail;
        reader_ = std::move(*file);
    }
    base::Bytes bytes(kPagesAtOnce * kPageBytes);
    const std::uint64_t at = page_ * kPageBytes;
    reader_->forget(at, bytes.size());
    const auto got = reader_->read(at, bytes);
    if (!got) return "page " + std::to_string(page_ + 1) + " or one after it cannot be read: " + got.error().detail;
    if (page_ == 0 && (*got < kPageBytes || !base::as_text(bytes).starts_with(std::string_view{"SQLite format 3\0", 16})))
        return "the file's header is gone";
    page_ += kPagesAtOnce;
    if (*got == bytes.size()) return std::nullopt;
    stage_ = Stage::lines;
    seq_ = 0;
    hash_ = std::nullopt;
    return std::nullopt;
}

std::optional<std::string> SlowCheck::lines(SQLite::Database& database) {
    if (seq_ == 0) hash_ = eventlog::kGenesis;  // the first line has to follow something too
    int checked = 0;
    auto wrong = check_lines(database, seq_, hash_, kLinesAtOnce, checked);
    if (wrong || checked == kLinesAtOnce) return wrong;
    stage_ = Stage::tables;
    table_ = 0;
    return std::nullopt;
}

std::optional<std::string> SlowCheck::tables(SQLite::Database& database) {
    if (table_ < kTables.size()) {
        const char* const name = kTables[table_++];
        if (!has_table(database, name)) return std::nullopt;
        SQLite::Statement row{database, std::string{"PRAGMA quick_check('"} + name + "')"};
        if (row.executeStep() && text_of(row, 0) != "ok") return "table " + std::string{name} + ": " + std::string{text_of(row, 0)};
        return std::nullopt;
    }
    stage_ = Stage::pages;
    page_ = 0;
    if (auto wrong = check_settings(database)) return wrong;
    return check_roster(database);
}

}  // namespace storage
