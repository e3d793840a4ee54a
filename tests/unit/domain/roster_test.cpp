#include "tests/support/catch.h"
#include "tests/unit/domain/school.h"

using namespace school;

TEST_CASE("A person without a consent is in the roster and is found by nothing") {
    const auto roster = school::roster();
    const domain::RosterIndex index(roster);
    CHECK(index.person(kSecret));
    CHECK_FALSE(index.by_card(card_of(roster, kSecret)));
    CHECK_FALSE(index.by_code("100003"));
    CHECK_FALSE(index.by_pictures(domain::ClassName{5, "А"}, {7, 8, 9}));
    for (const auto* person : index.people_of(domain::ClassName{5, "А"})) CHECK(person->id != kSecret);
}

TEST_CASE("A class with nobody to find is not offered, and classes stand by grade") {
    auto roster = school::roster();
    {
        const domain::RosterIndex index(roster);
        const auto classes = index.classes();
        REQUIRE(classes.size() == 4);
        CHECK(domain::display(classes[0]) == "2А");
        CHECK(domain::display(classes[1]) == "5А");
        CHECK(domain::display(classes[3]) == "11-ИТ");
        CHECK(index.has_teachers());
    }
    for (auto& person : roster.people)
        if (person.id == kLonely || person.id == kTeacher) person.consent.reset();
    const domain::RosterIndex index(roster);
    CHECK(index.classes().size() == 3);
    CHECK_FALSE(index.has_teachers());
}

TEST_CASE("The same pictures are another person in another class and in another order") {
    const auto roster = school::roster();
    const domain::RosterIndex index(roster);
    CHECK(index.by_pictures(domain::ClassName{5, "А"}, {1, 2, 3})->id == kMira);
    CHECK(index.by_pictures(domain::ClassName{5, "А"}, {3, 2, 1})->id == kVera);
    CHECK(index.by_pictures(std::nullopt, {1, 2, 3})->id == kTeacher);
    CHECK_FALSE(index.by_pictures(domain::ClassName{9, "В"}, {1, 2, 3}));
    CHECK_FALSE(index.by_pictures(domain::ClassName{7, "Г"}, {1, 2, 3}));
}

TEST_CASE("A person has all his groups, as mentor and as mentee") {
    const auto roster = school::roster();
    const domain::RosterIndex index(roster);
    const auto groups = index.groups_of(kOleg);
    REQUIRE(groups.size() == 2);
    CHECK(domain::is_mentor(*groups[0], kOleg));
    CHECK(domain::is_mentee(*groups[1], kOleg));
    CHECK(index.groups_of(kLonely).empty());
}

TEST_CASE("The meetings of a day stand by start, then by group number as people read it") {
    auto roster = school::roster();
    roster.meetings.push_back(meeting(domain::MeetingId{"twelfth"}, kTriple, today(13, 20)));
    const domain::RosterIndex index(roster);
    const auto meetings = index.meetings_on(kMonday);
    REQUIRE(meetings.size() == 5);
    CHECK(meetings[0]->group == kProvisional);  // 3
    CHECK(meetings[1]->group == kPair);         // 7
    CHECK(meetings[2]->group == kTriple);       // 12
    CHECK(meetings[4]->id == kEvening);
    CHECK(domain::comes_before("7", "7а"));
    CHECK(domain::comes_before("7а", "12"));
    CHECK_FALSE(domain::comes_before("12", "7"));
}
