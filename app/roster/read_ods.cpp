#include <charconv>
#include <set>

#include "app/roster/read_zipped.h"
#include "app/roster/xml.h"

namespace roster {

namespace {

int repeats(const std::string& text) {
    int value = 1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value < 1 ? 1 : value;
}

// "PT09H30M00S" as a fraction of a day.
std::optional<double> days_of_duration(std::string_view text) {
    if (!text.starts_with("PT")) return std::nullopt;
    double seconds = 0, number = 0;
    for (std::size_t i = 2; i < text.size();) {
        const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), number);
        if (error != std::errc{}) return std::nullopt;
        i = static_cast<std::size_t>(end - text.data());
        if (i >= text.size()) return std::nullopt;
        const char unit = text[i++];
        if (unit == 'H')
            seconds += number * 3600;
        else if (unit == 'M')
            seconds += number * 60;
        else if (unit == 'S')
            seconds += number;
        else
            return std::nullopt;
    }
    return seconds / 86'400;
}

// What one <table:table-cell> says.
struct CellXml {
    std::string type, value, date, time, text;
    int columns = 1, spanned_rows = 1, spanned_columns = 1;

    [[nodiscard]] Cell cell() const {
        if (type == "date") {
            if (const auto days = days_of_iso(date)) return moment_cell(*days);
        } else if (type == "time") {
            if (const auto days = days_of_duration(time)) return moment_cell(*days);
        } else if (type == "float" || type == "percentage" || type == "currency") {
            double number = 0;
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
            if (error == std::errc{} && end == value.data() + value.size()) return number_cell(number, value);
        }
        return text_cell(text);
    }
};

}  // namespace

ReadResult<Workbook> read_ods(Zip& zip, const Limits& limits) {
    const auto content = zip.read("content.xml");
    if (content.status != Zip::Status::ok) return base::failure(failure_of(content.status, Format::ods));

    Workbook workbook{Format::ods, {}};
    Spent spent{limits};
    std::optional<SheetBuilder> sheet;
    CellXml cell;
    std::vector<std::pair<int, Cell>> row_cells;  // of the present row, which may stand for several
    int row = 0, column = 0, row_repeats = 1, depth_in_cell = 0, aside = 0, paragraphs = 0;
    std::set<std::string> hidden_styles;
    std::string style;
    bool hidden = false;

    Xml xml(content.content);
    while (true) {
        const auto node = xml.next();
        if (node == Xml::Node::finished) break;
        if (node == Xml::Node::damaged) return base::failure(ReadFailure{ProblemKind::file_damaged, Format::ods});
        if (node == Xml::Node::text) {
            if (depth_in_cell > 0 && paragraphs > 0 && aside == 0) cell.text += xml.text();
            continue;
        }
        const std::string_view name = xml.name();
        const bool start = node == Xml::Node::start;
        if (name == "style") {
            if (start) style = xml.attribute("name");
        } else if (name == "table-properties" && start) {
            if (xml.attribute("display") == "false") hidden_styles.insert(style);
        } else if (name == "table") {
            if (start) {
                hidden = hidden_styles.contains(xml.attribute("style-name"));
                sheet.emplace(spent, xml.attribute("name"));
                row = 0;
            } else if (sheet) {
                if (!hidden) workbook.sheets.push_back(sheet->take());
                sheet.reset();
            }
        } else if (!sheet) {
            continue;
        } else if (name == "table-row") {
            if (start) {
                row_repeats = repeats(xml.attribute("number-rows-repeated"));
                column = 0;
                row_cells.clear();
            } else {
                // Blank rows repeat a million times to the end of a sheet; rows that hold something do not.
                for (int r = 0; r < row_repeats && !row_cells.empty(); ++r) {
                    for (const auto& [at, value] : row_cells) {
                        if (!sheet->put(row + r, at, value))
                            return base::failure(ReadFailure{ProblemKind::file_too_large, Format::ods});
                    }
                }
                row += std::min(row_repeats, (1 << 20) - std::min(row, 1 << 20));
            }
        } else if (name == "table-cell" || name == "covered-table-cell") {
            if (start) {
                cell = {};
                cell.type = xml.attribute("value-type");
                cell.value = xml.attribute("value");
                cell.date = xml.attribute("date-value");
                cell.time = xml.attribute("time-value");
                cell.columns = repeats(xml.attribute("number-columns-repeated"));
                cell.spanned_rows = repeats(xml.attribute("number-rows-spanned"));
                cell.spanned_columns = repeats(xml.attribute("number-columns-spanned"));
                depth_in_cell = 1;
                paragraphs = 0;
            } else {
                depth_in_cell = 0;
                const Cell value = cell.cell();
                if (!value.is_empty()) {
                    for (int c = 0; c < std::min(cell.columns, 200); ++c) row_cells.emplace_back(column + c, value);
                    if (cell.spanned_rows > 1 && cell.spanned_columns == 1)
                        sheet->merge_down(row, row + cell.spanned_rows - 1, column);
                }
                column += std::min(cell.columns, 20'000);
            }
        } else if (depth_in_cell > 0) {
            if (name == "annotation" || name == "ruby-text") aside += start ? 1 : -1;  // a comment is no content
            if (name == "p") {
                if (start && aside == 0 && !cell.text.empty()) cell.text += ' ';
                paragraphs += start ? 1 : -1;
            }
            if (start && (name == "s" || name == "tab" || name == "line-break") && aside == 0) cell.text += ' ';
        }
    }
    return workbook;
}

}  // namespace roster
