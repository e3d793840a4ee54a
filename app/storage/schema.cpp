#include "app/storage/schema.h"

#include <array>
#include <charconv>
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

constexpr const char* kSecondVersion = R"sql(
CREATE TABLE checkpoint (              -- what stands for lines that are not here, and what others hold
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('gap', 'pruned', 'accepted')),
    hash BLOB NOT NULL,                -- the chain's at seq
    line TEXT NOT NULL,                -- accepted: the countersigned checkpoint as it came; else ''
    PRIMARY KEY (seq, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshot (                -- a cache of what the log says, see snapshot.h; may be emptied at any time
    place INTEGER PRIMARY KEY,         -- 0: what is known of the log as a whole; else a meeting, in the order of coming
    meeting TEXT NOT NULL,
    entries BLOB NOT NULL
) STRICT;
CREATE TABLE heartbeat (               -- the last time that the kiosk is known to have run
    certain INTEGER PRIMARY KEY CHECK (certain IN (0, 1)),  -- 0: the best guess of a boot without a clock
    at INTEGER NOT NULL,               -- milliseconds since 1970
    boot TEXT NOT NULL,
    mono INTEGER NOT NULL              -- milliseconds since that boot
) STRICT;
)sql";

constexpr const char* kThirdVersion = R"sql(
CREATE TABLE alias (                   -- other ids of those in the lists, see domain/aliases.h
    kind TEXT NOT NULL CHECK (kind IN ('person', 'group', 'meeting')),
    id TEXT NOT NULL,
    stands_for TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
)sql";

// The step to version N is the element N - 1. Each leaves meta as its own version has it.
constexpr std::array<const char*, kSchemaVersion> kSteps = {kFirstVersion, kSecondVersion, kThirdVersion};

std::int64_t number_of(SQLite::Database& database, const char* query) {
    return database.execAndGet(query).getInt64();
}

// Nothing where the table, which a far future may not have, or the row is not there, or it is no number.
std::optional<int> compatible_with(SQLite::Database& database) {
    if (!has_table(database, "meta")) return std::nullopt;
    SQLite::Statement row{database, "SELECT value FROM meta WHERE key = 'compatible_with'"};
    if (!row.executeStep()) return std::nullopt;
    const std::string_view text = text_of(row, 0);
    int version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error != std::errc{} || end != text.data() + text.size() || version < 1) return std::nullopt;
    return version;
}

void take_steps(SQLite::Database& database, std::size_t from) {
    for (std::size_t step = from; step < kSteps.size(); ++step) database.exec(kSteps[step]);
    database.exec("INSERT INTO meta (key, value) VALUES ('compatible_with', '" + std::to_string(kCompatibleWith) +
                  "') ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
}

}  // namespace

bool has_table(SQLite::Database& database, const char* name) {
    SQLite::Statement row{database, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?"};
    row.bind(1, name);
    row.executeStep();
    return integer_of(row, 0) > 0;
}

SchemaState schema_state(SQLite::Database& database) {
    const std::int64_t application = number_of(database, "PRAGMA application_id");
    const std::int64_t version = number_of(database, "PRAGMA user_version");
    if (application == 0 && version == 0 && number_of(database, "SELECT count(*) FROM sqlite_schema") == 0) {
        return SchemaState::empty;
    }
    if (application != kApplicationId || version < 1) return SchemaState::foreign;
    if (version == kSchemaVersion) return SchemaState::current;
    if (version < kSchemaVersion) return SchemaState::older;
    return compatible_with(database).value_or(kSchemaVersion + 1) <= kSchemaVersion ? SchemaState::newer_compatible
                                                                                    : SchemaState::newer;
}

void create_schema(SQLite::Database& database) {
    take_steps(database, 0);
}

void migrate(SQLite::Database& database) {
    SQLite::Transaction transaction{database, SQLite::TransactionBehavior::IMMEDIATE};
    const std::int64_t version = number_of(database, "PRAGMA user_version");
    take_steps(database, static_cast<std::size_t>(version));
    transaction.commit();
}

}  // namespace storage
