#include "app/domain/my_meetings.h"
#include "tests/flows/disk_kiosk.h"

using namespace school;
using namespace kiosk::session;
using domain::MeetingState;

namespace {

void check_in_by_pictures(flows::DiskKiosk& kiosk, std::size_t class_index, int a, int b, int c) {
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{class_index});
    kiosk.pictures(a, b, c);
}

MeetingState state(flows::DiskKiosk& kiosk, const domain::MeetingId& id) {
    const auto roster = kiosk.store().roster();
    REQUIRE(roster);
    const domain::RosterIndex index(*roster);
    const auto* meeting = index.meeting(id);
    REQUIRE(meeting);
    return domain::state_of(*meeting, *index.group(meeting->group), kiosk.fold().record(id), kiosk.now().local);
}

}  // namespace

TEST_CASE("A school day: both sides check in, rate, a wrong child is taken back, the power goes, the curator closes") {
    flows::DiskKiosk kiosk(school::roster());

    check_in_by_pictures(kiosk, 1, 1, 2, 3);  // Mira
    CHECK(kiosk.showing<RecordedView>().who == "Мира Ё.");
    CHECK(state(kiosk, kNoon) == MeetingState::mentee_only);
    kiosk.tap(intent::Done{});
    check_in_by_pictures(kiosk, 2, 4, 5, 6);  // Oleg, her mentor
    CHECK(kiosk.showing<RecordedView>().other_side_is_there);
    CHECK(state(kiosk, kNoon) == MeetingState::held);
    kiosk.pass(3s);
    kiosk.tap(intent::NotMe{});
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::taken_back);
    CHECK(state(kiosk, kNoon) == MeetingState::mentee_only);
    kiosk.give(Scanned{card_of(school::roster(), kOleg)});
    CHECK(state(kiosk, kNoon) == MeetingState::held);

    kiosk.restart();
    CHECK(kiosk.screen() == "home");
    kiosk.give(Scanned{card_of(school::roster(), kOleg)});
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::already);
    kiosk.tap(intent::Done{});

    kiosk.go_to(today(13, 50));
    kiosk.tap(intent::Rate{});
    kiosk.tap(intent::ChooseClass{1});
    kiosk.pictures(1, 2, 3);
    CHECK_FALSE(kiosk.showing<RateView>().changing);
    kiosk.tap(intent::GiveScore{2});
    kiosk.tap(intent::ToggleTalk{});
    kiosk.tap(intent::SendRating{});
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::rated);
    kiosk.tap(intent::Done{});

    kiosk.restart();
    kiosk.tap(intent::Rate{});
    kiosk.give(Scanned{card_of(school::roster(), kMira)});
    CHECK(kiosk.showing<RateView>().changing);

    kiosk.go_to(today(18, 30));
    kiosk.tap(intent::Done{});
    kiosk.tap(intent::OpenCurator{});
    kiosk.type(storage_test::kPin);
    kiosk.tap(intent::EnterPin{});
    const auto day = kiosk.showing<DayView>();
    REQUIRE(day.rows.size() == 4);
    CHECK(day.rows[1].state == MeetingState::held);
    CHECK(day.rows[2].state == MeetingState::missed);
    kiosk.tap(intent::OpenMeeting{2});
    kiosk.tap(intent::CancelMeeting{});
    kiosk.tap(intent::ChooseReason{0});
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::OpenMeeting{3});
    kiosk.tap(intent::ConfirmMeeting{});
    CHECK(state(kiosk, kLesson) == MeetingState::cancelled);
    CHECK(state(kiosk, kEvening) == MeetingState::confirmed);

    const auto report = kiosk.store().verify();
    REQUIRE(report);
    CHECK(report->ok);
    const auto status = kiosk.store().status();
    REQUIRE(status);
    // The log's own first ones, then check-ins 3, retraction 1, rating 1, cancelled 1, confirmed 1.
    CHECK(kiosk.records.size() == 7);
}

TEST_CASE("A wait and a locked PIN outlive the power") {
    flows::DiskKiosk kiosk(school::roster());
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    for (int i = 0; i < 3; ++i) kiosk.pictures(9, 8, 7);
    kiosk.tap(intent::Done{});
    kiosk.tap(intent::OpenCurator{});
    for (int i = 0; i < 5; ++i) {
        kiosk.type("1111");
        kiosk.tap(intent::EnterPin{});
    }
    kiosk.restart();
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    CHECK(kiosk.showing<WaitView>().seconds_left == 30);
    kiosk.tap(intent::Done{});
    kiosk.tap(intent::OpenCurator{});
    CHECK(kiosk.showing<PinView>().wait_seconds == 60);
}

TEST_CASE("A class of twenty-five in a queue: each is recorded once, each sees only himself") {
    domain::Roster roster;
    for (int i = 0; i < 26; ++i) {
        const std::string number = std::to_string(i);
        const domain::PersonId id{"pupil" + number};
        // Three different pictures, in an order of their own for each.
        const domain::Pictures pictures{static_cast<std::uint8_t>(i % 12),
                                        static_cast<std::uint8_t>((i + 1 + i / 12) % 12),
                                        static_cast<std::uint8_t>((i + 5 + i / 12) % 12)};
        auto person = pupil(id, "Ф" + number, "Имя" + number, 5, "А", pictures);
        person.cards = {std::to_string(7770000 + i)};
        roster.people.push_back(person);
        if (i == 0) continue;
        const domain::GroupId group{"group" + number};
        roster.groups.push_back({group, number, "", "", domain::PersonId{"pupil0"}, {{id, "", {}}}, "1"});
        roster.meetings.push_back(meeting(domain::MeetingId{"meeting" + number}, group, today(13, 20)));
    }
    flows::DiskKiosk kiosk(roster);
    for (int i = 1; i < 26; ++i) {
        const auto& person = roster.people[static_cast<std::size_t>(i)];
        check_in_by_pictures(kiosk, 0, person.pictures[0], person.pictures[1], person.pictures[2]);
        CHECK(kiosk.showing<RecordedView>().who == domain::short_form(person.name));
        kiosk.pass(2s);
        kiosk.tap(intent::Done{});
        CHECK(kiosk.screen() == "home");
    }
    CHECK(kiosk.records.size() == 25);
    const auto fold = kiosk.fold();
    for (int i = 1; i < 26; ++i)
        CHECK(fold.presence(domain::MeetingId{"meeting" + std::to_string(i)},
                            domain::PersonId{"pupil" + std::to_string(i)})
                  .is_there());
}
