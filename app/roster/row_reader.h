#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "app/roster/rows.h"

// Inside of rows.cpp, rows_people.cpp and rows_others.cpp.
namespace roster {

[[nodiscard]] bool starts_with_any(const std::string& text, std::initializer_list<std::string_view> beginnings);

// One row under its headings.
class RowView {
  public:
    RowView(const Row& row, Place place) : row_(row), place_(place) {}
    [[nodiscard]] const Place& place() const { return place_; }
    [[nodiscard]] const Cell& cell(Field field) const {
        const int column = place_.headings->of(field);
        static const Cell kEmptyCell;
        if (column < 0 || static_cast<std::size_t>(column) >= row_.cells.size()) return kEmptyCell;
        return row_.cells[static_cast<std::size_t>(column)];
    }
    [[nodiscard]] bool has(Field field) const { return place_.headings->has(field); }
    [[nodiscard]] std::string text(Field field) const { return cell(field).shown(); }
    [[nodiscard]] bool blank(std::initializer_list<Field> fields) const {
        return std::all_of(fields.begin(), fields.end(), [&](Field f) { return cell(f).is_empty(); });
    }
    [[nodiscard]] const std::vector<Cell>& cells() const { return row_.cells; }

  private:
    const Row& row_;
    Place place_;
};

// Reads the tables of one file, row by row.
class RowReader {
  public:
    RowReader(const Options& options, const Spelling& spelling, std::vector<TableReport>& tables, Problems& problems,
              Rows& rows)
        : options_(options), spelling_(spelling), tables_(tables), problems_(problems), rows_(rows) {
        // A clock that stands years back must not make every birth date of the school implausible.
        year_ = std::max(static_cast<int>(options.today.year()), 2026);
    }

    void read_sheet(const std::string& file, Format format, const Sheet& sheet, bool& any_recognised);

  private:
    void read_row(const RowView& row, Content content);
    bool is_no_data(const RowView& row, Content content);
    void read_person(const RowView& row);
    void read_group(const RowView& row);
    void read_meeting(const RowView& row);
    void read_card(const RowView& row);
    void take_card(const RowView& row, const std::optional<PersonReference>& person);

    std::optional<domain::FullName> read_name(const RowView& row);
    std::optional<PersonReference> read_reference(const RowView& row, Field name, Field class_name, Field birth_date);
    // Nothing and good: an empty cell. Nothing and not good: reported.
    std::optional<domain::ClassName> read_class(const RowView& row, Field field, bool& good);
    // Of the person of the row: class, or grade and letter, or the name of the sheet where it is that of a class.
    std::optional<domain::ClassName> read_own_class(const RowView& row, bool& good);
    std::optional<domain::LocalDate> read_date(const RowView& row, Field field, int pivot, bool& good);
    int birth_pivot() const { return (year_ - 4) % 100; }
    int pivot() const { return (year_ + 20) % 100; }

    const Options& options_;
    const Spelling& spelling_;
    std::vector<TableReport>& tables_;
    Problems& problems_;
    Rows& rows_;
    int year_ = 0;
    std::optional<domain::ClassName> sheet_class_;  // a sheet for each class, named after it
    std::optional<GroupRow> above_;                 // the group row above, for cells left blank as in a merged block
};

}  // namespace roster
