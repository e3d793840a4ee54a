#include "app/eventlog/line.h"
#include "app/storage/schema.h"
#include "tests/migrations/frozen_kiosk.h"

namespace {

using storage::OpenMode;
using storage::StorageErrorKind;

// Of each released schema: what its frozen log ends with.
struct Frozen {
    int version;
    domain::Seq last;
    const char* head;
};
const Frozen kFrozen[] = {{1, 15, "5087e9b283ebbfeb53be125e642dbea7b76f3ade31b051173f8fc141f7971e20"},
                          {2, 16, "7f6334319fc38b651987afede33fb2a34628502ad39a6c1c71b0ebc04f8710fe"}};

// Everything that was put in, as it was put in.
void holds_everything(storage::Store& store, const Frozen& frozen) {
    CHECK(store.settings().value() == frozen::settings());
    auto roster = frozen::roster();
    roster.number = 1;
    CHECK(store.roster().value() == roster);
    CHECK(store.throttles().value() == std::map<std::string, domain::Throttle>{{"pin", frozen::throttle()}});
    CHECK(store.check_pin(frozen::kPin).value());
    CHECK_FALSE(store.check_pin("0000").value());

    const auto status = store.status().value();
    CHECK(status.kiosk.value == "cc474e25305dff2f");
    CHECK(status.last_seq == frozen.last);
    CHECK(status.head == frozen.head);
    CHECK(status.last_export == frozen::began() + std::chrono::minutes{42} + std::chrono::seconds{20});
    CHECK(status.exported_up_to == 9);
    CHECK(status.untaken == 5);
    // What was taken away waits until somebody has accepted it, as from schema 2 on.
    const bool is_accepted = frozen.version >= 2;
    CHECK(status.unacknowledged == (is_accepted ? 5 : 12));
    CHECK(status.waiting_since ==
          (is_accepted ? frozen::began() + std::chrono::minutes{42} + std::chrono::seconds{40} : frozen::began()));
    const auto report = store.verify().value();
    CHECK(report.ok);
    CHECK(report.events == frozen.last);

    const auto attendance = store.fold().value();
    const auto& mentee = attendance.presence(frozen::kMeeting1, frozen::kMentee);
    CHECK(mentee.checked_in->seq == 4);
    CHECK(mentee.checked_out->seq == 8);
    CHECK(mentee.rated->seq == 7);
    CHECK_FALSE(attendance.presence(frozen::kMeeting1, frozen::kStranger).is_there());
    CHECK(attendance.record(frozen::kMeeting1).confirmed);
    CHECK_FALSE(attendance.record(frozen::kMeeting2).cancelled);  // taken back
    CHECK(attendance.opened() == std::vector{frozen::opened()});
    const auto opened_by = attendance.presence(frozen::kOpened, frozen::kMentor).checked_in.value();
    CHECK_FALSE(opened_by.clock_trusted);
    CHECK(attendance.presence(frozen::kOpened, frozen::kMentee).mark == domain::Mark::excused);
    CHECK(store.fold_recent(roster).value() == attendance);

    const bool has_clocks_and_checkpoints = frozen.version >= 2;
    CHECK(opened_by.corrected_by.has_value() == has_clocks_and_checkpoints);
    const auto notes = store.heartbeats().value();
    CHECK(notes.certain.has_value() == has_clocks_and_checkpoints);
    if (notes.certain) CHECK(*notes.certain == frozen::heartbeat().moment);
    CHECK(store.audit({})->accepted_up_to == (has_clocks_and_checkpoints ? 10 : 0));
}

}  // namespace

TEST_CASE("A database of every released schema is brought to the present one with all that is in it") {
    for (const Frozen& frozen : kFrozen) {
        INFO("schema " << frozen.version);
        const frozen::Kiosk before{frozen.version};
        frozen::Kiosk kiosk{frozen.version};
        {
            const auto store = kiosk.open();
            holds_everything(*store, frozen);
            REQUIRE(store->append({storage_test::check_in("a000000000000001", "c000000000000002")}));
            CHECK(store->verify()->ok);
            REQUIRE(store->heartbeat({{frozen::began(), "b0070000", {}}, true}));
        }
        CHECK(kiosk.number("PRAGMA user_version") == storage::kSchemaVersion);
        CHECK(kiosk.number("PRAGMA application_id") == storage::kApplicationId);
        CHECK(kiosk.number("SELECT value FROM meta WHERE key = 'compatible_with'") == storage::kCompatibleWith);
        const auto again = kiosk.open();
        CHECK(again->status()->last_seq == frozen.last + 1);
        CHECK(again->heartbeats()->certain->at == frozen::began());
    }
}

TEST_CASE("A migrated database has the tables of a new one, letter for letter") {
    const auto tables = [](storage_test::Kiosk& kiosk) {
        std::map<std::string, std::string> found;
        SQLite::Database database{(kiosk.data / "vstrecha.db").string(), SQLite::OPEN_READONLY};
        SQLite::Statement row{database, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"};
        while (row.executeStep()) found[row.getColumn(0)] = row.getColumn(1).getString();
        return found;
    };
    storage_test::Kiosk fresh;
    (void)fresh.create();
    for (const Frozen& frozen : kFrozen) {
        INFO("schema " << frozen.version);
        frozen::Kiosk kiosk{frozen.version};
        (void)kiosk.open();
        CHECK(tables(kiosk) == tables(fresh));
    }
}

TEST_CASE("A database of every released schema is read as it is, and not changed by reading") {
    for (const Frozen& frozen : kFrozen) {
        INFO("schema " << frozen.version);
        frozen::Kiosk kiosk{frozen.version};
        const auto bytes = kiosk.files->read(kiosk.file(), 1 << 20).value();
        {
            const auto store = kiosk.open(OpenMode::read_only);
            holds_everything(*store, frozen);
            CHECK(store->heartbeat({{frozen::began(), "b0070000", {}}, true}).error().kind == StorageErrorKind::read_only);
        }
        CHECK(kiosk.files->read(kiosk.file(), 1 << 20).value() == bytes);
    }
}

TEST_CASE("A migration that cannot be finished leaves the old schema, and the next start tries again") {
    frozen::Kiosk kiosk{1};
    kiosk.sql("CREATE TABLE heartbeat (in_the_way INTEGER)");
    CHECK_FALSE(storage::Store::open(kiosk.data, kiosk.ports(), OpenMode::read_write));
    CHECK(kiosk.number("PRAGMA user_version") == 1);
    CHECK(kiosk.number("SELECT count(*) FROM sqlite_schema WHERE name = 'checkpoint'") == 0);
    kiosk.sql("DROP TABLE heartbeat");
    holds_everything(*kiosk.open(), kFrozen[0]);
}

TEST_CASE("A database of the future is read, not written, and left byte for byte as it is") {
    frozen::Kiosk kiosk{1};
    (void)kiosk.open();
    kiosk.sql("ALTER TABLE setting ADD COLUMN reason TEXT NOT NULL DEFAULT ''; CREATE TABLE thing (x INTEGER) STRICT;"
              "UPDATE meta SET value = '7' WHERE key = 'compatible_with'; PRAGMA user_version = 7");
    const auto bytes = kiosk.files->read(kiosk.file(), 1 << 20).value();
    const auto refused = storage::Store::open(kiosk.data, kiosk.ports(), OpenMode::read_write);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == StorageErrorKind::newer_version);
    {
        const auto store = kiosk.open(OpenMode::read_only);
        holds_everything(*store, kFrozen[0]);
        CHECK(store->append({storage_test::check_in("a000000000000001")}).error().kind == StorageErrorKind::read_only);
    }
    CHECK(kiosk.files->read(kiosk.file(), 1 << 20).value() == bytes);
}

TEST_CASE("What cannot be understood of a database of the future is told as such, not as damage") {
    frozen::Kiosk kiosk{1};
    (void)kiosk.open();
    kiosk.sql("ALTER TABLE meeting RENAME COLUMN place TO room; PRAGMA user_version = 9;"
              "DELETE FROM meta WHERE key = 'compatible_with'");
    const auto store = kiosk.open(OpenMode::read_only);
    CHECK(store->roster().error().kind == StorageErrorKind::newer_version);
    CHECK(store->settings().value() == frozen::settings());
    CHECK(store->verify()->ok);
    kiosk.sql("DROP TABLE meta");
    CHECK(storage::Store::open(kiosk.data, kiosk.ports(), OpenMode::read_only).error().kind ==
          StorageErrorKind::newer_version);
}

TEST_CASE("A database of the future that lets this version write is written, and stays of its own version") {
    frozen::Kiosk kiosk{1};
    (void)kiosk.open();
    kiosk.sql("CREATE TABLE thing (x INTEGER) STRICT; PRAGMA user_version = 4");
    {
        const auto store = kiosk.open();
        holds_everything(*store, kFrozen[0]);
        REQUIRE(store->append({storage_test::check_in("a000000000000001")}));
        CHECK(store->verify()->ok);
    }
    CHECK(kiosk.number("PRAGMA user_version") == 4);
    CHECK(kiosk.number("SELECT value FROM meta WHERE key = 'compatible_with'") == storage::kCompatibleWith);
}
