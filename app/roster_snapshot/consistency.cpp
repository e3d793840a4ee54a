#include "app/roster_snapshot/consistency.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "platform/base/utf8.h"

namespace roster_snapshot {

namespace {

constexpr std::size_t kCodeDigits = 32;
constexpr std::size_t kLeastCardDigits = 4, kMostCardDigits = 32;
constexpr int kGrades = 11;

using Wrong = std::optional<std::string>;

bool is_text(const std::string& text) {
    return base::is_plain_text(text, kMostTextBytes);
}

bool are_texts(std::initializer_list<const std::string*> texts) {
    return std::all_of(texts.begin(), texts.end(), [](const std::string* text) { return is_text(*text); });
}

bool are_digits(const std::string& text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class People {
  public:
    Wrong wrong_with(const domain::Person& person) {
        if (!base::is_id(person.id.value)) return "an id";
        if (!ids_.insert(person.id.value).second) return "an id that somebody has already";
        if (person.name.surname.empty() || person.name.given.empty()) return "a name that is not whole";
        if (!are_texts({&person.name.surname, &person.name.given, &person.name.patronymic})) return "a name";
        const bool is_pupil = person.kind == domain::PersonKind::pupil;
        if (is_pupil != person.class_name.has_value())
            return is_pupil ? "a pupil without a class" : "a teacher's class";
        if (is_pupil && (person.class_name->grade < 1 || person.class_name->grade > kGrades)) return "a grade";
        if (is_pupil && !is_text(person.class_name->letter)) return "a class";
        if (person.birth_date && !person.birth_date->ok()) return "a birth date";
        if (person.consent && !is_text(person.consent->signed_by)) return "a consent";
        return wrong_with_marks(person);
    }
    [[nodiscard]] bool has(const domain::PersonId& id) const { return ids_.contains(id.value); }
    [[nodiscard]] const std::unordered_set<std::string>& ids() const { return ids_; }

  private:
    Wrong wrong_with_marks(const domain::Person& person) {
        const domain::Pictures& p = person.pictures;
        if (std::any_of(p.begin(), p.end(), [](std::uint8_t one) { return one >= domain::kPictureCount; })) {
            return "a picture";
        }
        if (p[0] == p[1] || p[0] == p[2] || p[1] == p[2]) return "the same picture twice";
        // Who has no consent is never looked for.
        if (person.consent && !pictures_.emplace(person.class_name, p).second) {
            return "three pictures that somebody of the class has already";
        }
        if (!person.code.empty() && !are_digits(person.code, 1, kCodeDigits)) return "a code";
        if (!person.code.empty() && !codes_.insert(person.code).second) return "a code that somebody has already";
        for (const std::string& card : person.cards) {
            if (!are_digits(card, kLeastCardDigits, kMostCardDigits)) return "a card";
            if (!cards_.insert(card).second) return "a card that somebody has already";
        }
        return std::nullopt;
    }

    std::unordered_set<std::string> ids_, codes_, cards_;
    std::set<std::pair<std::optional<domain::ClassName>, domain::Pictures>> pictures_;
};

Wrong wrong_with(const domain::Group& group, const People& people) {
    if (!base::is_id(group.id.value)) return "an id";
    if (!are_texts({&group.number, &group.form, &group.variant, &group.order})) return "a text";
    if (!people.has(group.mentor)) return "a mentor who is not in the roster";
    std::unordered_set<std::string> members{group.mentor.value};
    for (const domain::Mentee& mentee : group.mentees) {
        if (!people.has(mentee.person)) return "a mentee who is not in the roster";
        if (!members.insert(mentee.person.value).second) return "somebody twice";
        if (!is_text(mentee.request)) return "a request";
        if (mentee.joined && !mentee.joined->ok()) return "a date";
    }
    return std::nullopt;
}

Wrong wrong_with(const domain::Meeting& meeting, const std::unordered_set<std::string>& groups) {
    if (!base::is_id(meeting.id.value)) return "an id";
    if (!groups.contains(meeting.group.value)) return "a group that is not in the roster";
    if (meeting.ends <= meeting.starts || meeting.ends - meeting.starts > std::chrono::hours{24}) return "its times";
    if (!are_texts({&meeting.place, &meeting.kind, &meeting.topic})) return "a text";
    return std::nullopt;
}

// `index`: of the first of them, then of the wrong one.
template <class Id>
Wrong wrong_with(const std::map<Id, Id>& aliases, const std::unordered_set<std::string>& listed, std::size_t& index) {
    for (const auto& [alias, stands_for] : aliases) {
        if (!base::is_id(alias.value) || !base::is_id(stands_for.value)) return "an alias that is no id";
        if (listed.contains(alias.value)) return "an alias that is in the lists itself";
        if (aliases.contains(stands_for)) return "an alias of an alias";
        ++index;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Inconsistency> find_inconsistency(const domain::Roster& roster) {
    using Of = Inconsistency::Of;
    People people;
    for (std::size_t i = 0; i < roster.people.size(); ++i) {
        if (auto wrong = people.wrong_with(roster.people[i])) return Inconsistency{Of::person, i, *wrong};
    }
    std::unordered_set<std::string> groups, meetings;
    for (std::size_t i = 0; i < roster.groups.size(); ++i) {
        if (auto wrong = wrong_with(roster.groups[i], people)) return Inconsistency{Of::group, i, *wrong};
        if (!groups.insert(roster.groups[i].id.value).second) {
            return Inconsistency{Of::group, i, "an id that is there already"};
        }
    }
    for (std::size_t i = 0; i < roster.meetings.size(); ++i) {
        if (auto wrong = wrong_with(roster.meetings[i], groups)) return Inconsistency{Of::meeting, i, *wrong};
        if (!meetings.insert(roster.meetings[i].id.value).second) {
            return Inconsistency{Of::meeting, i, "an id that is there already"};
        }
    }
    std::size_t index = 0;
    if (auto wrong = wrong_with(roster.aliases.people, people.ids(), index)) return Inconsistency{Of::alias, index, *wrong};
    if (auto wrong = wrong_with(roster.aliases.groups, groups, index)) return Inconsistency{Of::alias, index, *wrong};
    if (auto wrong = wrong_with(roster.aliases.meetings, meetings, index)) {
        return Inconsistency{Of::alias, index, *wrong};
    }
    return std::nullopt;
}

}  // namespace roster_snapshot
