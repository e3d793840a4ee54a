#include <chrono>

#include "app/storage/kept_state.h"
#include "app/storage/roster_tables.h"
#include "app/storage/schema.h"
#include "tests/unit/storage/store_fixture.h"

using namespace storage_test;
using namespace domain;

namespace {

LocalDate day(int year, unsigned month, unsigned number) {
    return LocalDate{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{number}};
}

Roster small_roster() {
    Person pupil;
    pupil.id = PersonId{"b000"};
    pupil.name = {"Ёлкина", "Аружан", "Рашид кызы"};
    pupil.class_name = ClassName{11, "ИТ"};
    pupil.birth_date = day(2009, 2, 28);
    pupil.consent = Consent{day(2025, 9, 1), "мать"};
    pupil.pictures = {0, 11, 5};
    pupil.code = "004217";
    pupil.cards = {"9990001", "1234"};
    Person teacher;
    teacher.id = PersonId{"a000"};
    teacher.kind = PersonKind::teacher;
    teacher.name = {"О'Нил", "Пётр", ""};
    teacher.consent = Consent{};
    Person without_consent;
    without_consent.id = PersonId{"c000"};
    without_consent.class_name = ClassName{5, ""};

    Group group{GroupId{"g1"},   "7а",
                "Ученик–ученик", "успевающий – неуспевающий",
                teacher.id,      {{pupil.id, "алгебра", day(2026, 9, 1)}, {without_consent.id, "", {}}},
                "12-о"};
    const LocalTime starts = at(day(2026, 11, 23), Minutes{14 * 60 + 10});
    Meeting meeting{MeetingId{"m1"}, group.id, starts, starts + Minutes{40}, "214", "Регулярная", "дроби; \"x\"", true};
    return {0, {pupil, teacher, without_consent}, {group}, {meeting}};
}

}  // namespace

TEST_CASE("A roster is the same after it was stored, in its order") {
    Kiosk kiosk;
    Roster roster = small_roster();
    {
        auto store = kiosk.create();
        CHECK(*store->replace_roster(roster) == 1);
    }
    roster.number = 1;
    CHECK(*kiosk.open()->roster() == roster);
}

TEST_CASE("A new roster replaces the old one, has the next number, and is in the log") {
    Kiosk kiosk;
    auto store = kiosk.create();
    REQUIRE(store->replace_roster(small_roster()));
    Roster second = small_roster();
    second.people.pop_back();
    second.groups[0].mentees.pop_back();
    CHECK(*store->replace_roster(second) == 2);
    second.number = 2;
    CHECK(*store->roster() == second);
    CHECK(store->status()->last_seq == 3);
    CHECK(store->verify()->ok);
}

TEST_CASE("A roster that cannot be stored leaves the old one and nothing in the log") {
    Kiosk kiosk;
    auto store = kiosk.create();
    Roster roster = small_roster();
    REQUIRE(store->replace_roster(roster));
    Roster wrong = small_roster();
    wrong.people[1].id = wrong.people[0].id;
    const auto refused = store->replace_roster(wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == storage::StorageErrorKind::refused);
    Roster same_card = small_roster();
    same_card.people[1].cards = {"1234"};
    CHECK(store->replace_roster(same_card).error().kind == storage::StorageErrorKind::refused);
    roster.number = 1;
    CHECK(*store->roster() == roster);
    CHECK(store->status()->last_seq == 2);
    CHECK(store->append({check_in("p1")})->front().seq == 3);
    CHECK(store->verify()->ok);
}

TEST_CASE("A school of 10,000 people is stored and read within the three seconds of an import") {
    Kiosk kiosk;
    Roster roster;
    for (int i = 0; i < 10'000; ++i) {
        Person person;
        person.id = PersonId{"person" + std::to_string(i)};
        person.name = {"Константинопольская", "Александра", "Александровна"};
        person.class_name = ClassName{1 + i % 11, "А"};
        person.consent = Consent{day(2026, 9, 1), "мать"};
        person.code = std::to_string(100'000 + i);
        person.cards = {std::to_string(7'000'000 + i)};
        roster.people.push_back(person);
        if (i % 2 == 0) continue;
        roster.groups.push_back({GroupId{"group" + std::to_string(i)},
                                 std::to_string(i),
                                 "Ученик–ученик",
                                 "",
                                 person.id,
                                 {{PersonId{"person" + std::to_string(i - 1)}, "алгебра", {}}},
                                 "12"});
        const LocalTime starts = at(day(2026, 11, 23), Minutes{14 * 60});
        roster.meetings.push_back({MeetingId{"meeting" + std::to_string(i)}, roster.groups.back().id, starts,
                                   starts + Minutes{40}, "214", "Регулярная", "", true});
    }
    auto store = kiosk.create();
    const auto began = std::chrono::steady_clock::now();
    REQUIRE(store->replace_roster(roster));
    auto read = store->roster();
    const auto took = std::chrono::steady_clock::now() - began;
    roster.number = 1;
    CHECK(*read == roster);
    CHECK(took < std::chrono::seconds{3});  // seen: 0.12 s
}

TEST_CASE("Lists of a school server are noted as such in the same transaction, until others are put in") {
    storage_test::Kiosk kiosk;
    auto store = kiosk.create();
    CHECK_FALSE(*store->roster_source());
    storage::RosterSource source{"school1", 7, std::string(64, 'a'), {}};
    CHECK(*store->take_roster(small_roster(), source) == 1);
    source.taken_at = kiosk.clock.read().wall;
    CHECK(*store->roster_source() == source);
    CHECK(store->status()->last_seq == 2);
    // The same lists under another number: nothing that an event would tell.
    source.number = 8;
    source.hash = std::string(64, 'b');
    CHECK(*store->take_roster(small_roster(), source) == 1);
    CHECK(store->status()->last_seq == 2);
    store.reset();
    store = kiosk.open();
    CHECK(*store->roster_source() == source);
    CHECK(store->roster()->people == small_roster().people);
    CHECK(store->take_roster(small_roster(), {"two words", 1, source.hash, {}}).error().kind ==
          storage::StorageErrorKind::refused);
    REQUIRE(store->replace_roster(small_roster()));
    CHECK_FALSE(*store->roster_source());
}

TEST_CASE("After a recovery the lists are still known to be the server's") {
    storage_test::Kiosk kiosk;
    const storage::RosterSource source{"school1", 7, std::string(64, 'a'), kiosk.clock.read().wall};
    {
        auto store = kiosk.create();
        REQUIRE(store->take_roster(small_roster(), source));
    }
    auto recovered = storage::Store::recover(kiosk.data, kiosk.ports(), "a test");
    REQUIRE(recovered);
    CHECK(recovered->report.roster == storage::Kept::kept);
    CHECK(*recovered->store->roster_source() == source);
    CHECK(recovered->store->roster()->people == small_roster().people);
}

namespace {

Roster with_aliases() {
    Roster roster = small_roster();
    roster.aliases.add(PersonId{"own-b000"}, PersonId{"b000"});
    roster.aliases.add(GroupId{"own-g1"}, GroupId{"g1"});
    roster.aliases.add(MeetingId{"own-m1"}, MeetingId{"m1"});
    return roster;
}

}  // namespace

TEST_CASE("Aliases are kept with the roster and go with it, and other aliases make another roster") {
    Kiosk kiosk;
    auto store = kiosk.create();
    REQUIRE(*store->replace_roster(small_roster()) == 1);
    const storage::RosterSource source{"school1", 7, std::string(64, 'a'), {}};
    REQUIRE(*store->take_roster(with_aliases(), source) == 2);
    store.reset();
    store = kiosk.open();
    Roster expected = with_aliases();
    expected.number = 2;
    CHECK(*store->roster() == expected);
    CHECK(*store->take_roster(with_aliases(), source) == 2);
    CHECK(*store->replace_roster(small_roster()) == 3);
    CHECK(store->roster()->aliases.empty());
    CHECK(store->verify()->ok);
}

TEST_CASE("What was recorded under an alias counts for whom it stands for, however the log is folded") {
    Kiosk kiosk;
    auto store = kiosk.create();
    REQUIRE(store->replace_roster(small_roster()));
    const auto record = [&](EventBody body) { REQUIRE(store->append({Draft{std::move(body)}})); };
    record(CheckedIn{MeetingId{"own-m1"}, PersonId{"own-b000"}, FoundBy::card});  // 3
    record(CheckedIn{MeetingId{"own-m1"}, PersonId{"c000"}, FoundBy::card});      // 4
    record(Retracted{4, RetractionReason::not_me, ""});                           // 5
    REQUIRE(store->save_snapshot());
    REQUIRE(store->take_roster(with_aliases(), {"school1", 7, std::string(64, 'a'), {}}));
    record(CheckedOut{MeetingId{"m1"}, PersonId{"b000"}});
    const auto holds = [&] {
        const Roster roster = *store->roster();
        const Attendance recent = *store->fold_recent(roster), all = *store->fold();
        for (const Attendance& attendance : {recent, all}) {
            const Presence& presence = attendance.presence(MeetingId{"m1"}, PersonId{"b000"});
            CHECK(presence.checked_in->seq == 3);
            CHECK(presence.checked_out->seq == 7);
            CHECK_FALSE(attendance.presence(MeetingId{"m1"}, PersonId{"c000"}).is_there());
            CHECK(attendance.meetings() == std::vector{MeetingId{"m1"}});
        }
        CHECK(recent == all);
    };
    holds();
    // With what was saved of it, and with more after that.
    REQUIRE(store->save_snapshot());
    store.reset();
    store = kiosk.open();
    holds();
    record(Retracted{5, RetractionReason::not_me, ""});  // 8: the check-in of number 4 stands again
    const Attendance after = *store->fold_recent(*store->roster());
    CHECK(after.presence(MeetingId{"m1"}, PersonId{"c000"}).checked_in->seq == 4);
    CHECK(after == *store->fold());
    CHECK(store->verify()->ok);
}

TEST_CASE("What is kept apart for a recovery has the aliases too") {
    Kiosk kiosk;
    auto store = kiosk.create();
    const auto file = (kiosk.data / "vstrecha.db").string();
    for (const Roster& roster : {small_roster(), with_aliases()}) {
        REQUIRE(store->replace_roster(roster));
        SQLite::Database database{file, SQLite::OPEN_READONLY};
        const auto kept = storage::KeptState::read(storage::KeptState::text_of(database));
        REQUIRE(kept);
        SQLite::Database other{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        storage::create_schema(other);
        kept->write_roster(other);
        const auto back = storage::read_roster(other);
        REQUIRE(back);
        CHECK(domain::same_lists(*back, roster));
        CHECK(storage::digest_of_roster(other) == storage::digest_of_roster(database));
    }
}
