#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/roster/import.h"
#include "platform/base/bytes.h"
#include "platform/base/result.h"

// Tables as every format gives them, before anybody asks what they mean.
namespace roster {

struct Cell {
    enum class Kind : std::uint8_t { empty, text, number, moment };
    Kind kind = Kind::empty;
    double number = 0;  // number; moment: days since 1899-12-30, a time of day as the fraction
    std::string text;   // text; number: as it stands in the file

    [[nodiscard]] bool is_empty() const { return kind == Kind::empty; }
    // As a person sees it: "12.03.2014", "09:30", "214".
    [[nodiscard]] std::string shown() const;
};

[[nodiscard]] Cell text_cell(std::string text);  // empty where the text is blank
[[nodiscard]] Cell number_cell(double number, std::string as_written);
[[nodiscard]] Cell moment_cell(double days);

struct Row {
    int number = 0;  // 1-based, as the program numbers it
    std::vector<Cell> cells;
};

struct Sheet {
    std::string name;
    std::vector<Row> rows;  // ascending numbers; blank ones may be left out
};

struct Workbook {
    Format format = Format::unknown;
    std::vector<Sheet> sheets;
};

struct ReadFailure {
    ProblemKind kind{};
    Format format = Format::unknown;
};
template <class T>
using ReadResult = base::Result<T, ReadFailure>;

// What the bytes say they are, and the tables inside.
[[nodiscard]] ReadResult<Workbook> read_workbook(base::ByteView bytes, const Limits& limits);

// One reader a format; read_workbook chooses.
[[nodiscard]] ReadResult<Workbook> read_csv(base::ByteView bytes, const Limits& limits);
[[nodiscard]] ReadResult<Workbook> read_zipped(base::ByteView bytes, const Limits& limits);  // xlsx or ods
[[nodiscard]] ReadResult<Workbook> read_html(base::ByteView bytes, const Limits& limits);
[[nodiscard]] ReadResult<Workbook> read_spreadsheet_xml(base::ByteView bytes, const Limits& limits);  // "XML 2003" of Excel
[[nodiscard]] ReadResult<Workbook> read_xls(base::ByteView bytes, const Limits& limits);

// What the sheets of one workbook have come to, within its limits.
struct Spent {
    const Limits& limits;
    std::size_t cells = 0, text = 0;
};

// Collects cells within the limits of import.h. Columns are 0-based; cells may come in any order within a sheet's rows,
// rows ascending.
class SheetBuilder {
  public:
    SheetBuilder(Spent& spent, std::string name);
    // False: over a limit; the caller gives up with file_too_large.
    [[nodiscard]] bool put(int row, int column, Cell cell);
    // The value at the top stands for the whole column of a merged block.
    void merge_down(int first_row, int last_row, int column);
    [[nodiscard]] Sheet take();

  private:
    struct Merge {
        int first_row, last_row, column;
    };
    Spent& spent_;
    Sheet sheet_;
    std::vector<Merge> merges_;
};

// 0 -> "A", 26 -> "AA".
[[nodiscard]] std::string column_letters(int column);
// Is this number format one of dates or times? Quoted text, colours and escapes of it do not count.
[[nodiscard]] bool is_moment_format(std::string_view code);
[[nodiscard]] bool is_builtin_moment_format(int id);
// "2026-10-05", "2026-10-05T09:30:00" as days since 1899-12-30.
[[nodiscard]] std::optional<double> days_of_iso(std::string_view text);

}  // namespace roster
