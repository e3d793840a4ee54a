#include "tests/bench/measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace bench {
namespace {

// Counts characters, not bytes: the table is UTF-8.
std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

double Samples::percentile(double part) const {
    if (values_.empty()) throw std::runtime_error("no figures to take a percentile of");
    std::vector<double> sorted = values_;
    std::sort(sorted.begin(), sorted.end());
    const auto rank = static_cast<std::size_t>(std::ceil(part * static_cast<double>(sorted.size())));
    return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

std::string number(double value, const std::string& unit) {
    std::array<char, 64> text{};
    const double size = std::fabs(value);
    const int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    std::snprintf(text.data(), text.size(), "%.*f %s", size == 0 ? 0 : digits, value, unit.c_str());
    return text.data();
}

void Table::add(const std::string& figure, const std::string& unit, double ours, const std::string& held_against,
                double aim, const std::string& aim_in_words) {
    const bool met = ours <= aim;
    missed_ += met ? 0 : 1;
    rows_.push_back({figure, number(ours, unit), held_against, "<= " + number(aim, unit) + " (" + aim_in_words + ")",
                     met ? "yes" : "NO"});
}

void Table::tell(const std::string& figure, const std::string& unit, double ours, const std::string& held_against) {
    rows_.push_back({figure, number(ours, unit), held_against, "", ""});
}

void Table::fail(const std::string& figure, const std::string& why) {
    ++missed_;
    rows_.push_back({figure, "none", why.substr(0, why.find('\n')), "", "NO"});
}

void Table::print(std::FILE* to) const {
    std::vector<Row> all{{"figure", "ours", "held against, same run", "aim", "met"}};
    all.insert(all.end(), rows_.begin(), rows_.end());
    const auto cells = [](const Row& row) { return std::array{&row.figure, &row.ours, &row.held_against, &row.aim, &row.met}; };
    std::array<std::size_t, 5> widths{};
    for (const auto& row : all) {
        for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], characters(*cells(row)[i]));
    }
    for (std::size_t line = 0; line < all.size(); ++line) {
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const std::string& cell = *cells(all[line])[i];
            std::fprintf(to, "| %s%s ", cell.c_str(), std::string(widths[i] - characters(cell), ' ').c_str());
        }
        std::fprintf(to, "|\n");
        if (line > 0) continue;
        for (const auto width : widths) std::fprintf(to, "|%s", std::string(width + 2, '-').c_str());
        std::fprintf(to, "|\n");
    }
}

}  // namespace bench
