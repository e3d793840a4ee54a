#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/domain/time.h"
#include "app/i18n/texts.h"
#include "platform/base/bytes.h"
#include "platform/base/result.h"

namespace reports {

// Nothing, words, a number, a date, a time of day. Kept as what they are, so that a spreadsheet can sort and filter them.
using Cell = std::variant<std::monostate, std::string, long long, domain::LocalDate, domain::Minutes>;

struct Column {
    std::string heading;
    int width = 12;  // characters, for the spreadsheet
};
struct Table {
    std::string title;  // the name of the sheet: at most 31 characters, none of []:*?/ and backslash
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;  // each as long as columns
};

// As the Russian Excel opens it right: UTF-8 with a byte order mark, semicolons, CRLF, dates as DD.MM.YYYY.
// A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line break, spaces before them not
// counted) gets an apostrophe before it.
[[nodiscard]] std::string csv(const Table& table);

enum class XlsxError { no_memory_file, library };
// One sheet a table, the heading row fixed and with filters. Words are string cells: nothing in them is ever calculated.
[[nodiscard]] base::Result<base::Bytes, XlsxError> xlsx(const std::vector<Table>& tables);

// The lines of the log exactly as recorded, each ended by a line feed.
[[nodiscard]] std::string json_lines(const std::vector<std::string>& lines);

// "attendance_2026-11-23_14-07.csv": sorts by time, and every file system takes it.
[[nodiscard]] std::string file_name(std::string_view what, domain::LocalTime now, std::string_view extension);

}  // namespace reports
