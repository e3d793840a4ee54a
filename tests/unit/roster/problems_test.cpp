// Each thing that may be wrong: where it is, what was found, what to do.
#include <fstream>
#include <set>
#include <sstream>

#include "tests/unit/roster/helpers.h"

using namespace roster_test;

namespace {

const std::string kPeopleHead =
    "Фамилия;Имя;Отчество;Класс;Дата рождения;Категория;Дата согласия;Кто подписал согласие\n";
const std::string kOrlova = "Орлова;Анна;Петровна;10А;01.02.2010;ученик;01.09.2026;мать\n";
const std::string kSemin = "Сёмин;Пётр;Ильич;5А;03.04.2015;ученик;01.09.2026;отец\n";
const std::string kKit = "Кит;Яна;Ивановна;5А;05.06.2015;ученик;;\n";
const std::string kGroupsHead =
    "№ группы;Наставник;Класс наставника;Наставляемый;Класс наставляемого;Вариант;№ приказа\n";
const std::string kGroup = "1;Орлова Анна Петровна;10А;Сёмин Пётр Ильич;5А;лидер – пассивный;12\n";
const std::string kMeetingsHead = "№ группы;Дата;Начало;Окончание;Место;Вид встречи;Тема\n";
const std::string kMeeting = "1;30.11.2026;09:30;09:50;207;Регулярная;Химия\n";
const std::string kCardsHead = "ФИО;Класс;Номер карты\n";

struct Texts {
    std::string people = kPeopleHead + kOrlova + kSemin;
    std::string groups = kGroupsHead + kGroup;
    std::string meetings = kMeetingsHead + kMeeting;
    std::string cards = kCardsHead;
};

ImportResult import_texts(const Texts& texts, bool skip = false, const domain::Roster& current = {}) {
    return import(current,
                  {file("people.csv", texts.people), file("groups.csv", texts.groups),
                   file("meetings.csv", texts.meetings), file("cards.csv", texts.cards)},
                  skip);
}

// The one error of its kind, in this row and column; nothing is taken in.
void check_error(const Texts& texts, ProblemKind kind, const std::string& file_name, int row, const std::string& column,
                 const std::string& found) {
    const auto result = import_texts(texts);
    INFO(told(result));
    CHECK_FALSE(result.accepted);
    CHECK_FALSE(result.changed);
    CHECK(result.roster.people.empty());
    const Problem* p = problem(result, kind);
    REQUIRE(p);
    CHECK(p->severity == Severity::error);
    CHECK(p->file == file_name);
    CHECK(p->row == row);
    CHECK(p->column == column);
    CHECK(p->found == found);
    const std::string what = fill(p->what.id, p->what.arguments), remedy = fill(p->remedy.id, p->remedy.arguments);
    CHECK(what.find('{') == std::string::npos);
    CHECK(remedy.find('{') == std::string::npos);
}

void with_person(const std::string& row, ProblemKind kind, const std::string& column, const std::string& found) {
    INFO(row);
    Texts texts;
    texts.people += row + "\n";
    check_error(texts, kind, "people.csv", 4, column, found);
}
void with_group(const std::string& row, ProblemKind kind, const std::string& column, const std::string& found) {
    INFO(row);
    Texts texts;
    texts.people += kKit;
    texts.groups += row + "\n";
    check_error(texts, kind, "groups.csv", 3, column, found);
}
void with_meeting(const std::string& row, ProblemKind kind, const std::string& column, const std::string& found) {
    INFO(row);
    Texts texts;
    texts.meetings += row + "\n";
    check_error(texts, kind, "meetings.csv", 3, column, found);
}
void with_card(const std::string& row, ProblemKind kind, const std::string& column, const std::string& found) {
    INFO(row);
    Texts texts;
    texts.cards += row + "\n";
    check_error(texts, kind, "cards.csv", 2, column, found);
}

std::string argument(const Problem& problem, const std::string& name) {
    for (const Argument& a : problem.what.arguments) {
        if (a.name == name) return a.value;
    }
    return "?";
}

}  // namespace

TEST_CASE("The texts without a mistake are accepted") {
    const auto result = import_texts({});
    INFO(told(result));
    CHECK(result.accepted);
    CHECK(result.count(Severity::error) == 0);
}

TEST_CASE("What is wrong with a person is said with row, column and what was found") {
    with_person(";;;5А;05.06.2015;ученик;;", ProblemKind::name_missing, "A", "");
    with_person("Кит;;;5А;05.06.2015;ученик;;", ProblemKind::name_incomplete, "A", "Кит");
    with_person("Кит;Я2на;;5А;05.06.2015;ученик;;", ProblemKind::name_strange, "A", "Кит Я2на");
    with_person("Кит;Яна;;;05.06.2015;ученик;;", ProblemKind::class_missing, "D", "");
    with_person("Кит;Яна;;12А;05.06.2015;ученик;;", ProblemKind::class_unreadable, "D", "12А");
    with_person("Кит;Яна;;пятый;05.06.2015;ученик;;", ProblemKind::class_unreadable, "D", "пятый");
    with_person("Кит;Яна;;11-IT;05.06.2010;ученик;;", ProblemKind::class_unreadable, "D", "11-IT");
    with_person("Кит;Яна;;5А;31.02.2015;ученик;;", ProblemKind::date_unreadable, "E", "31.02.2015");
    with_person("Кит;Яна;;5А;весной;ученик;;", ProblemKind::date_unreadable, "E", "весной");
    with_person("Кит;Яна;;5А;05.06.1975;ученик;;", ProblemKind::birth_date_implausible, "E", "05.06.1975");
    with_person("Кит;Яна;;5А;05.06.2026;ученик;;", ProblemKind::birth_date_implausible, "E", "05.06.2026");
    with_person("Кит;Яна;;;05.06.2015;педагог;;", ProblemKind::birth_date_implausible, "E", "05.06.2015");
    with_person("Кит;Яна;;5А;05.06.2015;ученик;да;мать", ProblemKind::consent_without_date, "G", "да");
    with_person("Кит;Яна;;5А;05.06.2015;ученик;скоро;мать", ProblemKind::date_unreadable, "G", "скоро");
}

TEST_CASE("What is wrong with a group is said with row, column and what was found") {
    with_group(";Орлова Анна Петровна;10А;Кит Яна Ивановна;5А;;12", ProblemKind::group_number_missing, "A", "");
    with_group("2;;;Кит Яна Ивановна;5А;;12", ProblemKind::mentor_missing, "B", "");
    with_group("2;Орлова Анна Петровна;10А;;5А;;12", ProblemKind::mentee_missing, "D", "");
    with_group("2;Орлова;10А;Кит Яна Ивановна;5А;;12", ProblemKind::name_incomplete, "B", "Орлова");
    with_group("2;Орлова Анна Петровна;10А;Рыбин Лев Львович;5А;;12", ProblemKind::person_unknown, "D",
               "Рыбин Лев Львович, 5А");
    with_group("2;Орлова Анна Павловна;10А;Кит Яна Ивановна;5А;;12", ProblemKind::person_misspelt, "B",
               "Орлова Анна Павловна, 10А");
    with_group("2;Орлова Анна Петровна;10Б;Кит Яна Ивановна;5А;;12", ProblemKind::person_in_other_class, "C",
               "Орлова Анна Петровна, 10Б");
    with_group("1;Кит Яна Ивановна;5А;Кит Яна Ивановна;5А;;12", ProblemKind::mentors_differ, "B", "Кит Яна Ивановна");
    with_group("2;Кит Яна Ивановна;5А;Кит Яна Ивановна;5А;;12", ProblemKind::mentor_is_mentee, "D", "Кит Яна Ивановна");
    with_group("1;Орлова Анна Петровна;10А;Кит Яна Ивановна;5А;равный – равному;12", ProblemKind::group_details_differ,
               "F", "равный – равному");
    with_group("2;Орлова Анна Петровна;10А;Кит Яна Ивановна;где-то;;12", ProblemKind::class_unreadable, "E", "где-то");
}

TEST_CASE("A mentee twice in one group with different entries is an error that names both rows") {
    Texts texts;
    texts.groups =
        "№ группы;Наставник;Наставляемый;Основной запрос\n1;Орлова Анна Петровна;Сёмин Пётр Ильич;Химия\n1;;Сёмин Пётр "
        "Ильич;Физика\n";
    const auto result = import_texts(texts);
    const Problem* p = problem(result, ProblemKind::mentee_twice);
    REQUIRE(p);
    CHECK(argument(*p, "first") == "groups.csv:2");
    CHECK(argument(*p, "second") == "groups.csv:3");
}

TEST_CASE("What is wrong with a meeting is said with row, column and what was found") {
    with_meeting(";30.11.2026;10:30;10:50;;;", ProblemKind::group_number_missing, "A", "");
    with_meeting("7;30.11.2026;10:30;10:50;;;", ProblemKind::group_unknown, "A", "7");
    with_meeting("1;;10:30;10:50;;;", ProblemKind::date_missing, "B", "");
    with_meeting("1;завтра;10:30;10:50;;;", ProblemKind::date_unreadable, "B", "завтра");
    with_meeting("1;30.11.2062;10:30;10:50;;;", ProblemKind::date_out_of_range, "B", "30.11.2062");
    with_meeting("1;30.11.2026;;10:50;;;", ProblemKind::time_missing, "C", "");
    with_meeting("1;30.11.2026;10:30;;;;", ProblemKind::time_missing, "D", "10:30");
    with_meeting("1;30.11.2026;после уроков;10:50;;;", ProblemKind::time_unreadable, "C", "после уроков");
    with_meeting("1;30.11.2026;25:00;10:50;;;", ProblemKind::time_unreadable, "C", "25:00");
    with_meeting("1;30.11.2026;9.3;10:50;;;", ProblemKind::time_unreadable, "C", "9.3");
    with_meeting("1;30.11.2026;10:30;10:10;;;", ProblemKind::ends_before_start, "D", "10:10");
    with_meeting("1;30.11.2026;09:30;09:55;301;;", ProblemKind::meeting_twice, "B", "30.11.2026");
}

TEST_CASE("What is wrong with a card is said with row, column and what was found") {
    with_card("Орлова Анна Петровна;10А;", ProblemKind::card_missing, "C", "");
    with_card("Орлова Анна Петровна;10А;123", ProblemKind::card_unreadable, "C", "123");
    with_card("Орлова Анна Петровна;10А;12a45", ProblemKind::card_unreadable, "C", "12a45");
    with_card("Орлова Анна Петровна;10А;4,69E+10", ProblemKind::card_unreadable, "C", "4,69E+10");
    with_card("Орлова Анна Петровна;10А;123456789012345678901234567890123", ProblemKind::card_unreadable, "C",
              "123456789012345678901234567890123");
    with_card("Кто То Ещё;10А;12345", ProblemKind::person_unknown, "A", "Кто То Ещё, 10А");
}

TEST_CASE("A card of two people is an error that names both") {
    Texts texts;
    texts.cards += "Орлова Анна Петровна;10А;12345\nСёмин Пётр Ильич;5А;12345\n";
    check_error(texts, ProblemKind::card_twice, "cards.csv", 3, "C", "12345");
    const auto result = import_texts(texts);
    CHECK(argument(*problem(result, ProblemKind::card_twice), "first").find("Орлова Анна Петровна") !=
          std::string::npos);
    CHECK(argument(*problem(result, ProblemKind::card_twice), "second").find("Сёмин Пётр Ильич") != std::string::npos);
}

TEST_CASE("Namesakes are told apart by class or birth date; where two are left, the row is an error that names both") {
    Texts texts;
    texts.people += "Сёмин;Пётр;Ильич;6Б;07.08.2014;ученик;;\n";
    CHECK(import_texts(texts).accepted);  // the groups file gives the class

    texts.people += "Семин;Петр;Ильич;5А;09.09.2015;ученик;;\n";  // the same class, another birth date: two people
    check_error(texts, ProblemKind::person_ambiguous, "groups.csv", 2, "D", "Сёмин Пётр Ильич, 5А");
    const auto result = import_texts(texts);
    const std::string people = argument(*problem(result, ProblemKind::person_ambiguous), "people");
    CHECK(people.find("03.04.2015 (people.csv:3)") != std::string::npos);
    CHECK(people.find("09.09.2015 (people.csv:5)") != std::string::npos);

    texts.groups =
        "№ группы;Наставник;Наставляемый;Дата рождения наставляемого\n1;Орлова Анна Петровна;Сёмин Пётр "
        "Ильич;09.09.2015\n";
    CHECK(import_texts(texts).accepted);

    texts.groups = "№ группы;Наставник;Наставляемый\n1;Орлова Анна Петровна;Сёмин Пётр Ильич\n";
    const auto without = import_texts(texts);
    CHECK(problem(without, ProblemKind::person_ambiguous));
}

TEST_CASE("Two rows of people that nothing tells apart are an error that names both") {
    Texts texts;
    texts.people += "Сёмин;Пётр;Ильич;6Б;03.04.2015;ученик;;\n";
    check_error(texts, ProblemKind::person_twice, "people.csv", 4, "A", "Сёмин Пётр Ильич");
    const auto result = import_texts(texts);
    CHECK(argument(*problem(result, ProblemKind::person_twice), "first") ==
          "Сёмин Пётр Ильич, 5А, 03.04.2015 (people.csv:3)");
    CHECK(argument(*problem(result, ProblemKind::person_twice), "second") ==
          "Сёмин Пётр Ильич, 6Б, 03.04.2015 (people.csv:4)");
    texts.people = kPeopleHead + kOrlova + kSemin + "Сёмин;Пётр;Ильич;5А;;ученик;;\n";
    check_error(texts, ProblemKind::person_twice, "people.csv", 4, "A", "Сёмин Пётр Ильич");
}

TEST_CASE("A file with errors changes nothing, and with the bad rows left out the good ones are taken") {
    Texts texts;
    texts.people += kKit + "Рыба;Лев;;99;05.06.2015;ученик;;\n";
    texts.groups +=
        "2;Орлова Анна Петровна;10А;Кит Яна Ивановна;5А;;12\n2;Орлова Анна Петровна;10А;Никто Никак;5А;;12\n"
        "3;Никто Никак;10А;Сёмин Пётр Ильич;5А;;12\n";
    const auto refused = import_texts(texts);
    CHECK_FALSE(refused.accepted);
    CHECK(refused.roster == domain::Roster{});
    CHECK(refused.count(Severity::error) == 3);
    const auto taken = import_texts(texts, true);
    INFO(told(taken));
    CHECK(taken.accepted);
    CHECK(taken.changed);
    CHECK(taken.count(Severity::error) == 3);
    CHECK(taken.roster.people.size() == 3);
    CHECK(taken.roster.groups.size() == 2);
    CHECK(taken.tables[0].rows == 4);
    CHECK(taken.tables[0].bad_rows == 1);
    CHECK(taken.tables[1].bad_rows == 2);
    CHECK_FALSE(import_texts(texts, true, taken.roster).changed);
}

TEST_CASE("People without any groups are refused with the sentence to give the groups too") {
    const auto result = import({}, {file("people.csv", kPeopleHead + kOrlova)}, true);
    CHECK_FALSE(result.accepted);
    REQUIRE(problem(result, ProblemKind::groups_missing));
    CHECK(problem(result, ProblemKind::groups_missing)->row == 0);
}

TEST_CASE("A file that is no table is refused as a whole, bad rows skipped or not") {
    const std::vector<std::pair<std::string, ProblemKind>> cases{
        {"", ProblemKind::file_empty},
        {"  \n\n ", ProblemKind::file_empty},
        {"%PDF-1.7 ...", ProblemKind::file_unsupported},
        {std::string("\x01\x02\x00\x03garbage", 11), ProblemKind::file_unsupported},
        {"PK\x03\x04 broken off", ProblemKind::file_damaged},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 broken off", ProblemKind::file_damaged},
        {"молоко;хлеб\n1;2\n", ProblemKind::content_unknown},
        {"<html><body>Нет доступа</body></html>", ProblemKind::file_unsupported},
    };
    for (const auto& [bytes, kind] : cases) {
        const auto result = import({},
                                   {file("people.csv", kPeopleHead + kOrlova + kSemin),
                                    file("groups.csv", kGroupsHead + kGroup), file("strange.xlsx", bytes)},
                                   true);
        INFO(bytes << "\n" << told(result));
        CHECK_FALSE(result.accepted);
        CHECK(result.roster.people.empty());
        REQUIRE(problem(result, kind));
        CHECK(problem(result, kind)->file == "strange.xlsx");
    }
}

TEST_CASE("Warnings and notes do not keep a file from being taken") {
    Texts texts;
    texts.people = kPeopleHead + kOrlova + "Сёмин;Пётр;Ильич;5А;03.04.2015;ученик;01.09.2027;отец\n";
    texts.groups = kGroupsHead + "1;Орлова Анна Петровна;10А;Сёмин Пётр Ильич;5А;;\n";
    texts.meetings += "1;30.11.2026;09:40;10:00;207;Регулярная;Химия\n";
    const auto result = import_texts(texts);
    INFO(told(result));
    CHECK(result.accepted);
    CHECK(problem(result, ProblemKind::consent_in_future)->severity == Severity::warning);
    CHECK(problem(result, ProblemKind::meetings_overlap)->row == 3);
    CHECK(problem(result, ProblemKind::order_missing)->severity == Severity::note);
    CHECK(result.roster.groups[0].order.empty());
}

TEST_CASE("People without a consent stay and are listed; people outside the programme are not kept") {
    Texts texts;
    texts.people = kPeopleHead + kOrlova + "Сёмин;Пётр;Ильич;5А;03.04.2015;ученик;нет;\n" + kKit;
    const auto result = import_texts(texts);
    CHECK(result.roster.people.size() == 2);
    CHECK(result.outside_programme == 1);
    REQUIRE(result.without_consent.size() == 1);
    CHECK(result.without_consent[0].name == "Сёмин Пётр Ильич");
    CHECK(result.without_consent[0].class_name == "5А");
    CHECK_FALSE(result.roster.people[0].consent);
    REQUIRE(result.roster.people[1].consent);
    CHECK(result.roster.people[1].consent->signed_by == "мать");
}

TEST_CASE("Every sentence has its translation, with the same placeholders") {
    std::ifstream in(std::string(VSTRECHA_SOURCE_DIR) + "/assets/locale/ru/import.po");
    std::stringstream all;
    all << in.rdbuf();
    const std::string po = all.str();
    const auto placeholders = [](std::string_view text) {
        std::set<std::string> names;
        for (std::size_t at = 0; (at = text.find('{', at)) != std::string_view::npos; ++at)
            names.emplace(text.substr(at, text.find('}', at) - at));
        return names;
    };
    for (const std::string_view id : all_message_ids()) {
        std::string escaped;
        for (const char c : id) escaped += c == '"' ? "\\\"" : std::string(1, c);
        INFO(id);
        const std::size_t at = po.find("msgid \"" + escaped + "\"\nmsgstr \"");
        REQUIRE(at != std::string::npos);
        const std::size_t start = po.find("msgstr \"", at) + 8;
        const std::string translation = po.substr(start, po.find("\"\n", start) - start);
        CHECK(!translation.empty());
        CHECK(placeholders(translation) == placeholders(id));
    }
}
