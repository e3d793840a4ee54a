#include "app/reports/table.h"

#include <fmt/format.h>

namespace reports {
namespace {

std::string plain(const Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* number = std::get_if<long long>(&cell)) return std::to_string(*number);
    if (const auto* date = std::get_if<domain::LocalDate>(&cell)) {
        return fmt::format("{:02}.{:02}.{}", static_cast<unsigned>(date->day()), static_cast<unsigned>(date->month()),
                           static_cast<int>(date->year()));
    }
    if (const auto* time = std::get_if<domain::Minutes>(&cell)) {
        return fmt::format("{:02}:{:02}", time->count() / 60, time->count() % 60);
    }
    return {};
}

bool could_be_formula(std::string_view text) {
    const auto first = text.find_first_not_of(" \u00A0");
    if (first == std::string_view::npos) return false;
    return std::string_view("=+-@\t\r\n").find(text[first]) != std::string_view::npos;
}

void put(std::string& out, std::string text) {
    if (could_be_formula(text)) text.insert(text.begin(), '\'');
    if (text.find_first_of(";\"\r\n\t") == std::string::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace

std::string csv(const Table& table) {
    std::string out = "\uFEFF";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (i > 0) out += ';';
        put(out, table.columns[i].heading);
    }
    out += "\r\n";
    for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) out += ';';
            put(out, plain(row[i]));
        }
        out += "\r\n";
    }
    return out;
}

std::string json_lines(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) {
        out += line;
        out += '\n';
    }
    return out;
}

std::string file_name(std::string_view what, domain::LocalTime now, std::string_view extension) {
    const auto date = domain::date_of(now);
    const auto minute = domain::minute_of_day(now).count();
    return fmt::format("{}_{}-{:02}-{:02}_{:02}-{:02}.{}", what, static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), minute / 60, minute % 60,
                       extension);
}

}  // namespace reports
