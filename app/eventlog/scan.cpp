#include "app/eventlog/scan.h"

#include <charconv>

#include "platform/base/utf8.h"

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

// How much of the text stands for itself in a JSON string, and whether all of that is ASCII. Eight bytes at a time:
// sealed answers are 2 kB each.
struct Plain {
    std::size_t size = 0;
    bool ascii = true;
};
constexpr std::uint64_t each_byte(std::uint64_t value) {
    return value * 0x0101010101010101U;
}
constexpr std::uint64_t has_zero(std::uint64_t word) {
    return (word - each_byte(0x01)) & ~word & each_byte(0x80);
}
Plain plain_prefix(std::string_view text) {
    Plain plain;
    std::uint64_t seen = 0;
    while (plain.size + 8 <= text.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + plain.size, 8);
        const std::uint64_t control = (word - each_byte(0x20)) & ~word & each_byte(0x80);
        if ((control | has_zero(word ^ each_byte('"')) | has_zero(word ^ each_byte('\\'))) != 0) break;
        seen |= word;
        plain.size += 8;
    }
    while (plain.size < text.size()) {
        const char c = text[plain.size];
        if (c == '"' || c == '\\' || is_control(c)) break;
        seen |= static_cast<unsigned char>(c);
        ++plain.size;
    }
    plain.ascii = (seen & each_byte(0x80)) == 0;
    return plain;
}

char* put_digits(char* to, int value, int count) {
    for (int i = count; i-- > 0; value /= 10) to[i] = static_cast<char>('0' + value % 10);
    return to + count;
}

// The number that `count` digits at `from` write; below 0 where they are not all digits.
int digits(const char* from, int count) {
    int value = 0;
    for (int i = 0; i < count; ++i) {
        if (from[i] < '0' || from[i] > '9') return -1;
        value = value * 10 + (from[i] - '0');
    }
    return value;
}

}  // namespace

void put_string(std::string& to, std::string_view text) {
    to += '"';
    while (!text.empty()) {
        const std::size_t plain = plain_prefix(text).size;
        to += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const char c = text.front();
        text.remove_prefix(1);
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
    char text[] = "0000-00-00T00:00:00.000";
    put_digits(text, year, 4);
    put_digits(text + 5, static_cast<int>(static_cast<unsigned>(date.month())), 2);
    put_digits(text + 8, static_cast<int>(static_cast<unsigned>(date.day())), 2);
    put_digits(text + 11, static_cast<int>(clock.hours().count()), 2);
    put_digits(text + 14, static_cast<int>(clock.minutes().count()), 2);
    put_digits(text + 17, static_cast<int>(clock.seconds().count()), 2);
    put_digits(text + 20, static_cast<int>(clock.subseconds().count()), 3);
    to += text;
    return true;
}

std::uint64_t Scan::integer() {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(at_, end_, value);
    const bool leading_zero = end - at_ > 1 && *at_ == '0';
    if (!ok_ || error != std::errc{} || leading_zero || value > kLargestInteger) {
        ok_ = false;
        return 0;
    }
    at_ = end;
    return value;
}

bool Scan::boolean() {
    const bool value = next_is("t");
    literal(value ? "true" : "false");
    return value;
}

void Scan::string(std::string& to) {
    to.clear();
    bool ascii = true;
    literal("\"");
    while (ok_) {
        const Plain plain = plain_prefix(rest());
        to.append(at_, plain.size);
        at_ += plain.size;
        ascii = ascii && plain.ascii;
        if (next_is("\"")) {
            ++at_;
            if (!ascii && !base::is_utf8(to)) break;
            return;
        }
        escape(to);
    }
    ok_ = false;
}

// An escape that put_string() writes; no other is read.
void Scan::escape(std::string& to) {
    if (!next_is("\\") || left() < 2) return fail();
    for (const ShortEscape& escape : kShortEscapes) {
        if (escape.letter != at_[1]) continue;
        to += escape.character;
        at_ += 2;
        return;
    }
    if (!next_is("\\u00") || left() < 6) return fail();
    const std::string_view hex{kHexDigits, 16};
    const std::size_t high = hex.find(at_[4]), low = hex.find(at_[5]);
    if (high > 1 || low > 15) return fail();
    const char character = static_cast<char>(high << 4 | low);
    for (const ShortEscape& escape : kShortEscapes) {
        if (escape.character == character) return fail();
    }
    to += character;
    at_ += 6;
}

MillisSince1970 Scan::time() {
    constexpr std::string_view kShape = "0000-00-00T00:00:00.000";
    if (!ok_ || left() < kShape.size()) {
        ok_ = false;
        return {};
    }
    const int year = digits(at_, 4), month = digits(at_ + 5, 2), day = digits(at_ + 8, 2);
    const int hour = digits(at_ + 11, 2), minute = digits(at_ + 14, 2), second = digits(at_ + 17, 2);
    const int millis = digits(at_ + 20, 3);
    const bool shape =
        at_[4] == '-' && at_[7] == '-' && at_[10] == 'T' && at_[13] == ':' && at_[16] == ':' && at_[19] == '.';
    const bool all_digits = (year | month | day | hour | minute | second | millis) >= 0;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!shape || !all_digits || !date.ok() || hour > 23 || minute > 59 || second > 59) {
        ok_ = false;
        return {};
    }
    at_ += kShape.size();
    return std::chrono::sys_days{date}.time_since_epoch() + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second} + milliseconds{millis};
}

}  // namespace eventlog
