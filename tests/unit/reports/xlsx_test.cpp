#include <libxml/parser.h>
#include <libxml/tree.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <memory>

#include "app/reports/table.h"
#include "tests/support/catch.h"

namespace {

using namespace std::chrono_literals;

// What another program finds in the workbook: the cells of its first sheet, "A1" -> text ("s:" before a string).
std::map<std::string, std::string> cells_of(const base::Bytes& workbook) {
    const std::string path = VSTRECHA_BUILD_DIR "/tests/read_back.xlsx";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(workbook.data()), static_cast<std::streamsize>(workbook.size()));
    const auto part = [&](const std::string& name) {
        std::string xml;
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(("unzip -p " + path + " " + name).c_str(), "r"), pclose);
        char buffer[4096];
        for (std::size_t got; (got = fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) xml.append(buffer, got);
        REQUIRE_FALSE(xml.empty());
        const auto document = xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, 0);
        REQUIRE(document != nullptr);
        return std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)>(document, xmlFreeDoc);
    };
    const auto named = [](const xmlNode* node, const char* name) {
        return node->type == XML_ELEMENT_NODE && std::string(reinterpret_cast<const char*>(node->name)) == name;
    };
    const auto content = [](const xmlNode* node) {
        const std::unique_ptr<xmlChar, void (*)(void*)> text(xmlNodeGetContent(node), xmlFree);
        return std::string(reinterpret_cast<const char*>(text.get()));
    };
    std::vector<std::string> strings;
    const auto shared = part("xl/sharedStrings.xml");
    for (auto* node = xmlDocGetRootElement(shared.get())->children; node != nullptr; node = node->next) {
        strings.push_back(content(node));
    }
    std::map<std::string, std::string> cells;
    const auto sheet = part("xl/worksheets/sheet1.xml");
    for (auto* data = xmlDocGetRootElement(sheet.get())->children; data != nullptr; data = data->next) {
        if (!named(data, "sheetData")) continue;
        for (auto* row = data->children; row != nullptr; row = row->next) {
            for (auto* cell = row->children; cell != nullptr; cell = cell->next) {
                for (auto* inner = cell->children; inner != nullptr; inner = inner->next) CHECK_FALSE(named(inner, "f"));
                std::string at, type;
                for (auto* attribute = cell->properties; attribute != nullptr; attribute = attribute->next) {
                    const std::string name = reinterpret_cast<const char*>(attribute->name);
                    if (name == "r") at = content(attribute->children);
                    if (name == "t") type = content(attribute->children);
                }
                cells[at] = type == "s" ? "s:" + strings.at(std::stoul(content(cell))) : content(cell);
            }
        }
    }
    return cells;
}

}  // namespace

TEST_CASE("A workbook read back has the cells that were written, and no formula") {
    const reports::Table table{
        "Посещаемость",
        {{"ФИО", 20}, {"Дата", 10}, {"Начало", 10}, {"Оценка", 8}, {"Тема", 20}},
        {{std::string("Ёлкина Мадина"), domain::LocalDate{std::chrono::year{2026} / 11 / 23},
          domain::Minutes{14h + 10min}, 5LL, std::string("=HYPERLINK(\"http://x\")")},
         {std::string("<b>&\"'"), std::monostate{}, domain::Minutes{12h}, -1LL, std::string("+7")}}};
    const auto workbook = reports::xlsx({table});
    REQUIRE(workbook);
    const auto cells = cells_of(*workbook);
    CHECK(cells.at("A1") == "s:ФИО");
    CHECK(cells.at("A2") == "s:Ёлкина Мадина");
    CHECK(cells.at("B2") == "46349");  // 23.11.2026 as a spreadsheet counts days
    CHECK(std::stod(cells.at("C3")) == Approx(0.5));
    CHECK(cells.at("D2") == "5");
    CHECK(cells.at("E2") == "s:=HYPERLINK(\"http://x\")");
    CHECK(cells.at("A3") == "s:<b>&\"'");
    CHECK(cells.at("E3") == "s:+7");
    CHECK(cells.count("B3") == 0);
}

TEST_CASE("A workbook of several tables and one without rows can be made") {
    const auto workbook = reports::xlsx({{"Один", {{"а", 5}}, {}}, {"Два", {{"б", 5}}, {{std::string("в")}}}});
    REQUIRE(workbook);
    CHECK(cells_of(*workbook).at("A1") == "s:а");
    CHECK_FALSE(reports::xlsx({{"a name that no sheet may have: []", {{"а", 5}}, {}}}));
}
