#include "app/roster/difference.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "app/roster/values.h"

namespace roster {

namespace {

using People = std::unordered_map<domain::PersonId, const domain::Person*>;
using Groups = std::unordered_map<domain::GroupId, const domain::Group*>;

std::string text(const std::optional<domain::ClassName>& name) {
    return name ? domain::display(*name) : "";
}
std::string text(const std::optional<domain::LocalDate>& date) {
    return date ? show(*date) : "";
}
std::string text(const std::optional<domain::Consent>& consent) {
    if (!consent) return "";
    return show(consent->date) + (consent->signed_by.empty() ? "" : ", " + consent->signed_by);
}
std::string text(domain::PersonKind kind) {
    return kind == domain::PersonKind::pupil ? "pupil" : "teacher";
}

std::string named(const domain::Person& person) {
    return domain::full(person.name) + (person.class_name ? ", " + domain::display(*person.class_name) : "");
}

std::string named(const People& people, const domain::PersonId& id) {
    const auto found = people.find(id);
    return found == people.end() ? "?" : named(*found->second);
}

std::string when(const domain::Meeting& meeting) {
    return show(domain::date_of(meeting.starts)) + " " + show(domain::minute_of_day(meeting.starts));
}

class Fields {
  public:
    void compare(std::string_view field, std::string before, std::string after) {
        if (before != after) fields_.push_back({field, std::move(before), std::move(after)});
    }
    std::vector<FieldChange> take() { return std::move(fields_); }

  private:
    std::vector<FieldChange> fields_;
};

std::vector<FieldChange> fields(const domain::Person& a, const domain::Person& b) {
    Fields f;
    f.compare("surname", a.name.surname, b.name.surname);
    f.compare("given name", a.name.given, b.name.given);
    f.compare("patronymic", a.name.patronymic, b.name.patronymic);
    f.compare("category", text(a.kind), text(b.kind));
    f.compare("class", text(a.class_name), text(b.class_name));
    f.compare("birth date", text(a.birth_date), text(b.birth_date));
    f.compare("consent", text(a.consent), text(b.consent));
    return f.take();
}

std::string mentees(const domain::Group& group, const People& people) {
    std::vector<std::string> names;
    for (const domain::Mentee& mentee : group.mentees) names.push_back(named(people, mentee.person));
    std::sort(names.begin(), names.end());
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : "; ") + name;
    return all;
}

std::vector<FieldChange> fields(const domain::Group& a, const domain::Group& b, const People& before,
                                const People& after) {
    Fields f;
    f.compare("number", a.number, b.number);
    f.compare("form", a.form, b.form);
    f.compare("variant", a.variant, b.variant);
    // By id: who only changed class or surname is told among the people.
    if (a.mentor != b.mentor) f.compare("mentor", named(before, a.mentor), named(after, b.mentor));
    std::map<domain::PersonId, const domain::Mentee*> mentees_a, mentees_b;
    for (const domain::Mentee& m : a.mentees) mentees_a[m.person] = &m;
    for (const domain::Mentee& m : b.mentees) mentees_b[m.person] = &m;
    const bool same = mentees_a.size() == mentees_b.size() &&
                      std::equal(mentees_a.begin(), mentees_a.end(), mentees_b.begin(),
                                 [](const auto& x, const auto& y) { return x.first == y.first; });
    if (!same) f.compare("mentees", mentees(a, before), mentees(b, after));
    for (const auto& [id, mentee] : mentees_b) {
        const auto earlier = mentees_a.find(id);
        if (earlier == mentees_a.end()) continue;
        const std::string name = named(after, id) + ": ";
        f.compare("request", name + earlier->second->request, name + mentee->request);
        f.compare("joined", name + text(earlier->second->joined), name + text(mentee->joined));
    }
    f.compare("order", a.order, b.order);
    return f.take();
}

std::vector<FieldChange> fields(const domain::Meeting& a, const domain::Meeting& b) {
    Fields f;
    f.compare("ends", show(domain::minute_of_day(a.ends)), show(domain::minute_of_day(b.ends)));
    f.compare("place", a.place, b.place);
    f.compare("kind", a.kind, b.kind);
    f.compare("topic", a.topic, b.topic);
    return f.take();
}

// Added and changed in the order of `after`, then removed in the order of `before`.
template <class Thing, class Name, class Compare>
std::vector<Change> changes(const std::vector<Thing>& before, const std::vector<Thing>& after, Name name_before,
                            Name name_after, Compare compare) {
    std::unordered_map<decltype(Thing::id), const Thing*> earlier, later;
    for (const Thing& thing : before) earlier.emplace(thing.id, &thing);
    for (const Thing& thing : after) later.emplace(thing.id, &thing);
    std::vector<Change> result;
    for (const Thing& thing : after) {
        const auto was = earlier.find(thing.id);
        if (was == earlier.end()) {
            result.push_back({ChangeKind::added, name_after(thing), {}});
        } else if (auto fields_changed = compare(*was->second, thing); !fields_changed.empty()) {
            result.push_back({ChangeKind::changed, name_after(thing), std::move(fields_changed)});
        }
    }
    for (const Thing& thing : before) {
        if (!later.contains(thing.id)) result.push_back({ChangeKind::removed, name_before(thing), {}});
    }
    return result;
}

People people_of(const domain::Roster& roster) {
    People people;
    for (const domain::Person& person : roster.people) people.emplace(person.id, &person);
    return people;
}

Groups groups_of(const domain::Roster& roster) {
    Groups groups;
    for (const domain::Group& group : roster.groups) groups.emplace(group.id, &group);
    return groups;
}

std::map<std::string, const domain::Person*> cards_of(const domain::Roster& roster) {
    std::map<std::string, const domain::Person*> cards;
    for (const domain::Person& person : roster.people) {
        for (const std::string& card : person.cards) cards.emplace(card, &person);
    }
    return cards;
}

}  // namespace

Difference difference(const domain::Roster& before, const domain::Roster& after) {
    const People people_before = people_of(before), people_after = people_of(after);
    const Groups groups_before = groups_of(before), groups_after = groups_of(after);
    Difference result;

    using NamePerson = std::string (*)(const domain::Person&);
    const NamePerson name_person = [](const domain::Person& person) { return named(person); };
    result.people = changes(before.people, after.people, name_person, name_person,
                            [](const domain::Person& a, const domain::Person& b) { return fields(a, b); });

    using NameGroup = std::string (*)(const domain::Group&);
    const NameGroup name_group = [](const domain::Group& group) { return group.number; };
    result.groups = changes(
        before.groups, after.groups, name_group, name_group,
        [&](const domain::Group& a, const domain::Group& b) { return fields(a, b, people_before, people_after); });

    struct NameMeeting {
        const Groups* groups;
        std::string operator()(const domain::Meeting& meeting) const {
            const auto group = groups->find(meeting.group);
            return (group == groups->end() ? "?" : group->second->number) + ", " + when(meeting);
        }
    };
    result.meetings = changes(before.meetings, after.meetings, NameMeeting{&groups_before}, NameMeeting{&groups_after},
                              [](const domain::Meeting& a, const domain::Meeting& b) { return fields(a, b); });

    const auto cards_before = cards_of(before), cards_after = cards_of(after);
    for (const auto& [card, person] : cards_after) {
        const auto was = cards_before.find(card);
        if (was == cards_before.end()) {
            result.cards.push_back({ChangeKind::added, card, {{"owner", "", named(*person)}}});
        } else if (was->second->id != person->id) {
            result.cards.push_back({ChangeKind::changed, card, {{"owner", named(*was->second), named(*person)}}});
        }
    }
    for (const auto& [card, person] : cards_before) {
        if (!cards_after.contains(card))
            result.cards.push_back({ChangeKind::removed, card, {{"owner", named(*person), ""}}});
    }
    return result;
}

}  // namespace roster
