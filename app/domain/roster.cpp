#include "app/domain/roster.h"

#include <algorithm>
#include <tuple>

namespace domain {

namespace {

struct GroupNumber {
    unsigned long long number = 0;
    std::string_view rest;
};

GroupNumber split(std::string_view text) {
    GroupNumber parts;
    std::size_t at = 0;
    while (at < text.size() && at < 18 && text[at] >= '0' && text[at] <= '9')
        parts.number = parts.number * 10 + static_cast<unsigned long long>(text[at++] - '0');
    parts.rest = text.substr(at);
    if (at == 0) parts.number = ~0ULL;  // names after numbers
    return parts;
}

template <class Map, class Key>
const typename Map::mapped_type* find_in(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

}  // namespace

bool same_lists(const Roster& one, const Roster& other) {
    return one.people == other.people && one.groups == other.groups && one.meetings == other.meetings &&
           one.aliases == other.aliases;
}

bool comes_before(std::string_view group_number, std::string_view other) {
    const auto a = split(group_number), b = split(other);
    return std::tie(a.number, a.rest) < std::tie(b.number, b.rest);
}

RosterIndex::RosterIndex(const Roster& roster) : roster_(&roster) {
    for (std::size_t i = 0; i < roster.people.size(); ++i) {
        const Person& person = roster.people[i];
        people_.emplace(person.id, i);
        if (!person.consent) continue;
        for (const auto& card : person.cards) cards_.emplace(card, i);
        if (!person.code.empty()) codes_.emplace(person.code, i);
        const bool teacher = person.kind == PersonKind::teacher;
        classes_[teacher ? std::nullopt : person.class_name].push_back(i);
    }
    for (auto& [class_name, places] : classes_)
        std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
            return roster.people[a].name < roster.people[b].name;
        });
    for (std::size_t i = 0; i < roster.groups.size(); ++i) {
        const Group& group = roster.groups[i];
        groups_.emplace(group.id, i);
        groups_of_[group.mentor].push_back(i);
        for (const auto& mentee : group.mentees) {
            auto& places = groups_of_[mentee.person];
            if (places.empty() || places.back() != i) places.push_back(i);
        }
    }
    for (std::size_t i = 0; i < roster.meetings.size(); ++i) {
        const Meeting& meeting = roster.meetings[i];
        meetings_.emplace(meeting.id, i);
        meetings_of_[meeting.group].push_back(i);
        meetings_on_[date_of(meeting.starts)].push_back(i);
    }
    const auto starts_before = [&](std::size_t a, std::size_t b) {
        return roster.meetings[a].starts < roster.meetings[b].starts;
    };
    for (auto& [id, places] : meetings_of_) std::stable_sort(places.begin(), places.end(), starts_before);
    for (auto& [date, places] : meetings_on_)
        std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
            if (roster.meetings[a].starts != roster.meetings[b].starts) return starts_before(a, b);
            const Group* of_a = group(roster.meetings[a].group);
            const Group* of_b = group(roster.meetings[b].group);
            return of_a && of_b && comes_before(of_a->number, of_b->number);
        });
}

const Person* RosterIndex::person(const PersonId& id) const {
    const auto* place = find_in(people_, id);
    return place ? &roster_->people[*place] : nullptr;
}

const Group* RosterIndex::group(const GroupId& id) const {
    const auto* place = find_in(groups_, id);
    return place ? &roster_->groups[*place] : nullptr;
}

const Meeting* RosterIndex::meeting(const MeetingId& id) const {
    const auto* place = find_in(meetings_, id);
    return place ? &roster_->meetings[*place] : nullptr;
}

const Person* RosterIndex::by_card(std::string_view digits) const {
    const auto* place = find_in(cards_, std::string(digits));
    return place ? &roster_->people[*place] : nullptr;
}

const Person* RosterIndex::by_code(std::string_view digits) const {
    const auto* place = find_in(codes_, std::string(digits));
    return place ? &roster_->people[*place] : nullptr;
}

const Person* RosterIndex::by_pictures(const std::optional<ClassName>& class_name, const Pictures& pictures) const {
    const auto* places = find_in(classes_, class_name);
    if (!places) return nullptr;
    const auto found = std::find_if(places->begin(), places->end(),
                                    [&](std::size_t place) { return roster_->people[place].pictures == pictures; });
    return found == places->end() ? nullptr : &roster_->people[*found];
}

std::size_t RosterIndex::code_length() const {
    std::size_t longest = 0;
    for (const auto& [code, place] : codes_) longest = std::max(longest, code.size());
    return longest;
}

std::vector<ClassName> RosterIndex::classes() const {
    std::vector<ClassName> names;
    for (const auto& [class_name, places] : classes_)
        if (class_name) names.push_back(*class_name);
    return names;
}

std::vector<const Person*> RosterIndex::people_of(const std::optional<ClassName>& class_name) const {
    std::vector<const Person*> people;
    if (const auto* places = find_in(classes_, class_name))
        for (const std::size_t place : *places) people.push_back(&roster_->people[place]);
    return people;
}

bool RosterIndex::has_teachers() const { return classes_.contains(std::nullopt); }

std::vector<const Group*> RosterIndex::groups_of(const PersonId& person) const {
    std::vector<const Group*> groups;
    if (const auto* places = find_in(groups_of_, person))
        for (const std::size_t place : *places) groups.push_back(&roster_->groups[place]);
    return groups;
}

std::vector<const Meeting*> RosterIndex::meetings_of(const GroupId& group) const {
    std::vector<const Meeting*> meetings;
    if (const auto* places = find_in(meetings_of_, group))
        for (const std::size_t place : *places) meetings.push_back(&roster_->meetings[place]);
    return meetings;
}

std::vector<const Meeting*> RosterIndex::meetings_on(LocalDate date) const {
    std::vector<const Meeting*> meetings;
    if (const auto* places = find_in(meetings_on_, date))
        for (const std::size_t place : *places) meetings.push_back(&roster_->meetings[place]);
    return meetings;
}

bool is_mentor(const Group& group, const PersonId& person) { return group.mentor == person; }

bool is_mentee(const Group& group, const PersonId& person) {
    return std::any_of(group.mentees.begin(), group.mentees.end(),
                       [&](const Mentee& mentee) { return mentee.person == person; });
}

}  // namespace domain
