#pragma once

#include <map>

#include "app/domain/event.h"
#include "app/domain/ids.h"

namespace domain {

struct Roster;

// Other ids of those in the lists: a kiosk that had lists of its own before it came to a server recorded events under
// them. Events never change; resolve() is applied to each before it is folded, so that it counts for whom the lists
// have.
//
// What an alias stands for is none itself, and no id of the lists is an alias. It may stand for somebody who has left
// the lists: what was recorded of him under either id is still one person's.
struct Aliases {
    std::map<PersonId, PersonId> people;
    std::map<GroupId, GroupId> groups;
    std::map<MeetingId, MeetingId> meetings;
    friend bool operator==(const Aliases&, const Aliases&) = default;

    [[nodiscard]] bool empty() const { return people.empty() && groups.empty() && meetings.empty(); }
    [[nodiscard]] std::size_t size() const { return people.size() + groups.size() + meetings.size(); }
    // What the id stands for; itself where it is no alias.
    [[nodiscard]] const PersonId& resolve(const PersonId& id) const;
    [[nodiscard]] const GroupId& resolve(const GroupId& id) const;
    [[nodiscard]] const MeetingId& resolve(const MeetingId& id) const;

    // Never makes a chain: who stood for `from` stands for `to` now. Of itself an id is no alias.
    void add(const PersonId& from, const PersonId& to);
    void add(const GroupId& from, const GroupId& to);
    void add(const MeetingId& from, const MeetingId& to);
    void add(const Aliases& others);
    // An id that is in the lists speaks for itself.
    void leave_out_ids_of(const Roster& roster);
};

// The event's ids of people, groups and meetings as the lists have them. Doing so again changes nothing.
void resolve(EventBody& body, const Aliases& aliases);

// Every person, group, meeting and alias of `own` is in `lists`, as an id or an alias: nothing that was recorded by `own`
// loses whom it is about.
[[nodiscard]] bool covers(const Roster& lists, const Roster& own);

}  // namespace domain
