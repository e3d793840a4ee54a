#include <algorithm>
#include <fstream>

#include "app/eventlog/checkpoint.h"
#include "app/eventlog/line.h"
#include "tests/unit/storage/store_fixture.h"

using namespace storage_test;
using domain::LostRange;
using domain::Seq;
using storage::Kept;
using storage::OpenMode;
using storage::StorageErrorKind;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void put(const fs::path& file, const std::string& bytes) {
    std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

// 200 check-ins, closed, without its second copy.
struct Alone : Kiosk {
    Alone() {
        auto store = create();
        for (int i = 0; i < 200; ++i) REQUIRE(store->append({check_in("p" + std::to_string(i))}));
        store.reset();
        forget_copy();
    }
    void forget_copy() { fs::remove_all(data / "copy"); }
    // Every copy of this text in the database, which has all that was in its write-ahead log.
    void overwrite(const std::string& text, const std::string& with) {
        fs::remove(data / "vstrecha.db-wal");
        std::string bytes = bytes_of(data / "vstrecha.db");
        REQUIRE(bytes.find(text) != std::string::npos);
        for (auto at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1))
            bytes.replace(at, with.size(), with);
        put(data / "vstrecha.db", bytes);
    }
    storage::Store::Recovered recover() {
        auto recovered = storage::Store::recover(data, ports(), "test");
        if (!recovered) FAIL(recovered.error().detail);
        return std::move(*recovered);
    }
};

std::string person(int i) {
    return "\"person\":\"p" + std::to_string(i) + "\"";
}

}  // namespace

TEST_CASE("Lines whose bytes changed are the ones that are missing, and no others") {
    Alone kiosk;
    kiosk.overwrite(person(50), "\"person\":\"q50\"");    // number 52
    kiosk.overwrite(person(120), "\"person\":\"q120\"");  // number 122
    auto recovered = kiosk.recover();
    CHECK(recovered.report.missing == std::vector<LostRange>{{52, 52}, {122, 122}});
    CHECK(recovered.report.lost == 2);
    CHECK(recovered.report.salvaged == 199);
    CHECK(recovered.report.last_known == 201);
    CHECK(recovered.report.continued_at == 1'000'001);
    CHECK(recovered.report.roster == Kept::kept);
    CHECK(recovered.report.settings == Kept::kept);
    CHECK(recovered.store->verify()->ok);
    CHECK(recovered.store->append({check_in("after")})->front().seq == 1'000'002);
    const auto kept = recovered.store->recovery();
    REQUIRE(kept);
    REQUIRE(*kept);
    CHECK((*kept)->missing == recovered.report.missing);
    CHECK_FALSE((*kept)->seen);
    REQUIRE(recovered.store->recovery_seen());
    CHECK((*recovered.store->recovery())->seen);
}

TEST_CASE("Damage to what was there before an earlier damage is named too") {
    Alone kiosk;
    kiosk.overwrite(person(50), "\"person\":\"q50\"");
    kiosk.recover().store.reset();
    kiosk.forget_copy();
    kiosk.overwrite(person(20), "\"person\":\"q20\"");
    auto again = kiosk.recover();
    CHECK(again.report.missing == std::vector<LostRange>{{22, 22}});
    CHECK(again.report.continued_at == 2'000'001);
    CHECK(again.store->verify()->ok);
}

TEST_CASE("What a trusted collector holds is known to be safe, and not called lost elsewhere") {
    Alone kiosk;
    const eventlog::KeyPair key = eventlog::make_kiosk_key([&](auto bytes) { kiosk.entropy.fill(bytes); });
    REQUIRE(kiosk.files->make_folders(kiosk.data / "keys" / "acceptors"));
    REQUIRE(kiosk.files->write_atomically(kiosk.data / "keys" / "acceptors" / "server.pub",
                                          base::as_bytes(key.public_half + "\n")));
    {
        auto store = kiosk.open();
        eventlog::Checkpoint checkpoint;
        checkpoint.kiosk = store->status()->kiosk;
        checkpoint.seq = 100;
        REQUIRE(store->read_log(100, [&](const storage::LogLine& line) {
            checkpoint.hash = line.hash;
            return false;
        }));
        REQUIRE(store->accept(*eventlog::sign_checkpoint(checkpoint, key.private_half)) == storage::Acceptance::accepted);
    }
    kiosk.forget_copy();
    kiosk.overwrite(person(50), "\"person\":\"q50\"");
    kiosk.overwrite(person(150), "\"person\":\"q150\"");
    const auto recovered = kiosk.recover();
    CHECK(recovered.report.lost == 2);
    CHECK(recovered.report.accepted_up_to == 100);
    CHECK(recovered.report.safe_elsewhere == 1);
}

TEST_CASE("A roster that rotted is not used: it comes from the second copy, or is gone and said to be") {
    Alone kiosk;
    domain::Roster roster;
    roster.people.resize(1);
    roster.people[0].id.value = "p1";
    roster.people[0].name.surname = "Smirnova";
    REQUIRE(kiosk.open()->replace_roster(roster));
    const bool has_copy = GENERATE(true, false);
    if (!has_copy) kiosk.forget_copy();
    kiosk.overwrite("Smirnova", "Smirnowa");
    {
        auto store = kiosk.open();
        const auto rotten = store->roster();
        REQUIRE_FALSE(rotten);
        CHECK(rotten.error().kind == StorageErrorKind::damaged);
        CHECK(store->damage());
    }
    if (!has_copy) kiosk.forget_copy();
    const auto recovered = kiosk.recover();
    CHECK(recovered.report.roster == (has_copy ? Kept::from_copy : Kept::gone));
    CHECK(recovered.report.missing.empty());
    if (has_copy) {
        CHECK(recovered.store->roster()->people.at(0).name.surname == "Smirnova");
    } else {
        CHECK(recovered.store->roster()->people.empty());
    }
    CHECK(recovered.store->settings()->school_name == "Школа № 12");
}

TEST_CASE("A line that rots while the kiosk runs is found by the slow check, within the pass that begins next") {
    Alone kiosk;
    kiosk.overwrite(person(50), "\"person\":\"q50\"");
    // More than a thousand lines behind it, which a start looks at.
    auto recovered = kiosk.recover();
    auto store = std::move(recovered.store);
    for (int i = 0; i < 1200; ++i) REQUIRE(store->append({check_in("z" + std::to_string(i))}));
    store.reset();
    kiosk.overwrite(person(20), "\"person\":\"q20\"");
    store = kiosk.open();
    CHECK_FALSE(store->damage());
    std::chrono::milliseconds waited{0};
    while (!store->damage()) {
        const auto again = store->rest();
        if (!again) break;
        kiosk.clock.advance(*again);
        waited += *again;
        REQUIRE(waited < std::chrono::hours{5});
    }
    REQUIRE(store->damage());
    CHECK(store->damage()->detail.find("number 22") != std::string::npos);
}

TEST_CASE("Damaged again right after each recovery, the kiosk goes on with an empty log that says so") {
    Alone kiosk;
    for (int i = 0; i < 3; ++i) {
        kiosk.overwrite(person(10 + i), "\"person\":\"q1" + std::to_string(i) + "\"");
        kiosk.forget_copy();
        const auto before = bytes_of(kiosk.data / "vstrecha.db");
        auto recovered = kiosk.recover();
        CHECK(recovered.report.emptied == (i == 2));
        CHECK(bytes_of(kiosk.data / recovered.report.set_aside / "vstrecha.db") == before);
        if (i < 2) {
            // It never comes so far as to be closed.
            const auto mark = bytes_of(kiosk.data / "recovery.mark");
            recovered.store.reset();
            put(kiosk.data / "recovery.mark", mark);
            continue;
        }
        CHECK(recovered.report.salvaged == 0);
        CHECK(recovered.store->verify()->ok);
        CHECK(recovered.store->settings()->school_name == "Школа № 12");
        CHECK(recovered.store->append({check_in("p")})->front().seq == recovered.report.continued_at + 1);
    }
}

TEST_CASE("Recoveries of other days do not count") {
    Alone kiosk;
    for (int i = 0; i < 4; ++i) {
        kiosk.overwrite(person(10 + i), "\"person\":\"q1" + std::to_string(i) + "\"");
        kiosk.forget_copy();
        kiosk.clock.reboot("b00" + std::to_string(i) + "0000");
        const auto recovered = kiosk.recover();
        CHECK_FALSE(recovered.report.emptied);
        CHECK(recovered.report.missing.size() == 1);
    }
}

TEST_CASE("What never was a kiosk's is not recovered") {
    Kiosk kiosk;
    REQUIRE(kiosk.files->make_folders(kiosk.data));
    put(kiosk.data / "vstrecha.db", std::string(10'000, 'x'));
    const auto recovered = storage::Store::recover(kiosk.data, kiosk.ports(), "test");
    REQUIRE_FALSE(recovered);
    CHECK(recovered.error().kind == StorageErrorKind::refused);
    CHECK(bytes_of(kiosk.data / "vstrecha.db") == std::string(10'000, 'x'));
}
