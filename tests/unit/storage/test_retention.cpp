#include <SQLiteCpp/SQLiteCpp.h>

#include <set>

#include "app/eventlog/checkpoint.h"
#include "app/eventlog/line.h"
#include "tests/unit/storage/store_fixture.h"

using namespace storage_test;
using namespace domain;
using storage::Acceptance;
using storage::OpenMode;
using std::chrono::days;
using std::chrono::hours;

namespace {

constexpr days kRetention{400};

// A kiosk whose events somebody accepts.
struct Accepted : Kiosk {
    Accepted() : keys(eventlog::make_kiosk_key([this](std::span<std::uint8_t> bytes) { entropy.fill(bytes); })), store(create()) {
        trust(keys.public_half);
    }
    void trust(const std::string& key) {
        REQUIRE(files->make_folders(data / "keys" / "acceptors"));
        REQUIRE(files->write_atomically(data / "keys" / "acceptors" / "server.pub", base::as_bytes(key + "\n")));
    }
    Seq record(Draft draft) {
        const auto events = store->append({std::move(draft)});
        if (!events) FAIL(events.error().detail);
        return events->front().seq;
    }
    Seq check_in_at(const std::string& meeting) { return record(check_in("p1", meeting)); }
    eventlog::Checkpoint checkpoint_at(Seq seq) {
        eventlog::Checkpoint checkpoint;
        checkpoint.kiosk = store->status()->kiosk;
        checkpoint.seq = seq;
        checkpoint.accepted_at = clock.read().wall;
        REQUIRE(store->read_log(seq, [&](const storage::LogLine& line) {
            checkpoint.hash = line.hash;
            return false;
        }));
        return checkpoint;
    }
    std::string sign(const eventlog::Checkpoint& checkpoint) { return eventlog::sign_checkpoint(checkpoint, keys.private_half).value(); }
    Acceptance accept(Seq seq) { return store->accept(sign(checkpoint_at(seq))).value(); }
    storage::StorageResult<void> beat() {
        const auto now = clock.read();
        return store->heartbeat({{now.wall, clock.boot_id(), now.mono}, true});
    }
    Seq last() { return store->status()->last_seq; }
    Seq prune() { return store->prune(clock.read().wall).value().up_to; }
    std::vector<Seq> numbers() {
        std::vector<Seq> numbers;
        REQUIRE(store->read_log(0, [&](const storage::LogLine& line) {
            numbers.push_back(line.seq);
            return true;
        }));
        return numbers;
    }
    std::int64_t number(const std::string& query) {
        SQLite::Database database{(data / "vstrecha.db").string(), SQLite::OPEN_READONLY};
        return database.execAndGet(query).getInt64();
    }
    void sql(const std::string& statement) {
        SQLite::Database database{(data / "vstrecha.db").string(), SQLite::OPEN_READWRITE};
        database.exec(statement);
    }

    eventlog::KeyPair keys;
    std::unique_ptr<storage::Store> store;
};

}  // namespace

TEST_CASE("A checkpoint is kept only with a trusted signature, of this kiosk, and with our hash") {
    Accepted kiosk;
    for (int i = 0; i < 9; ++i) kiosk.check_in_at("m");
    CHECK(kiosk.store->status()->unacknowledged == 9);
    CHECK(kiosk.accept(6) == Acceptance::accepted);
    CHECK(kiosk.accept(6) == Acceptance::accepted);  // once more
    CHECK(kiosk.store->status()->unacknowledged == 4);
    REQUIRE(kiosk.beat());
    CHECK(kiosk.number("SELECT count(*) FROM checkpoint") == 1);
    CHECK(kiosk.store->verify()->ok);

    auto other = kiosk.checkpoint_at(7);
    other.hash[5] ^= 1;
    CHECK(kiosk.store->accept(kiosk.sign(other)) == Acceptance::differs);
    other = kiosk.checkpoint_at(7);
    other.seq = 11;
    CHECK(kiosk.store->accept(kiosk.sign(other)) == Acceptance::ahead);
    other = kiosk.checkpoint_at(7);
    other.kiosk = KioskId{"0123456789abcdef"};
    CHECK(kiosk.store->accept(kiosk.sign(other)) == Acceptance::of_another_kiosk);
    auto changed = kiosk.sign(kiosk.checkpoint_at(7));
    changed.replace(changed.find("\"seq\":7"), 7, "\"seq\":8");
    CHECK(kiosk.store->accept(changed) == Acceptance::not_a_checkpoint);
    CHECK(kiosk.store->accept("?") == Acceptance::not_a_checkpoint);
    const auto good = kiosk.sign(kiosk.checkpoint_at(7));
    kiosk.trust(std::string(64, 'a'));
    CHECK(kiosk.store->accept(good) == Acceptance::not_trusted);
    REQUIRE(kiosk.beat());
    CHECK(kiosk.number("SELECT count(*) FROM checkpoint") == 1);
}

TEST_CASE("Checkpoints cost no write of their own: the newest is written with the heartbeat, or when the kiosk is closed") {
    Accepted kiosk;
    for (int i = 0; i < 20; ++i) kiosk.check_in_at("m");
    const std::string rows = "SELECT count(*) FROM checkpoint WHERE kind = 'accepted'";
    for (Seq seq = 2; seq <= 12; ++seq) CHECK(kiosk.accept(seq) == Acceptance::accepted);
    CHECK(kiosk.store->status()->accepted_up_to == 12);
    CHECK(kiosk.number(rows) == 0);
    REQUIRE(kiosk.beat());
    CHECK(kiosk.number(rows) == 1);
    CHECK(kiosk.accept(5) == Acceptance::accepted);  // an older one says nothing new
    REQUIRE(kiosk.beat());
    CHECK(kiosk.number(rows) == 1);
    CHECK(kiosk.accept(13) == Acceptance::accepted);
    kiosk.store.reset();
    CHECK(kiosk.number(rows) == 2);
    kiosk.store = kiosk.open();
    CHECK(kiosk.store->status()->accepted_up_to == 13);
}

TEST_CASE("Of the accepted checkpoints the newest eight stay") {
    Accepted kiosk;
    for (int i = 0; i < 20; ++i) kiosk.check_in_at("m");
    for (Seq seq = 2; seq <= 20; ++seq) {
        CHECK(kiosk.accept(seq) == Acceptance::accepted);
        REQUIRE(kiosk.beat());
    }
    CHECK(kiosk.number("SELECT count(*) FROM checkpoint") == 8);
    CHECK(kiosk.number("SELECT min(seq) FROM checkpoint") == 13);
    CHECK(kiosk.store->verify()->ok);
}

TEST_CASE("What is not accepted, or is not old enough, is never pruned") {
    Accepted kiosk;
    for (int i = 0; i < 20; ++i) kiosk.check_in_at("m" + std::to_string(i));
    kiosk.clock.advance(kRetention - hours{1});
    CHECK(kiosk.accept(11) == Acceptance::accepted);
    CHECK(kiosk.prune() == 0);  // not old enough
    kiosk.clock.advance(hours{2});
    kiosk.sql("DELETE FROM checkpoint");
    CHECK(kiosk.prune() == 0);  // nobody has it
    REQUIRE(kiosk.store->append({EventBody{LogExported{20, "USB"}}}));
    CHECK(kiosk.prune() == 0);  // on a stick: nobody said that it arrived
    CHECK(kiosk.accept(11) == Acceptance::accepted);
    CHECK(kiosk.prune() == 11);
    CHECK(kiosk.numbers().front() == 12);
    CHECK(kiosk.store->verify()->ok);
    CHECK(kiosk.store->status()->events == 11);
    CHECK(kiosk.prune() == 0);
    kiosk.store.reset();
    kiosk.store = kiosk.open();
    CHECK(kiosk.store->verify()->ok);
    CHECK(kiosk.store->verify()->events == 11);
    CHECK(kiosk.store->status()->events == 11);
    CHECK(kiosk.check_in_at("m") == 23);
}

TEST_CASE("A row that says accepted, without the signature of somebody trusted, allows nothing") {
    Accepted kiosk;
    for (int i = 0; i < 20; ++i) kiosk.check_in_at("m" + std::to_string(i));
    kiosk.clock.advance(kRetention + hours{1});
    kiosk.sql("INSERT INTO checkpoint (seq, kind, hash, line) SELECT seq, 'accepted', hash, '' FROM event WHERE seq = 15");
    CHECK(kiosk.prune() == 0);
    CHECK(kiosk.accept(9) == Acceptance::accepted);
    kiosk.trust(std::string(64, 'a'));  // whoever signed is not trusted any more
    CHECK(kiosk.prune() == 0);
    kiosk.trust(kiosk.keys.public_half);
    CHECK(kiosk.prune() == 9);
}

TEST_CASE("The last line stays, so that no number is ever used twice") {
    Accepted kiosk;
    for (int i = 0; i < 5; ++i) kiosk.check_in_at("m");
    kiosk.clock.advance(kRetention * 3);
    CHECK(kiosk.accept(6) == Acceptance::accepted);
    CHECK(kiosk.prune() == 1);  // all of "m" belongs together; the last line is of it
    kiosk.store.reset();
    kiosk.store = kiosk.open();
    CHECK(kiosk.check_in_at("n") == 7);
    CHECK(kiosk.accept(7) == Acceptance::accepted);
    kiosk.clock.advance(kRetention * 3);
    CHECK(kiosk.prune() == 6);
    kiosk.store.reset();
    kiosk.store = kiosk.open();
    CHECK(kiosk.check_in_at("n") == 8);
    CHECK(kiosk.store->verify()->ok);
}

TEST_CASE("No meeting is cut in two: neither by its late events nor by a retraction of its early ones") {
    Accepted kiosk;
    const auto a = kiosk.check_in_at("a");                                        // 2
    const auto b = kiosk.check_in_at("b");                                        // 3
    kiosk.check_in_at("c");                                                       // 4
    kiosk.record(EventBody{MeetingConfirmed{MeetingId{"a"}}});                    // 5
    kiosk.check_in_at("d");                                                       // 6
    kiosk.clock.advance(kRetention + hours{1});
    const auto back = kiosk.record(EventBody{Retracted{b, RetractionReason::curator, ""}});  // 7, of b
    kiosk.record(EventBody{Retracted{back, RetractionReason::curator, ""}});      // 8, of b too
    CHECK(kiosk.accept(8) == Acceptance::accepted);
    CHECK(kiosk.prune() == 1);  // a lies across b
    CHECK(kiosk.numbers().front() == a);

    kiosk.clock.advance(kRetention + hours{1});
    kiosk.check_in_at("d");  // 9
    kiosk.check_in_at("e");
    CHECK(kiosk.accept(9) == Acceptance::accepted);
    CHECK(kiosk.prune() == 0);  // d reaches from 6 to 9, b across it
}

TEST_CASE("Meetings of the present roster and those opened since its first stay, however old") {
    Accepted kiosk;
    Roster roster;
    const auto at = [](int day) { return LocalTime{(std::chrono::sys_days{std::chrono::year{2026} / 9 / 1} + days{day}).time_since_epoch()}; };
    roster.meetings.push_back({MeetingId{"kept"}, GroupId{"g"}, at(10), at(10) + hours{1}, "", "", "", true});
    REQUIRE(kiosk.store->replace_roster(roster));                                              // 2
    const Meeting early{MeetingId{"early"}, GroupId{"g"}, at(2), at(2) + hours{1}, "", "", "", false};
    const Meeting late{MeetingId{"late"}, GroupId{"g"}, at(12), at(12) + hours{1}, "", "", "", false};
    kiosk.record(EventBody{MeetingOpened{early, PersonId{"p"}}});                              // 3
    kiosk.check_in_at("early");                                                                // 4
    kiosk.check_in_at("gone");                                                                 // 5
    const auto first_kept = kiosk.record(EventBody{MeetingOpened{late, PersonId{"p"}}});       // 6
    kiosk.check_in_at("kept");
    kiosk.check_in_at("gone2");
    kiosk.clock.advance(kRetention * 5);
    CHECK(kiosk.accept(kiosk.last()) == Acceptance::accepted);
    const auto whole = kiosk.store->fold_recent(kiosk.store->roster().value()).value();
    CHECK(kiosk.prune() == first_kept - 1);
    const auto rest = kiosk.store->fold().value();
    for (const char* id : {"kept", "late"}) CHECK(rest.record(MeetingId{id}) == whole.record(MeetingId{id}));
    CHECK(rest.opened() == whole.opened());
    // A new school year: now they may go.
    roster.meetings.front().id = MeetingId{"next"};
    roster.meetings.front().starts += days{365};
    REQUIRE(kiosk.store->replace_roster(roster));
    CHECK(kiosk.prune() == 8);
}

TEST_CASE("An untrusted time is no age; the trusted one behind it is") {
    Accepted kiosk;
    kiosk.check_in_at("a");  // 2
    kiosk.clock.set_trusted(false);
    kiosk.clock.step_wall(-days{365 * 50});
    kiosk.check_in_at("b");  // 3
    kiosk.check_in_at("c");  // 4
    kiosk.clock.step_wall(days{365 * 50});
    kiosk.clock.set_trusted(true);
    CHECK(kiosk.accept(4) == Acceptance::accepted);
    CHECK(kiosk.prune() == 0);  // "1976" is not old
    kiosk.clock.advance(kRetention + hours{1});
    CHECK(kiosk.prune() == 2);  // behind 3 and 4 nothing is that says when they were
    kiosk.check_in_at("d");
    kiosk.clock.advance(kRetention + hours{1});
    kiosk.check_in_at("e");
    CHECK(kiosk.accept(5) == Acceptance::accepted);
    CHECK(kiosk.prune() == 5);
}

TEST_CASE("A correction of a clock stays with what it corrects; what this version does not know stays") {
    Accepted kiosk;
    kiosk.check_in_at("a");                                                                        // 2
    kiosk.record(EventBody{ClockCorrected{"b0070009", kiosk.clock.read().wall, ClockWord::curator}});  // 3
    kiosk.check_in_at("b");                                                                        // 4
    kiosk.clock.reboot("b0070009");
    kiosk.clock.advance(kRetention + hours{1});
    kiosk.clock.set_trusted(false);
    kiosk.check_in_at("c");  // 5
    kiosk.clock.set_trusted(true);
    kiosk.check_in_at("d");  // 6
    CHECK(kiosk.accept(4) == Acceptance::accepted);
    const auto whole = kiosk.store->fold().value();
    CHECK(kiosk.prune() == 2);
    CHECK(kiosk.store->fold()->presence(MeetingId{"c"}, PersonId{"p1"}) == whole.presence(MeetingId{"c"}, PersonId{"p1"}));
}

TEST_CASE("Pruning goes on where the power was cut in between, and the log is whole at every moment of it") {
    Accepted kiosk;
    for (int block = 0; block < 3; ++block) {
        std::vector<Draft> many;
        for (int i = 0; i < 600; ++i) many.push_back(check_in("p", "m" + std::to_string(block * 600 + i)));
        REQUIRE(kiosk.store->append(many));
    }
    kiosk.clock.advance(kRetention + hours{1});
    CHECK(kiosk.accept(1701) == Acceptance::accepted);
    Roster roster = kiosk.store->roster().value();
    REQUIRE(kiosk.store->fold_recent(roster));
    (void)kiosk.store->rest();
    kiosk.clock.advance(std::chrono::minutes{11});
    int states = 0;
    std::set<Seq> seen;
    for (int piece = 0; kiosk.store->rest() == Millis{0} && piece < 200; ++piece) {
        const auto reader = kiosk.open(OpenMode::read_only);  // as after a cut now
        const auto report = reader->verify().value();
        CHECK(report.ok);
        if (seen.insert(report.events).second) ++states;
        CHECK(reader->status()->events == report.events);
        if (report.events < 1200) break;
    }
    CHECK(states >= 2);
    REQUIRE(kiosk.store->verify()->events > 100);  // not done yet
    kiosk.store.reset();
    kiosk.store = kiosk.open();
    CHECK(kiosk.prune() == 1701);
    CHECK(kiosk.numbers().size() == 100);
    CHECK(kiosk.store->verify()->ok);
    const auto recent = kiosk.store->fold_recent(roster).value();
    REQUIRE(kiosk.store->save_snapshot());
    CHECK(kiosk.open(OpenMode::read_only)->fold_recent(roster).value() == recent);
    CHECK(kiosk.number("SELECT count(*) FROM checkpoint") == 2);  // pruned, and accepted
}

TEST_CASE("At rest it is looked once a day, and only by a clock that is trusted") {
    Accepted kiosk;
    for (int i = 0; i < 30; ++i) kiosk.check_in_at("m" + std::to_string(i));
    kiosk.clock.advance(kRetention + hours{1});
    CHECK(kiosk.accept(21) == Acceptance::accepted);
    const auto rest = [&] {
        for (int i = 0; i < 100 && kiosk.store->rest() == Millis{0}; ++i) {
        }
        return kiosk.numbers().front();
    };
    CHECK(rest() == 1);
    kiosk.clock.set_trusted(false);
    kiosk.clock.advance(hours{1});
    CHECK(rest() == 1);
    kiosk.clock.set_trusted(true);
    CHECK(rest() == 22);
    CHECK(kiosk.accept(26) == Acceptance::accepted);
    CHECK(rest() == 22);
    kiosk.clock.advance(hours{25});
    CHECK(rest() == 27);
}

TEST_CASE("What was recorded under an alias of a meeting of the roster stays with it") {
    Accepted kiosk;
    Roster roster;
    const LocalTime starts{std::chrono::sys_days{std::chrono::year{2026} / 9 / 11}.time_since_epoch()};
    roster.meetings.push_back({MeetingId{"kept"}, GroupId{"g"}, starts, starts + hours{1}, "", "", "", true});
    roster.aliases.add(MeetingId{"own"}, MeetingId{"kept"});
    REQUIRE(kiosk.store->replace_roster(roster));  // 2
    kiosk.check_in_at("gone");                     // 3
    kiosk.check_in_at("own");                      // 4
    kiosk.check_in_at("gone2");
    kiosk.clock.advance(kRetention * 5);
    CHECK(kiosk.accept(kiosk.last()) == Acceptance::accepted);
    CHECK(kiosk.prune() == 3);
    CHECK(kiosk.store->fold()->presence(MeetingId{"kept"}, PersonId{"p1"}).checked_in->seq == 4);
}
