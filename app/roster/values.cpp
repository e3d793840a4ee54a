#include "app/roster/values.h"

#include <array>
#include <chrono>
#include <cmath>
#include <vector>

#include "app/roster/text.h"

namespace roster {

namespace {

constexpr std::chrono::sys_days kDayZero{std::chrono::year{1899} / 12 / 30};

std::optional<domain::LocalDate> date_of_serial(double days) {
    if (!(days >= 1 && days < 110'000)) return std::nullopt;  // 1900 to 2201
    return domain::LocalDate{kDayZero + std::chrono::days{static_cast<int>(std::floor(days))}};
}

std::optional<domain::LocalDate> make_date(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    const domain::LocalDate date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                 std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The digits at `at`, which moves behind them; their value, or -1 where there are none or too many.
int digits(std::string_view text, std::size_t& at, std::size_t most, std::size_t* count = nullptr) {
    int value = 0;
    const std::size_t start = at;
    while (at < text.size() && is_digit(text[at]) && at - start < most) value = value * 10 + (text[at++] - '0');
    if (count) *count = at - start;
    if (at == start || (at < text.size() && is_digit(text[at]))) return -1;
    return value;
}

int month_of(std::string_view word) {
    constexpr std::array<std::string_view, 12> kStems{"январ", "феврал", "март",    "апрел",  "ма",    "июн",
                                                      "июл",   "август", "сентябр", "октябр", "ноябр", "декабр"};
    for (const std::size_t i : {0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 4}) {  // "ма" last: "марта" is not May
        if (word.starts_with(kStems[i])) return static_cast<int>(i) + 1;
    }
    return 0;
}

int century(int year, std::size_t written, int pivot) {
    if (written == 4) return year;
    if (written != 2) return -1;
    return year > pivot ? 1900 + year : 2000 + year;
}

// What may stand behind a date: a year's "г.", or a time of day.
bool is_date_tail(std::string_view tail) {
    while (!tail.empty() && (tail.front() == ' ' || tail.front() == ',' || tail.front() == 't')) tail.remove_prefix(1);
    if (tail.starts_with("г")) {
        for (const std::string_view word : {"года", "год", "г.", "г"}) {
            if (tail.starts_with(word)) {
                tail.remove_prefix(word.size());
                break;
            }
        }
        while (!tail.empty() && tail.front() == ' ') tail.remove_prefix(1);
    }
    bool colon = tail.empty();
    for (const char c : tail) {
        if (c == ':') colon = true;
        if (!is_digit(c) && c != ':' && c != '.' && c != 'z') return false;
    }
    return colon;
}

std::optional<domain::Minutes> time_at(std::string_view text, std::size_t& at) {
    const int hours = digits(text, at, 2);
    if (hours < 0 || hours > 23 || at >= text.size()) return std::nullopt;
    const char mark = text[at];
    if (mark != ':' && mark != '.' && mark != '-') return std::nullopt;
    ++at;
    std::size_t written = 0;
    const int minutes = digits(text, at, 2, &written);
    if (written != 2 || minutes < 0 || minutes > 59) return std::nullopt;
    if (at + 2 < text.size() && text[at] == ':' && is_digit(text[at + 1]) && is_digit(text[at + 2])) at += 3;
    return domain::Minutes{hours * 60 + minutes};
}

}  // namespace

std::optional<domain::ClassName> parse_class(std::string_view text) {
    // Quotation marks, "класс" and every sign between number and letter say nothing.
    std::string folded = fold(text);
    std::size_t at = 0;
    std::size_t written = 0;
    domain::ClassName name;
    while (at < folded.size() && folded[at] == ' ') ++at;
    name.grade = digits(folded, at, 2, &written);
    if (written == 0 || name.grade < 1 || name.grade > 11) return std::nullopt;
    std::string_view rest = std::string_view(folded).substr(at);
    std::string letter;
    while (!rest.empty()) {
        if (rest.front() == ' ' || rest.front() == '-' || rest.front() == '.' || rest.front() == '(' ||
            rest.front() == ')' || rest.front() == '_' || rest.front() == '/') {
            rest.remove_prefix(1);
            continue;
        }
        std::size_t end = rest.find_first_of(" -.()_/");
        if (end == std::string_view::npos) end = rest.size();
        const std::string_view word = rest.substr(0, end);
        if (word != "класс" && word != "класса" && word != "кл" && word != "классы") letter += word;
        rest.remove_prefix(end);
    }
    if (letter.starts_with("класс")) letter.erase(0, std::string_view("класс").size());  // "5класс"
    const std::u32string letters = base::code_points(letter);
    if (letters.size() > 8) return std::nullopt;
    for (const char32_t c : letters) {
        if (c < 0x430 || c > 0x44F) return std::nullopt;
    }
    name.letter = upper(letter);
    return name;
}

std::optional<domain::ClassName> parse_class(const Cell& cell) {
    if (cell.kind == Cell::Kind::moment) return std::nullopt;
    return parse_class(cell.text);
}

std::optional<domain::LocalDate> parse_date(const Cell& cell, int pivot) {
    if (cell.kind == Cell::Kind::moment || cell.kind == Cell::Kind::number) {
        return date_of_serial(cell.number);
    }
    std::string text = fold(cell.text);
    if (const auto days = days_of_iso(upper(text))) return date_of_serial(*days);
    std::size_t at = 0, written = 0;
    const std::size_t length = text.size();
    const int first = digits(text, at, 5, &written);
    if (first < 0) return std::nullopt;
    if (at == length) return written == 5 ? date_of_serial(first) : std::nullopt;
    if (text[at] == ' ') {  // 5 октября 2026
        const std::string_view rest = std::string_view(text).substr(at + 1);
        const int month = month_of(rest);
        const std::size_t space = rest.find(' ');
        if (month == 0 || space == std::string_view::npos) return std::nullopt;
        at += 1 + space + 1;
        const int year = digits(text, at, 4, &written);
        if (written != 4 || !is_date_tail(std::string_view(text).substr(at))) return std::nullopt;
        return make_date(year, month, first);
    }
    const char mark = text[at];
    if (mark != '.' && mark != '/' && mark != '-' && mark != ',') return std::nullopt;
    ++at;
    while (at < length && text[at] == ' ') ++at;
    const int month = digits(text, at, 2);
    if (month < 0 || at >= length || text[at] != mark) return std::nullopt;
    ++at;
    while (at < length && text[at] == ' ') ++at;
    const int year = digits(text, at, 4, &written);
    if (year < 0 || !is_date_tail(std::string_view(text).substr(at))) return std::nullopt;
    const int full_year = century(year, written, pivot);
    return full_year < 0 ? std::nullopt : make_date(full_year, month, first);
}

std::optional<domain::Minutes> parse_time(const Cell& cell) {
    if (cell.kind == Cell::Kind::moment || cell.kind == Cell::Kind::number) {
        // A number of 1 and above without a format of time is no fraction of a day: 9.3 may be 9:30 and 9:18.
        if (cell.kind == Cell::Kind::number && (cell.number < 0 || cell.number >= 1)) return std::nullopt;
        if (!(cell.number >= 0 && cell.number < 3e6)) return std::nullopt;
        const double fraction = cell.number - std::floor(cell.number);
        const long minutes = std::lround(fraction * 24 * 60);
        return minutes < 24 * 60 ? std::optional(domain::Minutes{minutes}) : std::nullopt;
    }
    const std::string text = fold(cell.text);
    std::size_t at = 0;
    const auto time = time_at(text, at);
    return time && at == text.size() ? time : std::nullopt;
}

std::optional<std::pair<domain::Minutes, domain::Minutes>> parse_time_range(const Cell& cell) {
    if (cell.kind != Cell::Kind::text) return std::nullopt;
    const std::string text = fold(cell.text);  // dashes are "-" without spaces
    std::size_t at = 0;
    auto skip = [&](std::string_view word) {
        while (at < text.size() && text[at] == ' ') ++at;
        if (std::string_view(text).substr(at).starts_with(word)) at += word.size();
        while (at < text.size() && text[at] == ' ') ++at;
    };
    skip("с ");
    const auto starts = time_at(text, at);
    if (!starts) return std::nullopt;
    skip("до");
    skip("-");
    const auto ends = time_at(text, at);
    if (!ends || at != text.size()) return std::nullopt;
    return std::pair{*starts, *ends};
}

std::optional<domain::FullName> parse_full_name(std::string_view text) {
    const std::string cleaned = clean(text);
    // A double surname may have been typed with spaces around its hyphen.
    const std::string joined = tidy_name(cleaned);
    std::vector<std::string> words;
    std::size_t at = 0;
    while (at < joined.size()) {
        const std::size_t end = std::min(joined.find(' ', at), joined.size());
        if (end > at) words.push_back(tidy_name(std::string_view(joined).substr(at, end - at)));
        at = end + 1;
    }
    if (words.size() < 2) return std::nullopt;
    domain::FullName name{words[0], words[1], ""};
    for (std::size_t i = 2; i < words.size(); ++i) name.patronymic += (i > 2 ? " " : "") + words[i];
    return name;
}

bool means_nothing(const Cell& cell) {
    if (cell.is_empty()) return true;
    if (cell.kind != Cell::Kind::text) return false;
    const std::string text = fold(cell.text);
    return text.empty() || text == "-" || text == "--" || text == "---" || text == "нет" || text == "не указано" ||
           text == "отсутствует";
}

std::string show(domain::LocalDate date) {
    const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(static_cast<unsigned>(date.day())) + "." + two(static_cast<unsigned>(date.month())) + "." +
           std::to_string(static_cast<int>(date.year()));
}

std::string show(domain::Minutes minute) {
    const auto two = [](long n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(static_cast<long>(minute.count() / 60)) + ":" + two(static_cast<long>(minute.count() % 60));
}

}  // namespace roster
