#include "app/domain/explain.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "platform/base/overloaded.h"

namespace domain {

namespace {

// What events compete for: of each such question one event is the answer.
enum class Question { check_in, check_out, mark, rating, decision, opening, none };
struct Subject {
    Question question = Question::none;
    PersonId person;  // empty where it is about the meeting
    friend auto operator<=>(const Subject&, const Subject&) = default;
};

Subject subject_of(const Attendance::Told& told) {
    return std::visit(base::Overloaded{[](const CheckedIn& e) {
                                     return Subject{Question::check_in, e.person};
                                 },
                                 [](const CheckedOut& e) {
                                     return Subject{Question::check_out, e.person};
                                 },
                                 [](const AttendanceMarked& e) {
                                     return Subject{Question::mark, e.person};
                                 },
                                 [](const Attendance::HasRated& e) {
                                     return Subject{Question::rating, e.person};
                                 },
                                 [](const MeetingConfirmed&) {
                                     return Subject{Question::decision, {}};
                                 },
                                 [](const MeetingCancelled&) {
                                     return Subject{Question::decision, {}};
                                 },
                                 [](const std::shared_ptr<const MeetingOpened>&) {
                                     return Subject{Question::opening, {}};
                                 },
                                 [](const Retracted&) { return Subject{}; }},
                      told);
}

bool first_counts(Question question) {
    return question == Question::check_in || question == Question::opening;
}

EventName name_of(const Evidence& evidence) {
    return {evidence.kiosk, evidence.account.stamp.seq};
}

void outweigh(Evidence& loser, const Evidence& winner, OutweighedBecause because) {
    loser.weight = Weight::outweighed;
    loser.by = name_of(winner);
    loser.because = because;
}

OutweighedBecause why_of(Question question, const Evidence& loser, const Evidence& winner) {
    // An opened meeting is the one of the first kiosk by id, whenever that was.
    if (question == Question::opening) return OutweighedBecause::as_early;
    const Stamp &a = loser.account.stamp, &b = winner.account.stamp;
    if (a.is_certain() != b.is_certain()) return OutweighedBecause::certain;
    if (a.at == b.at) return OutweighedBecause::as_early;
    return first_counts(question) ? OutweighedBecause::earlier : OutweighedBecause::later;
}

bool goes_before(Question question, const Evidence& a, const Evidence& b) {
    if (question == Question::opening) return a.kiosk < b.kiosk;
    const auto order = first_counts(question) ? comes_first : has_last_word;
    return order(a.account.stamp, a.kiosk, b.account.stamp, b.kiosk);
}

// `competing`: of one subject, by kiosk, ascending within one. The same rules as those of the record: first within each
// log, then between the kiosks.
void weigh(Question question, const std::vector<Evidence*>& competing) {
    std::map<KioskId, Evidence*> of_kiosk;
    for (Evidence* each : competing) {
        Evidence*& chosen = of_kiosk[each->kiosk];
        if (!chosen || !first_counts(question)) chosen = each;
    }
    Evidence* winner = nullptr;
    for (const auto& [kiosk, chosen] : of_kiosk) {
        if (!winner || goes_before(question, *chosen, *winner)) winner = chosen;
    }
    for (Evidence* each : competing) {
        Evidence* const chosen = of_kiosk[each->kiosk];
        if (each == winner) continue;
        if (each == chosen) {
            outweigh(*each, *winner, why_of(question, *each, *winner));
        } else {
            outweigh(*each, *chosen, first_counts(question) ? OutweighedBecause::earlier : OutweighedBecause::later);
        }
    }
}

void weigh(std::vector<Evidence>& events) {
    std::map<Subject, std::vector<Evidence*>> by_subject;
    for (Evidence& each : events) {
        if (!each.account.stands()) {
            each.weight = Weight::taken_back;
            continue;
        }
        const Subject subject = subject_of(each.account.told);
        if (subject.question != Question::none) by_subject[subject].push_back(&each);
    }
    for (const auto& [subject, competing] : by_subject) weigh(subject.question, competing);
    for (const auto& [subject, competing] : by_subject) {
        if (subject.question != Question::mark) continue;
        const auto mark = std::find_if(competing.begin(), competing.end(),
                                       [](const Evidence* each) { return each->weight == Weight::counts; });
        const auto taps = by_subject.find({Question::check_in, subject.person});
        if (mark == competing.end() || taps == by_subject.end()) continue;
        for (Evidence* tap : taps->second) {
            if (tap->weight == Weight::counts) outweigh(*tap, **mark, OutweighedBecause::curator);
        }
    }
}

Side side_of(const Attendance::Told& told, const Group* group) {
    const PersonId* person = person_of(told);
    if (!person || !group) return Side::unknown;
    if (*person == group->mentor) return Side::mentor;
    const bool is_mentee = std::any_of(group->mentees.begin(), group->mentees.end(),
                                       [person](const Mentee& mentee) { return mentee.person == *person; });
    return is_mentee ? Side::mentee : Side::neither;
}

// By time, but nothing before what its kiosk recorded earlier. What is not certain follows what is.
void put_in_order(std::vector<Evidence>& events) {
    std::map<KioskId, Instant> first_certain, reached;
    for (const Evidence& each : events) {
        if (each.account.stamp.is_certain()) first_certain.emplace(each.kiosk, each.account.stamp.at);
    }
    struct Placed {
        Instant at;
        Evidence evidence;
    };
    std::vector<Placed> placed;
    for (Evidence& each : events) {
        const Stamp& stamp = each.account.stamp;
        Instant at = stamp.at;
        const auto certain = first_certain.find(each.kiosk);
        if (!stamp.is_certain() && certain != first_certain.end()) at = std::min(at, certain->second);
        const auto before = reached.find(each.kiosk);
        if (before != reached.end()) at = std::max(at, before->second);
        reached[each.kiosk] = at;
        placed.push_back({at, std::move(each)});
    }
    std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.at < b.at; });
    events.clear();
    for (Placed& each : placed) events.push_back(std::move(each.evidence));
}

std::optional<MeetingState> state_of(const MeetingRecord& record, const MeetingFacts& facts) {
    if (record.cancelled) return MeetingState::cancelled;
    if (record.confirmed) return MeetingState::confirmed;
    if (!facts.group) return std::nullopt;
    const bool mentor = mentor_is_there(*facts.group, record), mentee = mentee_is_there(*facts.group, record);
    if (mentor && mentee) return MeetingState::held;
    if (!facts.meeting || !facts.now) return std::nullopt;
    return domain::state_of(*facts.meeting, *facts.group, record, *facts.now);
}

}  // namespace

const PersonId* person_of(const Attendance::Told& told) {
    return std::visit(
        base::Overloaded{[](const CheckedIn& e) { return &e.person; }, [](const CheckedOut& e) { return &e.person; },
                   [](const AttendanceMarked& e) { return &e.person; },
                   [](const Attendance::HasRated& e) { return &e.person; },
                   [](const std::shared_ptr<const MeetingOpened>& e) { return &e->by; },
                   [](const auto&) -> const PersonId* { return nullptr; }},
        told);
}

Explanation explain(const MergedAttendance& attendance, const MeetingId& meeting, const MeetingFacts& facts) {
    Explanation explanation;
    for (const auto& [kiosk, log] : attendance.logs()) {
        for (Attendance::Account& account : log->accounts_of(meeting)) {
            const Side side = side_of(account.told, facts.group);
            explanation.events.push_back({kiosk, std::move(account), side});
        }
    }
    weigh(explanation.events);
    put_in_order(explanation.events);
    explanation.record = attendance.record(meeting);
    explanation.state = state_of(explanation.record, facts);
    return explanation;
}

}  // namespace domain
