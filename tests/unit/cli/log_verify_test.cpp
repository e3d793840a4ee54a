#include <SQLiteCpp/SQLiteCpp.h>

#include <functional>

#include "app/eventlog/checkpoint.h"
#include "app/eventlog/line.h"
#include "tests/unit/cli/command.h"
#include "tests/unit/storage/store_fixture.h"

// `vstrecha log verify` as a person runs it: every way of tampering, its sentence in both languages and its exit code.
namespace {

using command::Answer;
using command::has;

const eventlog::KeyPair kAcceptor = eventlog::make_kiosk_key([](std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) byte = 9;
});

void copy_data(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

// A kiosk with 41 events that trusts one acceptor.
struct Case : storage_test::Kiosk {
    command::Folder shell{"verify"};

    Case() {
        auto store = create();
        for (int i = 0; i < 40; ++i) record(*store, "p" + std::to_string(i));
        std::filesystem::create_directories(data / "keys" / "acceptors");
        std::ofstream(data / "keys" / "acceptors" / "server.pub") << kAcceptor.public_half << "\n";
    }
    static void record(storage::Store& store, const std::string& person) {
        REQUIRE(store.append({storage_test::check_in(person)}));
    }
    // What the acceptor signs for the log as it is now.
    [[nodiscard]] std::string checkpoint(domain::Seq seq) {
        auto store = open(storage::OpenMode::read_only);
        eventlog::Checkpoint checkpoint;
        checkpoint.kiosk = store->status()->kiosk;
        REQUIRE(store->read_log(seq, [&](const storage::LogLine& line) {
            checkpoint.seq = line.seq;
            checkpoint.hash = line.hash;
            return false;
        }));
        REQUIRE(checkpoint.seq == seq);
        return *eventlog::sign_checkpoint(checkpoint, kAcceptor.private_half);
    }
    void sql(const std::function<void(SQLite::Database&)>& work) {
        SQLite::Database database{(data / "vstrecha.db").string(), SQLite::OPEN_READWRITE};
        work(database);
    }
    void sql(const std::string& statements) {
        sql([&](SQLite::Database& database) { database.exec(statements); });
    }
    void accept(const std::string& line) {
        const auto checkpoint = eventlog::read_checkpoint(line, std::vector{kAcceptor.public_half});
        REQUIRE(checkpoint);
        sql([&](SQLite::Database& database) {
            SQLite::Statement row{database, "INSERT INTO checkpoint (seq, kind, hash, line) VALUES (?, 'accepted', ?, ?)"};
            row.bind(1, static_cast<std::int64_t>(checkpoint->seq));
            row.bind(2, checkpoint->hash.data(), 32);
            row.bind(3, line);
            row.exec();
        });
    }
    // As whoever has the machine can: the text changed, and every hash from there on made anew.
    void rewrite(domain::Seq seq, const std::string& what, const std::string& with) {
        sql([&](SQLite::Database& database) {
            SQLite::Transaction transaction{database};
            SQLite::Statement change{database, "UPDATE event SET line = replace(line, ?, ?) WHERE seq = ?"};
            change.bind(1, what);
            change.bind(2, with);
            change.bind(3, static_cast<std::int64_t>(seq));
            REQUIRE(change.exec() == 1);
            eventlog::Hash hash = eventlog::kGenesis;
            SQLite::Statement row{database, "SELECT seq, line FROM event ORDER BY seq"};
            SQLite::Statement put{database, "UPDATE event SET hash = ? WHERE seq = ?"};
            while (row.executeStep()) {
                hash = eventlog::next_hash(hash, row.getColumn(1).getString());
                put.reset();
                put.bind(1, hash.data(), 32);
                put.bind(2, row.getColumn(0).getInt64());
                put.exec();
            }
            transaction.commit();
        });
    }
    [[nodiscard]] Answer verify(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"log", "verify", "--data", data});
        return shell.run(more);
    }
    // Both languages and the JSON say it, with the same exit code.
    void expect(int code, const std::string& kind, const std::string& russian, const std::string& english,
                const std::vector<std::string>& more = {}) {
        const Answer answer = verify(more);
        INFO(answer.out << answer.error);
        CHECK(answer.code == code);
        CHECK(has(answer.error, russian));
        auto with = more;
        with.insert(with.end(), {"--language", "en"});
        const Answer other = verify(with);
        INFO(other.error);
        CHECK(other.code == code);
        CHECK(has(other.error, english));
        with.push_back("--json");
        const Answer json = verify(with);
        CHECK(json.code == code);
        const auto parsed = nlohmann::json::parse(json.out, nullptr, false);
        REQUIRE(parsed.is_object());
        CHECK(parsed["ok"] == false);
        REQUIRE_FALSE(parsed["findings"].empty());
        CHECK(parsed["findings"][0]["kind"] == kind);
        CHECK(has(other.error, parsed["findings"][0]["text"]));
    }
};

}  // namespace

TEST_CASE("An untouched log verifies, says how far checkpoints confirm it, and what only a checkpoint can show") {
    Case kiosk;
    const auto alone = kiosk.verify();
    CHECK(alone.code == 0);
    CHECK(has(alone.out, "Журнал сходится: 41 запись"));
    CHECK(has(alone.out, "без неё не видно"));
    kiosk.accept(kiosk.checkpoint(30));
    const auto confirmed = kiosk.verify();
    CHECK(confirmed.code == 0);
    CHECK(has(confirmed.out, "подтверждают его до записи 30"));
    const auto json = nlohmann::json::parse(kiosk.verify({"--json"}).out, nullptr, false);
    CHECK(json["ok"] == true);
    CHECK(json["events"] == 41);
    CHECK(json["confirmed_up_to"] == 30);
}

TEST_CASE("A changed byte is told by its record") {
    Case kiosk;
    kiosk.sql("UPDATE event SET line = replace(line, 'p15', 'p51') WHERE seq = 17");
    kiosk.expect(10, "changed", "Запись 17 изменена", "Record 17 was changed");
}

TEST_CASE("Deleted, inserted and swapped records are told apart") {
    Case kiosk;
    SECTION("deleted") {
        kiosk.sql("DELETE FROM event WHERE seq BETWEEN 12 AND 14");
        kiosk.expect(11, "deleted", "Записи с 12 по 14 удалены", "Records 12 to 14 were deleted");
    }
    SECTION("deleted, and the others moved up") {
        kiosk.sql("DELETE FROM event WHERE seq = 12; UPDATE event SET seq = -(seq - 1) WHERE seq > 12; "
                  "UPDATE event SET seq = -seq WHERE seq < 0");
        kiosk.expect(11, "deleted", "Запись 12 удалена", "Record 12 was deleted");
    }
    SECTION("inserted") {
        kiosk.sql("UPDATE event SET seq = -(seq + 1) WHERE seq > 20; UPDATE event SET seq = -seq WHERE seq < 0; "
                  "INSERT INTO event (seq, line, hash) SELECT 21, line, hash FROM event WHERE seq = 5");
        kiosk.expect(12, "inserted", "На месте записи 21 стоит вставленная", "In place of record 21");
    }
    SECTION("swapped") {
        kiosk.sql("UPDATE event SET seq = -1 WHERE seq = 5; UPDATE event SET seq = 5 WHERE seq = 33; "
                  "UPDATE event SET seq = 33 WHERE seq = -1");
        kiosk.expect(13, "swapped", "Записи 5 и 33 стоят на месте друг друга", "Records 5 and 33 stand in each other's");
    }
}

TEST_CASE("What was chained anew after it was accepted is found by the checkpoint, and not without it") {
    Case kiosk;
    const std::string at_20 = kiosk.checkpoint(20), at_30 = kiosk.checkpoint(30);
    kiosk.rewrite(25, "p23", "p32");
    CHECK(kiosk.verify().code == 0);
    kiosk.accept(at_20);
    CHECK(kiosk.verify().code == 0);
    kiosk.accept(at_30);
    kiosk.expect(20, "rewritten", "Где-то в записях с 21 по 30 историю переписали", "Records 21 to 30 were rewritten");
}

TEST_CASE("A tail that was cut off is found by the database's own checkpoint") {
    Case kiosk;
    kiosk.accept(kiosk.checkpoint(38));
    kiosk.sql("DELETE FROM event WHERE seq > 35");
    kiosk.expect(21, "tail_cut", "отрезан после записи 35", "cut off after record 35");
}

TEST_CASE("A database put back to yesterday's copy is found by the checkpoint that the acceptor holds") {
    Case kiosk;
    const auto yesterday = kiosk.folder.path() / "yesterday";
    copy_data(kiosk.data, yesterday);
    {
        auto store = kiosk.open();
        for (int i = 0; i < 5; ++i) Case::record(*store, "today" + std::to_string(i));
    }
    std::filesystem::create_directories(kiosk.shell / "held");
    std::ofstream(kiosk.shell / "held" / "46.checkpoint") << kiosk.checkpoint(46) << "\n";
    copy_data(yesterday, kiosk.data);
    CHECK(kiosk.verify().code == 0);  // nothing inside it can show it
    const std::vector<std::string> more{"--checkpoints", kiosk.shell / "held"};
    kiosk.expect(22, "rolled_back", "более старой копией, которая кончается записью 41", "older copy that ends at record 41",
                 more);
}

TEST_CASE("Two copies that go on apart are found, by the other's checkpoint or beside the other folder") {
    Case kiosk;
    const auto copied = kiosk.folder.path() / "copied";
    copy_data(kiosk.data, copied);
    const auto same = kiosk.verify({"--with", copied});
    CHECK(same.code == 0);
    CHECK(has(same.out, "один и тот же журнал"));
    {
        auto store = kiosk.open();
        for (int i = 0; i < 5; ++i) Case::record(*store, "here" + std::to_string(i));
    }
    CHECK(kiosk.verify({"--with", copied}).code == 0);  // the other is only older
    {
        auto other = storage::Store::open(copied, kiosk.ports(), storage::OpenMode::read_write);
        REQUIRE(other);
        for (int i = 0; i < 3; ++i) Case::record(**other, "there" + std::to_string(i));
    }
    kiosk.expect(23, "forked", "живут порознь начиная с записи 42", "apart, from record 42 on", {"--with", copied});
    std::ofstream(kiosk.shell / "one.jsonl") << kiosk.checkpoint(44) << "\n";
    std::swap(kiosk.data, const_cast<std::filesystem::path&>(copied));
    kiosk.expect(23, "forked", "где-то между записями 1 и 44", "between records 1 and 44",
                 {"--checkpoints", kiosk.shell / "one.jsonl"});
}

TEST_CASE("Checkpoints that do not count are named, and a false one in the database is a finding") {
    Case kiosk;
    const std::string good = kiosk.checkpoint(20);
    const auto stranger = eventlog::make_kiosk_key([](std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes) byte = 3;
    });
    auto checkpoint = *eventlog::read_checkpoint(good, std::vector{kAcceptor.public_half});
    std::string changed = good;
    changed[changed.size() - 10] = changed[changed.size() - 10] == '0' ? '1' : '0';
    std::ofstream(kiosk.shell / "held.jsonl") << good << "\n"
                                              << *eventlog::sign_checkpoint(checkpoint, stranger.private_half) << "\r\n"
                                              << changed << "\nнечто\n";
    const auto answer = kiosk.verify({"--checkpoints", kiosk.shell / "held.jsonl"});
    CHECK(answer.code == 0);
    CHECK(has(answer.error, "строка 2: подписал тот, кого этот киоск не знает"));
    CHECK(has(answer.error, "строка 3: эту контрольную отметку изменили"));
    CHECK(has(answer.error, "строка 4: это не контрольная отметка"));
    CHECK(has(answer.out, "до записи 20"));
    CHECK(kiosk.verify({"--checkpoints", kiosk.shell / "nothing"}).code == 1);
    kiosk.accept(good);
    kiosk.sql("UPDATE checkpoint SET line = replace(line, '2', '3')");
    kiosk.expect(24, "false_checkpoint", "Контрольную отметку записи 20", "The checkpoint of record 20");
}

TEST_CASE("Loss that the log names is told as loss and not as tampering") {
    Case kiosk;
    std::string head;
    kiosk.sql([&](SQLite::Database& database) {
        SQLite::Statement row{database, "SELECT hash FROM event WHERE seq = 41"};
        REQUIRE(row.executeStep());
        eventlog::Hash before{};
        std::copy_n(static_cast<const std::uint8_t*>(row.getColumn(0).getBlob()), before.size(), before.begin());
        domain::Event event;
        event.kiosk = domain::KioskId{database.execAndGet("SELECT value FROM meta WHERE key = 'kiosk'").getString()};
        event.seq = domain::first_of_next_chain(41);
        event.boot = "boot";
        event.body = domain::LogContinued{41, base::to_hex(before), {{12, 14}}};
        const std::string line = *eventlog::to_line(event);
        const eventlog::Hash hash = eventlog::next_hash(before, line);
        SQLite::Statement put{database, "INSERT INTO event (seq, line, hash) VALUES (1000001, ?, ?)"};
        put.bind(1, line);
        put.bind(2, hash.data(), 32);
        put.exec();
        database.exec("INSERT INTO checkpoint (seq, kind, hash, line) SELECT 14, 'gap', hash, '' FROM event WHERE seq = 14;"
                      "DELETE FROM event WHERE seq BETWEEN 12 AND 14");
    });
    const auto answer = kiosk.verify();
    INFO(answer.error);
    CHECK(answer.code == 0);
    CHECK(has(answer.out, "Журнал сходится: 39 записей"));
    CHECK(has(answer.out, "говорит сам журнал: записи 12–14"));
    kiosk.sql("DELETE FROM checkpoint");
    kiosk.expect(11, "deleted", "Записи с 12 по 14 удалены", "Records 12 to 14 were deleted");
}

TEST_CASE("Folders of two different kiosks are not compared") {
    Case kiosk;
    storage_test::Kiosk other;
    other.entropy = support::FakeEntropy(5);
    static_cast<void>(other.create());
    const auto answer = kiosk.verify({"--with", other.data});
    CHECK(answer.code == 1);
    CHECK(has(answer.error, "от двух разных киосков"));
}
