#include "app/roster_matching/matching.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "app/roster/rows.h"
#include "app/roster/text.h"
#include "app/roster_matching/pairing.h"

namespace roster_matching {

namespace {

using domain::Group;
using domain::Person;
using domain::Roster;

// --- people

constexpr int kNameAndClass = 2, kNameAndBirth = 3;

struct Name {
    std::string surname, given, patronymic;
    explicit Name(const domain::FullName& name)
        : surname(roster::fold(name.surname)),
          given(roster::fold(name.given)),
          patronymic(roster::fold(name.patronymic)) {}
};

std::vector<Name> names_of(const Roster& roster) {
    std::vector<Name> names;
    names.reserve(roster.people.size());
    for (const Person& person : roster.people) names.emplace_back(person.name);
    return names;
}

// 0: not at all.
int rank_of(const Person& brought, const Name& name, const Person& school, const Name& school_name) {
    if (name.given != school_name.given) return 0;
    const bool has_surname = name.surname == school_name.surname;
    const bool has_patronymic = name.patronymic == school_name.patronymic;
    const bool born_are_known = brought.birth_date && school.birth_date;
    const bool born_alike = born_are_known && *brought.birth_date == *school.birth_date;
    const bool same_class = brought.kind == school.kind && brought.class_name == school.class_name;
    if (has_surname && (has_patronymic || name.patronymic.empty() || school_name.patronymic.empty())) {
        if (brought.kind != school.kind) return born_are_known && !born_alike ? 0 : kPossible;
        if (born_alike) return kNameAndBirth;
        if (born_are_known) return same_class ? kPossible : 0;
        return same_class ? kNameAndClass : kPossible;
    }
    return born_alike && (has_surname || has_patronymic) ? kPossible : 0;
}

std::vector<std::vector<Fit>> fits_of_people(const Roster& school, const Roster& brought) {
    const std::vector<Name> school_names = names_of(school), names = names_of(brought);
    std::unordered_map<std::string, std::vector<std::size_t>> by_given;
    for (std::size_t i = 0; i < school_names.size(); ++i) by_given[school_names[i].given].push_back(i);
    std::vector<std::vector<Fit>> fits(brought.people.size());
    for (std::size_t i = 0; i < fits.size(); ++i) {
        const auto same_given = by_given.find(names[i].given);
        if (same_given == by_given.end()) continue;
        for (const std::size_t other : same_given->second) {
            const int rank = rank_of(brought.people[i], names[i], school.people[other], school_names[other]);
            if (rank > 0) fits[i].push_back({other, rank});
        }
    }
    return fits;
}

std::vector<Differs> differs_of(const Person& brought, const Person& school) {
    std::vector<Differs> differs;
    const auto note = [&differs](bool is_other, Differs in) {
        if (is_other) differs.push_back(in);
    };
    note(brought.name != school.name, Differs::name);
    note(brought.kind != school.kind, Differs::kind);
    note(brought.class_name != school.class_name, Differs::class_name);
    note(brought.birth_date != school.birth_date, Differs::birth_date);
    note(brought.consent.has_value() != school.consent.has_value(), Differs::consent);
    note(brought.pictures != school.pictures, Differs::pictures);
    note(brought.code != school.code, Differs::code);
    note(std::set<std::string>(brought.cards.begin(), brought.cards.end()) !=
             std::set<std::string>(school.cards.begin(), school.cards.end()),
         Differs::cards);
    return differs;
}

// --- groups

constexpr int kMenteeOrTwo = 2, kSameMentees = 4;  // and one more where the number is the same
constexpr int kHighestOfGroups = kSameMentees + 1;

bool form_fits(const Group& brought, const Group& school) {
    const std::string one = roster::fold(brought.form), other = roster::fold(school.form);
    return one.empty() || other.empty() || one == other;
}

class GroupFits {
  public:
    GroupFits(const Roster& school, const Roster& brought, const std::vector<Match>& people) : school_(school) {
        for (const Match& match : people) {
            if (match.verdict == Verdict::same) {
                is_.emplace(brought.people[match.brought].id, &school.people[match.school].id);
            }
        }
        for (std::size_t i = 0; i < school.groups.size(); ++i) of_mentor_[school.groups[i].mentor].push_back(i);
    }

    [[nodiscard]] std::vector<Fit> of(const Group& brought) const {
        std::vector<Fit> fits;
        const auto mentor = is_.find(brought.mentor);
        if (mentor == is_.end()) return fits;
        const auto groups = of_mentor_.find(*mentor->second);
        if (groups == of_mentor_.end()) return fits;
        const std::set<domain::PersonId> mentees = mentees_of(brought);
        for (const std::size_t i : groups->second) {
            const Group& group = school_.groups[i];
            if (!form_fits(brought, group)) continue;
            const bool same_number = roster::group_key(brought.number) == roster::group_key(group.number);
            std::set<domain::PersonId> theirs;
            for (const domain::Mentee& mentee : group.mentees) theirs.insert(mentee.person);
            const bool have_one = std::any_of(mentees.begin(), mentees.end(),
                                              [&theirs](const domain::PersonId& id) { return theirs.contains(id); });
            if (theirs == mentees) {
                fits.push_back({i, kSameMentees + (same_number ? 1 : 0)});
            } else if (have_one) {
                fits.push_back({i, kMenteeOrTwo + (same_number ? 1 : 0)});
            } else if (same_number) {
                fits.push_back({i, kPossible});
            }
        }
        return fits;
    }
    // As the school knows them; who is not there under a brought id, which is nobody's there.
    [[nodiscard]] std::set<domain::PersonId> mentees_of(const Group& brought) const {
        std::set<domain::PersonId> mentees;
        for (const domain::Mentee& mentee : brought.mentees) {
            const auto found = is_.find(mentee.person);
            mentees.insert(found == is_.end() ? mentee.person : *found->second);
        }
        return mentees;
    }
    [[nodiscard]] std::vector<Differs> differs_of(const Group& brought, const Group& school) const {
        std::vector<Differs> differs;
        std::set<domain::PersonId> theirs;
        for (const domain::Mentee& mentee : school.mentees) theirs.insert(mentee.person);
        if (roster::group_key(brought.number) != roster::group_key(school.number)) differs.push_back(Differs::number);
        if (roster::fold(brought.form) != roster::fold(school.form)) differs.push_back(Differs::form);
        if (mentees_of(brought) != theirs) differs.push_back(Differs::mentees);
        return differs;
    }

  private:
    const Roster& school_;
    std::unordered_map<domain::PersonId, const domain::PersonId*> is_;
    std::unordered_map<domain::PersonId, std::vector<std::size_t>> of_mentor_;
};

// --- what is known without comparing

template <class Each>
auto places_of(const std::vector<Each>& list) {
    std::unordered_map<decltype(Each::id), std::size_t> places;
    for (std::size_t i = 0; i < list.size(); ++i) places.emplace(list[i].id, i);
    return places;
}

template <class Places, class Id>
std::optional<std::size_t> place_in(const Places& places, const Id& id) {
    const auto found = places.find(id);
    if (found == places.end()) return std::nullopt;
    return found->second;
}

// By id or alias first, then by decision.
template <class Each>
std::vector<Match> pair(const std::vector<Each>& school, const std::vector<Each>& brought,
                        const domain::Aliases& aliases, const Decisions& decisions, Pairing& pairing,
                        int highest_rank) {
    const auto places = places_of(school);
    std::vector<bool> decided(brought.size());
    for (std::size_t i = 0; i < brought.size(); ++i) {
        if (const auto there = place_in(places, aliases.resolve(brought[i].id))) {
            pairing.fix(i, there);
            continue;
        }
        const auto said = decisions.find(brought[i].id.value);
        if (said == decisions.end()) continue;
        const auto there = place_in(places, decltype(Each::id){said->second});
        if (!there && !said->second.empty()) continue;
        pairing.fix(i, there);
        decided[i] = true;
    }
    pairing.pair_from(highest_rank);
    std::vector<Match> matches;
    for (std::size_t i = 0; i < brought.size(); ++i) {
        Match match{i, Verdict::added, decided[i]};
        if (const auto there = pairing.school_of(i)) {
            match.verdict = Verdict::same;
            match.school = *there;
        } else if (match.possible = pairing.possible_of(i); !match.possible.empty()) {
            match.verdict = Verdict::doubtful;
        }
        matches.push_back(std::move(match));
    }
    return matches;
}

// --- meetings

std::vector<MeetingMatch> match_meetings(const Roster& school, const Roster& brought,
                                         const std::vector<Match>& groups) {
    std::unordered_map<domain::GroupId, domain::GroupId> group_is;
    for (const Match& match : groups) {
        if (match.verdict == Verdict::same) {
            group_is.emplace(brought.groups[match.brought].id, school.groups[match.school].id);
        }
    }
    const auto places = places_of(school.meetings);
    std::map<std::pair<domain::GroupId, domain::LocalTime>, std::vector<std::size_t>> by_start;
    for (std::size_t i = 0; i < school.meetings.size(); ++i) {
        by_start[{school.meetings[i].group, school.meetings[i].starts}].push_back(i);
    }
    std::vector<MeetingMatch> matches;
    for (std::size_t i = 0; i < brought.meetings.size(); ++i) {
        const domain::Meeting& meeting = brought.meetings[i];
        MeetingMatch match{i, place_in(places, school.aliases.resolve(meeting.id))};
        const auto group = group_is.find(meeting.group);
        if (!match.school && group != group_is.end()) {
            const auto found = by_start.find({group->second, meeting.starts});
            if (found != by_start.end() && found->second.size() == 1) match.school = found->second.front();
        }
        matches.push_back(match);
    }
    return matches;
}

}  // namespace

std::size_t Matching::doubtful() const {
    const auto is_doubtful = [](const Match& match) { return match.verdict == Verdict::doubtful; };
    return static_cast<std::size_t>(std::count_if(people.begin(), people.end(), is_doubtful) +
                                    std::count_if(groups.begin(), groups.end(), is_doubtful));
}

Matching match(const Roster& school, const Roster& brought, const Decisions& decisions) {
    Matching matching;
    Pairing people{fits_of_people(school, brought), school.people.size()};
    matching.people = pair(school.people, brought.people, school.aliases, decisions, people, kNameAndBirth);
    for (Match& match : matching.people) {
        if (match.verdict == Verdict::same) {
            match.differs = differs_of(brought.people[match.brought], school.people[match.school]);
        }
    }
    const GroupFits fits{school, brought, matching.people};
    std::vector<std::vector<Fit>> of_groups;
    of_groups.reserve(brought.groups.size());
    for (const Group& group : brought.groups) of_groups.push_back(fits.of(group));
    Pairing groups{std::move(of_groups), school.groups.size()};
    matching.groups = pair(school.groups, brought.groups, school.aliases, decisions, groups, kHighestOfGroups);
    for (Match& match : matching.groups) {
        if (match.verdict == Verdict::same) {
            match.differs = fits.differs_of(brought.groups[match.brought], school.groups[match.school]);
        }
    }
    matching.meetings = match_meetings(school, brought, matching.groups);
    return matching;
}

}  // namespace roster_matching
