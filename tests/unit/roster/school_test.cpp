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
    CHECK(counts.by_variant == std::map<std::string, std::size_t>{{"успевающий – неуспевающий", 20},
                                                                  {"лидер – пассивный", 20},
                                                                  {"равный – равному", 10},
                                                                  {"адаптированный – неадаптированный", 24},
                                                                  {"активный профессионал – равнодушный потребитель", 25},
                                                                  {"коллега – молодой коллега", 1}});
}

const std::vector<std::string> kPeople{"people-windows-1251.csv"};
const std::vector<std::string> kGroups{"groups.csv"};
const std::vector<std::string> kMeetings{"meetings.csv"};

}  // namespace

TEST_CASE("The invented school comes in as its counts say") {
    const auto result = import({}, {school_file("people-windows-1251.csv"), school_file("groups.csv"), school_file("meetings.csv"),
                                    school_file("cards.csv")});
    INFO(told(result));
    REQUIRE(result.accepted);
    CHECK(result.changed);
    CHECK(result.roster.number == 1);
    check_counts(result.roster);
    CHECK(result.without_consent.size() == 3);
    CHECK(result.outside_programme == 708 - 107);
}
