#include "app/roster/rows.h"

#include <algorithm>

#include "app/roster/row_reader.h"
#include "app/roster/text.h"
#include "app/roster/values.h"

namespace roster {

namespace {

// Cheap, and asked of every row: is it worth looking whether new headings begin here?
bool begins_like_headings(const Row& row) {
    int looked_at = 0;
    for (const Cell& cell : row.cells) {
        if (cell.is_empty()) continue;
        if (cell.kind != Cell::Kind::text) return false;
        if (field_of_heading(cell.text)) return true;
        if (++looked_at == 3) return false;
    }
    return false;
}

}  // namespace

bool starts_with_any(const std::string& text, std::initializer_list<std::string_view> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view b) { return text.starts_with(b); });
}

void RowReader::read_sheet(const std::string& file, Format format, const Sheet& sheet, bool& any_recognised) {
    const Headings* headings = nullptr;
    int table = -1;
    above_.reset();
    sheet_class_ = parse_class(sheet.name);
    if (sheet_class_ && sheet_class_->letter.empty()) sheet_class_.reset();
    for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
        const Row& row = sheet.rows[i];
        // Headings are looked for at the top, and again below: a second table may follow the first.
        std::size_t used = 0;
        const bool may_be_headings = !headings || begins_like_headings(row);
        if (may_be_headings) {
            if (auto found = headings_at(sheet.rows, i, used); found && (!headings || used == 1)) {
                const bool same = headings && found->content == headings->content;
                rows_.headings.push_back(std::move(*found));
                headings = &rows_.headings.back();
                if (!same) {
                    table = static_cast<int>(tables_.size());
                    tables_.push_back({file, sheet.name, format, headings->content, 0, 0});
                }
                for (const int column : headings->repeated) {
                    const auto field = field_of_heading(headings->texts[static_cast<std::size_t>(column)]);
                    const int first = field ? headings->of(*field) : -1;
                    problems_.add_column(
                        ProblemKind::column_twice, {table, headings->last_row, headings}, column,
                        {{"first", first < 0 ? "" : headings->texts[static_cast<std::size_t>(first)]}});
                }
                switch (headings->content) {
                    case Content::people:
                        rows_.has_people = true;
                        break;
                    case Content::groups:
                        rows_.has_groups = true;
                        break;
                    case Content::meetings:
                        rows_.has_meetings = true;
                        break;
                    case Content::cards:
                        break;
                    case Content::unknown:
                        break;
                }
                any_recognised = true;
                above_.reset();
                i += used - 1;
                continue;
            }
        }
        if (!headings) continue;
        read_row(RowView(row, {table, row.number, headings}), headings->content);
    }
    if (!headings && !sheet.rows.empty()) tables_.push_back({file, sheet.name, format, Content::unknown, 0, 0});
}

// A title between the rows, a total, a signature: told from data by what is missing.
bool RowReader::is_no_data(const RowView& row, Content content) {
    std::size_t filled = 0;
    const Cell* first = nullptr;
    bool total = false;
    for (const Cell& cell : row.cells()) {
        if (cell.is_empty()) continue;
        if (!first) first = &cell;
        if (++filled <= 3 && cell.kind == Cell::Kind::text)
            total |= starts_with_any(fold(cell.text), {"итог", "всего", "total"});
    }
    if (filled == 0 || total) return true;
    bool no_key = false;
    switch (content) {
        case Content::people:
            no_key = row.blank({Field::surname, Field::given, Field::name});
            break;
        case Content::cards:
            no_key = row.blank({Field::surname, Field::given, Field::name, Field::card});
            break;
        case Content::groups:
            no_key = row.blank({Field::mentee, Field::mentor});
            break;
        case Content::meetings:
            no_key = row.blank({Field::group_number, Field::date});
            break;
        case Content::unknown:
            break;
    }
    const bool signature =
        first->kind == Cell::Kind::text &&
        starts_with_any(fold(first->text),
                        {"директор", "исполнител", "ответственн", "составил", "подпись", "м.п", "дата составлен",
                         "примечан", "классный руковод", "зам. дир", "заместител", "куратор"});
    const Cell& class_cell = row.cell(Field::class_name);
    const bool bare = row.blank({Field::birth_date, Field::category, Field::card, Field::mentor, Field::mentee,
                                 Field::date, Field::starts, Field::time_range}) &&
                      (class_cell.is_empty() || !parse_class(class_cell));
    // One name below a mentor's is the next mentee of a merged block.
    if (content == Content::groups && above_ && !row.blank({Field::mentee})) return false;
    if (filled == 1 || (no_key && filled <= 2) || (signature && bare)) {
        // Numbers prepared for rows to come are not worth a word.
        if (!(first->kind == Cell::Kind::number &&
              (no_key || content == Content::groups || content == Content::meetings)) &&
            !(first->kind == Cell::Kind::text && first->text.find_first_not_of("0123456789. ") == std::string::npos)) {
            problems_.add(ProblemKind::row_skipped, row.place(), std::nullopt, first->shown());
        }
        return true;
    }
    return false;
}

void RowReader::read_row(const RowView& row, Content content) {
    if (is_no_data(row, content)) return;
    ++tables_[static_cast<std::size_t>(row.place().table)].rows;
    switch (content) {
        case Content::people:
            read_person(row);
            break;
        case Content::groups:
            read_group(row);
            break;
        case Content::meetings:
            read_meeting(row);
            break;
        case Content::cards:
            read_card(row);
            break;
        case Content::unknown:
            break;
    }
}

std::optional<domain::ClassName> RowReader::read_class(const RowView& row, Field field, bool& good) {
    const Cell& cell = row.cell(field);
    if (means_nothing(cell)) return std::nullopt;
    auto name = parse_class(cell);
    if (!name) {
        problems_.add(ProblemKind::class_unreadable, row.place(), field, cell.shown());
        good = false;
    }
    return name;
}

std::optional<domain::LocalDate> RowReader::read_date(const RowView& row, Field field, int pivot, bool& good) {
    const Cell& cell = row.cell(field);
    if (means_nothing(cell)) return std::nullopt;
    auto date = parse_date(cell, pivot);
    if (!date) {
        problems_.add(ProblemKind::date_unreadable, row.place(), field, cell.shown());
        good = false;
    }
    return date;
}

void read_rows(const std::string& file, const Workbook& workbook, const Options& options,
               std::vector<TableReport>& tables, Problems& problems, Rows& rows) {
    const Spelling spelling(options.catalogue);
    RowReader reader(options, spelling, tables, problems, rows);
    bool any = false;
    const std::size_t first_table = tables.size();
    for (const Sheet& sheet : workbook.sheets) reader.read_sheet(file, workbook.format, sheet, any);
    if (!any) {
        if (tables.size() == first_table) {
            tables.push_back({file, "", workbook.format, Content::unknown, 0, 0});
            problems.add_file(ProblemKind::file_empty, file);
        } else {
            problems.add_file(ProblemKind::content_unknown, file, tables[first_table].sheet);
        }
        return;
    }
    for (std::size_t i = first_table; i < tables.size(); ++i) {
        if (tables[i].content == Content::unknown) problems.add_file(ProblemKind::sheet_skipped, file, tables[i].sheet);
    }
}

}  // namespace roster
