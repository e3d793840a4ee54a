// Workbooks as several writers make them, and as nobody should.
#include <random>

#include "tests/unit/roster/helpers.h"
#include "tests/unit/roster/zip_writer.h"

using namespace roster_test;

namespace {

constexpr std::string_view kStyles =
    "<styleSheet><numFmts count='1'><numFmt numFmtId='170' formatCode='dd&quot;.&quot;mm&quot;.&quot;yyyy'/></numFmts>"
    "<cellStyleXfs><xf numFmtId='14'/><xf numFmtId='14'/></cellStyleXfs>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='170'/><xf numFmtId='20'/></cellXfs></styleSheet>";

std::string workbook(std::string_view sheet) {
    ZipWriter zip;
    zip.add("_rels/.rels", kRels).add("xl/workbook.xml", kWorkbook).add("xl/_rels/workbook.xml.rels", kWorkbookRels);
    zip.add("xl/styles.xml", kStyles);
    zip.add("xl/sharedStrings.xml",
            "<sst><si><t>№ "
            "группы</t></si><si><r><t>Да</t></r><r><t>та</t></r><rPh><t>x</t></rPh></si><si><t>Начало</t></"
            "si><si><t>Окончание</t></si></sst>");
    zip.add("xl/worksheets/sheet1.xml", sheet).add("xl/worksheets/hidden.xml", "<worksheet><sheetData/></worksheet>");
    return zip.bytes();
}

const std::string kPeople = "ФИО;Класс\nОрлова Анна Петровна;10А\nСёмин Пётр Ильич;5А\n";
const std::string kGroups = "№ группы;Наставник;Наставляемый;№ приказа\n1;Орлова Анна Петровна;Сёмин Пётр Ильич;12\n";

ImportResult with_meetings(const std::string& bytes) {
    return import({}, {file("p.csv", kPeople), file("g.csv", kGroups), file("meetings.xlsx", bytes)});
}

const std::string kHeadRow =
    "<row r='3'><c r='B3' t='s'><v>0</v></c><c r='C3' t='s'><v>1</v></c><c r='D3' t='s'><v>2</v></c><c r='E3' "
    "t='s'><v>3</v></c></row>";

}  // namespace

TEST_CASE("Excel's dates and times are told by the style of the cell; strings are shared, in runs or inline") {
    const auto result = with_meetings(workbook(
        "<worksheet><sheetData><row r='1'><c r='B1' t='inlineStr'><is><t>График встреч</t></is></c></row>" + kHeadRow +
        "<row r='4'><c r='B4'><v>1</v></c><c r='C4' s='1'><v>46356</v></c><c r='D4' "
        "s='2'><v>0.39583333333333331</v></c><c r='E4' s='2'><v>0.40972222222222227</v></c></row>"
        "<row><c/><c t='str'><f>A1</f><v>1</v></c><c t='d'><v>2026-12-07T00:00:00</v></c><c "
        "t='inlineStr'><is><r><t>9</t></r><r><t>:30</t></r></is></c>"
        "<c s='0'><v>0.41</v></c></row></sheetData></worksheet>"));
    INFO(told(result));
    REQUIRE(result.roster.meetings.size() == 2);
    const auto& first = result.roster.meetings[0];
    CHECK(domain::date_of(first.starts) == domain::LocalDate{std::chrono::year{2026} / 11 / 30});
    CHECK(domain::minute_of_day(first.starts) == domain::Minutes{570});
    CHECK(domain::minute_of_day(first.ends) == domain::Minutes{590});
    CHECK(domain::date_of(result.roster.meetings[1].starts) == domain::LocalDate{std::chrono::year{2026} / 12 / 7});
}

TEST_CASE("A problem in a workbook names the sheet, the row and the column as Excel does") {
    const auto result = with_meetings(workbook("<worksheet><sheetData>" + kHeadRow +
                                               "<row r='7'><c r='B7'><v>1</v></c><c r='C7' s='1'><v>46356</v></c><c "
                                               "r='D7' s='2'><v>0.5</v></c><c r='E7' t='inlineStr'>"
                                               "<is><t>позже</t></is></c></row></sheetData></worksheet>"));
    const Problem* p = problem(result, ProblemKind::time_unreadable);
    REQUIRE(p);
    CHECK(p->file == "meetings.xlsx");
    CHECK(p->sheet == "Встречи");
    CHECK(p->row == 7);
    CHECK(p->column == "E");
    CHECK(p->heading == "Окончание");
    CHECK(p->found == "позже");
}

TEST_CASE("Vertically merged cells hold for all their rows, and only for these") {
    const auto row = [](int r, const std::string& number, int date) {
        const std::string n = std::to_string(r);
        return "<row r='" + n + "'>" + number + "<c r='C" + n + "' s='1'><v>" + std::to_string(date) +
               "</v></c><c r='D" + n + "' s='2'><v>0.5</v></c><c r='E" + n + "' s='2'><v>0.52</v></c></row>";
    };
    const std::string head =
        "<worksheet><sheetData>" + kHeadRow + row(4, "<c r='B4'><v>1</v></c>", 46356) + row(5, "", 46357);
    const auto merged =
        with_meetings(workbook(head + "</sheetData><mergeCells><mergeCell ref='B4:B5'/></mergeCells></worksheet>"));
    INFO(told(merged));
    CHECK(merged.roster.meetings.size() == 2);
    const auto not_merged = with_meetings(workbook(head + "</sheetData></worksheet>"));
    CHECK(problem(not_merged, ProblemKind::group_number_missing)->row == 5);
}

TEST_CASE("A card number that Excel has rounded is refused, one that it shows as 4.69E+10 is read whole") {
    const auto with_card = [](const std::string& number) {
        ZipWriter zip;
        zip.add("_rels/.rels", kRels)
            .add("xl/workbook.xml", kWorkbook)
            .add("xl/_rels/workbook.xml.rels", kWorkbookRels);
        zip.add("xl/worksheets/sheet1.xml",
                "<worksheet><sheetData><row><c t='inlineStr'><is><t>ФИО</t></is></c><c "
                "t='inlineStr'><is><t>Карта</t></is></c></row>"
                "<row><c t='inlineStr'><is><t>Сёмин Пётр Ильич</t></is></c><c><v>" +
                    number + "</v></c></row></sheetData></worksheet>");
        return import({}, {file("p.csv", kPeople), file("g.csv", kGroups), file("cards.xlsx", zip.bytes())});
    };
    CHECK(with_card("4.6929863217E10").roster.people.at(0).cards == std::vector<std::string>{"46929863217"});
    CHECK(problem(with_card("1234567890123456789"), ProblemKind::card_imprecise));
}

TEST_CASE("A bomb of a zip is refused before it is unpacked") {
    const std::string row = "<row><c t='inlineStr'><is><t>" + std::string(1000, 'A') + "</t></is></c></row>";
    std::string rows;
    for (int i = 0; i < 1000; ++i) rows += row;
    ZipWriter zip;
    zip.add("_rels/.rels", kRels).add("xl/workbook.xml", kWorkbook).add("xl/_rels/workbook.xml.rels", kWorkbookRels);
    zip.add("xl/worksheets/sheet1.xml", rows, 400);
    const std::string bytes = zip.bytes();
    CHECK(bytes.size() < 2'000'000);
    const auto result = with_meetings(bytes);
    CHECK_FALSE(result.accepted);
    CHECK(problem(result, ProblemKind::file_too_large));
}

TEST_CASE("A sheet with more rows than a school has people is refused") {
    std::string text = "ФИО;Класс\n";
    for (std::size_t i = 0; i <= kMaxRows; ++i) text += "a;b\n";
    CHECK(problem(import({}, {file("p.csv", text)}), ProblemKind::file_too_large));
}

TEST_CASE("Entities that grow and a document type are refused") {
    const std::string bomb =
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b "
        "'&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><worksheet><sheetData><row><c "
        "t='inlineStr'><is><t>&b;</t></is></c></row></sheetData></worksheet>";
    CHECK(problem(with_meetings(workbook(bomb)), ProblemKind::file_damaged));
}

TEST_CASE("A workbook with a password says so") {
    ZipWriter ods;
    ods.add("mimetype", "application/vnd.oasis.opendocument.spreadsheet").add("content.xml", "x");
    ods.add("META-INF/manifest.xml", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>");
    CHECK(problem(with_meetings(ods.bytes()), ProblemKind::file_encrypted));
}

TEST_CASE("Damaged files of every format end in a sentence, never in a crash") {
    std::mt19937 engine(12);
    for (const char* name : {"people.xls", "groups.xlsx", "people.ods", "groups.csv"}) {
        const SourceFile whole = school_file(name);
        for (int i = 0; i < 60; ++i) {
            SourceFile damaged = whole;
            if (i % 3 == 0) damaged.bytes.resize(engine() % damaged.bytes.size());
            const int flips = static_cast<int>(engine() % 20);
            // The heads and directories are where a lie does most.
            const std::size_t range = i % 2 ? damaged.bytes.size() : std::min<std::size_t>(damaged.bytes.size(), 4096);
            for (int f = 0; f < flips && range > 0; ++f)
                damaged.bytes[engine() % range] = static_cast<std::uint8_t>(engine());
            const auto result = import({}, {damaged});
            CHECK_FALSE(result.changed);
        }
    }
}

TEST_CASE("Ten thousand people are matched") {
    std::string people = "Фамилия;Имя;Отчество;Класс;Дата рождения;Дата согласия\n",
                groups = "№ группы;Наставник;Класс наставника;Наставляемый;Класс наставляемого\n";
    const auto word = [](int i) {
        std::string text;
        for (int k = 0; k < 5; ++k, i /= 7)
            text += std::vector<std::string>{"ба", "ве", "ги", "до", "жу", "за", "ки"}[static_cast<std::size_t>(i % 7)];
        return text;
    };
    const auto name = [&](int i) { return "Я" + word(i) + ";Ян;Ильич"; };
    const std::vector<std::string> letters{"А", "Б", "В", "Г", "Д", "Е", "Ж", "З", "И", "К"};
    const auto class_name = [&](int i) {
        return std::to_string(i % 11 + 1) + letters[static_cast<std::size_t>(i / 11 % 10)];
    };
    for (int i = 0; i < 10'000; ++i) {
        people += name(i) + ";" + class_name(i) + ";01.02." + std::to_string(2018 - i % 11) + ";01.09.2026\n";
        if (i % 2 == 1) {
            groups += std::to_string(i / 2) + ";Я" + word(i) + " Ян Ильич;" + class_name(i) + ";Я" + word(i - 1) +
                      " Ян Ильич;" + class_name(i - 1) + "\n";
        }
    }
    const auto result = import({}, {file("p.csv", people), file("g.csv", groups)});
    INFO(told(result).substr(0, 500));
    REQUIRE(result.accepted);
    CHECK(result.roster.people.size() == 10'000);
    CHECK(result.roster.groups.size() == 5'000);
    CHECK_FALSE(import(result.roster, {file("p.csv", people), file("g.csv", groups)}).changed);
}
