#include "app/storage/snapshot_bytes.h"

namespace storage {

namespace {

using namespace domain;

// Never renumbered: rows of an earlier build are read.
enum class Tag : std::uint8_t {
    other = 0, checked_in = 1, checked_out = 2, retracted = 3, opened = 4, marked = 5, confirmed = 6, cancelled = 7,
    rated = 8, exported = 9, clock_corrected = 10
};

class WriteBody {
  public:
    explicit WriteBody(SnapshotWriter& to) : to_(to) {}
    void operator()(const CheckedIn& e) const { person(Tag::checked_in, e); to_.number(static_cast<unsigned>(e.by)); }
    void operator()(const CheckedOut& e) const { person(Tag::checked_out, e); }
    void operator()(const Retracted& e) const {
        tag(Tag::retracted);
        to_.number(e.what);
        to_.number(static_cast<unsigned>(e.reason));
        to_.text(e.text);
    }
    void operator()(const MeetingOpened& e) const {
        meeting(Tag::opened, e.meeting.id);
        to_.text(e.meeting.group.value);
        to_.signed_number(e.meeting.starts.time_since_epoch().count());
        to_.signed_number(e.meeting.ends.time_since_epoch().count());
        to_.text(e.meeting.place);
        to_.text(e.meeting.kind);
        to_.text(e.meeting.topic);
        to_.number(e.meeting.planned ? 1 : 0);
        to_.text(e.by.value);
    }
    void operator()(const AttendanceMarked& e) const { person(Tag::marked, e); to_.number(static_cast<unsigned>(e.mark)); }
    void operator()(const MeetingConfirmed& e) const { meeting(Tag::confirmed, e.meeting); }
    void operator()(const MeetingCancelled& e) const { meeting(Tag::cancelled, e.meeting); to_.text(e.reason); }
    void operator()(const Rated& e) const { person(Tag::rated, e); }
    void operator()(const LogExported& e) const { tag(Tag::exported); to_.number(e.up_to); to_.text(e.where); }
    void operator()(const ClockCorrected& e) const {
        tag(Tag::clock_corrected);
        to_.text(e.boot);
        to_.signed_number(e.epoch.time_since_epoch().count());
        to_.number(static_cast<unsigned>(e.by));
    }
    template <class Other>
    void operator()(const Other&) const { tag(Tag::other); }

  private:
    void tag(Tag tag) const { to_.number(static_cast<unsigned>(tag)); }
    void meeting(Tag kind, const MeetingId& id) const { tag(kind); to_.text(id.value); }
    template <class Body>
    void person(Tag kind, const Body& e) const { meeting(kind, e.meeting); to_.text(e.person.value); }

    SnapshotWriter& to_;
};

template <class Enum>
Enum one_of(SnapshotReader& from, Enum last) {
    const std::uint64_t value = from.number();
    if (value > static_cast<std::uint64_t>(last)) from.fail();
    return from.ok() ? static_cast<Enum>(value) : Enum{};
}

template <class Id>
Id id_of(SnapshotReader& from) {
    return Id{std::string{from.text()}};
}
LocalTime local_of(SnapshotReader& from) { return LocalTime{Millis{from.signed_number()}}; }

// In the order in which WriteBody writes. Braces keep that order.
EventBody read_body(SnapshotReader& from) {
    switch (one_of(from, Tag::clock_corrected)) {
        case Tag::checked_in: return CheckedIn{id_of<MeetingId>(from), id_of<PersonId>(from), one_of(from, FoundBy::curator)};
        case Tag::checked_out: return CheckedOut{id_of<MeetingId>(from), id_of<PersonId>(from)};
        case Tag::retracted: return Retracted{from.number(), one_of(from, RetractionReason::curator), std::string{from.text()}};
        case Tag::opened: {
            MeetingOpened opened;
            opened.meeting.id = id_of<MeetingId>(from);
            opened.meeting.group = id_of<GroupId>(from);
            opened.meeting.starts = local_of(from);
            opened.meeting.ends = local_of(from);
            opened.meeting.place = from.text();
            opened.meeting.kind = from.text();
            opened.meeting.topic = from.text();
            opened.meeting.planned = from.number() != 0;
            opened.by = id_of<PersonId>(from);
            return opened;
        }
        case Tag::marked: return AttendanceMarked{id_of<MeetingId>(from), id_of<PersonId>(from), one_of(from, Mark::absent)};
        case Tag::confirmed: return MeetingConfirmed{id_of<MeetingId>(from)};
        case Tag::cancelled: return MeetingCancelled{id_of<MeetingId>(from), std::string{from.text()}};
        case Tag::rated: return Rated{id_of<MeetingId>(from), id_of<PersonId>(from), {}};
        case Tag::exported: return LogExported{from.number(), std::string{from.text()}};
        case Tag::clock_corrected:
            return ClockCorrected{std::string{from.text()}, Instant{Millis{from.signed_number()}},
                                  one_of(from, ClockWord::curator)};
        case Tag::other: break;
    }
    return UnknownEvent{};
}

}  // namespace

void SnapshotWriter::number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
}

void SnapshotWriter::signed_number(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number(value < 0 ? ~(bits << 1) : bits << 1);
}

void SnapshotWriter::text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
}

std::uint64_t SnapshotReader::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; ok_ && shift < 64; shift += 7) {
        if (rest_.empty()) break;
        const auto byte = static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
}

std::int64_t SnapshotReader::signed_number() {
    const std::uint64_t bits = number();
    return static_cast<std::int64_t>((bits & 1) != 0 ? ~(bits >> 1) : bits >> 1);
}

std::string_view SnapshotReader::text() {
    const std::uint64_t size = number();
    if (!ok_ || size > rest_.size()) {
        ok_ = false;
        return {};
    }
    const std::string_view value = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return value;
}

void write_event(SnapshotWriter& to, const domain::Event& event) {
    to.number(event.seq);
    to.signed_number(event.at.time_since_epoch().count());
    to.number(event.clock_trusted ? 1 : 0);
    to.text(event.boot);
    to.signed_number(event.mono.count());
    std::visit(WriteBody{to}, event.body);
}

domain::Event read_event(SnapshotReader& from) {
    Event event;
    event.seq = from.number();
    event.at = Instant{Millis{from.signed_number()}};
    event.clock_trusted = from.number() != 0;
    event.boot = from.text();
    event.mono = Millis{from.signed_number()};
    event.body = read_body(from);
    return event;
}

std::uint64_t sum_of(std::int64_t place, std::string_view meeting, std::string_view entries) {
    std::uint64_t sum = 14695981039346656037U ^ static_cast<std::uint64_t>(place);  // FNV-1a
    const auto add = [&](std::string_view bytes) {
        for (const char byte : bytes) sum = (sum ^ static_cast<std::uint8_t>(byte)) * 1099511628211U;
    };
    add(meeting);
    add(std::string_view{"\0", 1});
    add(entries);
    return sum * 0x9E3779B97F4A7C15U;
}

}  // namespace storage
