#include "app/domain/statistics.h"

#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace domain {

ProgrammeCounts count(const Roster& roster) {
    ProgrammeCounts counts;
    std::unordered_map<PersonId, PersonKind> kinds;
    for (const Person& person : roster.people) {
        kinds.emplace(person.id, person.kind);
        ++(person.kind == PersonKind::pupil ? counts.pupils : counts.teachers);
        if (!person.consent) ++counts.without_consent;
    }
    counts.people = roster.people.size();
    counts.groups = roster.groups.size();
    counts.meetings = roster.meetings.size();

    std::unordered_set<PersonId> mentors, mentees;
    std::set<std::pair<std::string, PersonId>> counted;
    for (const Group& group : roster.groups) {
        auto count_in = [&](const PersonId& person) {
            const auto kind = kinds.find(person);
            if (kind == kinds.end() || !counted.emplace(group.variant, person).second) return;
            ++(kind->second == PersonKind::pupil ? counts.by_variant : counts.teachers_by_variant)[group.variant];
        };
        mentors.insert(group.mentor);
        count_in(group.mentor);
        for (const Mentee& mentee : group.mentees) {
            mentees.insert(mentee.person);
            count_in(mentee.person);
        }
    }
    counts.mentors = mentors.size();
    counts.mentees = mentees.size();
    return counts;
}

}  // namespace domain
