#include "app/eventlog/scan.h"

#include <charconv>

namespace eventlog {

namespace {

using std::chrono::days;
using std::chrono::milliseconds;

constexpr char kHexDigits[] = "0123456789abcdef";

struct ShortEscape {
    char character;
    char letter;
};
constexpr ShortEscape kShortEscapes[] = {{'"', '"'},  {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'},
                                         {'\n', 'n'}, {'\r', 'r'},  {'\t', 't'}};

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20;
}

void put_digits(std::string& to, int value, int count) {
    const std::size_t begin = to.size();
    to.append(static_cast<std::size_t>(count), '0');
    for (int i = count; i-- > 0; value /= 10)
        to[begin + static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
}

}  // namespace

void put_string(std::string& to, std::string_view text) {
    to += '"';
    for (const char c : text) {
        if (!is_control(c) && c != '"' && c != '\\') {
            to += c;
            continue;
        }
        to += '\\';
        char letter = 0;
        for (const ShortEscape& escape : kShortEscapes) {
            if (escape.character == c) letter = escape.letter;
        }
        if (letter != 0) {
            to += letter;
        } else {
            to += "u00";
            to += kHexDigits[static_cast<unsigned char>(c) >> 4];
            to += kHexDigits[static_cast<unsigned char>(c) & 15];
        }
    }
    to += '"';
}

bool put_time(std::string& to, MillisSince1970 time) {
    const auto day = std::chrono::floor<days>(time);
    const std::chrono::year_month_day date{std::chrono::sys_days{day}};
    const int year = static_cast<int>(date.year());
    // The calendar of <chrono> ends at year 32767; a time far outside wraps, so the way back must lead to the same day.
    if (year < 0 || year > 9999 || std::chrono::sys_days{date}.time_since_epoch() != day) return false;
    const std::chrono::hh_mm_ss<milliseconds> clock{time - day};
    put_digits(to, year, 4);
    to += '-';
    put_digits(to, static_cast<int>(static_cast<unsigned>(date.month())), 2);
    to += '-';
    put_digits(to, static_cast<int>(static_cast<unsigned>(date.day())), 2);
    to += 'T';
    put_digits(to, static_cast<int>(clock.hours().count()), 2);
    to += ':';
    put_digits(to, static_cast<int>(clock.minutes().count()), 2);
    to += ':';
    put_digits(to, static_cast<int>(clock.seconds().count()), 2);
    to += '.';
    put_digits(to, static_cast<int>(clock.subseconds().count()), 3);
    return true;
}

void Scan::literal(std::string_view expected) {
    if (ok_ && rest_.starts_with(expected)) {
        rest_.remove_prefix(expected.size());
    } else {
        ok_ = false;
    }
}

std::uint64_t Scan::integer() {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    const auto size = static_cast<std::size_t>(end - rest_.data());
    const bool leading_zero = size > 1 && rest_.front() == '0';
    if (!ok_ || error != std::errc{} || leading_zero || value > kLargestInteger) {
        ok_ = false;
        return 0;
    }
    rest_.remove_prefix(size);
    return value;
}

bool Scan::boolean() {
    const bool value = rest_.starts_with('t');
    literal(value ? "true" : "false");
    return value;
}

std::string Scan::string() {
    std::string text;
    literal("\"");
    while (ok_) {
        std::size_t plain = 0;
        while (plain < rest_.size() && rest_[plain] != '"' && rest_[plain] != '\\' && !is_control(rest_[plain]))
            ++plain;
        text += rest_.substr(0, plain);
        rest_.remove_prefix(plain);
        if (rest_.starts_with('"')) {
            rest_.remove_prefix(1);
            return text;
        }
        if (rest_.size() < 2 || rest_[0] != '\\') break;
        bool found = false;
        for (const ShortEscape& escape : kShortEscapes) {
            if (escape.letter != rest_[1]) continue;
            text += escape.character;
            rest_.remove_prefix(2);
            found = true;
            break;
        }
        if (found) continue;
        // Another control character: the only form is the one that put_string() writes.
        if (!rest_.starts_with("\\u00") || rest_.size() < 6) break;
        const std::string_view hex{kHexDigits, 16};
        const std::size_t high = hex.find(rest_[4]), low = hex.find(rest_[5]);
        if (high > 1 || low > 15) break;
        const char character = static_cast<char>(high << 4 | low);
        for (const ShortEscape& escape : kShortEscapes) {
            if (escape.character == character) ok_ = false;
        }
        text += character;
        rest_.remove_prefix(6);
    }
    ok_ = false;
    return {};
}

int Scan::digits(int count) {
    int value = 0;
    for (int i = 0; i < count; ++i) {
        if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') {
            ok_ = false;
            return 0;
        }
        value = value * 10 + (rest_.front() - '0');
        rest_.remove_prefix(1);
    }
    return value;
}

MillisSince1970 Scan::time() {
    const int year = digits(4);
    literal("-");
    const int month = digits(2);
    literal("-");
    const int day = digits(2);
    literal("T");
    const int hour = digits(2);
    literal(":");
    const int minute = digits(2);
    literal(":");
    const int second = digits(2);
    literal(".");
    const int millis = digits(3);
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!ok_ || !date.ok() || hour > 23 || minute > 59 || second > 59) {
        ok_ = false;
        return {};
    }
    return std::chrono::sys_days{date}.time_since_epoch() + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second} + milliseconds{millis};
}

}  // namespace eventlog
