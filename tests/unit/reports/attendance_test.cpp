#include "app/reports/attendance.h"

#include "tests/unit/reports/world.h"

namespace {

using namespace world;

// The rows as text: one string a row, "|" between the cells that are asked for by their headings.
std::vector<std::string> rows(const reports::Table& table, const std::vector<std::string>& headings) {
    std::vector<std::size_t> columns;
    for (const auto& heading : headings) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (table.columns[i].heading == heading) columns.push_back(i);
        }
    }
    REQUIRE(columns.size() == headings.size());
    std::vector<std::string> out;
    for (const auto& row : table.rows) {
        REQUIRE(row.size() == table.columns.size());
        const auto line = reports::csv({"", {{"", 1}}, {row}});
        std::vector<std::string> cells{""};
        for (const char c : line.substr(line.find("\r\n") + 2)) {
            if (c == ';') cells.emplace_back();
            else if (c != '\r' && c != '\n') cells.back() += c;
        }
        std::string text;
        for (std::size_t i = 0; i < columns.size(); ++i) text += (i == 0 ? "" : "|") + cells.at(columns[i]);
        out.push_back(text);
    }
    return out;
}

struct Given {
    domain::Roster roster = world::roster();
    Log log;
    domain::LocalTime now = local(11, 23, 15h);
    std::vector<domain::MeetingId> recorded;

    [[nodiscard]] reports::Table table(domain::Language language = domain::Language::russian) const {
        const domain::RosterIndex index(roster);
        return reports::attendance_table({index, log.attendance, *zone(), now, recorded}, *texts(language));
    }
};

}  // namespace

TEST_CASE("The journal has one row a person a meeting, by time, the mentor first and the mentees by name") {
    const Given given;
    CHECK(rows(given.table(), {"Дата", "Начало", "№ группы", "Роль", "ФИО", "Класс"}) ==
          std::vector<std::string>{
              "16.11.2026|14:10|7|наставник|Шестаков Артём Павлович|9В", "16.11.2026|14:10|7|наставляемый|Ёлкина Мадина|5В",
              "16.11.2026|14:10|7|наставляемый|Хохлов Кирилл Ильич|7А",
              "23.11.2026|14:10|7|наставник|Шестаков Артём Павлович|9В", "23.11.2026|14:10|7|наставляемый|Ёлкина Мадина|5В",
              "23.11.2026|14:10|7|наставляемый|Хохлов Кирилл Ильич|7А",
              "30.11.2026|14:10|7|наставник|Шестаков Артём Павлович|9В", "30.11.2026|14:10|7|наставляемый|Ёлкина Мадина|5В",
              "30.11.2026|14:10|7|наставляемый|Хохлов Кирилл Ильич|7А"});
}

TEST_CASE("The journal says who came when by the school's clock, and what the meeting came to") {
    Given given;
    given.log.check_in(local(11, 23, 14h + 5min), "m2", "m");
    given.log.trusted = false;
    given.log.check_in(local(11, 23, 14h + 12min), "m2", "a");
    given.log.add(local(11, 23, 14h + 50min), domain::CheckedOut{domain::MeetingId("m2"), domain::PersonId("a")});
    given.log.add(local(11, 23, 14h + 55min),
                  domain::AttendanceMarked{domain::MeetingId("m2"), domain::PersonId("b"), domain::Mark::excused});
    const auto all = rows(given.table(), {"ФИО", "Пришёл", "Ушёл", "Отметка куратора", "Присутствие", "Состояние встречи",
                                          "Часы при отметке"});
    CHECK(all[0] == "Шестаков Артём Павлович||||нет|не состоялась|");
    CHECK(all[3] == "Шестаков Артём Павлович|14:05|||да|состоялась|верные");
    CHECK(all[4] == "Ёлкина Мадина|14:12|14:50||да|состоялась|не проверены");
    CHECK(all[5] == "Хохлов Кирилл Ильич|||уважительная причина|нет|состоялась|");
    CHECK(all[6] == "Шестаков Артём Павлович|||||запланирована|");
}

TEST_CASE("A check-in of another day, by a clock that was wrong, is written with its date") {
    Given given;
    given.log.check_in(local(1, 1, 0h), "m2", "m");
    CHECK(rows(given.table(), {"Пришёл"})[3] == "01.01.2026 00:00");
}

TEST_CASE("A cancelled meeting says why, a retracted check-in is gone") {
    Given given;
    const auto seq = given.log.check_in(local(11, 16, 14h), "m1", "m");
    given.log.add(local(11, 16, 14h + 1min), domain::Retracted{seq, domain::RetractionReason::not_me, ""});
    given.log.add(local(11, 23, 9h), domain::MeetingCancelled{domain::MeetingId("m2"), "=карантин"});
    const auto all = rows(given.table(), {"Пришёл", "Присутствие", "Состояние встречи", "Примечание"});
    CHECK(all[0] == "|нет|не состоялась|");
    CHECK(all[3] == "||отменена|'=карантин");
}

TEST_CASE("An unplanned meeting is in the journal and says so") {
    Given given;
    domain::Meeting opened{domain::MeetingId("x"), domain::GroupId("g"), local(11, 23, 12h), local(11, 23, 12h + 40min),
                           "", "Внеплановая", "", false};
    given.log.add(local(11, 23, 12h), domain::MeetingOpened{opened, domain::PersonId("m")});
    const auto all = rows(given.table(), {"Начало", "Вид встречи", "План"});
    CHECK(all[3] == "12:00|Внеплановая|вне плана");
    CHECK(all[6] == "14:10|Регулярная|по плану");
}

TEST_CASE("What was recorded is in the journal even when the school's lists have dropped it") {
    Given given;
    given.log.check_in(local(11, 16, 14h), "m1", "m");
    given.log.check_in(local(11, 23, 14h), "m2", "b");
    given.log.check_in(local(11, 23, 14h), "m2", "gone");
    std::erase_if(given.roster.meetings, [](const auto& meeting) { return meeting.id.value == "m1"; });
    given.roster.groups[0].mentees.erase(given.roster.groups[0].mentees.begin());  // b has left the group
    given.recorded = {domain::MeetingId("m1"), domain::MeetingId("m2"), domain::MeetingId("m1")};
    const auto all = rows(given.table(), {"Дата", "Роль", "ФИО", "Пришёл", "Состояние встречи"});
    REQUIRE(all.size() == 1 + 4 + 2);
    CHECK(all[0] == "16.11.2026|уже не в группе|Шестаков Артём Павлович|14:00|больше нет в плане");
    CHECK(all[3] == "23.11.2026|уже не в группе|нет в списках (gone)|14:00|не состоялась");
    CHECK(all[4] == "23.11.2026|уже не в группе|Хохлов Кирилл Ильич|14:00|не состоялась");
}

TEST_CASE("The journal can be had in English") {
    const auto table = Given{}.table(domain::Language::english);
    CHECK(table.title == "Attendance");
    CHECK(rows(table, {"Role", "State of the meeting"})[0] == "mentor|missed");
}

TEST_CASE("Of the answers the last that stands counts, in words, and who wants to talk comes first") {
    Given given;
    domain::Catalogue catalogue;
    catalogue.tags[0] = {{"understood", {"тема понятна", "got the topic"}}};
    const auto rate = [&](domain::LocalTime at, const char* meeting, const char* who) {
        return given.log.add(at, domain::Rated{domain::MeetingId(meeting), domain::PersonId(who), "sealed"});
    };
    const auto opened = [&](domain::Seq seq, const char* meeting, const char* who, domain::Answer answer) {
        return reports::OpenedAnswer{seq, {}, domain::MeetingId(meeting), domain::PersonId(who), std::move(answer)};
    };
    const auto first = rate(local(11, 16, 14h + 52min), "m1", "a");
    const auto second = rate(local(11, 16, 14h + 54min), "m1", "a");
    const auto talk = rate(local(11, 23, 14h + 52min), "m2", "b");
    const auto taken_back = rate(local(11, 23, 14h + 53min), "m2", "a");
    given.log.add(local(11, 23, 14h + 54min), domain::Retracted{taken_back, domain::RetractionReason::curator, "ошибка"});
    const std::vector<reports::OpenedAnswer> answers = {
        opened(first, "m1", "a", {1, {}, "", false}),
        opened(second, "m1", "a", {5, {"understood", "of-another-version"}, "=спасибо", false}),
        opened(talk, "m2", "b", {3, {}, "", true}),
        opened(taken_back, "m2", "a", {2, {}, "", false}),
    };
    const domain::RosterIndex index(given.roster);
    const auto table = reports::answers_table({index, given.log.attendance, *zone(), given.now, {}}, answers, catalogue,
                                              *texts());
    CHECK(rows(table, {"Дата", "ФИО", "Хочет поговорить с куратором", "Оценка (1–5)", "Что отметил", "Комментарий",
                       "Ответил в"}) ==
          std::vector<std::string>{"23.11.2026|Хохлов Кирилл Ильич|да|3|||14:52",
                                   "16.11.2026|Ёлкина Мадина||5|тема понятна, of-another-version|'=спасибо|14:54"});
}
