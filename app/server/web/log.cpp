#include "app/server/web/log.h"

#include <fmt/format.h>

#include <algorithm>

namespace server {

namespace {

// As it is where that is unambiguous, else in quotes; one line whatever it holds.
std::string in_quotes(std::string_view value) {
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '=' && c != '\\' && c != '\x7f';
    });
    if (plain) return std::string{value};
    std::string text = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') text += '\\';
        if (c == '\n') {
            text += "\\n";
        } else {
            text += static_cast<unsigned char>(c) < 0x20 || c == '\x7f' ? ' ' : c;
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
