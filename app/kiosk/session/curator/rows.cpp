#include "app/kiosk/session/curator/rows.h"

#include <algorithm>

#include "app/domain/my_meetings.h"

namespace kiosk::session {

namespace {

DayRow make_row(const domain::World& world, const domain::Meeting& meeting, const domain::Group& group) {
    return {meeting, group.number, group.is_pair(),
            domain::state_of(meeting, group, world.record(meeting.id), world.now.local),
            meeting.starts <= world.now.local};
}

}  // namespace

std::optional<DayRow> row_of(const domain::World& world, const domain::MeetingId& id) {
    const auto* meeting = domain::find_meeting(world, id);
    const auto* group = meeting ? world.roster.group(meeting->group) : nullptr;
    if (!group) return std::nullopt;
    return make_row(world, *meeting, *group);
}

std::vector<DayRow> rows_on(const domain::World& world, domain::LocalDate date) {
    std::vector<DayRow> rows;
    for (const auto* meeting : domain::meetings_on(world, date))
        if (const auto* group = world.roster.group(meeting->group)) rows.push_back(make_row(world, *meeting, *group));
    return rows;
}

std::vector<domain::PersonId> people_of(const domain::World& world, const domain::MeetingId& id) {
    std::vector<domain::PersonId> people;
    const auto* meeting = domain::find_meeting(world, id);
    const auto* group = meeting ? world.roster.group(meeting->group) : nullptr;
    if (!group) return people;
    for (const auto& mentee : group->mentees)
        if (world.roster.person(mentee.person)) people.push_back(mentee.person);
    std::stable_sort(people.begin(), people.end(), [&](const auto& a, const auto& b) {
        return world.roster.person(a)->name < world.roster.person(b)->name;
    });
    if (world.roster.person(group->mentor)) people.insert(people.begin(), group->mentor);
    return people;
}

MeetingPerson person_at(const domain::World& world, const domain::MeetingId& meeting, const domain::PersonId& id) {
    MeetingPerson shown;
    if (const auto* person = world.roster.person(id)) {
        shown.name = domain::full(person->name);
        shown.class_name = person->class_name;
        shown.has_consent = person->consent.has_value();
    }
    const auto* found = domain::find_meeting(world, meeting);
    const auto* group = found ? world.roster.group(found->group) : nullptr;
    shown.mentor = group && domain::is_mentor(*group, id);
    const auto& presence = world.presence(meeting, id);
    if (presence.checked_in) shown.checked_in = domain::local_of(*presence.checked_in, world);
    if (presence.checked_out) shown.checked_out = domain::local_of(*presence.checked_out, world);
    shown.mark = presence.mark;
    return shown;
}

void refuse_curator(Turn& turn, domain::Refusal refusal) {
    RefusedView view{};
    view.refusal = std::move(refusal);
    view.teacher = true;
    turn.push(scene::Refused{std::move(view), {}, {}});
    turn.sound_refused();
}

void record_curated(Turn& turn, std::variant<std::vector<domain::Draft>, domain::Refusal> decision, bool leaves_reason) {
    if (auto* refusal = std::get_if<domain::Refusal>(&decision)) return refuse_curator(turn, std::move(*refusal));
    auto drafts = std::get<std::vector<domain::Draft>>(std::move(decision));
    if (!drafts.empty()) {
        turn.record(std::move(drafts), after::Curated{leaves_reason});
    } else if (leaves_reason) {
        turn.pop();
    }
}

}  // namespace kiosk::session
