#pragma once

#include <sqlite3.h>

#include <memory>
#include <mutex>
#include <string>

#include "platform/linux/linux.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_entropy.h"
#include "tests/support/postgres/postgres.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/server/kiosk_log.h"

namespace server_test {

enum class On { sqlite, postgresql };
// Each test is run against both; this stands where the kind of database is chosen.
#define ON_BOTH GENERATE(server_test::On::sqlite, server_test::On::postgresql)

inline domain::Instant start_of_test() {
    return domain::Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + std::chrono::hours{9};
}

inline std::string school_key(std::uint8_t seed = 12) {
    return eventlog::make_school_key([seed](std::span<std::uint8_t> bytes) {
               for (std::uint8_t& byte : bytes) byte = seed;
           })
        .public_half;
}

// Threads of a test draw from it at once.
class SharedEntropy : public api::Entropy {
  public:
    void fill(std::span<std::uint8_t> bytes) override {
        const std::lock_guard lock{mutex_};
        drawn_.fill(bytes);
    }

  private:
    std::mutex mutex_;
    support::FakeEntropy drawn_;
};

// A store over an empty database of the kind, real files and a clock that stands still.
class TestServer {
  public:
    explicit TestServer(On on, server::Limits limits = {}) : on_(on), limits_(limits) {
        if (on == On::postgresql) address_ = support::PostgresServer::shared().create_database();
        store_ = open();
    }

    server::Store* operator->() { return store_.get(); }
    [[nodiscard]] bool is_sqlite() const { return on_ == On::sqlite; }
    [[nodiscard]] const std::string& address() const { return address_; }
    [[nodiscard]] std::filesystem::path file() const { return folder_ / "data" / "server.db"; }
    // `patience`: much more than a test waits for, so that a slow machine changes nothing.
    [[nodiscard]] server::Place place(std::chrono::milliseconds patience = std::chrono::minutes{2}) const {
        if (is_sqlite()) return server::SqliteFile{file()};
        return server::PostgresqlServer{address_, 4, patience};
    }
    // Another one over the same database, as another process has it.
    server::StoreResult<std::unique_ptr<server::Store>> try_open(
        std::chrono::milliseconds patience = std::chrono::minutes{2}) {
        return server::Store::open(place(patience), {clock, entropy_, *files_, *locks_}, limits_);
    }
    std::unique_ptr<server::Store> open(std::chrono::milliseconds patience = std::chrono::minutes{2}) {
        auto opened = try_open(patience);
        if (!opened) FAIL("cannot open: " << opened.error().detail);
        return std::move(*opened);
    }
    void close() { store_.reset(); }
    void reopen() {
        close();
        store_ = open();
    }

    server::SchoolId school(const std::string& name = "Школа № 12") {
        const auto added = store_->add_school({name, school_key()});
        REQUIRE(added);
        return added->id;
    }
    // A kiosk of this school.
    void add(const server::SchoolId& school, const KioskLog& log) { REQUIRE(store_->add_kiosk(school, log.as_new())); }

    base::Result<server::Accepted, server::Refused> send(base::ByteView bytes, const server::Delivery& delivery = {}) {
        return store_->ingest(source_of(bytes), delivery);
    }
    // Takes it, or fails the test.
    server::Accepted taken(base::ByteView bytes, const server::Delivery& delivery = {}) {
        auto result = send(bytes, delivery);
        if (!result) {
            FAIL("refused: " << server::name_of(result.error().why) << " " << result.error().detail);
        }
        return *result;
    }
    server::Refused refused(base::ByteView bytes, const server::Delivery& delivery = {}) {
        auto result = send(bytes, delivery);
        REQUIRE_FALSE(result);
        return result.error();
    }

    std::vector<server::HeldLine> lines(const server::SchoolId& school, const domain::KioskId& kiosk) {
        std::vector<server::HeldLine> all;
        REQUIRE(store_->read_lines(school, kiosk, 1, [&](const server::HeldLine& line) {
            all.push_back(line);
            return true;
        }));
        return all;
    }
    // Exactly the log, and nothing else.
    bool holds(const server::SchoolId& school, const KioskLog& log) {
        const auto held = lines(school, log.id());
        bool same = held.size() == log.rows().size();
        for (std::size_t i = 0; same && i < held.size(); ++i) {
            const Row& row = log.rows()[i];
            same = held[i].seq == row.seq && held[i].line == row.line && held[i].hash == row.hash;
        }
        return same && *store_->held(school, log.id()) == log.held();
    }

    // Behind the store's back, which is closed meanwhile.
    void run_sql(const std::string& statements) {
        close();
        if (is_sqlite()) {
            sqlite3* database = nullptr;
            REQUIRE(sqlite3_open(file().c_str(), &database) == SQLITE_OK);
            CHECK(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
            sqlite3_close(database);
        } else {
            support::PostgresServer::shared().run(address_, statements);
        }
    }

    support::FakeClock clock{start_of_test()};

  private:
    On on_;
    server::Limits limits_;
    std::string address_;
    support::TemporaryFolder folder_;
    SharedEntropy entropy_;
    std::unique_ptr<api::FileSystem> files_ = platform_linux::make_file_system();
    std::unique_ptr<api::ProcessLocks> locks_ = platform_linux::make_process_locks();
    std::unique_ptr<server::Store> store_;
};

}  // namespace server_test
