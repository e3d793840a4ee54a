#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdlib>
#include <random>

#include "tests/unit/storage/store_fixture.h"

using namespace storage_test;
using storage::OpenMode;
using storage::StorageErrorKind;

namespace {

// A closed kiosk with 30 check-ins after its first event.
struct Tampered : Kiosk {
    Tampered() {
        auto store = create();
        for (int i = 0; i < 30; ++i) REQUIRE(store->append({check_in("p" + std::to_string(i))}));
    }
    void sql(const std::string& statements) {
        SQLite::Database database{(data / "vstrecha.db").string(), SQLite::OPEN_READWRITE};
        database.exec(statements);
    }
    storage::ChainReport verify() { return *open(OpenMode::read_only)->verify(); }
};

}  // namespace

TEST_CASE("A log that nobody touched verifies") {
    Tampered kiosk;
    const auto report = kiosk.verify();
    CHECK(report.ok);
    CHECK(report.events == 31);
    CHECK(report.first_bad == 0);
}

TEST_CASE("A changed byte of any line is found at its number") {
    Tampered kiosk;
    for (const int seq : {1, 2, 17, 31}) {
        const std::string where = " WHERE seq = " + std::to_string(seq);
        kiosk.sql(
            "CREATE TABLE IF NOT EXISTS kept (line TEXT); DELETE FROM kept; INSERT INTO kept SELECT line FROM event" +
            where + "; UPDATE event SET line = replace(line, 'kind\":\"', 'kind\":\"x')" + where);
        const auto report = kiosk.verify();
        CHECK_FALSE(report.ok);
        CHECK(report.first_bad == static_cast<domain::Seq>(seq));
        kiosk.sql("UPDATE event SET line = (SELECT line FROM kept)" + where);
        CHECK(kiosk.verify().ok);
    }
}

TEST_CASE("A changed hash is found at its number") {
    Tampered kiosk;
    kiosk.sql("UPDATE event SET hash = zeroblob(32) WHERE seq = 9");
    CHECK(kiosk.verify().first_bad == 9);
}

TEST_CASE("A deleted line is found, also the first") {
    Tampered kiosk;
    kiosk.sql("DELETE FROM event WHERE seq = 12");
    CHECK(kiosk.verify().first_bad == 12);
    kiosk.sql("DELETE FROM event WHERE seq = 1");
    CHECK(kiosk.verify().first_bad == 1);
    kiosk.sql("DELETE FROM event");
    CHECK_FALSE(kiosk.verify().ok);
}

TEST_CASE("A deleted line is found where the later ones were moved up to close the gap") {
    Tampered kiosk;
    kiosk.sql(
        "DELETE FROM event WHERE seq = 12; UPDATE event SET seq = -(seq - 1) WHERE seq > 12; "
        "UPDATE event SET seq = -seq WHERE seq < 0");
    CHECK(kiosk.verify().first_bad == 12);
}

TEST_CASE("An inserted line is found") {
    Tampered kiosk;
    kiosk.sql("INSERT INTO event (seq, line, hash) SELECT 32, line, hash FROM event WHERE seq = 31");
    CHECK(kiosk.verify().first_bad == 32);
    kiosk.sql(
        "DELETE FROM event WHERE seq = 32; INSERT INTO event (seq, line, hash) "
        "SELECT 0, line, hash FROM event WHERE seq = 1");
    CHECK_FALSE(kiosk.verify().ok);
}

TEST_CASE("Two swapped lines are found at the first of them") {
    Tampered kiosk;
    kiosk.sql(
        "UPDATE event SET seq = -1 WHERE seq = 5; UPDATE event SET seq = 5 WHERE seq = 6; "
        "UPDATE event SET seq = 6 WHERE seq = -1");
    CHECK(kiosk.verify().first_bad == 5);
}

// Each byte of the rows in turn; by default every 199th, so that each place of a line and a hash is met somewhere in
// the log. VSTRECHA_TAMPER_STRIDE=1 takes them all (a quarter of an hour; tests/unit/eventlog does that in memory).
TEST_CASE("A flipped byte in any row of a log of 1,000 events is found as a change of that record") {
    Kiosk kiosk;
    {
        auto store = kiosk.create();
        std::vector<domain::Draft> drafts;
        for (int i = 0; i < 999; ++i) drafts.push_back(check_in("p" + std::to_string(i)));
        REQUIRE(store->append(drafts));
    }
    const char* given = std::getenv("VSTRECHA_TAMPER_STRIDE");
    const auto stride = static_cast<std::size_t>(given != nullptr ? std::atoi(given) : 199);
    SQLite::Database database{(kiosk.data / "vstrecha.db").string(), SQLite::OPEN_READWRITE};
    const auto reader = kiosk.open(OpenMode::read_only);
    REQUIRE(reader->audit({})->findings.empty());
    std::vector<storage::LogLine> lines;
    REQUIRE(reader->read_log(1, [&](const storage::LogLine& line) {
        lines.push_back(line);
        return true;
    }));
    SQLite::Statement put{database, "UPDATE event SET line = ?, hash = ? WHERE seq = ?"};
    const auto set = [&](domain::Seq seq, const std::string& line, const std::string& hash) {
        put.reset();
        put.bind(1, line);
        put.bind(2, hash.data(), static_cast<int>(hash.size()));
        put.bind(3, static_cast<std::int64_t>(seq));
        put.exec();
    };
    std::size_t next = 0, position = 0, flips = 0;
    for (const storage::LogLine& each : lines) {
        const std::string hash{base::as_text(each.hash)};
        for (std::size_t i = 0; i < each.line.size() + hash.size(); ++i, ++position) {
            if (position != next) continue;
            next += stride;
            std::string line = each.line, stored = hash;
            char& byte = i < line.size() ? line[i] : stored[i - line.size()];
            byte = static_cast<char>(byte ^ 1);
            set(each.seq, line, stored);
            const auto report = reader->audit({});
            REQUIRE(report);
            if (report->findings != std::vector{eventlog::Finding{eventlog::Flaw::changed, each.seq, 0}})
                FAIL("byte " << i << " of record " << each.seq);
            ++flips;
        }
        set(each.seq, each.line, hash);
    }
    CHECK(flips == (position + stride - 1) / stride);
    CHECK(reader->audit({})->findings.empty());
}

TEST_CASE("Records deleted, inserted and swapped at random places are told apart and found where they are") {
    Tampered kiosk;
    SQLite::Database database{(kiosk.data / "vstrecha.db").string(), SQLite::OPEN_READWRITE};
    database.exec("CREATE TABLE kept AS SELECT seq, line, hash FROM event");
    const auto reader = kiosk.open(OpenMode::read_only);
    const auto found_after = [&](const std::string& statements) {
        SQLite::Transaction transaction{database};
        database.exec("DELETE FROM event; INSERT INTO event (seq, line, hash) SELECT seq, line, hash FROM kept");
        database.exec(statements);
        transaction.commit();
        return reader->audit({})->findings;
    };
    using eventlog::Finding;
    using eventlog::Flaw;
    std::mt19937_64 random{5};
    for (int i = 0; i < 50; ++i) {
        const auto a = 1 + random() % 30, b = a + 1 + random() % (31 - a);  // 1 to 30, and above it up to 31
        const std::string first = std::to_string(a), last = std::to_string(b);
        CAPTURE(a, b);
        const std::string up = "; UPDATE event SET seq = -seq WHERE seq < 0";
        if (b < 31) {
            CHECK(found_after("DELETE FROM event WHERE seq BETWEEN " + first + " AND " + last) ==
                  std::vector{Finding{Flaw::deleted, a, b}});
        }
        CHECK(found_after("DELETE FROM event WHERE seq = " + first +
                          "; UPDATE event SET seq = -(seq - 1) WHERE seq > " + first + up) ==
              std::vector{Finding{Flaw::deleted, a, a}});
        CHECK(found_after("UPDATE event SET seq = -(seq + 1) WHERE seq >= " + last + up +
                          "; INSERT INTO event (seq, line, hash) SELECT " + last +
                          ", line, hash FROM kept WHERE seq = " + first) == std::vector{Finding{Flaw::inserted, b, 0}});
        CHECK(found_after("UPDATE event SET seq = -seq WHERE seq = " + first + "; UPDATE event SET seq = " + first +
                          " WHERE seq = " + last + "; UPDATE event SET seq = " + last + " WHERE seq = -" + first) ==
              std::vector{Finding{Flaw::swapped, a, b}});
    }
}

TEST_CASE("A database of another program is refused") {
    Tampered kiosk;
    kiosk.sql("PRAGMA application_id = 7");
    CHECK(storage::Store::open(kiosk.data, kiosk.ports(), OpenMode::read_write).error().kind ==
          StorageErrorKind::damaged);
}

TEST_CASE("A setting that no kiosk writes is told by its name") {
    Tampered kiosk;
    kiosk.sql("UPDATE setting SET value = 'soon' WHERE key = 'rating_closes_at'");
    auto store = kiosk.open(OpenMode::read_only);
    const auto settings = store->settings();
    REQUIRE_FALSE(settings);
    CHECK(settings.error().kind == StorageErrorKind::damaged);
    CHECK(settings.error().detail.find("rating_closes_at") != std::string::npos);
}
