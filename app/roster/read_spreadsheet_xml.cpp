#include <charconv>

#include "app/roster/table.h"
#include "app/roster/xml.h"

// "XML Spreadsheet 2003": another thing that calls itself .xls.
namespace roster {

namespace {

int number(const std::string& text, int otherwise) {
    int value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

ReadResult<Workbook> read_spreadsheet_xml(base::ByteView bytes, const Limits& limits) {
    Workbook workbook{Format::spreadsheet_xml, {}};
    Spent spent{limits};
    std::optional<SheetBuilder> sheet;
    int row = -1, column = -1, across = 0, down = 0;
    std::string type, text;
    bool in_data = false;
    Xml xml(base::as_text(bytes));
    while (true) {
        const auto node = xml.next();
        if (node == Xml::Node::finished) break;
        if (node == Xml::Node::damaged)
            return base::failure(ReadFailure{ProblemKind::file_damaged, Format::spreadsheet_xml});
        if (node == Xml::Node::text) {
            if (in_data) text += xml.text();
            continue;
        }
        const std::string_view name = xml.name();
        const bool start = node == Xml::Node::start;
        if (name == "Worksheet") {
            if (start) {
                sheet.emplace(spent, xml.attribute("Name"));
                row = -1;
            } else if (sheet) {
                workbook.sheets.push_back(sheet->take());
                sheet.reset();
            }
        } else if (!sheet) {
            continue;
        } else if (name == "Row" && start) {
            row = number(xml.attribute("Index"), row + 2) - 1;
            column = -1;
        } else if (name == "Cell") {
            if (start) {
                column = number(xml.attribute("Index"), column + 2) - 1;
                across = number(xml.attribute("MergeAcross"), 0);
                down = number(xml.attribute("MergeDown"), 0);
                text.clear();
                type.clear();
            } else {
                Cell cell;
                double value = 0;
                if (type == "DateTime") {
                    const auto days = days_of_iso(text);
                    // A time alone is a moment of Excel's day zero.
                    cell = days ? moment_cell(text.starts_with("1899-12-31") ? *days - 1 : *days) : text_cell(text);
                } else if (type == "Number" &&
                           std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{}) {
                    cell = number_cell(value, text);
                } else {
                    cell = text_cell(text);
                }
                if (!sheet->put(row, column, std::move(cell)))
                    return base::failure(ReadFailure{ProblemKind::file_too_large, Format::spreadsheet_xml});
                if (down > 0 && across == 0 && down < 1 << 20) sheet->merge_down(row, row + down, column);
                if (across > 0 && across < 20'000) column += across;
            }
        } else if (name == "Data") {
            in_data = start;
            if (start) type = xml.attribute("Type");
        }
    }
    return workbook;
}

}  // namespace roster
