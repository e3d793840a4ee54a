#include "tests/unit/session/kiosk.h"

using namespace school;
using namespace kiosk::session;
using domain::MeetingState;

namespace {

// The log of another kiosk, and what of it the server tells.
struct Elsewhere {
    explicit Elsewhere(std::string id = "library") : kiosk(std::move(id)) {}
    domain::Event event(domain::EventBody body, domain::LocalTime at = today(13, 11)) {
        domain::Event made;
        made.kiosk = kiosk;
        made.seq = ++last;
        made.at = instant_of(at);
        made.clock_trusted = true;
        made.boot = "b00710c4";
        made.body = std::move(body);
        return made;
    }
    OthersRecorded check_in(const domain::MeetingId& meeting, const domain::PersonId& person) {
        return {{event(domain::CheckedIn{meeting, person, domain::FoundBy::card})}};
    }
    domain::KioskId kiosk;
    domain::Seq last = 0;
};

void enter(Kiosk& kiosk) {
    kiosk.tap(intent::OpenCurator{});
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
}

}  // namespace

TEST_CASE("The second side that came at another kiosk is seen, also while the first one's screen is up") {
    Kiosk kiosk;
    Elsewhere library;
    kiosk.scan(kMira);
    CHECK_FALSE(kiosk.showing<RecordedView>().other_side_is_there);
    const auto effects = kiosk.effects.size();
    kiosk.give(library.check_in(kNoon, kOleg));
    CHECK(kiosk.showing<RecordedView>().other_side_is_there);
    CHECK(kiosk.showing<RecordedView>().not_me_seconds);
    CHECK(kiosk.effects.size() == effects);  // nothing of it is recorded here
    kiosk.give(OthersRecorded{{library.event(domain::Retracted{1, domain::RetractionReason::not_me, {}})}});
    CHECK_FALSE(kiosk.showing<RecordedView>().other_side_is_there);
    kiosk.give(library.check_in(kNoon, kOleg));
    kiosk.tap(intent::Done{});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::already);
    CHECK(kiosk.showing<RecordedView>().other_side_is_there);
}

TEST_CASE("Who checked in at another kiosk is told so as at the same one, and his not me there counts here") {
    Kiosk kiosk;
    Elsewhere library;
    kiosk.give(library.check_in(kNoon, kMira));
    kiosk.scan(kMira);
    auto already = kiosk.showing<RecordedView>();
    CHECK(already.what == RecordedWhat::already);
    CHECK(already.at == today(13, 11));
    CHECK_FALSE(already.not_me_seconds);
    kiosk.tap(intent::NotMe{});
    CHECK(kiosk.log.events.empty());
    kiosk.tap(intent::Done{});
    kiosk.give(OthersRecorded{{library.event(domain::Retracted{1, domain::RetractionReason::not_me, {}})}});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
    CHECK(kiosk.showing<RecordedView>().not_me_seconds);
}

TEST_CASE("The same check-in at two kiosks is one, and taking ours back leaves theirs") {
    Kiosk kiosk;
    Elsewhere library;
    kiosk.scan(kMira);
    kiosk.give(library.check_in(kNoon, kMira));
    kiosk.tap(intent::NotMe{});
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::taken_back);
    REQUIRE(kiosk.log.events.size() == 2);
    CHECK(std::get<domain::Retracted>(kiosk.log.events[1].body).what == 1);
    kiosk.tap(intent::Done{});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::already);
    CHECK(kiosk.showing<RecordedView>().at == today(13, 11));
}

TEST_CASE("A rating is for who checked in anywhere, and one that was given elsewhere is given") {
    Kiosk kiosk(today(13, 30));
    Elsewhere library;
    kiosk.tap(intent::Rate{});
    kiosk.scan(kMira);
    CHECK(kiosk.screen() == "refused");
    kiosk.tap(intent::Done{});
    kiosk.give(library.check_in(kNoon, kMira));
    kiosk.tap(intent::Rate{});
    kiosk.scan(kMira);
    CHECK_FALSE(kiosk.showing<RateView>().changing);
    kiosk.tap(intent::Done{});
    kiosk.give(OthersRecorded{{library.event(domain::Rated{kNoon, kMira, ""}, today(13, 31))}});
    kiosk.tap(intent::Rate{});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RateView>().changing);
}

TEST_CASE("The curator's day shows what all kiosks recorded, and only what was recorded here can be taken back") {
    Kiosk kiosk(today(13, 30));
    Elsewhere library, gym{"gym"};
    kiosk.give(library.check_in(kNoon, kMira));
    kiosk.give(gym.check_in(kNoon, kOleg));
    enter(kiosk);
    CHECK(kiosk.showing<DayView>().rows.at(1).state == MeetingState::held);
    CHECK(kiosk.showing<DayView>().held == 1);
    kiosk.tap(intent::OpenMeeting{1});
    CHECK(kiosk.showing<MeetingView>().people.at(0).checked_in == today(13, 11));
    kiosk.tap(intent::OpenPerson{0});
    CHECK_FALSE(kiosk.showing<PersonView>().can_retract);
    kiosk.tap(intent::Retract{});
    CHECK(kiosk.log.events.empty());
    // A mark is the curator's own word, and stands above a tap at whichever kiosk.
    kiosk.tap(intent::SetMark{domain::Mark::absent});
    CHECK(kiosk.showing<PersonView>().person.mark == domain::Mark::absent);
    CHECK(kiosk.showing<PersonView>().can_retract);
    CHECK(kiosk.showing<PersonView>().row.state != MeetingState::held);
    kiosk.give(OthersRecorded{{gym.event(domain::MeetingCancelled{kEvening, "болезнь"})}});
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Back{});
    CHECK(kiosk.showing<DayView>().rows.at(3).state == MeetingState::cancelled);
}

TEST_CASE("A meeting that a mentor opened at another kiosk is joined here") {
    Kiosk kiosk(today(11, 0));
    Elsewhere library;
    kiosk.scan(kMira);
    CHECK(kiosk.screen() == "refused");
    kiosk.tap(intent::Done{});
    domain::Meeting opened = meeting(domain::MeetingId{"opened"}, kPair, today(11, 0));
    opened.planned = false;
    kiosk.give(
        OthersRecorded{{library.event(domain::MeetingOpened{opened, kOleg}, today(11, 0)),
                        library.event(domain::CheckedIn{opened.id, kOleg, domain::FoundBy::card}, today(11, 0))}});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
    CHECK(kiosk.showing<RecordedView>().other_side_is_there);
    // And who opened one here does not take it back from somebody who is in it elsewhere.
    Kiosk other(today(11, 0));
    other.scan(kOleg);
    other.tap(intent::OpenUnplanned{0});
    const auto here = other.showing<RecordedView>();
    REQUIRE(here.meeting);
    Elsewhere gym{"gym"};
    other.give(gym.check_in(here.meeting->id, kMira));
    other.tap(intent::NotMe{});
    const auto records = other.asked<Record>();
    CHECK(records.back().drafts.size() == 1);
}

TEST_CASE("What others recorded outlives a change of roster, and goes with another server") {
    Kiosk kiosk;
    Elsewhere library;
    kiosk.give(library.check_in(kNoon, kMira));
    kiosk.load(school::roster(), {});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::already);
    kiosk.tap(intent::Done{});
    kiosk.give(OthersRecorded{{}, true});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
}

TEST_CASE("What is recorded under other ids of the same people counts once the lists say whose they are") {
    Kiosk kiosk;
    Elsewhere library;
    const domain::MeetingId their_noon{"their-noon"};
    const domain::PersonId their_mira{"their-mira"};
    kiosk.give(library.check_in(their_noon, their_mira));
    kiosk.scan(kOleg);
    CHECK_FALSE(kiosk.showing<RecordedView>().other_side_is_there);
    kiosk.tap(intent::Done{});
    domain::Roster roster = school::roster();
    roster.aliases.add(their_noon, kNoon);
    roster.aliases.add(their_mira, kMira);
    kiosk.load(roster, {});
    kiosk.scan(kMira);  // what was told before, read by the new lists
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::already);
    CHECK(kiosk.showing<RecordedView>().at == today(13, 11));
    kiosk.tap(intent::Done{});
    kiosk.give(OthersRecorded{{library.event(domain::Retracted{1, domain::RetractionReason::not_me, {}})}});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
}

TEST_CASE("Of others a bounded number is kept, the newest; then the oldest days go whole") {
    Kiosk kiosk;
    Elsewhere library;
    const domain::PersonId somebody{"somebody"};
    OthersRecorded old;
    for (std::size_t i = 0; i < kMostOfOthers - 10; ++i) {
        const auto day = today(12, 0) - std::chrono::days{1 + (kMostOfOthers - i) / 1'000};
        old.events.push_back(library.event(
            domain::CheckedIn{domain::MeetingId{"m" + std::to_string(i % 50)}, somebody, domain::FoundBy::card}, day));
    }
    old.events.front().body = domain::CheckedIn{kEvening, kOleg, domain::FoundBy::card};
    kiosk.give(old);
    enter(kiosk);
    CHECK(kiosk.showing<DayView>().rows.at(3).state == MeetingState::mentor_only);
    kiosk.tap(intent::Done{});
    for (int i = 0; i < 20; ++i) kiosk.give(library.check_in(kNoon, kMira));
    enter(kiosk);
    CHECK(kiosk.showing<DayView>().rows.at(3).state == MeetingState::planned);
    CHECK(kiosk.showing<DayView>().rows.at(1).state == MeetingState::mentee_only);
    kiosk.tap(intent::Done{});
    // So many on one day: the newest of it stay.
    Kiosk busy;
    Elsewhere hall{"hall"};
    OthersRecorded many;
    for (std::size_t i = 0; i < kMostOfOthers; ++i)
        many.events.push_back(hall.event(domain::CheckedIn{domain::MeetingId{"m"}, somebody, domain::FoundBy::card},
                                         today(8, 0) + std::chrono::milliseconds{i}));
    busy.give(many);
    busy.give(hall.check_in(kNoon, kMira));
    busy.scan(kMira);
    CHECK(busy.showing<RecordedView>().what == RecordedWhat::already);
}

TEST_CASE("The kiosk is awake while somebody is or was just there, or a meeting is near") {
    Kiosk kiosk(today(8, 0));
    CHECK_FALSE(kiosk.session().is_awake(kiosk.now()));
    kiosk.give(Touched{});
    CHECK(kiosk.session().is_awake(kiosk.now()));
    kiosk.skip(119s);
    CHECK(kiosk.session().is_awake(kiosk.now()));
    kiosk.skip(1s);
    CHECK_FALSE(kiosk.session().is_awake(kiosk.now()));
    kiosk.tap(intent::CheckIn{});
    kiosk.skip(10min);
    CHECK(kiosk.session().is_awake(kiosk.now()));  // not home: nobody told it that time has passed
    kiosk.wait(10min);
    CHECK(kiosk.screen() == "home");
    CHECK_FALSE(kiosk.session().is_awake(kiosk.now()));
    // At 13:20 there is a meeting, and check-in opens before it.
    const domain::Settings settings;
    const auto opens = today(13, 20) - settings.check_in_opens_before - std::chrono::minutes{10};
    kiosk.set_wall(opens - 1s);
    CHECK_FALSE(kiosk.session().is_awake(kiosk.now()));
    kiosk.set_wall(opens);
    CHECK(kiosk.session().is_awake(kiosk.now()));
    kiosk.set_wall(today(13, 59));
    CHECK(kiosk.session().is_awake(kiosk.now()));
    kiosk.set_wall(today(23, 0));
    CHECK_FALSE(kiosk.session().is_awake(kiosk.now()));
}
