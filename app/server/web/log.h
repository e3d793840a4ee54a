#pragma once

#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>

#include "platform/api/clock.h"
#include "platform/api/line_sink.h"

namespace server {

// What the server says of itself, one line of logfmt each: at=2026-11-27T05:00:00.123Z level=info event=bundle held=17.
// Never a body, a token, a code, a key, a person's address or a name; kiosks and schools go by their ids. `from` is the
// network address (of IPv6 the /64) of who joined or was refused, and of nobody else: from it a technician sees who
// guesses. Any thread.
class Log {
  public:
    enum class Level { info, warning, error };
    struct Field {
        std::string_view name;
        std::string value;
        Field(std::string_view of, std::string text) : name(of), value(std::move(text)) {}
        Field(std::string_view of, std::string_view text) : name(of), value(text) {}
        Field(std::string_view of, const char* text) : name(of), value(text) {}
        Field(std::string_view of, std::uint64_t number) : name(of), value(std::to_string(number)) {}
    };
    Log(api::LineSink& sink, api::Clock& clock) : sink_(sink), clock_(clock) {}
    // Fields without a value are left away. A value may be anything: it stays within its quotes and its line.
    void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

  private:
    api::LineSink& sink_;
    api::Clock& clock_;
    std::mutex mutex_;
};

// "2026-11-27T05:00:00.123Z"
[[nodiscard]] std::string timestamp_of(std::chrono::sys_time<std::chrono::milliseconds> at);

}  // namespace server
