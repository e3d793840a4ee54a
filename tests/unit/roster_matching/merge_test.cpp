#include <fstream>

#include "tests/unit/roster_matching/two_schools.h"

using namespace matching_test;
using domain::GroupId;
using domain::MeetingId;
using domain::PersonId;

// Groups and meetings, and the lists that come of it.

namespace {

// A mentor with two mentees on each side, under other ids.
struct Pair : TwoSchools {
    Pair() {
        for (Side* side : {&school, &brought}) {
            side->add({"Светлова", "Агния", "Юрьевна"}, domain::ClassName{10, "А"});
            side->add({"Ёжиков", "Лев", ""}, domain::ClassName{3, "ИТ"});
            side->add({"Оюн", "Ася", "Эресовна"}, domain::ClassName{3, "ИТ"});
        }
    }
    static PersonId of(const Side& side, int person) { return PersonId{side.prefix + std::to_string(person)}; }
    GroupId group(Side& side, const std::string& number, const std::vector<int>& mentees,
                  const std::string& form = "Ученик–ученик") {
        std::vector<PersonId> ids;
        for (const int mentee : mentees) ids.push_back(of(side, mentee));
        return side.group(number, of(side, 1), ids, form);
    }
};

roster::SourceFile demo_file(const std::string& name) {
    std::ifstream in(std::string(VSTRECHA_SOURCE_DIR) + "/assets/demo/school-12/" + name, std::ios::binary);
    REQUIRE(in.good());
    return {name, base::Bytes(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>())};
}

}  // namespace

TEST_CASE("A group is the same by mentor and mentees, whatever its number, where the form fits") {
    Pair two;
    two.group(two.school, "7", {2, 3});
    two.group(two.brought, "12", {3, 2}, "");
    CHECK(two.groups() == Told{"same sg1"});
    CHECK(two.match().groups[0].differs == std::vector{Differs::number, Differs::form});
    two.school.roster.groups[0].form = "Учитель–ученик";
    two.brought.roster.groups[0].form = "ученик - ученик";
    CHECK(two.groups() == Told{"new"});
}

TEST_CASE("A mentor's two groups are told apart by their mentees, then by number, and else a person has to") {
    Pair two;
    two.group(two.school, "7", {2});
    two.group(two.school, "8", {3});
    two.group(two.brought, "1", {3});
    two.group(two.brought, "2", {2});
    CHECK(two.groups() == Told{"same sg2", "same sg1"});

    Pair both;  // one group there, two here
    both.group(both.school, "7", {2});
    both.group(both.school, "№ 8", {3});
    both.group(both.brought, "8", {2, 3});
    CHECK(both.groups() == Told{"same sg2"});
    both.brought.roster.groups[0].number = "9";
    CHECK(both.groups() == Told{"doubtful sg1 sg2"});
    CHECK(both.groups({{"bg1", "sg1"}}) == Told{"same sg1"});
    CHECK(both.groups({{"bg1", ""}}) == Told{"new"});

    Pair other;  // the same number and nobody in common
    other.group(other.school, "7", {2});
    other.group(other.brought, "7", {3});
    CHECK(other.groups() == Told{"doubtful sg1"});
}

TEST_CASE("Meetings are the same by group and start") {
    Pair two;
    const auto school = two.group(two.school, "7", {2});
    two.school.meeting(school, 23);
    two.school.meeting(school, 24);
    const auto brought = two.group(two.brought, "7", {2});
    two.brought.meeting(brought, 24);
    two.brought.meeting(brought, 24, 15);
    const auto matching = two.match();
    CHECK(matching.meetings[0].school == 1);
    CHECK_FALSE(matching.meetings[1].school);
    const auto merged = two.merge();
    CHECK(merged.meetings_added == 1);
    CHECK(merged.roster.aliases.resolve(MeetingId{"bm1"}) == MeetingId{"sm2"});
    CHECK(merged.roster.meetings.back().id == MeetingId{"bm2"});
    CHECK(merged.roster.meetings.back().group == school);
}

TEST_CASE("The school's people stay as they are, their cards are united, and brought ids become aliases") {
    Pair two;
    two.school.roster.people[0].cards = {"11112222"};
    two.brought.roster.people[0].cards = {"33334444", "11112222"};
    two.brought.roster.people[1].cards = {"11112222"};
    two.brought.roster.people[1].pictures = {7, 8, 9};
    two.brought.roster.people[2].code = "777";
    two.group(two.school, "7", {2, 3});
    two.group(two.brought, "7", {2, 3});
    const auto merged = two.merge();
    CHECK(merged.people_added == 0);
    CHECK(merged.groups_added == 0);
    auto expected = two.school.roster;
    expected.people[0].cards = {"11112222", "33334444"};
    CHECK(merged.roster.people == expected.people);
    CHECK(merged.roster.groups == expected.groups);
    CHECK(merged.roster.number == two.school.roster.number);
    CHECK(merged.roster.aliases.people.size() == 3);
    CHECK(merged.roster.aliases.resolve(GroupId{"bg1"}) == GroupId{"sg1"});
    using roster_matching::Consequence;
    CHECK(merged.consequences ==
          std::vector<Consequence>{{1, Change::pictures}, {1, Change::card_left_out}, {2, Change::code}});
}

TEST_CASE("Who is new keeps what nobody has, gets the rest anew, and comes into the group that he was in") {
    Pair two;
    const auto child = two.brought.add({"Ли", "Яна", "Олеговна"}, domain::ClassName{3, "ИТ"});
    two.brought.person(child).pictures = two.school.roster.people[1].pictures;
    two.brought.person(child).code = two.school.roster.people[0].code;
    two.brought.person(child).cards = {"55556666"};
    two.group(two.school, "7", {2});
    two.group(two.brought, "7", {2, 4});
    two.group(two.brought, "9", {3});  // a group that the school does not have
    const auto merged = two.merge();
    CHECK(merged.people_added == 1);
    CHECK(merged.groups_added == 1);
    const domain::Person& added = merged.roster.people.back();
    CHECK(added.id == child);
    CHECK(added.pictures != two.school.roster.people[1].pictures);
    CHECK(added.code != two.school.roster.people[0].code);
    CHECK(added.cards == std::vector<std::string>{"55556666"});
    const auto& mentees = merged.roster.groups[0].mentees;
    REQUIRE(mentees.size() == 2);
    CHECK(mentees[1].person == child);
    CHECK(merged.roster.groups[1].mentor == PersonId{"s1"});
    CHECK(merged.roster.groups[1].mentees[0].person == PersonId{"s3"});
    std::vector<Change> of_child;
    for (const auto& each : merged.consequences) {
        if (each.person == 3) of_child.push_back(each.change);
    }
    CHECK(of_child == std::vector{Change::pictures, Change::code});
}

TEST_CASE("Who is doubtful keeps everything from being merged") {
    Pair two;
    two.brought.roster.people[1].class_name->grade = 2;
    const auto refused = roster_matching::merge(two.school.roster, two.brought.roster, two.match(), draws());
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == roster_matching::MergeProblem::undecided);
    CHECK(two.merge({{"b2", "s2"}}).roster.aliases.resolve(PersonId{"b2"}) == PersonId{"s2"});
    CHECK(two.merge({{"b2", ""}}).people_added == 1);
}

TEST_CASE("Two that were brought may be one of the school's, by a person's word, and stand in a group once") {
    Pair two;
    two.brought.add({"Ежиков", "Лёва", ""}, domain::ClassName{3, "ИТ"});
    two.group(two.brought, "9", {2, 4});
    const auto merged = two.merge({{"b4", "s2"}, {"b2", "s2"}});
    REQUIRE(merged.groups_added == 1);
    CHECK(merged.roster.groups[0].mentees.size() == 1);
    // A mentor who would be his own mentee is none.
    const auto odd = two.merge({{"b1", "s1"}, {"b4", "s1"}, {"b2", "s2"}});
    CHECK(odd.roster.groups[0].mentees.size() == 1);
}

TEST_CASE("Aliases of a school server before come along, and one that is brought again is known") {
    Pair two;
    two.brought.roster.aliases.add(PersonId{"old"}, PersonId{"b2"});
    const auto merged = two.merge();
    CHECK(merged.roster.aliases.resolve(PersonId{"old"}) == PersonId{"s2"});
    // The kiosk changed something before it took them: everybody is known already.
    const auto again = roster_matching::match(merged.roster, two.brought.roster, {});
    CHECK(TwoSchools::told(again.people, merged.roster.people) == Told{"same s1", "same s2", "same s3"});
}

TEST_CASE("Who has left the school's lists and is brought again comes back under his own id") {
    Pair two;
    two.school.roster.aliases.add(PersonId{"b2"}, PersonId{"s9"});
    two.school.roster.people[1].name.given = "Игорь";
    const auto merged = two.merge();
    CHECK(merged.people_added == 1);
    CHECK(merged.roster.aliases.resolve(PersonId{"b2"}) == PersonId{"b2"});
}

TEST_CASE("The school's own files imported twice are one school, to the last meeting") {
    const std::vector<roster::SourceFile> files{demo_file("people-windows-1251.csv"), demo_file("groups.csv"),
                                                demo_file("meetings.csv"), demo_file("cards.csv")};
    roster::Options options;
    options.today = born(2026, 11, 23);
    options.skip_bad_rows = true;
    TwoSchools two;
    two.school.roster = roster::import_files({}, files, options, draws(1)).roster;
    two.brought.roster = roster::import_files({}, files, options, draws(2)).roster;
    REQUIRE(two.school.roster.people.size() > 10);
    REQUIRE_FALSE(two.school.roster.meetings.empty());
    CHECK(two.match().doubtful() == 0);
    const auto merged = two.merge();
    CHECK(merged.people_added == 0);
    CHECK(merged.groups_added == 0);
    CHECK(merged.meetings_added == 0);
    CHECK(merged.roster.aliases.size() ==
          two.brought.roster.people.size() + two.brought.roster.groups.size() + two.brought.roster.meetings.size());
}

TEST_CASE("In a thousand random schools the merged lists keep to the rules and cover both sides") {
    std::mt19937_64 engine{11};
    const auto below = [&engine](std::size_t limit) { return static_cast<std::size_t>(engine() % limit); };
    for (int round = 0; round < 1000; ++round) {
        TwoSchools two;
        for (Side* side : {&two.school, &two.brought}) {
            const std::vector<std::string> surnames{"Ким", "Ли", "Оюн"}, given{"Лев", "Ася"};
            std::set<std::string> cards;
            for (std::size_t i = 0; i < 8; ++i) {
                std::optional<domain::ClassName> class_name;
                if (below(5) > 0) class_name = domain::ClassName{static_cast<int>(4 + below(2)), ""};
                std::optional<domain::LocalDate> date;
                if (below(2) == 0) date = born(2015, 1, static_cast<unsigned>(1 + below(3)));
                const auto id =
                    side->add({surnames[below(3)], given[below(2)], below(2) == 0 ? "" : "Ильич"}, class_name, date);
                side->person(id).pictures = {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i + 1), 11};
                if (std::string card = std::to_string(1000 + below(6)); cards.insert(card).second) {
                    side->person(id).cards = {card};
                }
            }
            for (std::size_t i = 0; i < 4; ++i) {
                const std::size_t mentor = below(8), mentee = (mentor + 1 + below(7)) % 8;
                const auto group = side->group(std::to_string(below(3)), side->roster.people[mentor].id,
                                               {side->roster.people[mentee].id});
                for (std::size_t left = below(3); left > 0; --left)
                    side->meeting(group, static_cast<unsigned>(20 + left));
            }
        }
        // A person at random for each who is doubtful, until nobody is.
        Decisions decisions;
        for (int tries = 0; tries < 20; ++tries) {
            const Matching matching = two.match(decisions);
            if (matching.doubtful() == 0) break;
            for (const Match& match : matching.people) {
                if (match.verdict != Verdict::doubtful) continue;
                const std::size_t choice = below(match.possible.size() + 1);
                decisions[two.brought.roster.people[match.brought].id.value] =
                    choice == 0 ? "" : two.school.roster.people[match.possible[choice - 1]].id.value;
            }
            for (const Match& match : matching.groups) {
                if (match.verdict != Verdict::doubtful) continue;
                const std::size_t choice = below(match.possible.size() + 1);
                decisions[two.brought.roster.groups[match.brought].id.value] =
                    choice == 0 ? "" : two.school.roster.groups[match.possible[choice - 1]].id.value;
            }
        }
        static_cast<void>(two.merge(decisions));
    }
}
