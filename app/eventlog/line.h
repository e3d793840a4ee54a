#pragma once

#include <string>
#include <string_view>

#include "app/domain/event.h"
#include "platform/base/result.h"

namespace eventlog {

// The one JSON form of an event: one line of UTF-8 without its line feed, keys in the order kiosk, seq, at, clock,
// boot, mono, kind, v, body, no spaces, in strings only ", \ and control characters escaped. An event has exactly one
// form, and only that is read. README.md lists the kinds.

enum class LineErrorKind {
    not_an_event,  // not the form above: cut, changed, or something else
    bad_value,     // the form, but with a value that no event has
    too_long       // above kMaxLineBytes
};
struct LineError {
    LineErrorKind kind;
    std::string detail;  // English, technical, no personal data
};

inline constexpr std::size_t kMaxLineBytes = 16 * 1024;

// Fails where the event cannot be written so that from_line() gives it back: text that is not UTF-8, an empty id, a
// year outside 0 to 9999, an UnknownEvent (whose line is kept, not made anew).
[[nodiscard]] base::Result<std::string, LineError> to_line(const domain::Event& event);

// An unknown kind, or a newer version of a known one, gives an UnknownEvent; the caller keeps the line.
[[nodiscard]] base::Result<domain::Event, LineError> from_line(std::string_view line);

// "checked_in" and so on; of an UnknownEvent its own.
[[nodiscard]] std::string_view kind_of(const domain::EventBody& body);

// UTC, "2026-11-23T14:10:00.000Z".
[[nodiscard]] std::string to_text(domain::Instant instant);

}  // namespace eventlog
