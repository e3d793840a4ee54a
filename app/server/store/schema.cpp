#include "app/server/store/schema.h"

#include <array>

namespace server {

namespace {

// Every column is NOT NULL: '' and 0 stand for "none" where the comment says so. The words in capitals are what the two
// databases call differently, see in_words_of().
// Statements end with a semicolon at the end of a line.
constexpr const char* kFirstVersion = R"sql(
CREATE TABLE schools (
    id KEY NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    school_public TEXT NOT NULL,       -- hex, X25519; '': the first kiosk that joins brings it
    acceptor_public TEXT NOT NULL,     -- hex, Ed25519
    acceptor_private TEXT NOT NULL
);
CREATE TABLE kiosks (
    id KEY NOT NULL PRIMARY KEY,       -- one kiosk is of one school
    school KEY NOT NULL REFERENCES schools (id),
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,          -- hex, Ed25519
    state TEXT NOT NULL CHECK (state IN ('active', 'revoked', 'replaced')),
    held BIGINT NOT NULL,              -- the highest number that is held, 0: none
    head BYTES NOT NULL,               -- the hash of the chain there
    last_heard BIGINT NOT NULL         -- milliseconds since 1970, 0: never
);
CREATE INDEX kiosks_of_school ON kiosks (school, id);
CREATE TABLE join_codes (              -- the newest of each selector; old ones lie there until it is drawn again
    selector KEY NOT NULL PRIMARY KEY, -- the part of the code that is no secret
    school KEY NOT NULL REFERENCES schools (id),
    stretched BYTES NOT NULL,          -- joining::Key; empty once the code was used
    kiosk_name TEXT NOT NULL,          -- '': as the kiosk calls itself
    replaces KEY NOT NULL,             -- the kiosk whose place is taken, '': none
    made_at BIGINT NOT NULL,           -- milliseconds since 1970
    tries BIGINT NOT NULL,
    used_at BIGINT NOT NULL,           -- milliseconds since 1970, 0: not used
    request BYTES NOT NULL,            -- the hash of the request that used it, and of the certificate's fingerprint
    answer TEXT NOT NULL               -- what that request was answered
);
CREATE TABLE events (
    school KEY NOT NULL,
    kiosk KEY NOT NULL,
    seq BIGINT NOT NULL,
    line TEXT NOT NULL,                -- as recorded, byte for byte
    hash BYTES NOT NULL,               -- SHA-256 of the hash before and the line
    PRIMARY KEY (kiosk, seq)
);
CREATE TABLE spans (                   -- what is to be known of numbers beside their lines, see spans.h
    school KEY NOT NULL,
    kiosk KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('lost', 'elsewhere', 'bridge', 'overhang')),
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    hash BYTES NOT NULL,               -- elsewhere, bridge: the hash of the chain at last_seq; else empty
    PRIMARY KEY (kiosk, kind, first_seq, last_seq)
);
CREATE TABLE checkpoints (
    school KEY NOT NULL,
    kiosk KEY NOT NULL,
    seq BIGINT NOT NULL,
    line TEXT NOT NULL,                -- as signed
    accepted_at BIGINT NOT NULL,       -- milliseconds since 1970: what is below seq came no later
    PRIMARY KEY (kiosk, seq)
);
CREATE TABLE parked (
    id SERIAL,
    school KEY NOT NULL,               -- '': of no school that is known
    kiosk KEY NOT NULL,                -- '': of no kiosk that is known
    is_signed BIGINT NOT NULL,
    received_at BIGINT NOT NULL,       -- milliseconds since 1970
    reason TEXT NOT NULL,
    size BIGINT NOT NULL,
    digest BYTES NOT NULL,             -- SHA-256 over 32 zeros and the bytes that are kept
    bytes BYTES NOT NULL,
    is_complete BIGINT NOT NULL,
    is_seen BIGINT NOT NULL
);
CREATE UNIQUE INDEX parked_once ON parked (school, kiosk, is_signed, digest, size);
CREATE TABLE not_parked (              -- how many came when there was no room for them
    school KEY NOT NULL,
    kiosk KEY NOT NULL,
    is_signed BIGINT NOT NULL,
    bundles BIGINT NOT NULL,
    PRIMARY KEY (school, kiosk, is_signed)
);
)sql";

constexpr const char* kMeetingTables = R"sql(
CREATE TABLE meeting_lines (           -- made from events when somebody asks, see meeting_lines.h
    school KEY NOT NULL,
    meeting KEY NOT NULL,              -- '': concerns every meeting of its kiosk
    kiosk KEY NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (school, meeting, kiosk, seq)
);
CREATE TABLE meeting_progress (
    school KEY NOT NULL,
    kiosk KEY NOT NULL PRIMARY KEY,
    up_to BIGINT NOT NULL,             -- every line up to here that is held was read
    reading BIGINT NOT NULL            -- by which rules; by others: none was read
);
)sql";

constexpr const char* kRosterTable = R"sql(
CREATE TABLE rosters (                 -- the newest of each school, see rosters.cpp
    school KEY NOT NULL REFERENCES schools (id),
    number BIGINT NOT NULL,
    hash KEY NOT NULL,                 -- hex, of the signed text
    made_at BIGINT NOT NULL,           -- milliseconds since 1970
    made_by KEY NOT NULL,              -- 'import', 'revert', 'kiosk', 'matching'
    people BIGINT NOT NULL,
    groups BIGINT NOT NULL,
    meetings BIGINT NOT NULL,
    packed BYTES NOT NULL,             -- the text, as roster_snapshot::pack() makes it
    PRIMARY KEY (school, number)
);
)sql";

constexpr const char* kHealthTable = R"sql(
CREATE TABLE health (                  -- what each kiosk said last of how it is, see app/news/messages.h
    kiosk KEY NOT NULL PRIMARY KEY REFERENCES kiosks (id),
    school KEY NOT NULL,
    heard_at BIGINT NOT NULL,          -- milliseconds since 1970, by the server's clock
    clock_offset BIGINT NOT NULL,      -- milliseconds by which the kiosk's clock was ahead of the server's
    clock_trusted BIGINT NOT NULL,
    version TEXT NOT NULL,
    uptime BIGINT NOT NULL,            -- seconds, as unsent_age
    disk_free BIGINT NOT NULL,         -- bytes, as disk_total
    disk_total BIGINT NOT NULL,        -- 0: not known
    unsent BIGINT NOT NULL,
    unsent_age BIGINT NOT NULL,
    problem TEXT NOT NULL,             -- a word, '': none, as last_error
    last_error TEXT NOT NULL,
    has_temperature BIGINT NOT NULL,
    temperature BIGINT NOT NULL        -- thousandths of a degree Celsius
);
)sql";

constexpr const char* kUserTables = R"sql(
CREATE TABLE users (
    id KEY NOT NULL PRIMARY KEY,
    school KEY NOT NULL REFERENCES schools (id),
    login KEY NOT NULL UNIQUE,         -- of one user in the whole database
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('curator', 'reader')),
    password TEXT NOT NULL,            -- see passwords.h
    one_time_until BIGINT NOT NULL,    -- milliseconds since 1970: it was drawn, and lives so long; 0: a person chose it
    is_disabled BIGINT NOT NULL,
    made_at BIGINT NOT NULL,           -- milliseconds since 1970
    signed_in_at BIGINT NOT NULL       -- the same, 0: never
);
CREATE INDEX users_of_school ON users (school, login);
CREATE TABLE sessions (
    token KEY NOT NULL PRIMARY KEY,    -- hex, SHA-256 over 32 zeros and the token, which nobody keeps
    user_id KEY NOT NULL REFERENCES users (id),
    made_at BIGINT NOT NULL,           -- milliseconds since 1970
    seen_at BIGINT NOT NULL            -- the same, to the minute
);
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE TABLE uploads (                 -- lists that were read and not published yet
    session KEY NOT NULL PRIMARY KEY,  -- as in sessions
    made_at BIGINT NOT NULL,           -- milliseconds since 1970
    based_on BIGINT NOT NULL,
    signed_by TEXT NOT NULL,
    carried TEXT NOT NULL              -- as carried_roster.h writes them
);
CREATE TABLE school_zones (
    school KEY NOT NULL PRIMARY KEY REFERENCES schools (id),
    zone TEXT NOT NULL                 -- IANA: "Asia/Novokuznetsk"
);
)sql";

constexpr const char* kSettingsTables = R"sql(
CREATE TABLE school_settings (         -- what a school has set for its kiosks, see school_settings.cpp
    school KEY NOT NULL PRIMARY KEY REFERENCES schools (id),
    number BIGINT NOT NULL,            -- of the last change
    changed_at BIGINT NOT NULL,        -- milliseconds since 1970
    pin TEXT NOT NULL,                 -- an Argon2id string, '': none is set
    pin_number BIGINT NOT NULL,        -- how often one was set
    pin_set_at BIGINT NOT NULL,        -- milliseconds since 1970, 0: never
    catalogue TEXT NOT NULL            -- JSON, [[name, content]]; '': the program's own
);
CREATE TABLE school_setting_values (
    school KEY NOT NULL REFERENCES schools (id),
    kiosk KEY NOT NULL,                -- '': every one
    name KEY NOT NULL,                 -- as domain::SettingKey has it
    value TEXT NOT NULL,
    PRIMARY KEY (school, kiosk, name)
);
)sql";

constexpr const char* kBroughtTables = R"sql(
CREATE TABLE brought_rosters (         -- kiosks' own lists that wait to be matched with their school's, see brought.h
    school KEY NOT NULL,
    kiosk KEY NOT NULL PRIMARY KEY REFERENCES kiosks (id),
    hash KEY NOT NULL,                 -- hex, of the text
    came_at BIGINT NOT NULL,           -- milliseconds since 1970
    people BIGINT NOT NULL,
    groups BIGINT NOT NULL,
    meetings BIGINT NOT NULL,
    packed BYTES NOT NULL              -- the text, signed by the kiosk, as roster_snapshot::pack() makes it
);
CREATE TABLE brought_decisions (
    school KEY NOT NULL,
    kiosk KEY NOT NULL REFERENCES kiosks (id),
    brought KEY NOT NULL,              -- id of a person or a group
    stands_for KEY NOT NULL,           -- the school's id; '': new
    PRIMARY KEY (kiosk, brought)
);
)sql";

// The step to version N is the element N - 1: its scripts, one after another.
constexpr std::array<std::array<const char*, 7>, kSchemaVersion> kSteps = {
    {{kFirstVersion, kMeetingTables, kRosterTable, kHealthTable, kUserTables, kSettingsTables, kBroughtTables}}};

// Two servers that start at once: the second waits and finds the work done. "VSTR" in ASCII.
constexpr const char* kAdvisoryLock = "SELECT pg_advisory_xact_lock(1448301650)";

struct Word {
    std::string_view ours, sqlite, postgresql;
};
// Ids are compared byte by byte, whatever the database's language.
constexpr std::array<Word, 3> kWords = {
    {{" KEY NOT", " TEXT NOT", " TEXT COLLATE \"C\" NOT"},
     {" BYTES ", " BLOB ", " BYTEA "},
     {" SERIAL,", " INTEGER PRIMARY KEY AUTOINCREMENT,", " BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"}}};

std::string in_words_of(const Dialect& dialect, std::string text) {
    // SOCI would take what stands behind a colon in a comment for a parameter.
    for (auto at = text.find("--"); at != std::string::npos; at = text.find("--", at)) {
        text.erase(at, text.find('\n', at) - at);
    }
    for (const Word& word : kWords) {
        const std::string_view theirs = dialect.is_sqlite() ? word.sqlite : word.postgresql;
        for (auto at = text.find(word.ours); at != std::string::npos; at = text.find(word.ours, at + theirs.size())) {
            text.replace(at, word.ours.size(), theirs);
        }
    }
    return text;
}

long long count(Connection& connection, const char* query) {
    long long number = 0;
    connection.sql() << query, soci::into(number);
    return number;
}

// Nothing: there are none of our tables.
std::optional<long long> version_of(Connection& connection) {
    const bool has_table =
        count(connection, connection.dialect().is_sqlite()
                              ? "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'"
                              : "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND "
                                "tablename = 'schema_version'") > 0;
    if (!has_table) return std::nullopt;
    return count(connection, "SELECT max(version) FROM schema_version");
}

void run_script(Connection& connection, std::string_view script) {
    const std::string_view end_of_statement = ";\n";
    while (script.size() > 1) {
        const auto end = script.find(end_of_statement) + end_of_statement.size();
        connection.sql() << in_words_of(connection.dialect(), std::string{script.substr(0, end)});
        script.remove_prefix(end);
    }
}

void take_step(Connection& connection, std::size_t step) {
    soci::session& sql = connection.sql();
    for (const char* script : kSteps[step]) run_script(connection, script);
    if (step == 0) sql << "CREATE TABLE schema_version (version INTEGER NOT NULL)";
    sql << (step == 0 ? "INSERT INTO schema_version (version) VALUES (1)"
                      : "UPDATE schema_version SET version = " + std::to_string(step + 1));
}

// true: the version is the present one.
StoreResult<bool> step(Connection& connection) {
    if (!connection.dialect().is_sqlite()) connection.sql() << kAdvisoryLock;
    const auto version = version_of(connection);
    if (version && *version > kSchemaVersion) {
        return failed(StoreErrorKind::newer_version, "schema " + std::to_string(*version));
    }
    if (version == kSchemaVersion) return true;
    if (!version && connection.dialect().is_sqlite() && count(connection, "SELECT count(*) FROM sqlite_schema") > 0) {
        return failed(StoreErrorKind::foreign, "tables of another program");
    }
    take_step(connection, static_cast<std::size_t>(version.value_or(0)));
    return false;
}

}  // namespace

StoreResult<void> migrate(Database& database) {
    while (true) {
        const auto done = database.change(step);
        if (!done) return base::failure(done.error());
        if (*done) break;
    }
    // Only now is it known to be ours. It stays in the file; only this one connection writes.
    return database.run([](Connection& connection) -> StoreResult<void> {
        if (!connection.dialect().is_sqlite()) return {};
        std::string mode;
        connection.sql() << "PRAGMA journal_mode = WAL", soci::into(mode);
        if (mode != "wal") return failed(StoreErrorKind::input_output, "journal mode " + mode);
        return {};
    });
}

}  // namespace server
