#include "app/domain/attendance.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "platform/base/check.h"
#include "platform/base/overloaded.h"

namespace domain {

namespace {

// A forged line may hold any number; a sum of it must still be one.
constexpr Millis kLongestBoot = std::chrono::hours{24} * 366 * 100;

Instant true_time(const ClockCorrection& correction, Millis mono) {
    return correction.epoch + std::clamp(mono, Millis{0}, kLongestBoot);
}

Stamp corrected(Stamp stamp, const ClockCorrection& correction, Millis mono) {
    const Instant said = stamp.said_by_clock();
    stamp.at = true_time(correction, mono);
    stamp.correction = stamp.at - said;
    stamp.corrected_by = correction.by;
    return stamp;
}

}  // namespace

const MeetingId* meeting_of(const EventBody& body) {
    return std::visit(base::Overloaded{[](const CheckedIn& e) { return &e.meeting; },
                                 [](const CheckedOut& e) { return &e.meeting; },
                                 [](const MeetingOpened& e) { return &e.meeting.id; },
                                 [](const AttendanceMarked& e) { return &e.meeting; },
                                 [](const MeetingConfirmed& e) { return &e.meeting; },
                                 [](const MeetingCancelled& e) { return &e.meeting; },
                                 [](const Rated& e) { return &e.meeting; },
                                 [](const auto&) -> const MeetingId* { return nullptr; }},
                      body);
}

// Adds one event that stands to what is known of its meeting.
void Attendance::add(MeetingRecord& record, const Stamp& stamp, const Told& told) {
    std::visit(base::Overloaded{[&](const CheckedIn& e) {
                              auto& presence = record.people[e.person];
                              if (!presence.checked_in) presence.checked_in = stamp;
                          },
                          [&](const CheckedOut& e) { record.people[e.person].checked_out = stamp; },
                          [&](const AttendanceMarked& e) {
                              record.people[e.person].mark = e.mark;
                              record.people[e.person].marked = stamp;
                          },
                          [&](const HasRated& e) { record.people[e.person].rated = stamp; },
                          [&](const MeetingConfirmed&) {
                              record.confirmed = true;
                              record.cancelled.reset();
                              record.decided = stamp.seq;
                          },
                          [&](const MeetingCancelled& e) {
                              record.confirmed = false;
                              record.cancelled = e.reason;
                              record.decided = stamp.seq;
                          },
                          [](const auto&) {}},
               told);
}

const MeetingId* Attendance::meeting_of(const Told& told) {
    return std::visit(base::Overloaded{[](const std::shared_ptr<const MeetingOpened>& e) { return &e->meeting.id; },
                                 [](const Retracted&) -> const MeetingId* { return nullptr; },
                                 [](const auto& e) { return &e.meeting; }},
                      told);
}

const MeetingOpened* Attendance::opened_by(const Entry& entry) {
    const auto* opened = std::get_if<std::shared_ptr<const MeetingOpened>>(&entry.told);
    return opened ? opened->get() : nullptr;
}

const Attendance::Entry* Attendance::entry_at(Seq seq) const {
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), seq,
                                     [](const Entry& entry, Seq number) { return entry.stamp.seq < number; });
    return at != entries_.end() && at->stamp.seq == seq ? &*at : nullptr;
}

Attendance::Entry* Attendance::entry_at(Seq seq) {
    return const_cast<Entry*>(std::as_const(*this).entry_at(seq));
}

void Attendance::expect(std::size_t events, std::size_t meetings) {
    entries_.reserve(entries_.size() + events);
    entries_of_.reserve(entries_of_.size() + meetings);
    meetings_.reserve(meetings_.size() + meetings);
}

void Attendance::apply(Event event) {
    if (event.seq <= last_seq_) return;
    last_seq_ = event.seq;
    if (const auto* word = std::get_if<ClockCorrected>(&event.body)) correct(event, *word);
    const Stamp stamp = this->stamp(event);

    if (const auto* retracted = std::get_if<Retracted>(&event.body)) {
        entries_.push_back({stamp, *retracted});
        retract(retracted->what, event.seq);
    } else if (const auto* exported = std::get_if<LogExported>(&event.body)) {
        exported_up_to_ = std::max(exported_up_to_, exported->up_to);
        last_export_ = stamp;
    } else if (domain::meeting_of(event.body)) {
        remember(stamp, std::move(event.body));
    }
}

void Attendance::remember(const Stamp& stamp, EventBody body) {
    std::visit(base::Overloaded{[&](MeetingOpened& e) {
                              opened_.push_back(e.meeting);
                              entries_.push_back({stamp, std::make_shared<const MeetingOpened>(std::move(e))});
                          },
                          // Only that there was an answer.
                          [&](Rated& e) { entries_.push_back({stamp, HasRated{std::move(e.meeting), std::move(e.person)}}); },
                          [&](auto& e) {
                              constexpr bool kIsTold = std::is_constructible_v<Told, decltype(e)>;
                              VS_CHECK(kIsTold);  // what speaks of a meeting is remembered
                              if constexpr (kIsTold) entries_.push_back({stamp, std::move(e)});
                          }},
               body);
    const Entry& entry = entries_.back();
    const MeetingId& meeting = *meeting_of(entry.told);
    auto& listed = entries_of_[meeting];
    constexpr std::size_t kUsual = 6;  // both sides, an answer or two, a word of the curator
    if (listed.empty()) listed.reserve(kUsual);
    listed.push_back(stamp.seq);
    if (!opened_by(entry)) add(meetings_[meeting], stamp, entry.told);
}

// Also remembers what is certain, and what may be corrected later.
Stamp Attendance::stamp(const Event& event) {
    Stamp stamp{event.seq, event.at, event.clock_trusted};
    if (event.clock_trusted) {
        last_known_ = KnownMoment{event.at, event.boot, event.mono};
        return stamp;
    }
    const bool has_a_stamp = domain::meeting_of(event.body) || std::holds_alternative<Retracted>(event.body) ||
                             std::holds_alternative<LogExported>(event.body);
    auto boot = boots_.find(event.boot);
    if (has_a_stamp) {
        if (boot == boots_.end()) boot = boots_.emplace(event.boot, Boot{}).first;
        boot->second.untrusted.push_back({event.seq, event.mono});
    }
    if (boot != boots_.end() && boot->second.correction) {
        stamp = corrected(stamp, *boot->second.correction, event.mono);
        last_known_ = KnownMoment{stamp.at, event.boot, event.mono};
    }
    return stamp;
}

void Attendance::correct(const Event& event, const ClockCorrected& word) {
    Boot& boot = boots_[word.boot];
    boot.correction = ClockCorrection{event.seq, word.epoch, word.by};
    std::set<MeetingId> meetings;
    for (const Untrusted& one : boot.untrusted) {
        if (last_export_ && last_export_->seq == one.seq)
            last_export_ = corrected(*last_export_, *boot.correction, one.mono);
        Entry* const entry = entry_at(one.seq);
        if (!entry) continue;
        entry->stamp = corrected(entry->stamp, *boot.correction, one.mono);
        if (const MeetingId* meeting = meeting_of(entry->told)) meetings.insert(*meeting);
    }
    for (const MeetingId& meeting : meetings) tell_anew(meeting);
}

std::optional<ClockCorrection> Attendance::clock_of(const std::string& boot) const {
    const auto found = boots_.find(boot);
    return found == boots_.end() ? std::nullopt : found->second.correction;
}

void Attendance::place_opened(const TimeZone& zone) {
    for (Meeting& meeting : opened_) {
        const auto listed = entries_of_.find(meeting.id);
        if (listed == entries_of_.end()) continue;
        for (const Seq seq : listed->second) {
            const Entry& entry = *entry_at(seq);
            const MeetingOpened* opened = opened_by(entry);
            if (!opened || !entry.stamp.corrected_by) continue;
            const auto length = opened->meeting.ends - opened->meeting.starts;
            meeting = opened->meeting;
            meeting.starts = opened_start(zone.to_local(entry.stamp.at));
            meeting.ends = std::min(meeting.starts + length, at(date_of(meeting.starts), kLastOpenedMinute));
            break;
        }
    }
}

bool Attendance::has_untrusted(const std::string& boot) const {
    const auto found = boots_.find(boot);
    return found != boots_.end() && !found->second.untrusted.empty();
}

std::optional<Stamp> Attendance::stamp_of(Seq seq) const {
    const Entry* found = entry_at(seq);
    if (!found) return std::nullopt;
    return found->stamp;
}

std::optional<Millis> Attendance::untrusted_in(const std::string& boot, Seq seq) const {
    const auto found = boots_.find(boot);
    if (found == boots_.end()) return std::nullopt;
    const auto& all = found->second.untrusted;
    const auto at = std::lower_bound(all.begin(), all.end(), seq, [](const Untrusted& one, Seq s) { return one.seq < s; });
    if (at == all.end() || at->seq != seq) return std::nullopt;
    return at->mono;
}

std::optional<Stamp> Attendance::waiting_since() const {
    const auto first = std::upper_bound(entries_.begin(), entries_.end(), exported_up_to_,
                                        [](Seq number, const Entry& entry) { return number < entry.stamp.seq; });
    if (first == entries_.end()) return std::nullopt;
    return first->stamp;
}

// Retractions name earlier events only, so a chain of them is as finite as the log. Without recursion: a forged log may
// be a very long chain.
bool Attendance::stands(Seq seq) const {
    struct Step {
        const Entry* entry;
        std::size_t next = 0;  // of the retractions that name it
    };
    std::vector<Step> path;
    const Entry* first = entry_at(seq);
    if (!first) return false;
    path.push_back({first});
    bool answer = true;  // of the last step taken off the path
    bool answered = false;
    while (!path.empty()) {
        Step& step = path.back();
        if (answered && answer) {  // a retraction of it stands, so it does not
            answer = false;
            path.pop_back();
        } else if (step.next == step.entry->retracted_by.size()) {
            answer = true;
            answered = true;
            path.pop_back();
        } else {
            answered = false;
            path.push_back({entry_at(step.entry->retracted_by[step.next++])});
        }
    }
    return answer;
}

void Attendance::retract(Seq what, Seq by) {
    if (what >= by) return;
    Entry* target = entry_at(what);
    if (!target) return;
    target->retracted_by.push_back(by);
    // Down the chain to what is taken back or brought back in the end.
    while (const auto* retraction = std::get_if<Retracted>(&target->told)) {
        if (retraction->what >= target->stamp.seq) return;
        target = entry_at(retraction->what);
        if (!target) return;
    }
    if (const MeetingId* meeting = meeting_of(target->told)) tell_anew(*meeting);
}

void Attendance::tell_anew(const MeetingId& meeting) {
    MeetingRecord record;
    const auto listed = entries_of_.find(meeting);
    if (listed == entries_of_.end()) return;
    bool any = false;
    for (const Seq seq : listed->second) {
        const Entry& entry = *entry_at(seq);
        const MeetingOpened* opened = opened_by(entry);
        const bool counts = stands(seq);
        if (opened) {
            const auto same = std::find(opened_.begin(), opened_.end(), opened->meeting);
            if (!counts && same != opened_.end()) opened_.erase(same);
            if (counts && same == opened_.end()) {
                // Back to its place in the order of opening.
                opened_.clear();
                for (const Entry& other : entries_) {
                    const MeetingOpened* body = opened_by(other);
                    if (body && stands(other.stamp.seq)) opened_.push_back(body->meeting);
                }
            }
        } else if (counts) {
            add(record, entry.stamp, entry.told);
            any = true;
        }
    }
    if (any) {
        meetings_[meeting] = std::move(record);
    } else {
        meetings_.erase(meeting);
    }
}

const MeetingRecord& Attendance::record(const MeetingId& meeting) const {
    static const MeetingRecord nothing;
    const auto found = meetings_.find(meeting);
    return found == meetings_.end() ? nothing : found->second;
}

const Presence& Attendance::presence(const MeetingId& meeting, const PersonId& person) const {
    static const Presence nothing;
    const auto& people = record(meeting).people;
    const auto found = people.find(person);
    return found == people.end() ? nothing : found->second;
}

std::vector<MeetingId> Attendance::meetings() const {
    std::vector<MeetingId> all;
    all.reserve(entries_of_.size());
    for (const auto& [meeting, listed] : entries_of_) all.push_back(meeting);
    return all;
}

std::vector<Attendance::Account> Attendance::accounts_of(const MeetingId& meeting) const {
    const auto listed = entries_of_.find(meeting);
    if (listed == entries_of_.end()) return {};
    std::vector<Seq> found = listed->second;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto& further = entry_at(found[i])->retracted_by;
        found.insert(found.end(), further.begin(), further.end());
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    // From the last to the first: what takes something back is later than that.
    std::vector<Account> accounts;
    std::set<Seq> standing;
    for (auto seq = found.rbegin(); seq != found.rend(); ++seq) {
        const Entry& entry = *entry_at(*seq);
        Account account{entry.stamp, entry.told};
        std::copy_if(entry.retracted_by.begin(), entry.retracted_by.end(), std::back_inserter(account.retracted_by),
                     [&standing](Seq by) { return standing.contains(by); });
        if (account.stands()) standing.insert(*seq);
        accounts.push_back(std::move(account));
    }
    std::reverse(accounts.begin(), accounts.end());
    return accounts;
}

bool mentor_is_there(const Group& group, const MeetingRecord& record) {
    const auto found = record.people.find(group.mentor);
    return found != record.people.end() && found->second.is_there();
}

bool mentee_is_there(const Group& group, const MeetingRecord& record) {
    return std::any_of(group.mentees.begin(), group.mentees.end(), [&](const Mentee& mentee) {
        const auto found = record.people.find(mentee.person);
        return found != record.people.end() && found->second.is_there();
    });
}

MeetingState state_of(const Meeting& meeting, const Group& group, const MeetingRecord& record, LocalTime now) {
    if (record.cancelled) return MeetingState::cancelled;
    if (record.confirmed) return MeetingState::confirmed;
    const bool mentor = mentor_is_there(group, record);
    const bool mentee = mentee_is_there(group, record);
    if (mentor && mentee) return MeetingState::held;
    if (now >= meeting.ends) return MeetingState::missed;
    if (mentor) return MeetingState::mentor_only;
    if (mentee) return MeetingState::mentee_only;
    return MeetingState::planned;
}

}  // namespace domain
