#include "app/server/program/meeting_account.h"

#include <algorithm>

#include "app/eventlog/line.h"
#include "platform/base/overloaded.h"

namespace server {

namespace {

using domain::Attendance;
using domain::Evidence;
using domain::Explanation;

constexpr std::size_t kDateLength = 10, kTimeLength = 19;  // of "2026-11-23T14:10:00.000Z"

std::string name_of(domain::Side side) {
    switch (side) {
        case domain::Side::mentor: return "mentor";
        case domain::Side::mentee: return "mentee";
        case domain::Side::neither: return "neither";
        case domain::Side::unknown: return "unknown";
    }
    return "unknown";
}

std::string name_of(domain::Mark mark) {
    switch (mark) {
        case domain::Mark::present: return "present";
        case domain::Mark::excused: return "excused";
        case domain::Mark::absent: return "absent";
    }
    return "absent";
}

std::string text_of(domain::FoundBy by) {
    switch (by) {
        case domain::FoundBy::card: return "by card";
        case domain::FoundBy::pictures: return "by pictures";
        case domain::FoundBy::code: return "by code";
        case domain::FoundBy::names: return "by the list of names";
        case domain::FoundBy::curator: return "by the curator";
    }
    return "";
}

std::string name_of(domain::MeetingState state) {
    using domain::MeetingState;
    switch (state) {
        case MeetingState::planned: return "planned";
        case MeetingState::mentor_only: return "mentor_only";
        case MeetingState::mentee_only: return "mentee_only";
        case MeetingState::held: return "held";
        case MeetingState::confirmed: return "confirmed";
        case MeetingState::missed: return "missed";
        case MeetingState::cancelled: return "cancelled";
    }
    return "planned";
}

// A forged line may hold any characters: one event stays one line, and no terminal obeys it.
std::string as_one_line(std::string text) {
    for (char& character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte < 0x20 || byte == 0x7F) character = ' ';
    }
    return text;
}

// One meeting.
class Telling {
  public:
    Telling(const Explanation& explanation, const MeetingSurroundings& around, const domain::Group* group)
        : explanation_(explanation), around_(around), group_(group) {}

    std::string sentence_of(const Evidence& evidence) const {
        const domain::Stamp& stamp = evidence.account.stamp;
        std::string text = time_of(stamp.at);
        if (stamp.corrected_by) {
            text += std::string{" (put right by "} +
                    (*stamp.corrected_by == domain::ClockWord::kernel ? "the system" : "the curator") +
                    ", the clock said " + time_of(stamp.said_by_clock()) + ")";
        } else if (!stamp.is_certain()) {
            text += " (by a clock that is not certain)";
        }
        return text + ", " + event_name({evidence.kiosk, stamp.seq}) + ": " + what(evidence) + ". " + fate(evidence);
    }

    std::string day() const {
        for (const Evidence& each : explanation_.events) {
            const auto* opened = std::get_if<std::shared_ptr<const domain::MeetingOpened>>(&each.account.told);
            if (opened && !each.account.stamp.corrected_by) return date_of((*opened)->meeting.starts);
        }
        const auto& events = explanation_.events;
        if (events.empty()) return "";
        auto first = std::find_if(events.begin(), events.end(),
                                  [](const Evidence& each) { return each.account.stamp.is_certain(); });
        if (first == events.end()) first = events.begin();
        return time_of(first->account.stamp.at).substr(0, kDateLength);
    }
    static std::string date_of(domain::LocalTime time) {
        return eventlog::to_text(domain::Instant{time.time_since_epoch()}).substr(0, kDateLength);
    }

    std::string state_sentence() const {
        using domain::MeetingState;
        if (!explanation_.state) {
            return std::to_string(there()) + " of those who are named here were there. " +
                   (group_ ? "Whether it is over is not known here."
                           : "Which side each stands on is not known here: the server has no list of this group.");
        }
        switch (*explanation_.state) {
            case MeetingState::planned: return "Nobody has come yet.";
            case MeetingState::mentor_only: return "Only the mentor is there so far.";
            case MeetingState::mentee_only: return "Only a mentee is there so far.";
            case MeetingState::held: return "Held: the mentor and a mentee were there.";
            case MeetingState::confirmed: return "Confirmed by the curator, whose word stands above the check-ins.";
            case MeetingState::missed: return "Missed: it is over, and not both sides were there.";
            case MeetingState::cancelled:
                return "Cancelled by the curator: " + as_one_line(explanation_.record.cancelled.value_or("")) + ".";
        }
        return "";
    }

    std::vector<MeetingAccount::Person> people() const {
        std::vector<MeetingAccount::Person> all;
        for (const auto& [id, presence] : explanation_.record.people) {
            MeetingAccount::Person person{id, name_of(side_of(id)), "left_nothing"};
            if (presence.checked_in) person.presence = "present";
            if (presence.mark) person.presence = name_of(*presence.mark);
            all.push_back(std::move(person));
        }
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
        return all;
    }

  private:
    std::string time_of(domain::Instant at) const {
        const domain::Instant shown =
            around_.zone ? domain::Instant{around_.zone->to_local(at).time_since_epoch()} : at;
        std::string text = eventlog::to_text(shown).substr(0, kTimeLength);
        std::replace(text.begin(), text.end(), 'T', ' ');
        return around_.zone ? text : text + " UTC";
    }
    std::string event_name(const domain::EventName& event) const {
        const auto called = around_.kiosks.find(event.kiosk);
        const bool has_name = called != around_.kiosks.end() && !called->second.empty();
        return "event " + std::to_string(event.seq) + " of kiosk " + event.kiosk.value +
               (has_name ? " (" + called->second + ")" : "");
    }
    domain::Side side_of(const domain::PersonId& id) const {
        for (const Evidence& each : explanation_.events) {
            const domain::PersonId* person = domain::person_of(each.account.told);
            if (person && *person == id) return each.side;
        }
        return domain::Side::unknown;
    }
    std::string who(const domain::PersonId& id, domain::Side side) const {
        const domain::Person* known = around_.roster ? around_.roster->person(id) : nullptr;
        std::string text = known ? known->name.surname + " " + known->name.given : "person " + id.value;
        if (side == domain::Side::neither) return text + " (not of this group)";
        return side == domain::Side::unknown ? text : text + " (" + name_of(side) + ")";
    }
    std::size_t there() const {
        const auto& people = explanation_.record.people;
        return static_cast<std::size_t>(
            std::count_if(people.begin(), people.end(), [](const auto& person) { return person.second.is_there(); }));
    }

    std::string what(const Evidence& evidence) const {
        const domain::Side side = evidence.side;
        return std::visit(
            base::Overloaded{[&](const domain::CheckedIn& e) { return who(e.person, side) + " checked in " + text_of(e.by); },
                       [&](const domain::CheckedOut& e) { return who(e.person, side) + " left"; },
                       [&](const domain::AttendanceMarked& e) {
                           return "the curator marked " + who(e.person, side) + " as " + name_of(e.mark);
                       },
                       [&](const Attendance::HasRated& e) { return who(e.person, side) + " gave a rating"; },
                       [](const domain::MeetingConfirmed&) { return std::string{"the curator confirmed the meeting"}; },
                       [](const domain::MeetingCancelled& e) {
                           return "the curator cancelled the meeting: " + as_one_line(e.reason);
                       },
                       [](const domain::Retracted& e) {
                           const std::string what = "event " + std::to_string(e.what) + " of the same kiosk";
                           return e.reason == domain::RetractionReason::not_me
                                      ? "\"not me\" took back " + what
                                      : "the curator took back " + what + ": " + as_one_line(e.text);
                       },
                       [&](const std::shared_ptr<const domain::MeetingOpened>& e) {
                           return who(e->by, side) + " opened the meeting";
                       }},
            evidence.account.told);
    }

    std::string fate(const Evidence& evidence) const {
        using domain::OutweighedBecause;
        if (evidence.weight == domain::Weight::counts) return "It counts.";
        if (evidence.weight == domain::Weight::taken_back) {
            return "It was taken back by event " + std::to_string(evidence.account.retracted_by.front()) + ".";
        }
        const std::string by = event_name(*evidence.by);
        switch (*evidence.because) {
            case OutweighedBecause::earlier: return "It does not count: " + by + " came before it.";
            case OutweighedBecause::later: return "It does not count: " + by + " came after it.";
            case OutweighedBecause::certain: return "It does not count: the time of " + by + " is certain.";
            case OutweighedBecause::as_early: return "It does not count: " + by + " says the same, and counts once.";
            case OutweighedBecause::curator: return "The curator's mark stands above it: " + by + ".";
        }
        return "";
    }

    const Explanation& explanation_;
    const MeetingSurroundings& around_;
    const domain::Group* group_;
};

// As the lists or the kiosk that opened it say.
const domain::Meeting* find_meeting(const domain::MergedAttendance& attendance, const domain::MeetingId& id,
                                    const MeetingSurroundings& around) {
    const domain::Meeting* planned = around.roster ? around.roster->meeting(id) : nullptr;
    if (planned) return planned;
    const auto& opened = attendance.opened();
    const auto found =
        std::find_if(opened.begin(), opened.end(), [&id](const domain::Meeting& each) { return each.id == id; });
    return found == opened.end() ? nullptr : &*found;
}

}  // namespace

MeetingAccount account_of(const domain::MergedAttendance& attendance, const domain::MeetingId& meeting,
                          const MeetingSurroundings& around) {
    domain::MeetingFacts facts;
    facts.meeting = find_meeting(attendance, meeting, around);
    if (facts.meeting && around.roster) facts.group = around.roster->group(facts.meeting->group);
    facts.now = around.now;
    const Explanation explanation = domain::explain(attendance, meeting, facts);
    const Telling telling{explanation, around, facts.group};
    MeetingAccount account;
    account.meeting = meeting;
    const bool is_planned = facts.meeting && facts.meeting->planned;
    account.day = is_planned ? Telling::date_of(facts.meeting->starts) : telling.day();
    account.state = explanation.state ? name_of(*explanation.state) : "sides_unknown";
    account.says = telling.state_sentence();
    account.people = telling.people();
    for (const Evidence& each : explanation.events) account.events.push_back(telling.sentence_of(each));
    return account;
}

}  // namespace server
