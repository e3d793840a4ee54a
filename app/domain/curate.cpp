#include "app/domain/curate.h"

#include "app/domain/my_meetings.h"

namespace domain {

namespace {

using Decision = std::variant<std::vector<Draft>, Refusal>;

Refusal refusal(RefusalKind kind) { return {kind, {}, {}, {}}; }

const Group* group_with(const World& world, const Meeting* meeting, const PersonId& person) {
    const Group* group = meeting ? world.roster.group(meeting->group) : nullptr;
    return group && (is_mentor(*group, person) || is_mentee(*group, person)) ? group : nullptr;
}

}  // namespace

Decision mark(const World& world, const MeetingId& meeting, const PersonId& person, Mark mark) {
    const Meeting* found = find_meeting(world, meeting);
    const Person* known = world.roster.person(person);
    const Group* group = group_with(world, found, person);
    if (!group || !known || !known->consent) return refusal(RefusalKind::not_allowed);
    if (!is_confirmed(*group)) return Refusal{RefusalKind::not_confirmed, {}, found->starts, *found};
    if (world.record(meeting).cancelled) return Refusal{RefusalKind::cancelled, {}, found->starts, *found};
    const LocalTime opens = check_in_opens(*found, world.settings);
    if (mark == Mark::present && world.now.local < opens)
        return Refusal{RefusalKind::too_early, opens, found->starts, *found};
    if (world.presence(meeting, person).mark == mark) return std::vector<Draft>{};
    return std::vector<Draft>{EventBody{AttendanceMarked{meeting, person, mark}}};
}

std::vector<Seq> retractable(const World& world, const MeetingId& meeting, const PersonId& person) {
    const Presence& presence = world.attendance.presence(meeting, person);  // a number names an event of one's own log
    std::vector<Seq> what;
    if (presence.checked_in) what.push_back(presence.checked_in->seq);
    if (presence.checked_out) what.push_back(presence.checked_out->seq);
    if (what.empty() && presence.marked) what.push_back(presence.marked->seq);
    return what;
}

Decision retract(const World& world, const MeetingId& meeting, const PersonId& person, const std::string& reason) {
    const auto what = retractable(world, meeting, person);
    if (what.empty() || reason.empty()) return refusal(RefusalKind::not_retractable);
    std::vector<Draft> drafts;
    for (const Seq seq : what) drafts.emplace_back(EventBody{Retracted{seq, RetractionReason::curator, reason}});
    return drafts;
}

Decision confirm(const World& world, const MeetingId& meeting) {
    const Meeting* found = find_meeting(world, meeting);
    const Group* group = found ? world.roster.group(found->group) : nullptr;
    if (!group) return refusal(RefusalKind::not_allowed);
    if (!is_confirmed(*group)) return Refusal{RefusalKind::not_confirmed, {}, found->starts, *found};
    if (world.now.local < found->starts) return Refusal{RefusalKind::too_early, found->starts, found->starts, *found};
    if (world.record(meeting).confirmed) return std::vector<Draft>{};
    return std::vector<Draft>{EventBody{MeetingConfirmed{meeting}}};
}

Decision cancel(const World& world, const MeetingId& meeting, const std::string& reason) {
    const Meeting* found = find_meeting(world, meeting);
    const Group* group = found ? world.roster.group(found->group) : nullptr;
    if (!group || reason.empty()) return refusal(RefusalKind::not_allowed);
    const MeetingRecord& record = world.record(meeting);
    if (record.cancelled) return std::vector<Draft>{};
    const MeetingState state = state_of(*found, *group, record, world.now.local);
    if (state == MeetingState::held || state == MeetingState::confirmed) return refusal(RefusalKind::not_allowed);
    return std::vector<Draft>{EventBody{MeetingCancelled{meeting, reason}}};
}

}  // namespace domain
