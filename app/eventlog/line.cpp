#include "app/eventlog/line.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "app/eventlog/fields.h"

namespace eventlog {

namespace {

using namespace domain;

// One kind of event: its name and the fields of its body.
template <Text text, class BodyType, class... Fields>
struct Kind {
    using Body = BodyType;
    using Members = std::tuple<Fields...>;
    static constexpr std::string_view name() { return text.view(); }
};

// Every kind, in the order of domain::EventBody: the one place where a new one is added. What was released never
// changes.
using Kinds = std::tuple<
    Kind<"log_started", LogStarted, Field<"school_key", &LogStarted::school_key>,
         Field<"kiosk_key", &LogStarted::kiosk_key>>,
    Kind<"roster_applied", RosterApplied, Field<"number", &RosterApplied::number>,
         Field<"people", &RosterApplied::people>, Field<"groups", &RosterApplied::groups>,
         Field<"meetings", &RosterApplied::meetings>>,
    Kind<"checked_in", CheckedIn, Field<"meeting", &CheckedIn::meeting>, Field<"person", &CheckedIn::person>,
         Field<"by", &CheckedIn::by>>,
    Kind<"checked_out", CheckedOut, Field<"meeting", &CheckedOut::meeting>, Field<"person", &CheckedOut::person>>,
    Kind<"retracted", Retracted, Field<"what", &Retracted::what>, Field<"reason", &Retracted::reason>,
         Field<"text", &Retracted::text>>,
    Kind<"meeting_opened", MeetingOpened, Field<"meeting", &MeetingOpened::meeting, &Meeting::id>,
         Field<"group", &MeetingOpened::meeting, &Meeting::group>,
         Field<"starts", &MeetingOpened::meeting, &Meeting::starts>,
         Field<"ends", &MeetingOpened::meeting, &Meeting::ends>,
         Field<"place", &MeetingOpened::meeting, &Meeting::place>,
         Field<"meeting_kind", &MeetingOpened::meeting, &Meeting::kind>,
         Field<"topic", &MeetingOpened::meeting, &Meeting::topic>,
         Field<"planned", &MeetingOpened::meeting, &Meeting::planned>, Field<"by", &MeetingOpened::by>>,
    Kind<"attendance_marked", AttendanceMarked, Field<"meeting", &AttendanceMarked::meeting>,
         Field<"person", &AttendanceMarked::person>, Field<"mark", &AttendanceMarked::mark>>,
    Kind<"meeting_confirmed", MeetingConfirmed, Field<"meeting", &MeetingConfirmed::meeting>>,
    Kind<"meeting_cancelled", MeetingCancelled, Field<"meeting", &MeetingCancelled::meeting>,
         Field<"reason", &MeetingCancelled::reason>>,
    Kind<"rated", Rated, Field<"meeting", &Rated::meeting>, Field<"person", &Rated::person>,
         Field<"sealed", &Rated::sealed>>,
    Kind<"log_exported", LogExported, Field<"up_to", &LogExported::up_to>, Field<"where", &LogExported::where>>,
    Kind<"log_continued", LogContinued, Field<"after", &LogContinued::after>,
         FieldOf<"head", Form::hash, &LogContinued::head>, Field<"missing", &LogContinued::missing>>,
    Kind<"clock_corrected", ClockCorrected, FieldOf<"boot", Form::id, &ClockCorrected::boot>,
         Field<"epoch", &ClockCorrected::epoch>, Field<"by", &ClockCorrected::by>>,
    Kind<"school_key_changed", SchoolKeyChanged, FieldOf<"school_key", Form::hash, &SchoolKeyChanged::school_key>>>;

// What comes before the kind.
using Head = std::tuple<Field<"kiosk", &Event::kiosk>, Field<"seq", &Event::seq>, Field<"at", &Event::at>,
                        FieldOf<"clock", Form::trusted, &Event::clock_trusted>, FieldOf<"boot", Form::id, &Event::boot>,
                        Field<"mono", &Event::mono>>;

constexpr std::uint64_t kVersion = 1;  // of every kind so far
constexpr std::uint64_t kLargestVersion = 1'000'000;
constexpr std::size_t kLongestKind = 40;

using Known = std::make_index_sequence<std::tuple_size_v<Kinds>>;
static_assert(std::variant_size_v<EventBody> == std::tuple_size_v<Kinds> + 1);
static_assert(std::is_same_v<std::variant_alternative_t<std::tuple_size_v<Kinds>, EventBody>, UnknownEvent>);
template <std::size_t I>
using KindAt = std::tuple_element_t<I, Kinds>;
static_assert([]<std::size_t... I>(std::index_sequence<I...>) {
    return (std::is_same_v<typename KindAt<I>::Body, std::variant_alternative_t<I, EventBody>> && ...);
}(Known{}));

}  // namespace

using Names = std::string_view;
template <>
inline constexpr std::array<Names, 5> kNames<FoundBy>{"card", "pictures", "code", "names", "curator"};
template <>
inline constexpr std::array<Names, 3> kNames<Mark>{"present", "excused", "absent"};
template <>
inline constexpr std::array<Names, 2> kNames<RetractionReason>{"not_me", "curator"};
template <>
inline constexpr std::array<Names, 2> kNames<ClockWord>{"kernel", "curator"};

namespace {

bool is_kind(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_';
    });
}

base::Result<Event, LineError> wrong(LineErrorKind kind, std::string detail) {
    return base::failure(LineError{kind, std::move(detail)});
}

template <std::size_t I>
bool write_body(Writer& writer, const EventBody& body) {
    const auto* value = std::get_if<I>(&body);
    if (value != nullptr) writer.all(typename KindAt<I>::Members{}, *value);
    return value != nullptr;
}

// Reads the body if the kind is the one at I; false if it is another.
template <std::size_t I>
bool read_body(std::string_view kind, Scan& scan, Reader& reader, EventBody& to) {
    if (kind != KindAt<I>::name()) return false;
    scan.literal("{");
    reader.all(typename KindAt<I>::Members{}, to.emplace<I>());
    scan.literal("}}");
    if (!scan.rest().empty()) scan.fail();
    return true;
}

}  // namespace

std::string_view kind_of(const EventBody& body) {
    if (const auto* unknown = std::get_if<UnknownEvent>(&body)) return unknown->kind;
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        constexpr std::array names{KindAt<I>::name()...};
        return names[body.index()];
    }
    (Known{});
}

std::string to_text(Instant instant) {
    std::string text;
    if (!put_time(text, instant.time_since_epoch())) return "?";
    return text + 'Z';
}

base::Result<std::string, LineError> to_line(const Event& event) {
    if (std::holds_alternative<UnknownEvent>(event.body)) {
        return base::failure(LineError{LineErrorKind::bad_value, "an unknown event has no form of its own"});
    }
    std::string line;
    line.reserve(256);
    line += '{';
    Writer head{line};
    head.all(Head{}, event);
    line += ",\"kind\":\"";
    line += kind_of(event.body);
    line += "\",\"v\":";
    line += std::to_string(kVersion);
    line += ",\"body\":{";
    Writer body{line};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (void)(write_body<I>(body, event.body) || ...);
    }
    (Known{});
    line += "}}";
    const std::string_view bad = head.wrong().empty() ? body.wrong() : head.wrong();
    if (!bad.empty() || event.seq == 0) {
        return base::failure(
            LineError{LineErrorKind::bad_value, "cannot write " + std::string{bad.empty() ? "seq" : bad}});
    }
    if (line.size() > kMaxLineBytes) {
        return base::failure(LineError{LineErrorKind::too_long, std::to_string(line.size())});
    }
    return line;
}

base::Result<Event, LineError> from_line(std::string_view line) {
    if (line.size() > kMaxLineBytes) return wrong(LineErrorKind::too_long, std::to_string(line.size()));
    base::Result<Event, LineError> result;
    Event& event = *result;
    Scan scan{line};
    scan.literal("{");
    Reader head{scan};
    head.all(Head{}, event);
    scan.literal(",\"kind\":\"");
    const std::string_view kind = scan.until_quote(kLongestKind);
    scan.literal(",\"v\":");
    const std::uint64_t version = scan.integer();
    scan.literal(",\"body\":");
    if (!scan.ok()) {
        const auto what = head.wrong().empty() ? LineErrorKind::not_an_event : LineErrorKind::bad_value;
        return wrong(what, "at " + std::string{head.wrong()});
    }
    if (event.seq == 0) return wrong(LineErrorKind::bad_value, "at seq");
    if (version == 0 || version > kLargestVersion) return wrong(LineErrorKind::bad_value, "at v");

    Reader body{scan};
    const bool known = version == kVersion&& [&]<std::size_t... I>(std::index_sequence<I...>) {
        return (read_body<I>(kind, scan, body, event.body) || ...);
    }
    (Known{});
    if (known && scan.ok()) return result;
    if (known) {
        const auto what = body.wrong().empty() ? LineErrorKind::not_an_event : LineErrorKind::bad_value;
        return wrong(what, "in the body of " + std::string{kind} + " at " + std::string{body.wrong()});
    }
    // Only that it is JSON can be known of it.
    if (!is_kind(kind)) return wrong(LineErrorKind::bad_value, "at kind");
    std::string_view rest = scan.rest();
    const bool is_object = rest.size() >= 3 && rest.starts_with('{') && rest.ends_with("}}");
    if (is_object) rest.remove_suffix(1);
    if (!is_object || rest.find_first_of("\r\n") != std::string_view::npos || !nlohmann::json::accept(rest)) {
        return wrong(LineErrorKind::not_an_event, "the body of " + std::string{kind});
    }
    event.body = UnknownEvent{std::string{kind}, static_cast<int>(version)};
    return result;
}

}  // namespace eventlog
