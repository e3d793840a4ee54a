#include "app/domain/merged_attendance.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_set>

#include "platform/base/check.h"

namespace domain {

namespace {

// What one kiosk says of a meeting.
struct Part {
    const KioskId& kiosk;
    const Attendance& log;
    const MeetingRecord& record;
};

using Order = bool (*)(const Stamp&, const KioskId&, const Stamp&, const KioskId&);

// The part whose stamp counts, of those that have one; null where none has.
template <class StampOf>
const Part* choose(const std::vector<Part>& parts, Order order, const StampOf& stamp_of) {
    const Part* chosen = nullptr;
    std::optional<Stamp> best;
    for (const Part& part : parts) {
        const std::optional<Stamp> stamp = stamp_of(part);
        if (!stamp || (chosen && !order(*stamp, part.kiosk, *best, chosen->kiosk))) continue;
        chosen = &part;
        best = stamp;
    }
    return chosen;
}

const Presence& presence_in(const MeetingRecord& record, const PersonId& person) {
    static const Presence nothing;
    const auto found = record.people.find(person);
    return found == record.people.end() ? nothing : found->second;
}

Presence combined(const std::vector<Part>& parts, const PersonId& person) {
    const auto chosen = [&](Order order, std::optional<Stamp> Presence::*field) -> const Presence& {
        static const Presence nothing;
        const Part* part =
            choose(parts, order, [&](const Part& each) { return presence_in(each.record, person).*field; });
        return part ? presence_in(part->record, person) : nothing;
    };
    Presence presence;
    presence.checked_in = chosen(comes_first, &Presence::checked_in).checked_in;
    presence.checked_out = chosen(has_last_word, &Presence::checked_out).checked_out;
    presence.rated = chosen(has_last_word, &Presence::rated).rated;
    const Presence& marked = chosen(has_last_word, &Presence::marked);
    presence.mark = marked.mark;
    presence.marked = marked.marked;
    return presence;
}

MeetingRecord combined(const std::vector<Part>& parts) {
    MeetingRecord record;
    for (const Part& part : parts) {
        for (const auto& [person, said] : part.record.people) {
            if (!record.people.contains(person)) record.people.emplace(person, combined(parts, person));
        }
    }
    const Part* decided =
        choose(parts, has_last_word, [](const Part& part) { return part.log.stamp_of(part.record.decided); });
    if (decided) {
        record.confirmed = decided->record.confirmed;
        record.cancelled = decided->record.cancelled;
        record.decided = decided->record.decided;
    }
    return record;
}

}  // namespace

bool comes_first(const Stamp& a, const KioskId& kiosk_of_a, const Stamp& b, const KioskId& kiosk_of_b) {
    return std::make_tuple(!a.is_certain(), a.at, std::string_view{kiosk_of_a.value}, a.seq) <
           std::make_tuple(!b.is_certain(), b.at, std::string_view{kiosk_of_b.value}, b.seq);
}

bool has_last_word(const Stamp& a, const KioskId& kiosk_of_a, const Stamp& b, const KioskId& kiosk_of_b) {
    return std::make_tuple(a.is_certain(), a.at, std::string_view{kiosk_of_a.value}, a.seq) >
           std::make_tuple(b.is_certain(), b.at, std::string_view{kiosk_of_b.value}, b.seq);
}

MergedAttendance::MergedAttendance(KioskId own, std::shared_ptr<Attendance> log)
    : own_(std::move(own)), has_own_(true) {
    VS_CHECK(log != nullptr);
    logs_.emplace(own_, std::move(log));
}

void MergedAttendance::use(std::shared_ptr<const Aliases> aliases) {
    aliases_ = std::move(aliases);
}

void MergedAttendance::replace_own(std::shared_ptr<Attendance> log) {
    VS_CHECK(has_own_ && log != nullptr);
    logs_[own_] = std::move(log);
    forget_known();
}

const Attendance& MergedAttendance::own() const {
    VS_CHECK(has_own_);
    return *logs_.at(own_);
}

void MergedAttendance::apply_own(Event event) {
    VS_CHECK(has_own_);
    apply_to(*logs_[own_], std::move(event));
}

void MergedAttendance::apply_of_other(Event event) {
    if (has_own_ && event.kiosk == own_) return;
    apply(std::move(event));
}

void MergedAttendance::apply(Event event) {
    auto& log = logs_[event.kiosk];
    if (!log) log = std::make_shared<Attendance>();
    apply_to(*log, std::move(event));
}

void MergedAttendance::apply_to(Attendance& log, Event event) {
    if (event.seq <= log.last_seq()) return;
    if (aliases_) resolve(event.body, *aliases_);
    if (logs_.size() > 1) {
        // The first two change what was recorded earlier; they are rare, and what is asked for is soon combined again.
        if (std::holds_alternative<Retracted>(event.body) || std::holds_alternative<ClockCorrected>(event.body)) {
            forget_known();
        } else if (const MeetingId* meeting = meeting_of(event.body)) {
            known_.erase(*meeting);
            if (std::holds_alternative<MeetingOpened>(event.body)) opened_.reset();
        }
    }
    log.apply(std::move(event));
}

void MergedAttendance::forget_others() {
    std::erase_if(logs_, [this](const auto& log) { return !has_own_ || log.first != own_; });
    forget_known();
}

void MergedAttendance::forget_known() {
    known_.clear();
    opened_.reset();
}

MergedAttendance::Known MergedAttendance::look_at(const MeetingId& meeting) const {
    static const MeetingRecord nothing;
    std::vector<Part> parts;
    for (const auto& [kiosk, log] : logs_) {
        const MeetingRecord& record = log->record(meeting);
        if (!(record == nothing)) parts.push_back({kiosk, *log, record});
    }
    if (parts.empty()) return {&nothing};
    if (parts.size() == 1) return {&parts.front().record};
    auto made = std::make_unique<MeetingRecord>(combined(parts));
    const MeetingRecord* record = made.get();
    return {record, std::move(made)};
}

const MeetingRecord& MergedAttendance::record(const MeetingId& meeting) const {
    if (logs_.size() == 1) return logs_.begin()->second->record(meeting);
    const auto found = known_.find(meeting);
    return *(found != known_.end() ? found : known_.emplace(meeting, look_at(meeting)).first)->second.record;
}

const Presence& MergedAttendance::presence(const MeetingId& meeting, const PersonId& person) const {
    return presence_in(record(meeting), person);
}

const std::vector<Meeting>& MergedAttendance::opened() const {
    if (logs_.size() == 1) return logs_.begin()->second->opened();
    if (opened_) return *opened_;
    opened_.emplace();
    std::unordered_set<MeetingId> of_others;
    for (const auto& [kiosk, log] : logs_) {
        for (const Meeting& meeting : log->opened()) {
            if (!of_others.contains(meeting.id)) opened_->push_back(meeting);
        }
        for (const Meeting& meeting : log->opened()) of_others.insert(meeting.id);
    }
    return *opened_;
}

void MergedAttendance::place_opened(const TimeZone& zone) {
    for (const auto& [kiosk, log] : logs_) log->place_opened(zone);
    opened_.reset();
}

std::vector<MeetingId> MergedAttendance::meetings() const {
    std::set<MeetingId> all;
    for (const auto& [kiosk, log] : logs_) {
        for (MeetingId& meeting : log->meetings()) all.insert(std::move(meeting));
    }
    return {all.begin(), all.end()};
}

Seq MergedAttendance::last_seq(const KioskId& kiosk) const {
    const auto found = logs_.find(kiosk);
    return found == logs_.end() ? 0 : found->second->last_seq();
}

std::vector<std::pair<KioskId, const Attendance*>> MergedAttendance::logs() const {
    std::vector<std::pair<KioskId, const Attendance*>> all;
    for (const auto& [kiosk, log] : logs_) all.emplace_back(kiosk, log.get());
    return all;
}

bool operator==(const MergedAttendance& a, const MergedAttendance& b) {
    return std::equal(
        a.logs_.begin(), a.logs_.end(), b.logs_.begin(), b.logs_.end(),
        [](const auto& one, const auto& other) { return one.first == other.first && *one.second == *other.second; });
}

}  // namespace domain
