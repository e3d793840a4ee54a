#include "app/domain/my_meetings.h"

#include <algorithm>

namespace domain {

const Meeting* find_meeting(const World& world, const MeetingId& id) {
    if (const Meeting* planned = world.roster.meeting(id)) return planned;
    const auto& opened = world.opened();
    const auto found = std::find_if(opened.begin(), opened.end(), [&](const Meeting& m) { return m.id == id; });
    return found == opened.end() ? nullptr : &*found;
}

namespace {

// Another kiosk's log has the same numbers.
bool is_of_own_log(const Stamp& stamp, const Attendance& own) {
    const auto here = own.stamp_of(stamp.seq);
    return here ? *here == stamp : own.last_export() == stamp;
}

}  // namespace

LocalTime local_of(const Stamp& stamp, const World& world) {
    if (!stamp.is_certain() && !world.now.boot.empty() && is_of_own_log(stamp, world.attendance)) {
        if (const auto mono = world.attendance.untrusted_in(world.now.boot, stamp.seq))
            return world.now.local - (world.now.mono - *mono);
    }
    return local_of(stamp.at, world.now);
}

std::vector<const Meeting*> meetings_of(const World& world, const GroupId& group) {
    auto meetings = world.roster.meetings_of(group);
    for (const auto& opened : world.opened())
        if (opened.group == group && !world.roster.meeting(opened.id)) meetings.push_back(&opened);
    std::stable_sort(meetings.begin(), meetings.end(),
                     [](const Meeting* a, const Meeting* b) { return a->starts < b->starts; });
    return meetings;
}

std::vector<const Meeting*> meetings_on(const World& world, LocalDate date) {
    auto meetings = world.roster.meetings_on(date);
    for (const auto& opened : world.opened())
        if (date_of(opened.starts) == date && !world.roster.meeting(opened.id)) meetings.push_back(&opened);
    const auto number_of = [&](const Meeting& meeting) {
        const Group* group = world.roster.group(meeting.group);
        return group ? std::string_view(group->number) : std::string_view();
    };
    std::stable_sort(meetings.begin(), meetings.end(), [&](const Meeting* a, const Meeting* b) {
        if (a->starts != b->starts) return a->starts < b->starts;
        return comes_before(number_of(*a), number_of(*b));
    });
    return meetings;
}

MyMeeting as_mine(const World& world, const Meeting& meeting, const Group& group, const PersonId& person) {
    const MeetingRecord& record = world.record(meeting.id);
    const Presence& presence = world.presence(meeting.id, person);
    MyMeeting mine;
    mine.meeting = meeting;
    mine.group = &group;
    mine.as_mentor = is_mentor(group, person);
    mine.state = state_of(meeting, group, record, world.now.local);
    mine.other_side_is_there = mine.as_mentor ? mentee_is_there(group, record) : mentor_is_there(group, record);
    mine.checked_in = presence.checked_in;
    mine.rated = presence.rated;
    return mine;
}

std::vector<MyMeeting> meetings_of_person(const World& world, const PersonId& person) {
    std::vector<MyMeeting> all;
    for (const Group* group : world.roster.groups_of(person))
        for (const Meeting* meeting : meetings_of(world, group->id)) all.push_back(as_mine(world, *meeting, *group, person));
    std::stable_sort(all.begin(), all.end(),
                     [](const MyMeeting& a, const MyMeeting& b) { return a.meeting.starts < b.meeting.starts; });
    return all;
}

}  // namespace domain
