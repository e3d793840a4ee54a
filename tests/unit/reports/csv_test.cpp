#include "app/reports/table.h"
#include "tests/support/catch.h"

namespace {

using namespace std::chrono_literals;

std::string one_cell(std::string text) {
    const auto whole = reports::csv({"t", {{"h", 5}}, {{std::move(text)}}});
    const std::string start = "\uFEFFh\r\n";
    REQUIRE(whole.starts_with(start));
    REQUIRE(whole.ends_with("\r\n"));
    return whole.substr(start.size(), whole.size() - start.size() - 2);
}

}  // namespace

TEST_CASE("A cell that a spreadsheet would calculate is made harmless") {
    CHECK(one_cell("=1+1") == "'=1+1");
    CHECK(one_cell("+7 900") == "'+7 900");
    CHECK(one_cell("-5") == "'-5");
    CHECK(one_cell("@SUM(A1)") == "'@SUM(A1)");
    CHECK(one_cell("\t=1") == "\"'\t=1\"");
    CHECK(one_cell("\r=1") == "\"'\r=1\"");
    CHECK(one_cell("\n=1") == "\"'\n=1\"");
    CHECK(one_cell("  =1") == "'  =1");
    CHECK(one_cell("=HYPERLINK(\"http://x\";\"y\")") == "\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"");
}

TEST_CASE("Ordinary words stay as they are; what would break the row is quoted") {
    CHECK(one_cell("Ёлкина-Петрова Мадина") == "Ёлкина-Петрова Мадина");
    CHECK(one_cell("а;б") == "\"а;б\"");
    CHECK(one_cell("он сказал \"да\"") == "\"он сказал \"\"да\"\"\"");
    CHECK(one_cell("первая\nвторая") == "\"первая\nвторая\"");
    CHECK(one_cell("— тире") == "— тире");
    CHECK(one_cell("").empty());
}

TEST_CASE("The heading and every kind of cell stand in the file as the Russian Excel reads them") {
    const reports::Table table{"t",
                               {{"Дата", 5}, {"Начало", 5}, {"Число", 5}, {"", 5}, {"=Слово", 5}},
                               {{domain::LocalDate{std::chrono::year{2026} / 5 / 1}, domain::Minutes{9h + 5min}, -3LL,
                                 std::monostate{}, std::string("да")}}};
    // A number is no text that somebody typed: it stays a number.
    CHECK(reports::csv(table).find("\uFEFFДата;Начало;Число;;'=Слово\r\n01.05.2026;09:05;") == 0);
}

TEST_CASE("A file of lines holds each line exactly as it was recorded") {
    CHECK(reports::json_lines({"{\"a\":1}", "{}"}) == "{\"a\":1}\n{}\n");
    CHECK(reports::json_lines({}).empty());
}

TEST_CASE("A file's name sorts by time and suits every file system") {
    const auto now = domain::at(std::chrono::year{2026} / 1 / 2, 9h + 7min);
    CHECK(reports::file_name("attendance", now, "csv") == "attendance_2026-01-02_09-07.csv");
}
