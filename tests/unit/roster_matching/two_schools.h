#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "app/domain/roster.h"
#include "app/roster/import.h"
#include "app/roster_matching/matching.h"
#include "app/roster_matching/merging.h"
#include "app/roster_snapshot/consistency.h"
#include "tests/support/catch.h"

// Two rosters of one school under different ids, all people invented.
namespace matching_test {

using roster_matching::Change;
using roster_matching::Decisions;
using roster_matching::Differs;
using roster_matching::Match;
using roster_matching::Matching;
using roster_matching::Verdict;

inline roster::Random draws(std::uint64_t seed = 1) {
    return [engine = std::make_shared<std::mt19937_64>(seed)] { return (*engine)(); };
}

inline domain::LocalDate born(int year, unsigned month, unsigned day) {
    return std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
}

// One side; people get pictures and codes that nobody has.
struct Side {
    explicit Side(std::string the_prefix) : prefix(std::move(the_prefix)) {}
    std::string prefix;
    domain::Roster roster;

    domain::PersonId add(domain::FullName name, std::optional<domain::ClassName> class_name,
                         std::optional<domain::LocalDate> birth_date = std::nullopt) {
        domain::Person person;
        const std::size_t place = roster.people.size();
        person.id.value = prefix + std::to_string(place + 1);
        person.kind = class_name ? domain::PersonKind::pupil : domain::PersonKind::teacher;
        person.name = std::move(name);
        person.class_name = std::move(class_name);
        person.birth_date = birth_date;
        person.consent = domain::Consent{born(2026, 9, 1), "мать"};
        person.pictures = {static_cast<std::uint8_t>(place % 10), static_cast<std::uint8_t>(place % 10 + 1), 11};
        person.code = std::to_string(10'000 + place);
        roster.people.push_back(std::move(person));
        return roster.people.back().id;
    }
    domain::GroupId group(const std::string& number, const domain::PersonId& mentor,
                          const std::vector<domain::PersonId>& mentees, const std::string& form = "Ученик–ученик") {
        domain::Group group;
        group.id.value = prefix + "g" + std::to_string(roster.groups.size() + 1);
        group.number = number;
        group.form = form;
        group.mentor = mentor;
        for (const auto& mentee : mentees) group.mentees.push_back({mentee, "", std::nullopt});
        group.order = "1-о";
        roster.groups.push_back(std::move(group));
        return roster.groups.back().id;
    }
    domain::MeetingId meeting(const domain::GroupId& group, unsigned day, int hour = 14) {
        const auto starts = domain::at(born(2026, 11, day), std::chrono::minutes{60 * hour});
        domain::Meeting meeting{domain::MeetingId{prefix + "m" + std::to_string(roster.meetings.size() + 1)},
                                group,
                                starts,
                                starts + std::chrono::minutes{40},
                                "214",
                                "Регулярная",
                                "",
                                true};
        roster.meetings.push_back(std::move(meeting));
        return roster.meetings.back().id;
    }
    domain::Person& person(const domain::PersonId& id) {
        for (domain::Person& one : roster.people) {
            if (one.id == id) return one;
        }
        FAIL("nobody");
        return roster.people.front();
    }
};

struct TwoSchools {
    Side school{"s"}, brought{"b"};

    [[nodiscard]] Matching match(const Decisions& decisions = {}) const {
        return roster_matching::match(school.roster, brought.roster, decisions);
    }
    // "same s1", "doubtful s1 s2", "new": of the first, the second ... person that was brought.
    [[nodiscard]] std::vector<std::string> people(const Decisions& decisions = {}) const {
        return told(match(decisions).people, school.roster.people);
    }
    [[nodiscard]] std::vector<std::string> groups(const Decisions& decisions = {}) const {
        return told(match(decisions).groups, school.roster.groups);
    }
    template <class Each>
    static std::vector<std::string> told(const std::vector<Match>& matches, const std::vector<Each>& list) {
        std::vector<std::string> all;
        for (const Match& match : matches) {
            std::string text = match.verdict == Verdict::same    ? "same " + list[match.school].id.value
                               : match.verdict == Verdict::added ? "new"
                                                                 : "doubtful";
            for (const std::size_t one : match.possible) text += ' ' + list[one].id.value;
            all.push_back(std::move(text));
        }
        return all;
    }
    // Whatever was decided, the lists keep to their rules, and nobody of either side is lost.
    [[nodiscard]] roster_matching::Merged merge(const Decisions& decisions = {}) const {
        auto merged = roster_matching::merge(school.roster, brought.roster, match(decisions), draws());
        REQUIRE(merged);
        const auto wrong = roster_snapshot::find_inconsistency(merged->roster);
        CAPTURE(wrong ? wrong->rule : "");
        REQUIRE_FALSE(wrong);
        REQUIRE(domain::covers(merged->roster, school.roster));
        REQUIRE(domain::covers(merged->roster, brought.roster));
        return *std::move(merged);
    }
};

using Told = std::vector<std::string>;

}  // namespace matching_test
