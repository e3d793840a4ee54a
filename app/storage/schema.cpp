#include "app/storage/schema.h"

#include <string>

namespace storage {

namespace {

// Every column is NOT NULL: '' and 0 stand for "none" where the comment says so. `position` keeps the order of a list.
constexpr const char* kFirstVersion = R"sql(
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,           -- 1, 2, 3 ... without a gap
    line TEXT NOT NULL,                -- as recorded, byte for byte
    hash BLOB NOT NULL                 -- SHA-256 of the hash before and the line
) STRICT;
CREATE TABLE meta (                    -- what the kiosk is: see SqliteStore
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (                 -- domain::Settings, see settings_rows.cpp
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE throttle (
    key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    waits_from INTEGER NOT NULL,       -- milliseconds since 1970
    waits_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE person (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('pupil', 'teacher')),
    surname TEXT NOT NULL,
    given TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    grade INTEGER NOT NULL,            -- 0: no class
    letter TEXT NOT NULL,
    birth_date TEXT NOT NULL,          -- '': not known
    has_consent INTEGER NOT NULL,
    consent_date TEXT NOT NULL,        -- '': not known
    consent_signed_by TEXT NOT NULL,
    picture_1 INTEGER NOT NULL,
    picture_2 INTEGER NOT NULL,
    picture_3 INTEGER NOT NULL,
    code TEXT NOT NULL                 -- '': none
) STRICT;
CREATE TABLE card (
    digits TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE mentoring_group (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL,
    form TEXT NOT NULL,
    variant TEXT NOT NULL,
    mentor TEXT NOT NULL,
    order_number TEXT NOT NULL         -- '': not confirmed yet
) STRICT;
CREATE TABLE mentee (
    group_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    person TEXT NOT NULL,
    request TEXT NOT NULL,
    joined TEXT NOT NULL,              -- '': not known
    PRIMARY KEY (group_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE meeting (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL,
    starts INTEGER NOT NULL,           -- local time, milliseconds since 1970-01-01T00:00 on the school's wall
    ends INTEGER NOT NULL,
    place TEXT NOT NULL,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    planned INTEGER NOT NULL
) STRICT;
)sql";

std::int64_t number_of(SQLite::Database& database, const char* query) {
    return database.execAndGet(query).getInt64();
}

}  // namespace

SchemaState schema_state(SQLite::Database& database) {
    const std::int64_t application = number_of(database, "PRAGMA application_id");
    const std::int64_t version = number_of(database, "PRAGMA user_version");
    if (application == 0 && version == 0 && number_of(database, "SELECT count(*) FROM sqlite_schema") == 0) {
        return SchemaState::empty;
    }
    if (application != kApplicationId) return SchemaState::foreign;
    if (version > kSchemaVersion) return SchemaState::newer;
    return version == kSchemaVersion ? SchemaState::current : SchemaState::older;
}

void create_schema(SQLite::Database& database) {
    database.exec(kFirstVersion);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
}

}  // namespace storage
