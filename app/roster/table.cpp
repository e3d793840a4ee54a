#include "app/roster/table.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "app/roster/text.h"

namespace roster {

namespace {

constexpr int kMaxColumns = 200;  // what stands further right is no list of a school
constexpr int kMaxRowNumber = 1 << 20;
constexpr std::chrono::sys_days kDayZero{std::chrono::year{1899} / 12 / 30};

std::string two(int n) {
    return (n < 10 ? "0" : "") + std::to_string(n);
}

}  // namespace

Cell text_cell(std::string text) {
    Cell cell;
    if (clean(text).empty()) return cell;
    cell.kind = Cell::Kind::text;
    cell.text = std::move(text);
    return cell;
}

Cell number_cell(double number, std::string as_written) {
    Cell cell;
    cell.kind = Cell::Kind::number;
    cell.number = number;
    // 46929863217, not 4.6929863217E10: what a person sees in the cell.
    if (std::floor(number) == number && std::fabs(number) < 1e15) {
        char text[32];
        std::snprintf(text, sizeof text, "%.0f", number);
        cell.text = text;
    } else {
        cell.text = std::move(as_written);
    }
    return cell;
}

Cell moment_cell(double days) {
    Cell cell;
    cell.kind = Cell::Kind::moment;
    cell.number = days;
    return cell;
}

std::string Cell::shown() const {
    if (kind != Kind::moment) return clean(text);
    if (!(number >= 0 && number < 3e6)) return std::to_string(number);
    const double whole = std::floor(number);
    const int minutes = static_cast<int>(std::lround((number - whole) * 24 * 60));
    std::string text_of_moment;
    if (whole > 0) {
        const std::chrono::year_month_day date{kDayZero + std::chrono::days{static_cast<int>(whole)}};
        text_of_moment = two(static_cast<int>(static_cast<unsigned>(date.day()))) + "." +
                         two(static_cast<int>(static_cast<unsigned>(date.month()))) + "." +
                         std::to_string(static_cast<int>(date.year()));
        if (minutes == 0) return text_of_moment;
        text_of_moment += ' ';
    }
    return text_of_moment + two(minutes / 60) + ":" + two(minutes % 60);
}

SheetBuilder::SheetBuilder(Spent& spent, std::string name) : spent_(spent) {
    sheet_.name = std::move(name);
}

bool SheetBuilder::put(int row, int column, Cell cell) {
    if (cell.is_empty() || column >= kMaxColumns || column < 0) return true;
    if (row < 0 || row >= kMaxRowNumber) return false;
    spent_.text += cell.text.size();
    if (++spent_.cells > spent_.limits.cells || spent_.text > spent_.limits.text || cell.text.size() > 65'536)
        return false;
    auto& rows = sheet_.rows;
    if (rows.empty() || rows.back().number < row + 1) {
        if (rows.size() >= spent_.limits.rows) return false;
        rows.push_back({row + 1, {}});
    }
    auto place = rows.end() - 1;
    if (place->number != row + 1) {
        place = std::lower_bound(rows.begin(), rows.end(), row + 1,
                                 [](const Row& a, int number) { return a.number < number; });
        if (place->number != row + 1) place = rows.insert(place, Row{row + 1, {}});
    }
    if (place->cells.size() <= static_cast<std::size_t>(column))
        place->cells.resize(static_cast<std::size_t>(column) + 1);
    place->cells[static_cast<std::size_t>(column)] = std::move(cell);
    return true;
}

void SheetBuilder::merge_down(int first_row, int last_row, int column) {
    if (merges_.size() < kMaxRows && column >= 0 && column < kMaxColumns)
        merges_.push_back({first_row, last_row, column});
}

Sheet SheetBuilder::take() {
    auto& rows = sheet_.rows;
    for (const Merge& merge : merges_) {
        auto row = std::lower_bound(rows.begin(), rows.end(), merge.first_row + 1,
                                    [](const Row& a, int number) { return a.number < number; });
        const auto column = static_cast<std::size_t>(merge.column);
        if (row == rows.end() || row->number != merge.first_row + 1 || row->cells.size() <= column) continue;
        const Cell value = row->cells[column];
        // Only rows that hold something else besides: a merged block makes no rows of its own.
        for (++row; row != rows.end() && row->number <= merge.last_row + 1; ++row) {
            if (row->cells.size() <= column) row->cells.resize(column + 1);
            if (!row->cells[column].is_empty()) continue;
            spent_.text += value.text.size();
            if (spent_.text > spent_.limits.text) break;  // these rows lack it then, and are told of
            row->cells[column] = value;
        }
    }
    return std::move(sheet_);
}

std::string column_letters(int column) {
    std::string letters;
    for (++column; column > 0; column = (column - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    }
    return letters;
}

bool is_moment_format(std::string_view code) {
    bool quoted = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            // [h] counts hours; [Red], [$-419] and [>0] say nothing.
            if (i + 1 < code.size() && std::string_view("hHmMsS").find(code[i + 1]) != std::string_view::npos &&
                code.find(']', i) != std::string_view::npos && code.find(']', i) - i <= 3) {
                return true;
            }
            const auto end = code.find(']', i);
            if (end == std::string_view::npos) return false;
            i = end;
        } else if (c == ';') {
            return false;
        } else if (std::string_view("dDmMyYhHsS").find(c) != std::string_view::npos) {
            return true;
        } else if (code.substr(i, 7) == "General" || code.substr(i, 7) == "GENERAL") {
            i += 6;
        }
    }
    return false;
}

bool is_builtin_moment_format(int id) {
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

std::optional<double> days_of_iso(std::string_view text) {
    auto number = [](std::string_view part) -> int {
        int value = -1;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        return error == std::errc{} && end == part.data() + part.size() ? value : -1;
    };
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int y = number(text.substr(0, 4)), m = number(text.substr(5, 2)), d = number(text.substr(8, 2));
    if (y < 1800 || m < 1 || d < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(m)},
                                           std::chrono::day{static_cast<unsigned>(d)}};
    if (!date.ok()) return std::nullopt;
    double days = static_cast<double>((std::chrono::sys_days{date} - kDayZero).count());
    if (text.size() >= 16 && (text[10] == 'T' || text[10] == ' ') && text[13] == ':') {
        const int h = number(text.substr(11, 2)), min = number(text.substr(14, 2));
        if (h < 0 || h > 23 || min < 0 || min > 59) return std::nullopt;
        days += (h * 60 + min) / 1440.0;
    }
    return days;
}

}  // namespace roster
