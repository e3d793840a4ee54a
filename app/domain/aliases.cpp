#include "app/domain/aliases.h"

#include <algorithm>
#include <unordered_set>

#include "app/domain/roster.h"

namespace domain {

namespace {

template <class Id>
const Id& resolved(const std::map<Id, Id>& aliases, const Id& id) {
    if (aliases.empty()) return id;
    const auto found = aliases.find(id);
    return found == aliases.end() ? id : found->second;
}

template <class Id>
void put(std::map<Id, Id>& aliases, const Id& from, const Id& to) {
    const Id target = resolved(aliases, to);
    if (from == target) {  // it speaks for itself from now on
        aliases.erase(from);
        return;
    }
    if (const auto known = aliases.find(from); known != aliases.end() && known->second == target) return;
    for (auto& [alias, stands_for] : aliases) {
        if (stands_for == from) stands_for = target;
    }
    aliases[from] = target;
}

template <class Id, class List>
void leave_out(std::map<Id, Id>& aliases, const List& list) {
    if (aliases.empty()) return;
    for (const auto& each : list) aliases.erase(each.id);
}

template <class Id, class List>
bool all_known(const List& own, const std::map<Id, Id>& own_aliases, const List& lists,
               const std::map<Id, Id>& aliases) {
    std::unordered_set<Id> listed;
    for (const auto& each : lists) listed.insert(each.id);
    const auto is_known = [&](const Id& id) { return listed.contains(id) || aliases.contains(id); };
    return std::all_of(own.begin(), own.end(), [&](const auto& each) { return is_known(each.id); }) &&
           std::all_of(own_aliases.begin(), own_aliases.end(), [&](const auto& each) { return is_known(each.first); });
}

}  // namespace

const PersonId& Aliases::resolve(const PersonId& id) const {
    return resolved(people, id);
}
const GroupId& Aliases::resolve(const GroupId& id) const {
    return resolved(groups, id);
}
const MeetingId& Aliases::resolve(const MeetingId& id) const {
    return resolved(meetings, id);
}

void Aliases::add(const PersonId& from, const PersonId& to) {
    put(people, from, to);
}
void Aliases::add(const GroupId& from, const GroupId& to) {
    put(groups, from, to);
}
void Aliases::add(const MeetingId& from, const MeetingId& to) {
    put(meetings, from, to);
}

void Aliases::add(const Aliases& others) {
    for (const auto& [from, to] : others.people) add(from, to);
    for (const auto& [from, to] : others.groups) add(from, to);
    for (const auto& [from, to] : others.meetings) add(from, to);
}

void Aliases::leave_out_ids_of(const Roster& roster) {
    leave_out(people, roster.people);
    leave_out(groups, roster.groups);
    leave_out(meetings, roster.meetings);
}

void resolve(EventBody& body, const Aliases& aliases) {
    if (aliases.empty()) return;
    const auto put_right = [&aliases](auto& id) { id = aliases.resolve(id); };
    std::visit(
        [&put_right](auto& one) {
            using Body = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<Body, MeetingOpened>) {
                put_right(one.meeting.id);
                put_right(one.meeting.group);
                put_right(one.by);
            } else {
                if constexpr (requires { one.meeting; }) put_right(one.meeting);
                if constexpr (requires { one.person; }) put_right(one.person);
            }
        },
        body);
}

bool covers(const Roster& lists, const Roster& own) {
    const Aliases &of_own = own.aliases, &of_lists = lists.aliases;
    return all_known(own.people, of_own.people, lists.people, of_lists.people) &&
           all_known(own.groups, of_own.groups, lists.groups, of_lists.groups) &&
           all_known(own.meetings, of_own.meetings, lists.meetings, of_lists.meetings);
}

}  // namespace domain
