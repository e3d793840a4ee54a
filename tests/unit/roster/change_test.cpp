// Importing into a roster that is there: who stays the same, what is told.
#include <set>

#include "tests/unit/roster/helpers.h"

using namespace roster_test;

namespace {

const std::string kPeopleHead = "ФИО;Класс;Дата рождения;Дата согласия\n";
const std::string kPeople =
    kPeopleHead +
    "Орлова Анна Петровна;10А;01.02.2010;01.09.2026\nСёмин Пётр Ильич;5А;03.04.2015;01.09.2026\n"
    "Кит Яна Ивановна;5А;05.06.2015;\n";
const std::string kGroupsHead = "№ группы;Наставник;Наставляемый;№ приказа\n";
const std::string kGroups =
    kGroupsHead + "1;Орлова Анна Петровна;Сёмин Пётр Ильич;12\n2;Орлова Анна Петровна;Кит Яна Ивановна;12\n";
const std::string kMeetingsHead = "№ группы;Дата;Начало;Окончание;Место\n";
const std::string kMeetings =
    kMeetingsHead + "1;16.11.2026;09:30;09:50;207\n1;30.11.2026;09:30;09:50;207\n2;30.11.2026;14:10;14:50;301\n";
const std::string kCards = "ФИО;Номер карты\nОрлова Анна Петровна;11111\nСёмин Пётр Ильич;22222\n";

domain::Roster first() {
    const auto result =
        import({}, {file("p.csv", kPeople), file("g.csv", kGroups), file("m.csv", kMeetings), file("c.csv", kCards)});
    INFO(told(result));
    REQUIRE(result.changed);
    return result.roster;
}

ImportResult again(std::string_view text, const domain::Roster& current) {
    return import(current, {file("again.csv", text)}, false, 7);
}

const domain::Person& person(const domain::Roster& roster, const char* name) {
    for (const domain::Person& p : roster.people) {
        if (domain::full(p.name) == name) return p;
    }
    FAIL("nobody is called " << name);
    throw 0;
}

}  // namespace

TEST_CASE("Each file alone, given again, changes nothing") {
    const auto roster = first();
    for (const std::string& text : {kPeople, kGroups, kMeetings, kCards}) {
        const auto result = again(text, roster);
        INFO(text << told(result));
        CHECK(result.accepted);
        CHECK_FALSE(result.changed);
        CHECK(result.difference.empty());
        CHECK(result.roster == roster);
    }
}

TEST_CASE("Who changed class is the same person by name and birth date, and the change is told") {
    const auto roster = first();
    const auto before = person(roster, "Сёмин Пётр Ильич");
    const auto result = again(kPeopleHead + "Сёмин Пётр Ильич;6Б;03.04.2015;01.09.2026\n", roster);
    INFO(told(result));
    REQUIRE(result.changed);
    CHECK(result.roster.number == 2);
    const auto& after = person(result.roster, "Сёмин Пётр Ильич");
    CHECK(after.id == before.id);
    CHECK(after.pictures == before.pictures);
    CHECK(after.code == before.code);
    CHECK(after.cards == before.cards);
    CHECK(domain::display(*after.class_name) == "6Б");
    REQUIRE(result.difference.people.size() == 1);
    CHECK(result.difference.people[0].kind == ChangeKind::changed);
    CHECK(result.difference.people[0].what == "Сёмин Пётр Ильич, 6Б");
    REQUIRE(result.difference.people[0].fields.size() == 1);
    CHECK(result.difference.people[0].fields[0].field == "class");
    CHECK(result.difference.people[0].fields[0].before == "5А");
    CHECK(result.difference.people[0].fields[0].after == "6Б");
    CHECK(result.difference.groups.empty());
    CHECK(result.difference.meetings.empty());
}

TEST_CASE("A corrected birth date is the same person by name and class") {
    const auto roster = first();
    const auto result = again(kPeopleHead + "Сёмин Пётр Ильич;5А;04.03.2015;01.09.2026\n", roster);
    REQUIRE(result.changed);
    CHECK(result.roster.people.size() == 3);
    CHECK(person(result.roster, "Сёмин Пётр Ильич").id == person(roster, "Сёмин Пётр Ильич").id);
}

TEST_CASE("ё instead of е is the same person, and the spelling of the newer file is kept") {
    const auto roster = first();
    const auto result = again(kPeopleHead + "Семин Петр Ильич;5А;03.04.2015;01.09.2026\n", roster);
    REQUIRE(result.changed);
    CHECK(person(result.roster, "Семин Петр Ильич").id == person(roster, "Сёмин Пётр Ильич").id);
}

TEST_CASE("A consent that arrived later is told and counts") {
    const auto roster = first();
    const auto result = again(kPeopleHead + "Кит Яна Ивановна;5А;05.06.2015;20.11.2026\n", roster);
    REQUIRE(result.changed);
    CHECK(result.without_consent.empty());
    CHECK(result.difference.people[0].fields[0].field == "consent");
    CHECK(result.difference.people[0].fields[0].after == "20.11.2026");
}

TEST_CASE("A file without a column says nothing about it") {
    const auto roster = first();
    const auto result = again("ФИО;Класс\nСёмин Пётр Ильич;5А\n", roster);
    INFO(told(result));
    CHECK_FALSE(result.changed);
}

TEST_CASE("A new groups file replaces all groups; who is in none any more is not kept") {
    const auto roster = first();
    const auto result = again(kGroupsHead + "1;Орлова Анна Петровна;Сёмин Пётр Ильич;12\n", roster);
    INFO(told(result));
    REQUIRE(result.changed);
    CHECK(result.roster.people.size() == 2);
    CHECK(result.roster.groups.size() == 1);
    CHECK(result.roster.groups[0].id == roster.groups[0].id);
    CHECK(result.roster.meetings.size() == 2);
    REQUIRE(result.difference.groups.size() == 1);
    CHECK(result.difference.groups[0].kind == ChangeKind::removed);
    CHECK(result.difference.groups[0].what == "2");
    REQUIRE(result.difference.people.size() == 1);
    CHECK(result.difference.people[0].what == "Кит Яна Ивановна, 5А");
    REQUIRE(result.difference.meetings.size() == 1);
    CHECK(result.difference.meetings[0].what == "2, 30.11.2026 14:10");
}

TEST_CASE("A meeting keeps its id by group, date and start, whatever else of it changes") {
    const auto roster = first();
    const auto result =
        again(kMeetingsHead +
                  "1;16.11.2026;09:30;09:50;207\n1;30.11.2026;09:30;09:55;библиотека\n2;07.12.2026;14:10;14:50;301\n",
              roster);
    INFO(told(result));
    REQUIRE(result.changed);
    REQUIRE(result.roster.meetings.size() == 3);
    CHECK(result.roster.meetings[1].id == roster.meetings[1].id);
    CHECK(result.roster.meetings[1].place == "библиотека");
    REQUIRE(result.difference.meetings.size() == 3);
    CHECK(result.difference.meetings[0].kind == ChangeKind::changed);
    CHECK(result.difference.meetings[0].fields.size() == 2);
    CHECK(result.difference.meetings[1].kind == ChangeKind::added);
    CHECK(result.difference.meetings[2].kind == ChangeKind::removed);
    CHECK_FALSE(problem(result, ProblemKind::past_meetings_removed));
}

TEST_CASE("Past meetings that a new plan leaves out are warned of") {
    const auto result = again(kMeetingsHead + "1;30.11.2026;09:30;09:50;207\n2;30.11.2026;14:10;14:50;301\n", first());
    REQUIRE(result.changed);
    REQUIRE(problem(result, ProblemKind::past_meetings_removed));
    CHECK(problem(result, ProblemKind::past_meetings_removed)->severity == Severity::warning);
}

TEST_CASE("A new card replaces the old one of its person and of nobody else") {
    const auto roster = first();
    const auto result = again("ФИО;Номер карты\nСёмин Пётр Ильич;33333\nКто То Чужой;44444\n", roster);
    INFO(told(result));
    REQUIRE(result.changed);
    CHECK(person(result.roster, "Сёмин Пётр Ильич").cards == std::vector<std::string>{"33333"});
    CHECK(person(result.roster, "Орлова Анна Петровна").cards == std::vector<std::string>{"11111"});
    CHECK(result.cards_outside_programme == 1);
    CHECK(result.difference.cards.size() == 2);
    const auto taken = again("ФИО;Номер карты\nСёмин Пётр Ильич;11111\n", roster);
    CHECK_FALSE(taken.accepted);
    CHECK(problem(taken, ProblemKind::card_twice));
}

TEST_CASE("Who is in a group but not in the new file of people stays, with one warning for all") {
    const auto roster = first();
    const auto result = again(
        kPeopleHead + "Орлова Анна Петровна;10А;01.02.2010;01.09.2026\nСёмин Пётр Ильич;5А;03.04.2015;01.09.2026\n",
        roster);
    CHECK(result.accepted);
    CHECK_FALSE(result.changed);
    REQUIRE(problem(result, ProblemKind::person_not_in_people_file));
    const Problem& warning = *problem(result, ProblemKind::person_not_in_people_file);
    CHECK(warning.severity == Severity::warning);
    CHECK(warning.file == "again.csv");
    CHECK(fill(warning.what.id, warning.what.arguments).find("stay: Кит Яна Ивановна.") != std::string::npos);
}

TEST_CASE("Who comes into a class where the pictures are taken gets others, with a note") {
    auto roster = first();
    auto pictures = person(roster, "Сёмин Пётр Ильич").pictures;
    for (auto& p : roster.people) {
        if (p.name.surname == "Орлова") p.pictures = pictures;
    }
    const auto result = again(kPeopleHead + "Сёмин Пётр Ильич;10А;03.04.2015;01.09.2026\n", roster);
    INFO(told(result));
    REQUIRE(result.changed);
    CHECK(problem(result, ProblemKind::pictures_changed));
    CHECK(person(result.roster, "Орлова Анна Петровна").pictures == pictures);
    CHECK(person(result.roster, "Сёмин Пётр Ильич").pictures != pictures);
}

TEST_CASE("A very large class gets pictures in every order before it is refused") {
    std::string people = kPeopleHead, groups = kGroupsHead;
    people += "Орлова Анна Петровна;10А;01.02.2010;\n";
    const auto name = [](int i) {
        std::string text = "Р";
        for (int k = 0; k < 6; ++k) text += (i >> k & 1) ? "а" : "о";
        for (int k = 6; k < 12; ++k) text += (i >> k & 1) ? "н" : "л";
        return text + " Ян Ильич";
    };
    for (int i = 0; i < 400; ++i) {
        people += name(i) + ";5А;03.04.2015;\n";
        groups += "1;Орлова Анна Петровна;" + name(i) + ";1\n";
    }
    const auto result = import({}, {file("p.csv", people), file("g.csv", groups)});
    INFO(told(result));
    REQUIRE(result.accepted);
    std::set<domain::Pictures> all;
    for (const auto& p : result.roster.people) {
        if (p.class_name->grade == 5) CHECK(all.insert(p.pictures).second);
    }
    CHECK(all.size() == 400);
}
