#include "app/storage/database.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>

namespace storage {

namespace {

// Another connection holds a lock for a moment only: readers beside a running kiosk, or a backup by the technician.
constexpr int kBusyMilliseconds = 2000;

StorageErrorKind kind_of(int code) {
    switch (code & 0xFF) {
        case SQLITE_FULL:
            return StorageErrorKind::no_space;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return StorageErrorKind::read_only;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_FORMAT:
            return StorageErrorKind::damaged;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return StorageErrorKind::in_use;
        case SQLITE_CONSTRAINT:
        case SQLITE_TOOBIG:
        case SQLITE_MISMATCH:
        case SQLITE_RANGE:
            return StorageErrorKind::refused;
        default:
            return StorageErrorKind::input_output;
    }
}

// What a rotten header or a rotten table definition comes to has no code of its own: a number that no SQLite writes, and
// tables or columns that every database of ours has.
bool tells_of_rot(std::string_view what) {
    constexpr std::array<std::string_view, 4> kWords{"unsupported file format", "no such table", "no such column",
                                                     "has no column named"};
    return std::any_of(kWords.begin(), kWords.end(),
                       [what](std::string_view words) { return what.find(words) != std::string_view::npos; });
}

}  // namespace

StorageError error_of(const SQLite::Exception& exception) {
    const int extended = exception.getExtendedErrorCode();
    const int code = extended > 0 ? extended : exception.getErrorCode();
    std::string what = exception.what();
    const bool is_damaged = code == SQLITE_ERROR && tells_of_rot(what);
    what += " (SQLite " + std::to_string(code) + ")";
    return {is_damaged ? StorageErrorKind::damaged : kind_of(code), std::move(what)};
}

std::string_view text_of(SQLite::Statement& statement, int column) {
    const SQLite::Column value = statement.getColumn(column);
    const char* text = value.getText();
    return {text, static_cast<std::size_t>(value.getBytes())};
}

std::string_view bytes_of(SQLite::Statement& statement, int column) {
    const SQLite::Column value = statement.getColumn(column);
    const void* bytes = value.getBlob();
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(value.getBytes())};
}

void set_parameter(SQLite::Statement& statement, int index, std::string_view text) {
    statement.bind(index, std::string{text});
}

SQLite::Database open_database(const std::filesystem::path& file, Access access) {
    int flags = SQLite::OPEN_NOMUTEX;  // one thread at a time, see store.h
    switch (access) {
        case Access::read_write:
            flags |= SQLite::OPEN_READWRITE;
            break;
        case Access::create:
            flags |= SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
            break;
        case Access::read_only:
            flags |= SQLite::OPEN_READONLY;
            break;
    }
    SQLite::Database database{file.string(), flags, kBusyMilliseconds};
    sqlite3* const handle = database.getHandle();
    sqlite3_extended_result_codes(handle, 1);
    // Only whoever may write moves the log into the database, at a moment of his own choice (Store::rest).
    sqlite3_wal_autocheckpoint(handle, 0);
    // Until it is known whether the database is ours, closing it must not change it either.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, access == Access::create ? 0 : 1, nullptr);
    if (access == Access::read_only) return database;
    // The log keeps its file, so that no start and no commit pays for making and growing it.
    int keep = 1;
    sqlite3_file_control(handle, nullptr, SQLITE_FCNTL_PERSIST_WAL, &keep);
    return database;
}

void checkpoint_on_close(SQLite::Database& database) {
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
}

}  // namespace storage
