#pragma once

#include <soci/soci.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "app/server/store/event_insert.h"
#include "app/server/store/pool.h"
#include "app/server/store/store.h"

// SOCI as the store uses it. Inside app/server/store only. SOCI throws; Database::run() is where that ends.
namespace server {

[[nodiscard]] inline auto failed(StoreErrorKind kind, std::string detail) {
    return base::failure(StoreError{kind, std::move(detail)});
}

enum class Backend { sqlite, postgresql };

// Where the two differ. Bytes go in as a text parameter, `bound()` made it; and come out as hexadecimal text.
class Dialect {
  public:
    explicit Dialect(Backend backend) : backend_(backend) {}
    [[nodiscard]] bool is_sqlite() const { return backend_ == Backend::sqlite; }
    [[nodiscard]] std::string bytes_of(const std::string& parameter) const {
        return is_sqlite() ? "CAST(" + parameter + " AS BLOB)" : "decode(" + parameter + ", 'hex')";
    }
    [[nodiscard]] std::string bound(base::ByteView bytes) const {
        return is_sqlite() ? std::string{base::as_text(bytes)} : base::to_hex(bytes);
    }
    [[nodiscard]] std::string hex_of(const std::string& column) const {
        return is_sqlite() ? "lower(hex(" + column + "))" : "encode(" + column + ", 'hex')";
    }
    // SQLite's transactions have the whole database to themselves.
    [[nodiscard]] std::string lock_row_of(const std::string& table) const {
        return is_sqlite() ? "" : " FOR UPDATE OF " + table;
    }

  private:
    Backend backend_;
};

// One connection. One thread at a time.
class Connection {
  public:
    explicit Connection(const SqliteFile& place);
    explicit Connection(const PostgresqlServer& place);
    soci::session& sql() { return session_; }
    [[nodiscard]] const Dialect& dialect() const { return dialect_; }
    // Prepared once for each connection.
    EventInsert& event_insert();

  private:
    soci::session session_;
    Dialect dialect_;
    std::unique_ptr<EventInsert> event_insert_;
};

// Rolled back unless committed.
class Transaction {
  public:
    explicit Transaction(Connection& connection);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Connection& connection_;
    bool open_ = true;
};

class Database {
  public:
    // Connects once, so that a wrong address is told at the start.
    [[nodiscard]] static StoreResult<std::unique_ptr<Database>> open(const Place& place);

    // Waits for a connection that is free, calls `work` with it, which returns a StoreResult, and gives back what it
    // returned or the error that it threw. A connection that broke is thrown away.
    template <class Work>
    auto run(Work&& work) -> std::invoke_result_t<Work, Connection&> {
        auto connection = lease();
        if (!connection) return base::failure(connection.error());
        const Lease lease{*this, *connection};
        try {
            return std::forward<Work>(work)(**connection);
        } catch (const soci::soci_error& error) {
            return base::failure(error_of(error, *connection));
        }
    }
    // The same within a transaction, which is committed where `work` returned a value.
    template <class Work>
    auto change(Work&& work) -> std::invoke_result_t<Work, Connection&> {
        return run([&work](Connection& connection) -> std::invoke_result_t<Work, Connection&> {
            Transaction transaction{connection};
            auto result = work(connection);
            if (result) transaction.commit();
            return result;
        });
    }

  private:
    using Slot = std::unique_ptr<Connection>;  // empty: not connected
    struct Lease {
        Database& database;
        Slot& slot;
        ~Lease() { database.give_back(std::move(slot)); }
    };
    Database(Place place, std::size_t connections);
    [[nodiscard]] StoreResult<Slot> lease();
    void give_back(Slot slot);
    [[nodiscard]] Slot connect() const;
    // Empties the slot where its connection is no good any more.
    [[nodiscard]] StoreError error_of(const soci::soci_error& error, Slot& slot) const;

    Place place_;
    Pool<Slot> connections_;
};

// Hexadecimal, as hex_of() gives it; all zeros where it is not a hash.
[[nodiscard]] eventlog::Hash hash_of(const std::string& hex);
[[nodiscard]] inline long long number_of(domain::Seq seq) {
    return static_cast<long long>(seq);
}
[[nodiscard]] inline domain::Seq seq_of(long long number) {
    return static_cast<domain::Seq>(number);
}
[[nodiscard]] inline long long number_of(domain::Instant instant) {
    return instant.time_since_epoch().count();
}
[[nodiscard]] inline domain::Instant instant_of(long long number) {
    return domain::Instant{domain::Millis{number}};
}

}  // namespace server
