#include "app/eventlog/line.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "app/eventlog/scan.h"
#include "platform/base/utf8.h"

namespace eventlog {

namespace {

using namespace domain;

// The kinds, their versions and their fields: the one place where a new kind or version is added. A version never
// changes once it was released.

template <class Body>
struct Kind;
template <>
struct Kind<LogStarted> {
    static constexpr std::string_view name = "log_started";
};
template <>
struct Kind<RosterApplied> {
    static constexpr std::string_view name = "roster_applied";
};
template <>
struct Kind<CheckedIn> {
    static constexpr std::string_view name = "checked_in";
};
template <>
struct Kind<CheckedOut> {
    static constexpr std::string_view name = "checked_out";
};
template <>
struct Kind<Retracted> {
    static constexpr std::string_view name = "retracted";
};
template <>
struct Kind<MeetingOpened> {
    static constexpr std::string_view name = "meeting_opened";
};
template <>
struct Kind<AttendanceMarked> {
    static constexpr std::string_view name = "attendance_marked";
};
template <>
struct Kind<MeetingConfirmed> {
    static constexpr std::string_view name = "meeting_confirmed";
};
template <>
struct Kind<MeetingCancelled> {
    static constexpr std::string_view name = "meeting_cancelled";
};
template <>
struct Kind<Rated> {
    static constexpr std::string_view name = "rated";
};
template <>
struct Kind<LogExported> {
    static constexpr std::string_view name = "log_exported";
};
template <>
struct Kind<LogContinued> {
    static constexpr std::string_view name = "log_continued";
};
template <>
struct Kind<ClockCorrected> {
    static constexpr std::string_view name = "clock_corrected";
};

constexpr std::uint64_t kVersion = 1;  // of every kind so far
constexpr std::uint64_t kLargestVersion = 1'000'000;

constexpr std::array<std::pair<FoundBy, std::string_view>, 5> names_of(FoundBy) {
    return {{{FoundBy::card, "card"},
             {FoundBy::pictures, "pictures"},
             {FoundBy::code, "code"},
             {FoundBy::names, "names"},
             {FoundBy::curator, "curator"}}};
}
constexpr std::array<std::pair<Mark, std::string_view>, 3> names_of(Mark) {
    return {{{Mark::present, "present"}, {Mark::excused, "excused"}, {Mark::absent, "absent"}}};
}
constexpr std::array<std::pair<RetractionReason, std::string_view>, 2> names_of(RetractionReason) {
    return {{{RetractionReason::not_me, "not_me"}, {RetractionReason::curator, "curator"}}};
}
constexpr std::array<std::pair<ClockWord, std::string_view>, 2> names_of(ClockWord) {
    return {{{ClockWord::kernel, "kernel"}, {ClockWord::curator, "curator"}}};
}

// A field list serves both directions: F is Writer (with a const body) or Reader.
template <class F, class Body>
using In = std::conditional_t<F::kWrites, const Body, Body>;

template <class F>
void fields(F& f, In<F, LogStarted>& body) {
    f("school_key", body.school_key);
    f("kiosk_key", body.kiosk_key);
}
template <class F>
void fields(F& f, In<F, RosterApplied>& body) {
    f("number", body.number);
    f("people", body.people);
    f("groups", body.groups);
    f("meetings", body.meetings);
}
template <class F>
void fields(F& f, In<F, CheckedIn>& body) {
    f("meeting", body.meeting);
    f("person", body.person);
    f("by", body.by);
}
template <class F>
void fields(F& f, In<F, CheckedOut>& body) {
    f("meeting", body.meeting);
    f("person", body.person);
}
template <class F>
void fields(F& f, In<F, Retracted>& body) {
    f("what", body.what);
    f("reason", body.reason);
    f("text", body.text);
}
template <class F>
void fields(F& f, In<F, MeetingOpened>& body) {
    f("meeting", body.meeting.id);
    f("group", body.meeting.group);
    f("starts", body.meeting.starts);
    f("ends", body.meeting.ends);
    f("place", body.meeting.place);
    f("meeting_kind", body.meeting.kind);
    f("topic", body.meeting.topic);
    f("planned", body.meeting.planned);
    f("by", body.by);
}
template <class F>
void fields(F& f, In<F, AttendanceMarked>& body) {
    f("meeting", body.meeting);
    f("person", body.person);
    f("mark", body.mark);
}
template <class F>
void fields(F& f, In<F, MeetingConfirmed>& body) {
    f("meeting", body.meeting);
}
template <class F>
void fields(F& f, In<F, MeetingCancelled>& body) {
    f("meeting", body.meeting);
    f("reason", body.reason);
}
template <class F>
void fields(F& f, In<F, Rated>& body) {
    f("meeting", body.meeting);
    f("person", body.person);
    f("sealed", body.sealed);
}
template <class F>
void fields(F& f, In<F, LogExported>& body) {
    f("up_to", body.up_to);
    f("where", body.where);
}
template <class F>
void fields(F& f, In<F, LogContinued>& body) {
    f("after", body.after);
    f.hash("head", body.head);
    f("missing", body.missing);
}
template <class F>
void fields(F& f, In<F, ClockCorrected>& body) {
    f("boot", body.boot);
    f("epoch", body.epoch);
    f("by", body.by);
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    });
}
bool is_hash(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}
bool is_kind(std::string_view text) {
    return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_';
    });
}

// Writes `"key":value` pairs; remembers the first key whose value cannot be written.
class Writer {
  public:
    static constexpr bool kWrites = true;
    explicit Writer(std::string& to) : to_(to) {}

    [[nodiscard]] std::string_view wrong() const { return wrong_; }

    void hash(std::string_view key, const std::string& value) {
        (*this)(key, value);
        if (!is_hash(value) && wrong_.empty()) wrong_ = key;
    }
    template <class T>
    void operator()(std::string_view key, const T& value) {
        if (!first_) to_ += ',';
        first_ = false;
        to_ += '"';
        to_ += key;
        to_ += "\":";
        if (!put(value) && wrong_.empty()) wrong_ = key;
    }

  private:
    bool put(bool value) {
        to_ += value ? "true" : "false";
        return true;
    }
    bool put(std::uint64_t value) {
        to_ += std::to_string(value);
        return value <= kLargestInteger;
    }
    bool put(Millis value) { return value.count() >= 0 && put(static_cast<std::uint64_t>(value.count())); }
    bool put(const std::string& text) {
        put_string(to_, text);
        return base::is_utf8(text);
    }
    template <class Tag>
    bool put(const base::Id<Tag>& id) {
        put_string(to_, id.value);
        return is_id(id.value);
    }
    bool put(LocalTime time) {
        to_ += '"';
        const bool possible = put_time(to_, time.time_since_epoch());
        to_ += '"';
        return possible;
    }
    bool put(Instant instant) {
        to_ += '"';
        const bool possible = put_time(to_, instant.time_since_epoch());
        to_ += "Z\"";
        return possible;
    }
    template <class Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
    bool put(Enum value) {
        for (const auto& [each, name] : names_of(Enum{})) {
            if (each != value) continue;
            put_string(to_, name);
            return true;
        }
        return false;
    }

    bool put(const std::vector<LostRange>& ranges) {
        to_ += '[';
        bool good = ranges.size() <= kMaxLostRanges;
        Seq last = 0;
        for (const LostRange& range : ranges) {
            to_ += last == 0 ? "[" : ",[";
            good = put(range.first) && good && range.first > last;
            to_ += ',';
            good = put(range.last) && good && range.last >= range.first;
            to_ += ']';
            last = range.last;
        }
        to_ += ']';
        return good;
    }

    std::string& to_;
    bool first_ = true;
    std::string_view wrong_;
};

// Reads the same pairs in the same order.
class Reader {
  public:
    static constexpr bool kWrites = false;
    explicit Reader(Scan& from) : from_(from) {}

    [[nodiscard]] std::string_view wrong() const { return wrong_; }

    void hash(std::string_view key, std::string& value) {
        (*this)(key, value);
        if (!is_hash(value)) from_.fail();
        if (!from_.ok() && wrong_.empty()) wrong_ = key;
    }
    template <class T>
    void operator()(std::string_view key, T& value) {
        if (!first_) from_.literal(",");
        first_ = false;
        from_.literal("\"");
        from_.literal(key);
        from_.literal("\":");
        if (!from_.ok()) return;
        get(value);
        if (!from_.ok() && wrong_.empty()) wrong_ = key;
    }

  private:
    void get(bool& value) { value = from_.boolean(); }
    void get(std::uint64_t& value) { value = from_.integer(); }
    void get(Millis& value) { value = Millis{static_cast<std::int64_t>(from_.integer())}; }
    void get(std::string& text) {
        text = from_.string();
        if (!base::is_utf8(text)) from_.fail();
    }
    template <class Tag>
    void get(base::Id<Tag>& id) {
        id.value = from_.string();
        if (!is_id(id.value)) from_.fail();
    }
    void get(LocalTime& time) {
        from_.literal("\"");
        time = LocalTime{from_.time()};
        from_.literal("\"");
    }
    void get(Instant& instant) {
        from_.literal("\"");
        instant = Instant{from_.time()};
        from_.literal("Z\"");
    }
    template <class Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
    void get(Enum& value) {
        const std::string text = from_.string();
        for (const auto& [each, name] : names_of(Enum{})) {
            if (name != text) continue;
            value = each;
            return;
        }
        from_.fail();
    }

    void get(std::vector<LostRange>& ranges) {
        from_.literal("[");
        while (from_.ok() && !from_.rest().starts_with(']')) {
            const Seq last = ranges.empty() ? 0 : ranges.back().last;
            from_.literal(last == 0 ? "[" : ",[");
            LostRange range;
            range.first = from_.integer();
            from_.literal(",");
            range.last = from_.integer();
            from_.literal("]");
            if (range.first <= last || range.last < range.first || ranges.size() == kMaxLostRanges) from_.fail();
            ranges.push_back(range);
        }
        from_.literal("]");
    }

    Scan& from_;
    bool first_ = true;
    std::string_view wrong_;
};

LineError error(LineErrorKind kind, std::string detail) {
    return {kind, std::move(detail)};
}

// Reads the body as Body if the kind is Body's; false if it is not.
template <class Body>
bool read_body(std::string_view kind, Scan& scan, EventBody& to, std::string_view& wrong) {
    if (kind != Kind<Body>::name) return false;
    Body body;
    scan.literal("{");
    Reader reader{scan};
    fields(reader, body);
    scan.literal("}}");
    if (!scan.rest().empty()) scan.fail();
    wrong = reader.wrong();
    to = std::move(body);
    return true;
}

// Tries the alternatives of EventBody in turn; the last of them is UnknownEvent.
template <std::size_t... I>
bool read_known(std::index_sequence<I...>, std::string_view kind, Scan& scan, EventBody& to, std::string_view& wrong) {
    return (read_body<std::variant_alternative_t<I, EventBody>>(kind, scan, to, wrong) || ...);
}
template <std::size_t... I>
bool is_known(std::index_sequence<I...>, std::string_view kind) {
    return ((kind == Kind<std::variant_alternative_t<I, EventBody>>::name) || ...);
}
using Known = std::make_index_sequence<std::variant_size_v<EventBody> - 1>;
static_assert(std::is_same_v<std::variant_alternative_t<std::variant_size_v<EventBody> - 1, EventBody>, UnknownEvent>);

}  // namespace

std::string_view kind_of(const EventBody& body) {
    return std::visit(
        [](const auto& value) -> std::string_view {
            using Body = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<Body, UnknownEvent>) {
                return value.kind;
            } else {
                return Kind<Body>::name;
            }
        },
        body);
}

std::string to_text(Instant instant) {
    std::string text;
    if (!put_time(text, instant.time_since_epoch())) return "?";
    return text + 'Z';
}

base::Result<std::string, LineError> to_line(const Event& event) {
    if (std::holds_alternative<UnknownEvent>(event.body)) {
        return base::failure(error(LineErrorKind::bad_value, "an unknown event has no form of its own"));
    }
    std::string line = "{";
    Writer writer{line};
    writer("kiosk", event.kiosk);
    writer("seq", event.seq);
    writer("at", event.at);
    writer("clock", std::string{event.clock_trusted ? "trusted" : "untrusted"});
    writer("boot", KioskId{event.boot});  // any id
    writer("mono", event.mono);
    writer("kind", std::string{kind_of(event.body)});
    writer("v", kVersion);
    line += ",\"body\":{";
    Writer body_writer{line};
    std::visit(
        [&](const auto& body) {
            if constexpr (!std::is_same_v<std::decay_t<decltype(body)>, UnknownEvent>) fields(body_writer, body);
        },
        event.body);
    line += "}}";
    const std::string_view wrong = writer.wrong().empty() ? body_writer.wrong() : writer.wrong();
    if (!wrong.empty() || event.seq == 0) {
        return base::failure(
            error(LineErrorKind::bad_value, "cannot write " + std::string{wrong.empty() ? "seq" : wrong}));
    }
    if (line.size() > kMaxLineBytes) return base::failure(error(LineErrorKind::too_long, std::to_string(line.size())));
    return line;
}

base::Result<Event, LineError> from_line(std::string_view line) {
    if (line.size() > kMaxLineBytes) return base::failure(error(LineErrorKind::too_long, std::to_string(line.size())));
    Event event;
    Scan scan{line};
    scan.literal("{");
    Reader reader{scan};
    std::string clock, kind;
    KioskId boot;
    std::uint64_t version = 0;
    reader("kiosk", event.kiosk);
    reader("seq", event.seq);
    reader("at", event.at);
    reader("clock", clock);
    reader("boot", boot);
    reader("mono", event.mono);
    reader("kind", kind);
    reader("v", version);
    scan.literal(",\"body\":");
    if (!scan.ok()) {
        const auto what = reader.wrong().empty() ? LineErrorKind::not_an_event : LineErrorKind::bad_value;
        return base::failure(error(what, "at " + std::string{reader.wrong()}));
    }
    if (event.seq == 0) return base::failure(error(LineErrorKind::bad_value, "at seq"));
    if (clock != "trusted" && clock != "untrusted") return base::failure(error(LineErrorKind::bad_value, "at clock"));
    if (!is_kind(kind)) return base::failure(error(LineErrorKind::bad_value, "at kind"));
    if (version == 0 || version > kLargestVersion) return base::failure(error(LineErrorKind::bad_value, "at v"));
    event.clock_trusted = clock == "trusted";
    event.boot = std::move(boot.value);

    if (version == kVersion && is_known(Known{}, kind)) {
        std::string_view wrong;
        (void)read_known(Known{}, kind, scan, event.body, wrong);
        if (!scan.ok()) {
            const auto what = wrong.empty() ? LineErrorKind::not_an_event : LineErrorKind::bad_value;
            return base::failure(error(what, "in the body of " + kind + " at " + std::string{wrong}));
        }
        return event;
    }
    // Only that it is JSON can be known of it.
    std::string_view body = scan.rest();
    const bool is_object = body.size() >= 3 && body.starts_with('{') && body.ends_with("}}");
    if (is_object) body.remove_suffix(1);
    if (!is_object || body.find_first_of("\r\n") != std::string_view::npos || !nlohmann::json::accept(body)) {
        return base::failure(error(LineErrorKind::not_an_event, "the body of " + kind));
    }
    event.body = UnknownEvent{std::move(kind), static_cast<int>(version)};
    return event;
}

}  // namespace eventlog
