#include "app/server/web/log.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/utf8.h"

namespace server {

namespace {

// What a terminal or a reader of lines takes for more than text: C0, DEL and C1, line and paragraph separators, marks
// that turn the direction of writing, and what is not UTF-8.
bool is_unprintable(char32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF || point == 0xFFFD;
}

// As it is where that is unambiguous, else in quotes; one line whatever it holds.
std::string in_quotes(std::string_view value) {
    const bool plain = std::all_of(value.begin(), value.end(),
                                   [](char c) { return c > 0x20 && c < 0x7F && c != '"' && c != '=' && c != '\\'; });
    if (plain) return std::string{value};
    std::string text = "\"";
    while (!value.empty()) {
        const std::string_view before = value;
        const char32_t point = base::take_code_point(value);
        if (point == U'\n') {
            text += "\\n";
        } else if (is_unprintable(point)) {
            text += ' ';
        } else {
            if (point == U'"' || point == U'\\') text += '\\';
            text += before.substr(0, before.size() - value.size());
        }
    }
    return text + "\"";
}

std::string_view name_of(Log::Level level) {
    switch (level) {
        case Log::Level::info: return "info";
        case Log::Level::warning: return "warning";
        case Log::Level::error: return "error";
    }
    return "error";
}

}  // namespace

std::string timestamp_of(std::chrono::sys_time<std::chrono::milliseconds> at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

void Log::write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    std::string line = "at=" + timestamp_of(clock_.read().wall);
    line += " level=";
    line += name_of(level);
    line += " event=";
    line += event;
    for (const Field& field : fields) {
        if (field.value.empty()) continue;
        line += ' ';
        line += field.name;
        line += '=';
        line += in_quotes(field.value);
    }
    const std::lock_guard lock{mutex_};
    sink_.write(line);
}

}  // namespace server
