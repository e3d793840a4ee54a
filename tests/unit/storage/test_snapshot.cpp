#include <SQLiteCpp/SQLiteCpp.h>

#include <map>
#include <random>
#include <set>

#include "app/eventlog/line.h"
#include "tests/unit/storage/store_fixture.h"

using namespace storage_test;
using storage::OpenMode;

namespace {

using namespace domain;

LocalTime day(int number) {
    return LocalTime{(std::chrono::sys_days{std::chrono::year{2026} / 9 / 1} + std::chrono::days{number}).time_since_epoch()};
}
Meeting meeting(const std::string& id, int on) {
    return {MeetingId{id}, GroupId{"g"}, day(on), day(on) + std::chrono::minutes{40}, "", "", "", true};
}
Roster roster_of_ten() {
    Roster roster;
    for (int i = 0; i < 10; ++i) roster.meetings.push_back(meeting("m" + std::to_string(i), 10 + i));
    return roster;
}

// What fold_recent() has to be, said in another way: an event that is not of a recent meeting says only what time it was.
Attendance expected(storage::Store& store, const Roster& roster) {
    std::set<MeetingId> recent;
    LocalTime first = LocalTime::min();
    for (const Meeting& each : roster.meetings) {
        first = recent.empty() ? each.starts : std::min(first, each.starts);
        recent.insert(each.id);
    }
    std::map<Seq, MeetingId> of;  // each event's, a retraction's through what it names
    Attendance attendance;
    REQUIRE(store.read_log(1, [&](const storage::LogLine& line) {
        Event event = eventlog::from_line(line.line).value();
        bool stays = std::holds_alternative<LogExported>(event.body) || std::holds_alternative<ClockCorrected>(event.body);
        if (const auto* opened = std::get_if<MeetingOpened>(&event.body); opened && opened->meeting.starts >= first)
            recent.insert(opened->meeting.id);
        if (const auto* id = meeting_of(event.body)) of[event.seq] = *id;
        if (const auto* back = std::get_if<Retracted>(&event.body); back && back->what < event.seq && of.contains(back->what))
            of[event.seq] = of[back->what];
        if (const auto found = of.find(event.seq); found != of.end()) stays = recent.contains(found->second);
        if (!stays) event.body = UnknownEvent{};
        attendance.apply(event);
        return true;
    }));
    return attendance;
}

class History {
  public:
    explicit History(unsigned seed) : dice_(seed) {
        auto store = kiosk.create();
        REQUIRE(store->replace_roster(roster_of_ten()));
    }
    int roll(int sides) { return std::uniform_int_distribution<int>{0, sides - 1}(dice_); }
    MeetingId any_meeting() {
        static const char* const kinds[] = {"m", "m", "x", "o"};
        return MeetingId{kinds[roll(4)] + std::to_string(roll(10))};
    }
    PersonId anybody() { return PersonId{"p" + std::to_string(roll(4))}; }
    std::string any_boot() { return "b007000" + std::to_string(roll(4)); }
    Draft any_draft(Seq last) {
        const auto seq = static_cast<Seq>(roll(static_cast<int>(last) + 3));
        switch (roll(14)) {
            case 0: case 1: case 2: return EventBody{CheckedIn{any_meeting(), anybody(), FoundBy::pictures}};
            case 3: return EventBody{CheckedOut{any_meeting(), anybody()}};
            case 4: return EventBody{AttendanceMarked{any_meeting(), anybody(), static_cast<Mark>(roll(3))}};
            case 5: return EventBody{MeetingConfirmed{any_meeting()}};
            case 6: return EventBody{MeetingCancelled{any_meeting(), "карантин"}};
            case 7: return EventBody{MeetingOpened{meeting("o" + std::to_string(roll(10)), roll(30)), anybody()}};
            case 8: return AnswerGiven{any_meeting(), anybody(), answer_of("да")};
            case 9: return EventBody{LogExported{seq, "USB"}};
            case 10:
                return EventBody{ClockCorrected{any_boot(), kiosk.clock.read().wall - std::chrono::hours{roll(100)},
                                                static_cast<ClockWord>(roll(2))}};
            case 11: return EventBody{LogContinued{seq, std::string(64, '0'), {}}};
            default: return EventBody{Retracted{seq, RetractionReason::curator, "ошибка"}};
        }
    }
    void live(storage::Store& store) {
        kiosk.clock.advance(std::chrono::minutes{1 + roll(30)});
        if (roll(8) == 0) kiosk.clock.reboot(any_boot());
        if (roll(4) == 0) kiosk.clock.set_trusted(roll(2) == 0);
        REQUIRE(store.append({any_draft(store.status()->last_seq)}));
    }
    // Of a later version of the program: not to be made by append().
    void dream() {
        SQLite::Database database{(kiosk.data / "vstrecha.db").string(), SQLite::OPEN_READWRITE};
        SQLite::Statement last{database, "SELECT seq, line, hash FROM event ORDER BY seq DESC LIMIT 1"};
        REQUIRE(last.executeStep());
        Event event = eventlog::from_line(last.getColumn(1).getString()).value();
        ++event.seq;
        event.body = CheckedOut{MeetingId{"m1"}, PersonId{"p1"}};
        std::string line = eventlog::to_line(event).value();
        line.replace(line.find("checked_out"), 11, "dreamed");
        eventlog::Hash hash{};
        const auto* before = static_cast<const std::uint8_t*>(last.getColumn(2).getBlob());
        std::copy_n(before, hash.size(), hash.begin());
        hash = eventlog::next_hash(hash, line);
        last.reset();
        SQLite::Statement insert{database, "INSERT INTO event (seq, line, hash) VALUES (?, ?, ?)"};
        insert.bind(1, static_cast<std::int64_t>(event.seq));
        insert.bind(2, line);
        insert.bind(3, hash.data(), static_cast<int>(hash.size()));
        insert.exec();
    }
    void sql(const std::string& statement) {
        SQLite::Database database{(kiosk.data / "vstrecha.db").string(), SQLite::OPEN_READWRITE};
        database.exec(statement);
    }
    std::int64_t number(const std::string& query) {
        SQLite::Database database{(kiosk.data / "vstrecha.db").string(), SQLite::OPEN_READONLY};
        return database.execAndGet(query).getInt64();
    }
    void agrees(const Roster& roster) {
        const auto reader = kiosk.open(OpenMode::read_only);
        const auto recent = reader->fold_recent(roster).value();
        CHECK(recent == expected(*reader, roster));
        CHECK(recent.last_seq() == reader->status()->last_seq);
    }

    Kiosk kiosk;

  private:
    std::mt19937 dice_;
};

bool same(const storage::LogStatus& a, const storage::LogStatus& b) {
    return a.events == b.events && a.last_seq == b.last_seq && a.head == b.head && a.unacknowledged == b.unacknowledged &&
           a.waiting_since == b.waiting_since && a.last_export == b.last_export && a.untaken == b.untaken &&
           a.exported_up_to == b.exported_up_to;
}

}  // namespace

TEST_CASE("Snapshot and tail are the fold of the whole log, at every prefix of any history") {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        INFO("seed " << seed);
        History history{seed};
        const Roster roster = history.kiosk.open()->roster().value();
        std::unique_ptr<storage::Store> store;
        for (int i = 0; i < 120; ++i) {
            INFO("event " << i);
            if (history.roll(15) == 0) {
                store.reset();
                history.dream();
            } else {
                // Opening anew is slow: syncs. Now and then is often enough.
                if (history.roll(8) == 0) store.reset();
                if (!store) {
                    store = history.kiosk.open();
                    if (history.roll(3) == 0) REQUIRE(store->fold_recent(roster));
                }
                history.live(*store);
                if (history.roll(6) == 0) REQUIRE(store->save_snapshot());
            }
            history.agrees(roster);
        }
        store.reset();
        const auto with = history.kiosk.open(OpenMode::read_only)->status().value();
        history.sql("DELETE FROM snapshot");
        CHECK(same(with, history.kiosk.open(OpenMode::read_only)->status().value()));
        history.agrees(roster);
    }
}

TEST_CASE("A kiosk that goes on with its snapshot writes the same as one that starts anew for each event") {
    History history{77};
    const auto store = history.kiosk.open();
    const Roster roster = store->roster().value();
    REQUIRE(store->fold_recent(roster));
    for (int i = 0; i < 600; ++i) {
        history.live(*store);
        if (history.roll(10) == 0) REQUIRE(store->save_snapshot());
        if (i % 40 == 0) history.agrees(roster);
    }
    REQUIRE(store->save_snapshot());
    // The row of the whole, and more than one of book-keeping.
    CHECK(history.number("SELECT count(*) FROM snapshot WHERE meeting = ''") > 2);
    CHECK(history.number("SELECT count(*) - count(DISTINCT meeting) FROM snapshot WHERE meeting <> ''") == 0);
    history.agrees(roster);

    // It is really used: what it stands for is not read again.
    const auto recent = store->fold_recent(roster).value();
    history.sql("UPDATE event SET line = '?' WHERE seq < 600");
    CHECK(history.kiosk.open(OpenMode::read_only)->fold_recent(roster).value() == recent);
    CHECK_FALSE(history.kiosk.open(OpenMode::read_only)->fold());
}

TEST_CASE("A snapshot that was damaged in any row, or is not of this log or roster, is not used") {
    History history{5};
    Roster roster = history.kiosk.open()->roster().value();
    {
        const auto store = history.kiosk.open();
        for (int i = 0; i < 100; ++i) history.live(*store);
        REQUIRE(store->save_snapshot());
        for (int i = 0; i < 10; ++i) history.live(*store);
    }
    REQUIRE(history.number("SELECT count(*) FROM snapshot") > 8);
    history.sql("CREATE TABLE kept AS SELECT * FROM snapshot");
    const auto again = [&] {
        history.sql("DELETE FROM snapshot; INSERT INTO snapshot SELECT * FROM kept");
        history.agrees(roster);
    };
    const auto rows = history.number("SELECT max(place) FROM snapshot");
    for (std::int64_t place = 0; place <= rows; ++place) {
        const std::string where = " WHERE place = " + std::to_string(place);
        INFO("row " << place);
        const auto size = history.number("SELECT length(entries) FROM snapshot" + where);
        for (int i = 0; i < 4; ++i) {
            const auto at = std::to_string(1 + history.roll(static_cast<int>(size)));
            history.sql("UPDATE snapshot SET entries = CAST(substr(entries, 1, " + at + " - 1) || x'" +
                        (i % 2 == 0 ? "00" : "81") + "' || substr(entries, " + at + " + 1) AS BLOB)" + where);
            history.agrees(roster);
            again();
        }
        history.sql("DELETE FROM snapshot" + where);
        history.agrees(roster);
        again();
        history.sql("UPDATE snapshot SET meeting = 'm0', place = place + 1000" + where);
        history.agrees(roster);
        again();
    }
    // Another log went on from the same start: the snapshot's line has another hash.
    history.sql("CREATE TABLE kept_hash AS SELECT hash FROM event WHERE seq = 102");
    history.sql("CREATE TABLE kept_event AS SELECT * FROM event WHERE seq = 102;"
                "UPDATE event SET hash = zeroblob(32) WHERE seq = 102");
    history.agrees(roster);
    history.sql("UPDATE event SET hash = (SELECT hash FROM kept_event) WHERE seq = 102");
    history.sql("UPDATE event SET hash = (SELECT hash FROM kept_hash) WHERE seq = 102");
    // A new roster: other meetings are recent.
    for (auto& each : roster.meetings) each.id = MeetingId{"x" + each.id.value.substr(1)};
    REQUIRE(history.kiosk.open()->replace_roster(roster));
    roster = history.kiosk.open()->roster().value();
    history.agrees(roster);
    REQUIRE(history.kiosk.open()->save_snapshot());
    history.agrees(roster);
}

TEST_CASE("At rest the snapshot is saved every thousand events, in small pieces, and a new roster has its own") {
    Kiosk kiosk;
    auto store = kiosk.create();
    Roster roster = roster_of_ten();
    REQUIRE(store->replace_roster(roster));
    roster = store->roster().value();
    REQUIRE(store->fold_recent(roster));
    const auto saved_lines = [&] {
        SQLite::Database database{(kiosk.data / "vstrecha.db").string(), SQLite::OPEN_READONLY};
        return database.execAndGet("SELECT count(*) FROM snapshot").getInt64();
    };
    const auto record = [&](int count) {
        std::vector<Draft> many;
        for (int i = 0; i < count; ++i) many.push_back(check_in("p" + std::to_string(i), "m" + std::to_string(i % 10)));
        REQUIRE(store->append(many));
    };
    const auto rest = [&] {
        int pieces = 1;
        while (store->rest() == Millis{0}) ++pieces;
        return pieces;
    };
    record(900);
    rest();
    CHECK(saved_lines() == 0);
    record(200);
    CHECK(rest() > 8);
    CHECK(saved_lines() == 11);  // ten meetings, and the whole
    CHECK(kiosk.open(OpenMode::read_only)->fold_recent(roster).value() == store->fold().value());

    roster.meetings.pop_back();
    REQUIRE(store->replace_roster(roster));
    CHECK(rest() > 8);
    CHECK(saved_lines() == 10);
    store.reset();
    const auto reader = kiosk.open(OpenMode::read_only);
    roster = reader->roster().value();
    CHECK(reader->fold_recent(roster).value() == expected(*reader, roster));
}
