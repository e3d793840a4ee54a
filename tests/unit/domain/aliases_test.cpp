#include "app/domain/aliases.h"

#include "tests/support/catch.h"
#include "tests/unit/domain/kiosks.h"

using namespace domain;

// Ids of a kiosk's own lists beside those of its school.

TEST_CASE("An alias stands for what is none itself, however the aliases came") {
    Aliases aliases;
    CHECK(aliases.resolve(PersonId{"a"}) == PersonId{"a"});
    aliases.add(PersonId{"a"}, PersonId{"b"});
    aliases.add(PersonId{"b"}, PersonId{"c"});  // who stood for b stands for c
    aliases.add(PersonId{"d"}, PersonId{"a"});
    for (const char* id : {"a", "b", "c", "d"}) CHECK(aliases.resolve(PersonId{id}) == PersonId{"c"});
    aliases.add(PersonId{"c"}, PersonId{"a"});  // c speaks for itself already
    CHECK(aliases.resolve(PersonId{"c"}) == PersonId{"c"});
    CHECK(aliases.size() == 3);
    aliases.add(PersonId{"c"}, PersonId{"c"});
    CHECK(aliases.size() == 3);
    // Ids of other kinds do not mix.
    CHECK(aliases.resolve(GroupId{"a"}) == GroupId{"a"});
    CHECK(aliases.resolve(MeetingId{"a"}) == MeetingId{"a"});
    Aliases others;
    others.add(PersonId{"c"}, PersonId{"e"});
    others.add(MeetingId{"m"}, MeetingId{"n"});
    aliases.add(others);
    CHECK(aliases.resolve(PersonId{"d"}) == PersonId{"e"});
    CHECK(aliases.resolve(MeetingId{"m"}) == MeetingId{"n"});
    Roster lists;
    lists.people.resize(1);
    lists.people[0].id = PersonId{"a"};
    aliases.leave_out_ids_of(lists);
    CHECK(aliases.resolve(PersonId{"a"}) == PersonId{"a"});
    CHECK(aliases.resolve(PersonId{"d"}) == PersonId{"e"});
}

TEST_CASE("Every id of every kind of event is resolved, and resolving again changes nothing") {
    Aliases aliases;
    aliases.add(PersonId{"p"}, PersonId{"P"});
    aliases.add(GroupId{"g"}, GroupId{"G"});
    aliases.add(MeetingId{"m"}, MeetingId{"M"});
    const MeetingId m{"m"}, M{"M"};
    const PersonId p{"p"}, P{"P"};
    const auto resolved = [&aliases](EventBody body) {
        resolve(body, aliases);
        EventBody again = body;
        resolve(again, aliases);
        REQUIRE(again.index() == body.index());
        return again;
    };
    const auto checked_in = std::get<CheckedIn>(resolved(CheckedIn{m, p, FoundBy::card}));
    CHECK(checked_in.meeting == M);
    CHECK(checked_in.person == P);
    CHECK(std::get<CheckedOut>(resolved(CheckedOut{m, p})).person == P);
    CHECK(std::get<AttendanceMarked>(resolved(AttendanceMarked{m, p, Mark::absent})).meeting == M);
    CHECK(std::get<Rated>(resolved(Rated{m, p, "sealed"})).person == P);
    CHECK(std::get<MeetingConfirmed>(resolved(MeetingConfirmed{m})).meeting == M);
    CHECK(std::get<MeetingCancelled>(resolved(MeetingCancelled{m, "так"})).meeting == M);
    Meeting opened;
    opened.id = MeetingId{"o"};
    opened.group = GroupId{"g"};
    const auto of_opened = std::get<MeetingOpened>(resolved(MeetingOpened{opened, p}));
    CHECK(of_opened.meeting.group == GroupId{"G"});
    CHECK(of_opened.meeting.id == MeetingId{"o"});
    CHECK(of_opened.by == P);
    CHECK(std::get<Retracted>(resolved(Retracted{3, RetractionReason::not_me, ""})).what == 3);
}

TEST_CASE("Lists cover others whose every id and alias they know") {
    Roster own;
    own.people.resize(1);
    own.people[0].id = PersonId{"p"};
    own.groups.resize(1);
    own.groups[0].id = GroupId{"g"};
    own.meetings.resize(1);
    own.meetings[0].id = MeetingId{"m"};
    Roster lists = own;
    CHECK(covers(lists, own));
    CHECK(covers(own, Roster{}));
    CHECK_FALSE(covers(Roster{}, own));
    lists.people[0].id = PersonId{"P"};
    CHECK_FALSE(covers(lists, own));
    lists.aliases.add(PersonId{"p"}, PersonId{"P"});
    CHECK(covers(lists, own));
    lists.meetings.clear();
    CHECK_FALSE(covers(lists, own));
    lists.aliases.add(MeetingId{"m"}, MeetingId{"gone"});
    CHECK(covers(lists, own));
    own.aliases.add(GroupId{"older"}, GroupId{"g"});  // of a school server before
    CHECK_FALSE(covers(lists, own));
    lists.aliases.add(GroupId{"older"}, GroupId{"g"});
    CHECK(covers(lists, own));
}

TEST_CASE("Under other ids with aliases, kiosks say the same in any order as under the school's own") {
    // Of each kiosk some of the ids are its own; the aliases say whose they are.
    Aliases aliases;
    for (const PersonId& person : {school::kMira, school::kOleg}) aliases.add(PersonId{person.value + "-own"}, person);
    for (const MeetingId& meeting : {school::kNoon, school::kEvening}) {
        aliases.add(MeetingId{meeting.value + "-own"}, meeting);
    }
    const auto kept = std::make_shared<const Aliases>(aliases);
    std::mt19937_64 engine{23};
    for (int round = 0; round < 500; ++round) {
        const auto days = random_days(engine, 1 + engine() % 4);
        MergedAttendance plain;
        for (const auto& day : days) {
            for (const Event& event : day) plain.apply(event);
        }
        auto recorded = days;
        for (auto& day : recorded) {
            for (Event& event : day) {
                Aliases reversed;
                if (engine() % 2 == 0) {
                    for (const auto& [own, listed] : aliases.people) reversed.people.emplace(listed, own);
                    for (const auto& [own, listed] : aliases.meetings) reversed.meetings.emplace(listed, own);
                }
                resolve(event.body, reversed);
            }
        }
        MergedAttendance merged;
        merged.use(kept);
        std::vector<std::size_t> next(recorded.size());
        for (std::size_t left = recorded.size(); left > 0;) {
            const std::size_t kiosk = engine() % recorded.size();
            if (next[kiosk] == recorded[kiosk].size()) continue;
            const std::size_t from = next[kiosk] - engine() % (next[kiosk] + 1);
            next[kiosk] = std::min(recorded[kiosk].size(), next[kiosk] + 1 + engine() % 5);
            for (std::size_t i = from; i < next[kiosk]; ++i) merged.apply(recorded[kiosk][i]);
            if (next[kiosk] == recorded[kiosk].size()) --left;
        }
        REQUIRE(told_by(merged) == told_by(plain));
        REQUIRE(merged == plain);
    }
}
