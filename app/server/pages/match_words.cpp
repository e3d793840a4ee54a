#include "app/server/pages/match_words.h"

#include <algorithm>

#include "app/roster/text.h"
#include "app/server/program/match_requests.h"

namespace server::pages {

namespace {

using domain::Group;
using domain::Person;
using roster_matching::Differs;
using roster_matching::Match;
using roster_matching::Verdict;

bool is_usual(Differs differs) {
    return differs == Differs::pictures || differs == Differs::code || differs == Differs::cards;
}

std::string word_of(const Visit& visit, Differs differs) {
    switch (differs) {
        case Differs::name: return visit.text("name");
        case Differs::kind: return visit.text("pupil or teacher");
        case Differs::class_name: return visit.text("class");
        case Differs::birth_date: return visit.text("birth date");
        case Differs::consent: return visit.text("consent");
        case Differs::pictures: return visit.text("pictures");
        case Differs::code: return visit.text("code");
        case Differs::cards: return visit.text("cards");
        case Differs::number: return visit.text("number");
        case Differs::form: return visit.text("form");
        case Differs::mentees: return visit.text("mentees");
    }
    return {};
}

std::string value_of(const Visit& visit, Differs differs, const Person& person) {
    switch (differs) {
        case Differs::name: return domain::full(person.name);
        case Differs::class_name: return person.class_name ? domain::display(*person.class_name) : "–";
        case Differs::birth_date:
            return person.birth_date && person.birth_date->ok() ? visit.texts().date(*person.birth_date) : "–";
        case Differs::kind:
            return person.kind == domain::PersonKind::teacher ? visit.text("teacher") : visit.text("pupil");
        default: return {};
    }
}

std::string value_of(Differs differs, const Group& group) {
    if (differs == Differs::number) return group.number;
    return differs == Differs::form ? group.form : std::string{};
}

// A word, and what each of the two says where that is short.
std::string in_words(const Visit& visit, Differs differs, const std::string& here, const std::string& there) {
    if (here.empty() && there.empty()) return word_of(visit, differs);
    return visit.text("{what}: {kiosk} at the kiosk, {school} at the school",
                      {{"what", word_of(visit, differs)},
                       {"kiosk", here.empty() ? "–" : here},
                       {"school", there.empty() ? "–" : there}});
}

bool is_same_name(const Person& one, const Person& other) {
    return roster::fold(domain::full(one.name)) == roster::fold(domain::full(other.name));
}
bool has_birth_date(const Person& person) {
    return person.birth_date && person.birth_date->ok();
}

std::string why_same(const Visit& visit, const Person& brought, const Person& school, const domain::Aliases& aliases) {
    if (aliases.resolve(brought.id) == school.id)
        return visit.text("The school's lists know this kiosk's number of them.");
    if (has_birth_date(brought) && brought.birth_date == school.birth_date)
        return visit.text("The same name and birth date.");
    if (brought.class_name == school.class_name) return visit.text("The same name and class.");
    return visit.text("The same name, and nobody else fits.");
}

std::string why_doubtful(const Visit& visit, const Person& brought, const Person& possible) {
    if (has_birth_date(brought) && has_birth_date(possible) && brought.birth_date != possible.birth_date)
        return visit.text("Nearly the same, but the birth dates differ.");
    if (!is_same_name(brought, possible)) return visit.text("Nearly the same, but the names differ by a word.");
    return visit.text("The same name, but the classes differ and a birth date is missing.");
}

}  // namespace

const std::vector<Match>& matches_of(const Compared& compared, Sort sort) {
    return sort == Sort::person ? compared.found.matching.people : compared.found.matching.groups;
}
std::string id_of_brought(const Compared& compared, Sort sort, std::size_t place) {
    const auto& roster = compared.found.brought;
    return sort == Sort::person ? roster.people[place].id.value : roster.groups[place].id.value;
}
std::string id_of_schools(const Compared& compared, Sort sort, std::size_t place) {
    const auto& roster = compared.found.school;
    return sort == Sort::person ? roster.people[place].id.value : roster.groups[place].id.value;
}
std::string brought_in_words(const Compared& compared, Sort sort, std::size_t place) {
    const auto& roster = compared.found.brought;
    return sort == Sort::person ? described(roster.people[place]) : described(roster.groups[place], compared.brought);
}
std::string schools_in_words(const Compared& compared, Sort sort, std::size_t place) {
    const auto& roster = compared.found.school;
    return sort == Sort::person ? described(roster.people[place]) : described(roster.groups[place], compared.school);
}
std::size_t count_of_schools(const Compared& compared, Sort sort) {
    return sort == Sort::person ? compared.found.school.people.size() : compared.found.school.groups.size();
}

std::string why(const Visit& visit, const Compared& compared, Sort sort, const Match& match) {
    if (match.is_decided) return visit.text("Somebody of the school has said so.");
    if (match.verdict == Verdict::added) return visit.text("Nobody of the school's lists fits.");
    if (match.verdict == Verdict::doubtful && match.possible.size() > 1)
        return visit.text("Several of the school's lists fit.");
    const auto& brought = compared.found.brought;
    const auto& school = compared.found.school;
    if (sort == Sort::person) {
        const Person& person = brought.people[match.brought];
        return match.verdict == Verdict::same ? why_same(visit, person, school.people[match.school], school.aliases)
                                              : why_doubtful(visit, person, school.people[match.possible.front()]);
    }
    if (match.verdict == Verdict::doubtful) return visit.text("Mentor and number are the same, but no mentee is.");
    const bool has_others =
        std::find(match.differs.begin(), match.differs.end(), Differs::mentees) != match.differs.end();
    return has_others ? visit.text("The mentor is the same, and some of the mentees.")
                      : visit.text("The same mentor and the same mentees.");
}

std::string differences(const Visit& visit, const Compared& compared, Sort sort, const Match& match) {
    std::string text;
    for (const Differs differs : match.differs) {
        std::string here, there;
        if (sort == Sort::person) {
            here = value_of(visit, differs, compared.found.brought.people[match.brought]);
            there = value_of(visit, differs, compared.found.school.people[match.school]);
        } else {
            here = value_of(differs, compared.found.brought.groups[match.brought]);
            there = value_of(differs, compared.found.school.groups[match.school]);
        }
        text += (text.empty() ? "" : "; ") + in_words(visit, differs, here, there);
    }
    return text;
}

bool matters(const Match& match) {
    return !std::all_of(match.differs.begin(), match.differs.end(), is_usual);
}

}  // namespace server::pages
