#include "app/domain/decide.h"

#include <algorithm>

#include "app/domain/my_meetings.h"

namespace domain {

namespace {

constexpr Minutes kOpenedLength{40};

Refusal refusal(RefusalKind kind) { return {kind, {}, {}, {}}; }

bool is_open(const MyMeeting& mine, const World& world) {
    return world.now.local >= check_in_opens(mine.meeting, world.settings) &&
           world.now.local < check_in_closes(mine.meeting, world.settings);
}

// Checked in, and there is still something to say of it: it goes on, or leaving may be recorded.
bool still_matters(const MyMeeting& mine, const World& world, const PersonId& person) {
    if (is_open(mine, world)) return true;
    const auto& presence = world.presence(mine.meeting.id, person);
    return world.settings.check_out && !presence.checked_out && world.now.local >= mine.meeting.starts &&
           world.now.local < mine.meeting.ends + kCheckOutAfterEnd;
}

// Why this one meeting cannot be checked in to, whatever the hour.
std::optional<RefusalKind> barred(const MyMeeting& mine) {
    if (mine.state == MeetingState::cancelled) return RefusalKind::cancelled;
    if (!is_confirmed(*mine.group)) return RefusalKind::not_confirmed;
    return std::nullopt;
}

Refusal barred_refusal(RefusalKind kind, const Meeting& meeting) {
    return {kind, std::nullopt, meeting.starts, meeting};
}

Refusal too_early(const Meeting& meeting, const Settings& settings) {
    return {RefusalKind::too_early, check_in_opens(meeting, settings), meeting.starts, meeting};
}

Refusal too_late(const Meeting& meeting) { return {RefusalKind::too_late, meeting.ends, meeting.starts, meeting}; }

Refusal already(const MyMeeting& mine, const World& world) {
    return {RefusalKind::already_checked_in, local_of(*mine.checked_in, world), mine.meeting.starts, mine.meeting};
}

// The most helpful no: what is on now but barred, then what comes later today, then what is over, then what comes next.
Refusal why_not(const World& world, const std::vector<MyMeeting>& mine) {
    const LocalDate today = date_of(world.now.local);
    // One that went on past midnight was of today too.
    const auto was_today = [&](const Meeting& m) { return date_of(m.starts) == today || date_of(m.ends) == today; };
    const MyMeeting *now_barred = nullptr, *later = nullptr, *later_barred = nullptr, *over = nullptr, *next = nullptr;
    for (const auto& one : mine) {
        const auto bar = barred(one);
        if (is_open(one, world)) {
            if (bar && !now_barred) now_barred = &one;
        } else if (one.meeting.starts > world.now.local) {
            if (!bar && !next) next = &one;
            if (date_of(one.meeting.starts) != today) continue;
            auto*& first = bar ? later_barred : later;
            if (!first) first = &one;
        } else if (was_today(one.meeting) && !bar) {
            over = &one;
        }
    }
    if (now_barred) return barred_refusal(*barred(*now_barred), now_barred->meeting);
    if (later) return too_early(later->meeting, world.settings);
    if (later_barred) return barred_refusal(*barred(*later_barred), later_barred->meeting);
    if (over && over->checked_in) return already(*over, world);
    if (over) return too_late(over->meeting);
    Refusal none = refusal(RefusalKind::no_meeting_today);
    if (next) {
        none.when = next->meeting.starts;
        none.starts = next->meeting.starts;
        none.meeting = next->meeting;
    }
    return none;
}

// Groups of his own that he may open a meeting for: confirmed, and none of theirs is on that could be joined instead.
std::vector<const Group*> groups_to_open_for(const World& world, const PersonId& person,
                                             const std::vector<MyMeeting>& mine) {
    std::vector<const Group*> groups;
    if (!world.settings.unplanned_meetings) return groups;
    for (const Group* group : world.roster.groups_of(person)) {
        if (!is_mentor(*group, person) || !is_confirmed(*group)) continue;
        const bool joins = std::any_of(mine.begin(), mine.end(), [&](const MyMeeting& one) {
            return one.group == group && is_open(one, world) && one.state != MeetingState::cancelled;
        });
        if (!joins) groups.push_back(group);
    }
    return groups;
}

const MyMeeting* one_of(const std::vector<MyMeeting>& mine, const MeetingId& meeting) {
    const auto found = std::find_if(mine.begin(), mine.end(), [&](const MyMeeting& m) { return m.meeting.id == meeting; });
    return found == mine.end() ? nullptr : &*found;
}

bool may_record(const World& world, const PersonId& id) {
    const Person* person = world.roster.person(id);
    return person && person->consent;
}

}  // namespace

CheckInChoice check_in_choice(const World& world, const PersonId& person) {
    CheckInChoice choice;
    if (!may_record(world, person)) {
        choice.refusal = refusal(RefusalKind::not_allowed);
        return choice;
    }
    const auto groups = world.roster.groups_of(person);
    if (groups.empty()) {
        choice.refusal = refusal(RefusalKind::no_group);
        return choice;
    }
    const auto mine = meetings_of_person(world, person);
    for (const auto& one : mine) {
        if (barred(one)) continue;
        if (one.checked_in) {
            if (still_matters(one, world, person)) choice.already.push_back(one);
        } else if (is_open(one, world)) {
            choice.open.push_back(one);
        }
    }
    choice.may_open = groups_to_open_for(world, person, mine);
    if (choice.open.empty() && choice.already.empty()) {
        const bool confirmed = std::any_of(groups.begin(), groups.end(), [](const Group* g) { return is_confirmed(*g); });
        choice.refusal = why_not(world, mine);
        if (!confirmed && choice.refusal->kind == RefusalKind::no_meeting_today)
            choice.refusal->kind = RefusalKind::not_confirmed;
    }
    return choice;
}

std::variant<std::vector<Draft>, Refusal> check_in(const World& world, const PersonId& person, const MeetingId& meeting,
                                                   FoundBy by) {
    if (!may_record(world, person)) return refusal(RefusalKind::not_allowed);
    const auto mine = meetings_of_person(world, person);
    const MyMeeting* one = one_of(mine, meeting);
    if (!one) return refusal(RefusalKind::not_allowed);
    if (const auto bar = barred(*one)) return barred_refusal(*bar, one->meeting);
    if (one->checked_in) return already(*one, world);
    if (world.now.local < check_in_opens(one->meeting, world.settings)) return too_early(one->meeting, world.settings);
    if (!is_open(*one, world)) return too_late(one->meeting);
    return std::vector<Draft>{EventBody{CheckedIn{meeting, person, by}}};
}

std::variant<std::vector<Draft>, Refusal> check_out(const World& world, const PersonId& person,
                                                    const MeetingId& meeting) {
    if (!world.settings.check_out || !may_record(world, person)) return refusal(RefusalKind::not_allowed);
    const auto mine = meetings_of_person(world, person);
    const MyMeeting* one = one_of(mine, meeting);
    if (!one) return refusal(RefusalKind::not_allowed);
    if (const auto bar = barred(*one)) return barred_refusal(*bar, one->meeting);
    const Presence& presence = world.presence(meeting, person);
    if (!presence.checked_in) return Refusal{RefusalKind::not_checked_in, {}, one->meeting.starts, one->meeting};
    if (presence.checked_out) return refusal(RefusalKind::not_allowed);
    if (!still_matters(*one, world, person)) return too_late(one->meeting);
    return std::vector<Draft>{EventBody{CheckedOut{meeting, person}}};
}

std::variant<std::vector<Draft>, Refusal> open_meeting(const World& world, const PersonId& mentor, const GroupId& group,
                                                       MeetingId new_id, FoundBy by) {
    const Group* own = world.roster.group(group);
    if (!own || !is_mentor(*own, mentor) || !may_record(world, mentor)) return refusal(RefusalKind::not_allowed);
    if (!is_confirmed(*own)) return refusal(RefusalKind::not_confirmed);
    const auto may = groups_to_open_for(world, mentor, meetings_of_person(world, mentor));
    if (std::find(may.begin(), may.end(), own) == may.end()) return refusal(RefusalKind::not_allowed);

    const LocalDate today = date_of(world.now.local);
    Meeting meeting;
    meeting.id = std::move(new_id);
    meeting.group = group;
    meeting.starts = opened_start(world.now.local);
    meeting.ends = std::min(meeting.starts + kOpenedLength, at(today, kLastOpenedMinute));
    meeting.planned = false;
    if (meeting.ends <= world.now.local) return too_late(meeting);  // the last minute before midnight
    const MeetingId id = meeting.id;
    return std::vector<Draft>{EventBody{MeetingOpened{std::move(meeting), mentor}}, EventBody{CheckedIn{id, mentor, by}}};
}

}  // namespace domain
