#include "app/roster_matching/merging.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "app/roster/free_marks.h"

namespace roster_matching {

namespace {

using domain::GroupId;
using domain::Person;
using domain::PersonId;
using domain::Roster;

class Merging {
  public:
    Merging(const Roster& school, const Roster& brought, const roster::Random& random)
        : brought_(brought), random_(random) {
        merged_.roster = school;
        for (const Person& person : school.people) {
            classes_[person.class_name].take(person.pictures);
            codes_.insert(person.code);
            cards_.insert(person.cards.begin(), person.cards.end());
        }
    }

    // False: a class is too large.
    bool take_people(const std::vector<Match>& matches) {
        // Those whom the school knows first, so that whose card is whose does not depend on who stands where.
        for (const Match& match : matches) {
            if (match.verdict == Verdict::same) unite(brought_.people[match.brought], match.school);
        }
        for (const Match& match : matches) {
            if (match.verdict == Verdict::added && !add(brought_.people[match.brought])) return false;
        }
        return true;
    }

    void take_groups(const std::vector<Match>& matches) {
        for (const Match& match : matches) {
            domain::Group group = brought_.groups[match.brought];
            group.mentor = resolved(group.mentor);
            for (domain::Mentee& mentee : group.mentees) mentee.person = resolved(mentee.person);
            if (match.verdict == Verdict::same) {
                domain::Group& there = merged_.roster.groups[match.school];
                merged_.roster.aliases.add(group.id, there.id);
                for (domain::Mentee& mentee : group.mentees) {
                    if (added_.contains(mentee.person)) take_mentee(there, std::move(mentee));
                }
            } else {
                std::vector<domain::Mentee> mentees;
                mentees.swap(group.mentees);
                for (domain::Mentee& mentee : mentees) take_mentee(group, std::move(mentee));
                merged_.roster.groups.push_back(std::move(group));
                ++merged_.groups_added;
            }
        }
    }

    void take_meetings(const std::vector<MeetingMatch>& matches) {
        for (const MeetingMatch& match : matches) {
            domain::Meeting meeting = brought_.meetings[match.brought];
            if (match.school) {
                merged_.roster.aliases.add(meeting.id, merged_.roster.meetings[*match.school].id);
            } else {
                meeting.group = merged_.roster.aliases.resolve(meeting.group);
                merged_.roster.meetings.push_back(std::move(meeting));
                ++merged_.meetings_added;
            }
        }
    }

    // Those that the kiosk has from a school server that it was of before; what this school says counts.
    void take_aliases(const domain::Aliases& brought) {
        domain::Aliases& aliases = merged_.roster.aliases;
        const auto take = [&aliases](const auto& from_to, const auto& known) {
            if (!known.contains(from_to.first)) aliases.add(from_to.first, from_to.second);
        };
        for (const auto& each : brought.people) take(each, aliases.people);
        for (const auto& each : brought.groups) take(each, aliases.groups);
        for (const auto& each : brought.meetings) take(each, aliases.meetings);
    }

    Merged end() {
        merged_.roster.aliases.leave_out_ids_of(merged_.roster);
        return std::move(merged_);
    }

  private:
    void note(std::size_t person, Change change) { merged_.consequences.push_back({person, change}); }
    [[nodiscard]] PersonId resolved(const PersonId& id) const { return merged_.roster.aliases.resolve(id); }

    void take_cards(const std::vector<std::string>& cards, std::size_t at) {
        std::vector<std::string>& has = merged_.roster.people[at].cards;
        for (const std::string& card : cards) {
            if (std::find(has.begin(), has.end(), card) != has.end()) continue;
            if (cards_.insert(card).second) {
                has.push_back(card);
            } else {
                note(at, Change::card_left_out);
            }
        }
    }

    void unite(const Person& person, std::size_t at) {
        const Person& there = merged_.roster.people[at];
        merged_.roster.aliases.add(person.id, there.id);
        if (person.pictures != there.pictures) note(at, Change::pictures);
        if (person.code != there.code) note(at, Change::code);
        take_cards(person.cards, at);
    }

    bool add(Person person) {
        const std::size_t at = merged_.roster.people.size();
        merged_.roster.aliases.people.erase(person.id);  // of somebody who has left the lists
        roster::PicturesOfClass& of_class = classes_[person.class_name];
        if (!of_class.free(person.pictures)) {
            const auto drawn = of_class.draw(random_);
            if (!drawn) return false;
            person.pictures = *drawn;
            note(at, Change::pictures);
        }
        of_class.take(person.pictures);
        if (person.code.empty() || !codes_.insert(person.code).second) {
            person.code = roster::draw_code(codes_, at + 1, random_);
            note(at, Change::code);
        }
        const std::vector<std::string> cards = std::move(person.cards);
        person.cards.clear();
        added_.insert(person.id);
        merged_.roster.people.push_back(std::move(person));
        ++merged_.people_added;
        take_cards(cards, at);
        return true;
    }

    // Two that were brought may be one of the school's.
    static void take_mentee(domain::Group& group, domain::Mentee mentee) {
        const bool is_there = mentee.person == group.mentor ||
                              std::any_of(group.mentees.begin(), group.mentees.end(),
                                          [&](const domain::Mentee& one) { return one.person == mentee.person; });
        if (!is_there) group.mentees.push_back(std::move(mentee));
    }

    const Roster& brought_;
    const roster::Random& random_;
    Merged merged_;
    std::map<std::optional<domain::ClassName>, roster::PicturesOfClass> classes_;
    std::set<std::string> codes_, cards_;
    std::set<PersonId> added_;
};

}  // namespace

base::Result<Merged, MergeProblem> merge(const Roster& school, const Roster& brought, const Matching& matching,
                                         const roster::Random& random) {
    if (matching.doubtful() > 0) return base::failure(MergeProblem::undecided);
    Merging merging{school, brought, random};
    if (!merging.take_people(matching.people)) return base::failure(MergeProblem::class_too_large);
    merging.take_groups(matching.groups);
    merging.take_meetings(matching.meetings);
    merging.take_aliases(brought.aliases);
    return merging.end();
}

}  // namespace roster_matching
