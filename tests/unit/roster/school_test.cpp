#include <algorithm>
#include <map>
#include <set>

#include "app/domain/statistics.h"
#include "tests/unit/roster/helpers.h"

using namespace roster_test;

namespace {

// What assets/demo/school-12/COUNTS.txt says.
void check_counts(const domain::Roster& roster) {
    const auto counts = domain::count(roster);
    CHECK(counts.people == 107);
    CHECK(counts.pupils == 100);
    CHECK(counts.teachers == 7);
    CHECK(counts.groups == 39);
    CHECK(counts.meetings == 468);
    CHECK(counts.without_consent == 3);
    CHECK(counts.by_variant ==
          std::map<std::string, std::size_t>{{"успевающий – неуспевающий", 20},
                                             {"лидер – пассивный", 20},
                                             {"равный – равному", 10},
                                             {"адаптированный – неадаптированный", 24},
                                             {"активный профессионал – равнодушный потребитель", 25},
                                             {"коллега – молодой коллега", 1}});
}

// Every format that holds the same.
const std::vector<std::string> kPeople{"people-windows-1251.csv", "people.xlsx", "people.ods", "people.xls"};
const std::vector<std::string> kGroups{"groups.csv", "groups.xlsx", "groups-libreoffice.xlsx"};
const std::vector<std::string> kMeetings{"meetings.csv", "meetings.xlsx"};

std::vector<SourceFile> school(const std::string& people, const std::string& groups, const std::string& meetings) {
    return {school_file(people), school_file(groups), school_file(meetings), school_file("cards.csv")};
}

}  // namespace

TEST_CASE("The invented school comes in as its counts say") {
    const auto result = import({}, school("people.xlsx", "groups.csv", "meetings.csv"));
    INFO(told(result));
    REQUIRE(result.accepted);
    CHECK(result.changed);
    CHECK(result.roster.number == 1);
    check_counts(result.roster);
    CHECK(result.without_consent.size() == 3);
    CHECK(result.outside_programme == 708 - 107);
    CHECK(result.cards_outside_programme == 0);
    CHECK(result.count(Severity::error) == 0);
    CHECK(result.count(Severity::warning) == 0);
    CHECK(result.difference.people.size() == 107);
    CHECK(result.difference.groups.size() == 39);
    CHECK(result.difference.meetings.size() == 468);
    CHECK(result.difference.cards.size() == 107);
    REQUIRE(result.tables.size() == 4);
    CHECK(result.tables[0].content == Content::people);
    CHECK(result.tables[0].format == Format::xlsx);
    CHECK(result.tables[0].rows == 708);
    CHECK(result.tables[1].content == Content::groups);
    CHECK(result.tables[1].rows == 68);
    CHECK(result.tables[2].content == Content::meetings);
    CHECK(result.tables[2].rows == 468);
    CHECK(result.tables[3].content == Content::cards);
}

TEST_CASE("Every combination of formats, in any order, gives the same roster") {
    const auto first = import({}, school(kPeople[0], kGroups[0], kMeetings[0]));
    check_counts(first.roster);
    for (const std::string& people : kPeople) {
        for (const std::string& groups : kGroups) {
            for (const std::string& meetings : kMeetings) {
                auto files = school(people, groups, meetings);
                std::reverse(files.begin(), files.end());
                const auto result = import({}, files);
                INFO(people << " " << groups << " " << meetings << "\n" << told(result));
                CHECK(result.roster == first.roster);
            }
        }
    }
}

TEST_CASE("Importing again changes nothing, whatever the format and the random numbers") {
    const auto first = import({}, school(kPeople[0], kGroups[0], kMeetings[0]));
    const auto again = import(first.roster, school(kPeople[1], kGroups[2], kMeetings[1]), false, 99);
    INFO(told(again));
    CHECK(again.accepted);
    CHECK_FALSE(again.changed);
    CHECK(again.difference.empty());
    CHECK(again.roster == first.roster);
}

TEST_CASE("The same file in two formats at once is read once") {
    const auto first = import({}, school(kPeople[0], kGroups[0], kMeetings[0]));
    auto files = school(kPeople[0], kGroups[0], kMeetings[0]);
    files.push_back(school_file(kPeople[2]));
    files.push_back(school_file(kGroups[1]));
    files.push_back(school_file(kMeetings[1]));
    const auto result = import({}, files);
    INFO(told(result));
    CHECK(result.accepted);
    CHECK(result.roster == first.roster);
    CHECK(problem(result, ProblemKind::rows_repeated));
}

TEST_CASE("Pictures are three different ones, unique in the class, and differ in more than order where they can") {
    const auto result = import({}, school(kPeople[0], kGroups[0], kMeetings[0]));
    std::map<std::string, std::set<std::set<int>>> of_class;
    std::set<std::string> ids, codes;
    for (const domain::Person& person : result.roster.people) {
        const std::set<int> pictures(person.pictures.begin(), person.pictures.end());
        CHECK(pictures.size() == 3);
        CHECK(*pictures.rbegin() < domain::kPictureCount);
        CHECK(of_class[person.class_name ? domain::display(*person.class_name) : ""].insert(pictures).second);
        CHECK(ids.insert(person.id.value).second);
        CHECK(person.id.value.size() == 16);
        CHECK(codes.insert(person.code).second);
        CHECK(person.code.size() == 5);
    }
}
