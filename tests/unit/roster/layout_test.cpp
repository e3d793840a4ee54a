// Files as schools lay them out: other words, another order, titles, totals, merged cells.
#include "app/roster/text.h"
#include "tests/unit/roster/helpers.h"

using namespace roster_test;

namespace {

const std::string kGroupsText =
    "№ группы;Наставник;Класс наставника;Наставляемый;Класс наставляемого;№ приказа\n"
    "1;Орлова Анна Петровна;10А;Сёмин Пётр Ильич;5А;12\n";
const std::string kPeopleText =
    "ФИО;Класс;Дата рождения;Дата согласия\n"
    "Орлова Анна Петровна;10А;01.02.2010;01.09.2026\n"
    "Сёмин Пётр Ильич;5А;03.04.2015;01.09.2026\n";

// The two people of the school in canonical order: Сёмин 5А, Орлова 10А.
void check_two(const ImportResult& result) {
    INFO(told(result));
    REQUIRE(result.accepted);
    REQUIRE(result.roster.people.size() == 2);
    const domain::Person& mentee = result.roster.people[0];
    CHECK(domain::full(mentee.name) == "Сёмин Пётр Ильич");
    REQUIRE(mentee.class_name);
    CHECK(domain::display(*mentee.class_name) == "5А");
    CHECK(domain::full(result.roster.people[1].name) == "Орлова Анна Петровна");
    REQUIRE(result.roster.people[1].class_name);
    CHECK(domain::display(*result.roster.people[1].class_name) == "10А");
    REQUIRE(result.roster.groups.size() == 1);
    CHECK(result.roster.groups[0].mentor == result.roster.people[1].id);
    REQUIRE(result.roster.groups[0].mentees.size() == 1);
    CHECK(result.roster.groups[0].mentees[0].person == mentee.id);
}

ImportResult with_people(std::string_view people) {
    return import({}, {file("people.csv", people), file("groups.csv", kGroupsText)});
}
ImportResult with_groups(std::string_view groups) {
    return import({}, {file("groups.csv", groups), file("people.csv", kPeopleText)});
}

}  // namespace

TEST_CASE("A plain file of people and one of groups make a roster") {
    check_two(with_people(kPeopleText));
}

TEST_CASE("Titles, blank rows and totals above, between and below the table are no people") {
    const auto result = with_people(
        "Список обучающихся МБОУ «Школа»;;;\n;;;\nна 1 сентября 2026 года;;;\n\n"
        "ФИО;Класс;Дата рождения;Дата согласия\n"
        "5 класс;;;\nСёмин Пётр Ильич;5А;03.04.2015;01.09.2026\n;;;\nИтого по классу:;1;;\n"
        "10 класс;;;\nОрлова Анна Петровна;10А;01.02.2010;01.09.2026\nВсего;2;;\n;;;\nДиректор школы;Иванов И.И.;;\n");
    check_two(result);
    CHECK(result.tables[0].rows == 2);
    CHECK(problem(result, ProblemKind::row_skipped)->found == "5 класс");
}

TEST_CASE("Headings may be other words in another order, and the name one column or three") {
    check_two(
        with_people("Дата рождения;Параллель;Литера;Имя;Фамилия;Отчество;Телефон родителей\n"
                    "01.02.2010;10;А;Анна;Орлова;Петровна;+7\n03.04.2015;5;А;Пётр;Сёмин;Ильич;+7\n"));
    check_two(with_people(
        "№ п/п;Учащийся;Дата рожд.;КЛАСС\n1;Орлова Анна Петровна;01.02.2010;10А\n2;Сёмин Пётр Ильич;03.04.2015;5А\n"));
    check_two(with_people("Обучающийся;Класс\nОрлова Анна Петровна;10А\nСёмин Пётр Ильич;5А\n"));
    check_two(with_people("Ф.И.О. ученика;Класс\nОрлова Анна Петровна;10А\nСёмин Пётр Ильич;5А\n"));
    check_two(with_people("Фамилия, имя, отчество;класс\nОрлова Анна Петровна;10А\nСёмин Пётр Ильич;5А\n"));
    check_two(
        with_groups("Основной запрос;Наставляемый;Наставник;Пара\nХимия;Сёмин Пётр Ильич;Орлова Анна Петровна;№ 1\n"));
    check_two(
        with_groups("Группа;ФИО наставника;Класс наставника;ФИО наставляемого;Класс\n1;Орлова Анна Петровна;10 "
                    "«А»;Сёмин Пётр Ильич;5-а\n"));
    check_two(with_groups("№ пары;Наставник;Ученик;Класс\n1;Орлова Анна Петровна;Сёмин Пётр Ильич;5А\n"));
}

TEST_CASE("A heading may span two rows") {
    check_two(
        with_groups("№ группы;Наставник;;Наставляемый;;Приказ\n;ФИО;Класс;ФИО;Класс;\n"
                    "1;Орлова Анна Петровна;10А;Сёмин Пётр Ильич;5А;12\n"));
}

TEST_CASE("A second table below the first has headings of its own") {
    check_two(with_people("ФИО;Класс\nОрлова Анна Петровна;10А\n;\nКласс;ФИО\n5А;Сёмин Пётр Ильич\n"));
}

TEST_CASE("Class names are read as people type them") {
    for (const char* typed : {"5А", "5 «А»", "5-а", "5 класс А", "5\"\"А\"\"", "5A", "5a", "05А", "5 А", "5 кл. А",
                              "5а класс", "5_А", "5/А"}) {
        INFO(typed);
        check_two(
            with_people(std::string("ФИО;Класс\nОрлова Анна Петровна;10А\nСёмин Пётр Ильич;\"") + typed + "\"\n"));
    }
}

TEST_CASE("Latin letters in a class are those that look the same in Cyrillic, and a long letter part stays whole") {
    const auto class_of = [](const std::string& typed) {
        const auto result = import({}, {file("p.csv", "ФИО;Класс\nА Б;" + typed + "\nВ Г;1Б\n"),
                                        file("g.csv", "№ группы;Наставник;Наставляемый\n1;А Б;В Г\n")});
        INFO(told(result));
        REQUIRE(result.roster.people.size() == 2);
        return domain::display(*result.roster.people[1].class_name);
    };
    CHECK(class_of("8B") == "8В");
    CHECK(class_of("9C") == "9С");
    CHECK(class_of("8H") == "8Н");
    CHECK(class_of("11-ИТ") == "11-ИТ");
    CHECK(class_of("11 ит") == "11-ИТ");
    CHECK(class_of("10физмат") == "10-ФИЗМАТ");
    CHECK(class_of("7") == "7");
}

TEST_CASE("The letter ё, case, Latin look-alikes, and spaces of every kind do not part the same name") {
    check_two(with_groups("№ группы;Наставник;Наставляемый\n1;ОРЛОВА  Анна\u00A0Петровна ;Семин Петр Ильич\n"));
    check_two(with_groups("№ группы;Наставник;Наставляемый\n1;Opлoвa Анна Петровна;  сёмин\tпётр ильич\n"));
    check_two(with_people("ФИО;Класс\n\u00A0ОРЛОВА АННА ПЕТРОВНА\u00A0;10А\nсёмин  пётр ильич;5А\n"));
}

TEST_CASE("A missing patronymic, оглы, кызы and double surnames are names") {
    const auto result = import({}, {file("p.csv",
                                         "Фамилия;Имя;Отчество;Класс\nМамедов;Али;Рашид оглы;6А\nЛи;Ким;;7А\n"
                                         "Иванова - Петрова;Анна;-;8А\nГасанова;Лейла;ТИМУР КЫЗЫ;9А\n"),
                                    file("g.csv",
                                         "№ группы;Наставник;Наставляемый\n1;Гасанова Лейла Тимур кызы;Ли Ким\n"
                                         "2;Мамедов Али Рашид оглы;Иванова-Петрова Анна\n")});
    INFO(told(result));
    REQUIRE(result.accepted);
    REQUIRE(result.roster.people.size() == 4);
    CHECK(result.roster.people[0].name == domain::FullName{"Мамедов", "Али", "Рашид оглы"});
    CHECK(result.roster.people[1].name == domain::FullName{"Ли", "Ким", ""});
    CHECK(result.roster.people[2].name == domain::FullName{"Иванова-Петрова", "Анна", ""});
    CHECK(result.roster.people[3].name == domain::FullName{"Гасанова", "Лейла", "Тимур кызы"});
}

TEST_CASE("Dates are read as text in every usual form and as Excel's numbers") {
    for (const char* typed :
         {"03.04.2015", "3.4.15", "03/04/2015", "2015-04-03", "03.04.2015 0:00", "03.04.2015 00:00:00",
          "2015-04-03T00:00:00", "42097", "3 апреля 2015 г.", "03.04.2015г.", "03.04.2015 г", " 03. 04. 2015"}) {
        INFO(typed);
        const auto result = with_people(
            std::string("ФИО;Класс;Дата рождения\nОрлова Анна Петровна;10А;\nСёмин Пётр Ильич;5А;") + typed + "\n");
        INFO(told(result));
        REQUIRE(result.roster.people.size() == 2);
        REQUIRE(result.roster.people[0].birth_date);
        CHECK(*result.roster.people[0].birth_date == domain::LocalDate{std::chrono::year{2015} / 4 / 3});
    }
}

TEST_CASE("Times are read with colon or full stop, in two columns, in one, or as a start and a length") {
    for (const std::string text :
         {"Начало;Окончание\n1;05.10.2026;9:30;09.50", "Начало;Окончание\n1;05.10.2026;09:30:00;9-50",
          "Время\n1;05.10.2026;09:30-09:50", "Время проведения\n1;05.10.2026;с 9.30 до 9.50",
          "Время начала;Время окончания\n1;05.10.2026;09:30;09:50", "Начало;Продолжительность\n1;05.10.2026;09:30;20",
          "Время\n1;05.10.2026;9:30 – 9:50"}) {
        const auto result = import({}, {file("p.csv", kPeopleText), file("g.csv", kGroupsText),
                                        file("m.csv", "№ группы;Дата;" + text + "\n")});
        INFO(text << "\n" << told(result));
        REQUIRE(result.roster.meetings.size() == 1);
        CHECK(domain::minute_of_day(result.roster.meetings[0].starts) == domain::Minutes{9 * 60 + 30});
        CHECK(domain::minute_of_day(result.roster.meetings[0].ends) == domain::Minutes{9 * 60 + 50});
    }
}

TEST_CASE("Blank cells of a group say what the row above says, as merged cells do") {
    const auto result =
        import({}, {file("p.csv", kPeopleText + "Кит Яна Ивановна;6А;01.01.2014;01.09.2026\n"),
                    file("g.csv",
                         "№ группы;Вариант;Наставник;Наставляемый;№ приказа\n"
                         "1;лидер - пассивный;Орлова Анна Петровна;Сёмин Пётр Ильич;12\n;;;Кит Яна Ивановна;\n")});
    INFO(told(result));
    REQUIRE(result.accepted);
    REQUIRE(result.roster.groups.size() == 1);
    CHECK(result.roster.groups[0].mentees.size() == 2);
    CHECK(result.roster.groups[0].variant == "лидер – пассивный");
}

TEST_CASE("Separators, quotes, BOM and encodings are told by the content, not by the name") {
    const std::string tabs = "ФИО\tКласс\nОрлова Анна Петровна\t10А\nСёмин Пётр Ильич\t5А\n";
    check_two(with_people(tabs));
    check_two(with_people("ФИО,Класс\r\n\"Орлова Анна Петровна\",\"10А\"\r\n\"Сёмин Пётр\nИльич\",5А"));
    check_two(with_people("\xEF\xBB\xBF" + kPeopleText));
    check_two(with_people("sep=;\n" + kPeopleText));
    check_two(with_people("ФИО;Класс\rОрлова Анна Петровна;10А\rСёмин Пётр Ильич;5А\r"));
    // "Unicode text" of Excel.
    std::string utf16 = "\xFF\xFE";
    for (const char32_t c : base::code_points(tabs)) {
        utf16 += static_cast<char>(c & 0xFF);
        utf16 += static_cast<char>(c >> 8);
    }
    check_two(with_people(utf16));
    // "CSV (MS-DOS)" of Excel: code page 866; Windows-1251.
    std::string dos, windows;
    for (const char32_t c : base::code_points(kPeopleText)) {
        const auto letter = c - 0x410;
        dos += static_cast<char>(c < 0x80        ? c
                                 : c == 0x451    ? 0xF1
                                 : letter < 0x30 ? 0x80 + letter
                                                 : 0xE0 + (letter - 0x30));
        windows += static_cast<char>(c < 0x80 ? c : c == 0x451 ? 0xB8 : 0xC0 + letter);
    }
    check_two(with_people(dos));
    check_two(with_people(windows));
}

TEST_CASE("A web page with a table that calls itself .xls is read, merged cells and all") {
    const std::string html =
        "<html><head><meta charset=\"utf-8\"><style>td{color:red}</style></head><body><p>Отчёт</p><table border=1>"
        "<tr><td colspan=3>Пары и группы</td></tr>"
        "<tr><th>№ группы<th>Наставник<th>Наставляемый</tr>"
        "<tr><td rowspan=\"2\">1</td><td rowspan=2>Орлова&nbsp;Анна<br>Петровна</td><td><b>Сёмин</b> Пётр "
        "Ильич</td></tr>"
        "<tr><td>Кит Яна Ивановна</td></tr></table></body></html>";
    const std::string people = kPeopleText + "Кит Яна Ивановна;6А;01.01.2014;01.09.2026\n";
    const auto result = import({}, {file("p.csv", people), file("groups.xls", html)});
    INFO(told(result));
    REQUIRE(result.accepted);
    CHECK(result.tables[1].format == Format::html);
    REQUIRE(result.roster.groups.size() == 1);
    CHECK(result.roster.groups[0].mentees.size() == 2);

    std::string windows =
        "<table><tr><td>ФИО</td><td>Класс</td></tr><tr><td>Орлова Анна Петровна</td><td>10А</td></tr>"
        "<tr><td>Сёмин Пётр Ильич</td><td>5А</td></tr></table>";
    std::string bytes = "<html><meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">";
    for (const char32_t c : base::code_points(windows))
        bytes += static_cast<char>(c < 0x80 ? c : c == 0x451 ? 0xB8 : 0xC0 + (c - 0x410));
    check_two(with_people(bytes));
}

TEST_CASE("A spreadsheet of XML 2003 that calls itself .xls is read") {
    check_two(with_people(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>"
        "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
        "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
        "<Worksheet ss:Name=\"Лист1\"><Table><Row ss:Index=\"3\"><Cell><Data ss:Type=\"String\">ФИО</Data></Cell><Cell "
        "ss:Index=\"3\">"
        "<Data ss:Type=\"String\">Класс</Data></Cell><Cell><Data ss:Type=\"String\">Дата рождения</Data></Cell></Row>"
        "<Row><Cell><Data ss:Type=\"String\">Орлова Анна Петровна</Data></Cell><Cell ss:Index=\"3\"><Data "
        "ss:Type=\"String\">10А</Data></Cell></Row>"
        "<Row><Cell><Data ss:Type=\"String\">Сёмин Пётр Ильич</Data></Cell><Cell ss:Index=\"3\"><Data "
        "ss:Type=\"String\">5А</Data></Cell>"
        "<Cell><Data ss:Type=\"DateTime\">2015-04-03T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"));
}

TEST_CASE("Teachers are told by their category or post and need no class") {
    const auto result =
        import({}, {file("p.csv",
                         "ФИО;Класс;Должность\nОрлова Анна Петровна;;Учитель химии\nСёмин Пётр Ильич;5А;\n"
                         "Кит Яна Ивановна;6Б;Педагог-психолог\n"),
                    file("g.csv",
                         "№ группы;Наставник;Класс наставника;Наставляемый\n1;Орлова Анна Петровна;;Сёмин Пётр Ильич\n"
                         "2;Кит Яна Ивановна;учитель;Сёмин Пётр Ильич\n")});
    INFO(told(result));
    REQUIRE(result.accepted);
    REQUIRE(result.roster.people.size() == 3);
    CHECK(result.roster.people[0].kind == domain::PersonKind::pupil);
    CHECK(result.roster.people[1].kind == domain::PersonKind::teacher);
    CHECK_FALSE(result.roster.people[1].class_name);
    CHECK(problem(result, ProblemKind::class_of_teacher_ignored));
}

TEST_CASE("An empty group number cell with a prepared number below the table is no row") {
    const auto result = with_groups(kGroupsText + "2;;;;;\n3;;;;;\n");
    check_two(result);
    CHECK_FALSE(problem(result, ProblemKind::row_skipped));
}

TEST_CASE("A letter in a column of its own belongs to a class that is only a number") {
    check_two(with_people("ФИО;Класс;Буква\nОрлова Анна Петровна;10;А\nСёмин Пётр Ильич;5;а\n"));
}

TEST_CASE("A sheet for each class, named after it, needs no column for the class") {
    const auto sheet = [](const std::string& name, const std::string& person) {
        return "<Worksheet Name=\"" + name +
               "\"><Table><Row><Cell><Data Type=\"String\">ФИО</Data></Cell><Cell><Data "
               "Type=\"String\">Дата рождения</Data></Cell></Row><Row><Cell><Data Type=\"String\">" +
               person +
               "</Data></Cell><Cell><Data "
               "Type=\"DateTime\">2012-04-03T00:00:00.000</Data></Cell></Row></Table></Worksheet>";
    };
    check_two(with_people("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">" +
                          sheet("10А", "Орлова Анна Петровна") + sheet("5 А класс", "Сёмин Пётр Ильич") +
                          "<Worksheet Name=\"Заметки\"><Table><Row><Cell><Data Type=\"String\">купить "
                          "мел</Data></Cell></Row></Table></Worksheet></Workbook>"));
}

TEST_CASE("A file of people may have the cards in it") {
    const auto result = with_people(
        "ФИО;Класс;Дата рождения;Номер карты\nОрлова Анна Петровна;10А;01.02.2010;46929863217\n"
        "Сёмин Пётр Ильич;5А;03.04.2015;\n");
    check_two(result);
    CHECK(result.roster.people[1].cards == std::vector<std::string>{"46929863217"});
    CHECK(result.roster.people[0].cards.empty());
}

TEST_CASE("One file with ё and one with е name the same people, read once") {
    const auto result = import(
        {}, {file("a.csv", "ФИО;Класс;Дата рождения\nОрлова Анна Петровна;10А;\nСёмин Пётр Ильич;5А;03.04.2015\n"),
             file("b.csv", "ФИО;Класс;Дата рождения\nСемин Петр Ильич;5А;03.04.2015\n"), file("g.csv", kGroupsText)});
    check_two(result);
    CHECK(problem(result, ProblemKind::rows_repeated));
}
