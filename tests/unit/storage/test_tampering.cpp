#include <SQLiteCpp/SQLiteCpp.h>

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
