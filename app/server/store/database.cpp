#include "app/server/store/database.h"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <array>

namespace server {

namespace {

// How long anybody waits for a connection that is free.
constexpr std::chrono::seconds kPatience{5};

StoreErrorKind kind_of_sqlite(int code) {
    using namespace sqlite_api;
    switch (code & 0xFF) {
        case SQLITE_FULL: return StoreErrorKind::no_space;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH: return StoreErrorKind::read_only;
        case SQLITE_NOTADB: return StoreErrorKind::foreign;
        case SQLITE_CORRUPT: return StoreErrorKind::damaged;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return StoreErrorKind::try_later;
        case SQLITE_CONSTRAINT:
        case SQLITE_TOOBIG:
        case SQLITE_MISMATCH:
        case SQLITE_RANGE: return StoreErrorKind::refused;
        default: return StoreErrorKind::input_output;
    }
}

// The classes of PostgreSQL's appendix A.
StoreErrorKind kind_of_postgresql(std::string_view state) {
    constexpr std::array<std::string_view, 8> kLater{"08", "57P", "40", "55P", "53300", "53400", "57014", "25P"};
    const auto begins = [state](std::string_view with) { return state.starts_with(with); };
    if (std::any_of(kLater.begin(), kLater.end(), begins)) return StoreErrorKind::try_later;
    if (begins("53")) return StoreErrorKind::no_space;
    if (begins("XX00")) return state == "XX000" ? StoreErrorKind::input_output : StoreErrorKind::damaged;
    if (begins("25006") || begins("42501") || begins("28")) return StoreErrorKind::read_only;
    if (begins("22") || begins("23")) return StoreErrorKind::refused;
    return StoreErrorKind::input_output;
}

}  // namespace

Connection::Connection(const SqliteFile& place)
    : session_(soci::sqlite3, "dbname=\"" + place.file.string() + "\" timeout=2"), dialect_(Backend::sqlite) {
    session_ << "PRAGMA synchronous = FULL";
    session_ << "PRAGMA foreign_keys = ON";
}

Connection::Connection(const PostgresqlServer& place)
    : session_(soci::postgresql, place.address), dialect_(Backend::postgresql) {
    session_ << "SET client_encoding = 'UTF8'";
    session_ << "SET client_min_messages = warning";
    session_ << "SET lock_timeout = " + std::to_string(place.patience.count());
    session_ << "SET synchronous_commit = on";
}

EventInsert& Connection::event_insert() {
    if (!event_insert_) event_insert_ = std::make_unique<EventInsert>(*this);
    return *event_insert_;
}

Transaction::Transaction(Connection& connection) : connection_(connection) {
    connection.sql() << (connection.dialect().is_sqlite() ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        connection_.sql().rollback();
    } catch (const soci::soci_error&) {
        // The connection broke, which rolls back as well.
    }
}

void Transaction::commit() {
    connection_.sql().commit();
    open_ = false;
}

Database::Database(Place place, std::size_t connections) : place_(std::move(place)), connections_(connections) {}

StoreResult<std::unique_ptr<Database>> Database::open(const Place& place) {
    std::size_t connections = 1;
    if (const auto* postgresql = std::get_if<PostgresqlServer>(&place)) {
        connections = std::max<std::size_t>(postgresql->connections, 1);
    }
    std::unique_ptr<Database> database{new Database{place, connections}};
    auto first = database->run([](Connection& connection) -> StoreResult<void> {
        if (connection.dialect().is_sqlite()) return {};
        std::string encoding;
        connection.sql() << "SHOW server_encoding", soci::into(encoding);
        if (encoding != "UTF8") return failed(StoreErrorKind::refused, "the database's encoding is " + encoding);
        return {};
    });
    if (!first) return base::failure(first.error());
    return database;
}

Database::Slot Database::connect() const {
    return std::visit([](const auto& place) { return std::make_unique<Connection>(place); }, place_);
}

// SQLite's one connection does short work only, and its callers wait for it as for a lock.
StoreResult<Database::Slot> Database::lease() {
    auto taken = connections_.take(kPatience);
    if (!taken) return failed(StoreErrorKind::try_later, "every connection is in use");
    Slot slot = std::move(*taken);
    if (slot) return slot;
    try {
        return connect();
    } catch (const soci::soci_error& error) {
        auto told = error_of(error, slot);
        if (std::holds_alternative<PostgresqlServer>(place_)) told.kind = StoreErrorKind::try_later;
        give_back(nullptr);
        return base::failure(std::move(told));
    }
}

// Connections that live are taken first. Where one broke, so did the others: the database was restarted, and not every
// one of them has to fail for itself.
void Database::give_back(Slot slot) {
    const bool is_broken = slot == nullptr;
    connections_.give_back(std::move(slot), [is_broken](std::vector<Slot>& others) {
        if (!is_broken) return;
        for (Slot& other : others) other.reset();
    });
}

StoreError Database::error_of(const soci::soci_error& error, Slot& slot) const {
    // What SOCI adds to a message are the values of the parameters: they stay out of every log.
    const std::string detail = error.get_error_message();
    if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
        return {kind_of_sqlite(sqlite->result()), detail};
    }
    if (slot && std::holds_alternative<PostgresqlServer>(place_) && !slot->sql().is_connected()) {
        slot.reset();
        return {StoreErrorKind::try_later, detail};
    }
    if (const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error)) {
        return {kind_of_postgresql(postgresql->sqlstate()), detail};
    }
    return {StoreErrorKind::input_output, detail};
}

eventlog::Hash hash_of(const std::string& hex) {
    eventlog::Hash hash{};
    const auto bytes = base::from_hex(hex);
    if (bytes && bytes->size() == hash.size()) std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

}  // namespace server
