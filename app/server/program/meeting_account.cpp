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

const i18n::Texts& english() {
    static const auto texts = *i18n::Texts::load(domain::Language::english, {});  // needs no file
    return *texts;
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
        : explanation_(explanation), around_(around), group_(group), texts_(around.texts ? *around.texts : english()) {}

    std::string sentence_of(const Evidence& evidence) const {
        const domain::Stamp& stamp = evidence.account.stamp;
        std::string time = time_of(stamp.at);
        if (stamp.corrected_by) {
            const std::string said = time_of(stamp.said_by_clock());
            const i18n::Arguments both{{"time", time}, {"said", said}};
            time = *stamp.corrected_by == domain::ClockWord::kernel
                       ? texts_.text("{time} (put right by the system, the clock said {said})", both)
                       : texts_.text("{time} (put right by the curator, the clock said {said})", both);
        } else if (!stamp.is_certain()) {
            time = texts_.text("{time} (by a clock that is not certain)", {{"time", time}});
        }
        return texts_.text("{time}, {event}: {what}. {fate}", {{"time", time},
                                                               {"event", event_name({evidence.kiosk, stamp.seq})},
                                                               {"what", what(evidence)},
                                                               {"fate", fate(evidence)}});
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
            const std::string n = texts_.number(static_cast<long long>(there()));
            if (group_) {
                return texts_.text("{n} of those who are named here were there. Whether it is over is not known here.",
                                   {{"n", n}});
            }
            return texts_.text(
                "{n} of those who are named here were there. Which side each stands on is not known here: the server "
                "has no list of this group.",
                {{"n", n}});
        }
        switch (*explanation_.state) {
            case MeetingState::planned: return texts_.text("Nobody has come yet.");
            case MeetingState::mentor_only: return texts_.text("Only the mentor is there so far.");
            case MeetingState::mentee_only: return texts_.text("Only a mentee is there so far.");
            case MeetingState::held: return texts_.text("Held: the mentor and a mentee were there.");
            case MeetingState::confirmed:
                return texts_.text("Confirmed by the curator, whose word stands above the check-ins.");
            case MeetingState::missed: return texts_.text("Missed: it is over, and not both sides were there.");
            case MeetingState::cancelled:
                return texts_.text("Cancelled by the curator: {reason}.",
                                   {{"reason", as_one_line(explanation_.record.cancelled.value_or(""))}});
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
        if (around_.is_for_curator) {
            const domain::LocalTime local{shown.time_since_epoch()};
            return texts_.date(domain::date_of(local)) + " " +
                   eventlog::to_text(shown).substr(kDateLength + 1, kTimeLength - kDateLength - 1);
        }
        std::string text = eventlog::to_text(shown).substr(0, kTimeLength);
        std::replace(text.begin(), text.end(), 'T', ' ');
        return around_.zone ? text : text + " UTC";
    }
    std::string event_name(const domain::EventName& event) const {
        const auto called = around_.kiosks.find(event.kiosk);
        const std::string name = called == around_.kiosks.end() ? "" : called->second;
        const std::string number = std::to_string(event.seq);
        if (name.empty()) {
            return texts_.text("event {number} of kiosk {kiosk}", {{"number", number}, {"kiosk", event.kiosk.value}});
        }
        if (around_.is_for_curator) {
            return texts_.text("event {number} of the kiosk \"{name}\"", {{"number", number}, {"name", name}});
        }
        return texts_.text("event {number} of kiosk {kiosk} ({name})",
                           {{"number", number}, {"kiosk", event.kiosk.value}, {"name", name}});
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
        const std::string person =
            known ? known->name.surname + " " + known->name.given : texts_.text("person {id}", {{"id", id.value}});
        switch (side) {
            case domain::Side::mentor: return texts_.text("{person} (mentor)", {{"person", person}});
            case domain::Side::mentee: return texts_.text("{person} (mentee)", {{"person", person}});
            case domain::Side::neither: return texts_.text("{person} (not of this group)", {{"person", person}});
            case domain::Side::unknown: return person;
        }
        return person;
    }
    std::string came(const std::string& who, domain::FoundBy by) const {
        switch (by) {
            case domain::FoundBy::card: return texts_.text("{who} checked in by card", {{"who", who}});
            case domain::FoundBy::pictures: return texts_.text("{who} checked in by pictures", {{"who", who}});
            case domain::FoundBy::code: return texts_.text("{who} checked in by code", {{"who", who}});
            case domain::FoundBy::names: return texts_.text("{who} checked in by the list of names", {{"who", who}});
            case domain::FoundBy::curator: return texts_.text("{who} checked in by the curator", {{"who", who}});
        }
        return who;
    }
    std::string marked(const std::string& who, domain::Mark mark) const {
        switch (mark) {
            case domain::Mark::present: return texts_.text("the curator marked {who} as present", {{"who", who}});
            case domain::Mark::excused: return texts_.text("the curator marked {who} as excused", {{"who", who}});
            case domain::Mark::absent: return texts_.text("the curator marked {who} as absent", {{"who", who}});
        }
        return who;
    }
    std::string took_back(const domain::Retracted& retracted) const {
        const std::string number = std::to_string(retracted.what);
        if (retracted.reason == domain::RetractionReason::not_me) {
            return texts_.text("\"not me\" took back event {number} of the same kiosk", {{"number", number}});
        }
        return texts_.text("the curator took back event {number} of the same kiosk: {reason}",
                           {{"number", number}, {"reason", as_one_line(retracted.text)}});
    }
    std::size_t there() const {
        const auto& people = explanation_.record.people;
        return static_cast<std::size_t>(
            std::count_if(people.begin(), people.end(), [](const auto& person) { return person.second.is_there(); }));
    }

    std::string what(const Evidence& evidence) const {
        const domain::Side side = evidence.side;
        return std::visit(
            base::Overloaded{
                [&](const domain::CheckedIn& e) { return came(who(e.person, side), e.by); },
                [&](const domain::CheckedOut& e) {
                    return texts_.text("{who} left", {{"who", who(e.person, side)}});
                },
                [&](const domain::AttendanceMarked& e) { return marked(who(e.person, side), e.mark); },
                [&](const Attendance::HasRated& e) {
                    return texts_.text("{who} gave a rating", {{"who", who(e.person, side)}});
                },
                [&](const domain::MeetingConfirmed&) { return texts_.text("the curator confirmed the meeting"); },
                [&](const domain::MeetingCancelled& e) {
                    return texts_.text("the curator cancelled the meeting: {reason}",
                                       {{"reason", as_one_line(e.reason)}});
                },
                [&](const domain::Retracted& e) { return took_back(e); },
                [&](const std::shared_ptr<const domain::MeetingOpened>& e) {
                    return texts_.text("{who} opened the meeting", {{"who", who(e->by, side)}});
                }},
            evidence.account.told);
    }

    std::string fate(const Evidence& evidence) const {
        using domain::OutweighedBecause;
        if (evidence.weight == domain::Weight::counts) return texts_.text("It counts.");
        if (evidence.weight == domain::Weight::taken_back) {
            return texts_.text("It was taken back by event {number}.",
                               {{"number", std::to_string(evidence.account.retracted_by.front())}});
        }
        const std::string by = event_name(*evidence.by);
        const i18n::Arguments event{{"event", by}};
        switch (*evidence.because) {
            case OutweighedBecause::earlier: return texts_.text("It does not count: {event} came before it.", event);
            case OutweighedBecause::later: return texts_.text("It does not count: {event} came after it.", event);
            case OutweighedBecause::certain:
                return texts_.text("It does not count: the time of {event} is certain.", event);
            case OutweighedBecause::as_early:
                return texts_.text("It does not count: {event} says the same, and counts once.", event);
            case OutweighedBecause::curator: return texts_.text("The curator's mark stands above it: {event}.", event);
        }
        return "";
    }

    const Explanation& explanation_;
    const MeetingSurroundings& around_;
    const domain::Group* group_;
    const i18n::Texts& texts_;
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
