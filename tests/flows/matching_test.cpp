#include "tests/flows/real_server.h"

// A kiosk that has lists and a log of its own joins a school that has others: nobody is lost, and what it recorded
// before counts for the school's people.

using namespace kiosk::session;
using namespace school;
using flows::RealServer;
using flows::SchoolKiosk;

namespace {

// The same school under other ids and codes, as another import would have made it.
domain::Roster schools_own() {
    domain::Roster roster = school::roster();
    const auto rename = [](auto& id) { id.value = "s-" + id.value; };
    for (auto& person : roster.people) {
        rename(person.id);
        person.code = "9" + person.code;
    }
    for (auto& group : roster.groups) {
        rename(group.id);
        rename(group.mentor);
        for (auto& mentee : group.mentees) rename(mentee.person);
    }
    for (auto& meeting : roster.meetings) {
        rename(meeting.id);
        rename(meeting.group);
    }
    return roster;
}

bool anything(const RecordedView&) {
    return true;
}

bool waits(const Server& state) {
    return state.lists_problem == ListsProblem::waits_for_matching;
}

}  // namespace

TEST_CASE("Matched, a kiosk takes the school's lists, and what it recorded before makes the school's meeting held") {
    RealServer server;
    const server::SchoolId school = server.school();
    REQUIRE(server.store().publish_roster(school, schools_own(), 0));
    SchoolKiosk hall{0}, library{100, std::nullopt};

    // Before it knows of any server.
    hall.scan(kMira);
    CHECK(hall.see<RecordedView>(anything).what == RecordedWhat::checked_in);
    hall.tap(intent::Done{});
    hall.join(server.address(), server.code());
    hall.run_until_server([](const Server& state) { return waits(state) && state.waiting == 0; });
    // It goes on with its own lists meanwhile.
    hall.scan(kMira);
    CHECK(hall.see<RecordedView>(anything).what == RecordedWhat::already);
    hall.tap(intent::Done{});

    library.join(server.address(), server.code());
    library.run_until_server([](const Server& state) { return state.lists == 1; });
    library.scan(kOleg);
    CHECK(library.see<RecordedView>(anything).what == RecordedWhat::checked_in);

    const domain::MeetingId noon{"s-noon"};
    const auto state_at_server = [&] {
        const auto roster = server.store().roster(school);
        const auto attendance = server.store().attendance_of(school, noon);
        REQUIRE((roster && attendance));
        const domain::RosterIndex index{*roster};
        const domain::Meeting& meeting = *index.meeting(noon);
        return domain::state_of(meeting, *index.group(meeting.group), attendance->record(noon), today(13, 12));
    };
    library.run_until_server([](const Server& state) { return state.waiting == 0 && state.sent_up_to > 1; });
    CHECK(state_at_server() == domain::MeetingState::mentor_only);

    const auto waiting = server.store().brought_lists(school);
    REQUIRE((waiting && waiting->size() == 1));
    const auto shown = server.store().brought_matching(school, hall.kiosk_);
    REQUIRE(shown);
    CHECK(shown->matching.doubtful() == 0);
    REQUIRE(server.store().confirm_brought(school, hall.kiosk_, shown->seen));
    CHECK(state_at_server() == domain::MeetingState::held);

    // Lists change at home only; then the library knows who came in the hall before.
    library.tap(intent::Done{});
    library.run_until_server([](const Server& state) { return state.lists == 2; });
    library.scan(kOleg);
    CHECK(library.see<RecordedView>([](const RecordedView& view) { return view.other_side_is_there; }).what ==
          RecordedWhat::already);
    library.tap(intent::Done{});
    // They may be applied already; the session has them when it was told so.
    hall.take_until([&](const Input& input) {
        hall.give(input);
        return std::holds_alternative<Loaded>(input);
    });
    CHECK(hall.link->side().state().lists == 2);
    hall.scan(kMira);
    const auto already = hall.see<RecordedView>([](const RecordedView& view) { return view.other_side_is_there; });
    CHECK(already.what == RecordedWhat::already);
    hall.close();
    const auto store = hall.machine.open();
    const auto roster = store->roster();
    REQUIRE(roster);
    CHECK(roster->people == schools_own().people);
    CHECK(roster->aliases.resolve(kMira) == domain::PersonId{"s-mira"});
    // After a start too.
    const auto folded = store->fold_recent(*roster);
    REQUIRE(folded);
    CHECK(folded->presence(noon, domain::PersonId{"s-mira"}).is_there());
    CHECK(store->verify()->ok);
}
