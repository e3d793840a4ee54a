#include "tests/unit/session/kiosk.h"

using namespace school;
using namespace kiosk::session;

TEST_CASE("From home to checked in is five taps: check in, class, three pictures") {
    Kiosk kiosk;
    CHECK(kiosk.screen() == "home");
    kiosk.tap(intent::CheckIn{});
    const auto classes = kiosk.showing<ClassView>();
    REQUIRE(classes.classes.size() == 4);
    CHECK(domain::display(classes.classes[1]) == "5А");
    CHECK(classes.teachers);
    kiosk.tap(intent::ChooseClass{1});
    kiosk.tap(intent::ChoosePicture{1});
    kiosk.tap(intent::ChoosePicture{2});
    CHECK(kiosk.showing<PicturesView>().chosen == std::vector<int>{1, 2});
    CHECK(kiosk.asked<Record>().empty());
    kiosk.tap(intent::ChoosePicture{3});
    const auto recorded = kiosk.showing<RecordedView>();
    CHECK(recorded.what == RecordedWhat::checked_in);
    CHECK(recorded.who == "Мира Ё.");
    REQUIRE(kiosk.log.events.size() == 1);
    CHECK(std::get<domain::CheckedIn>(kiosk.log.events[0].body).by == domain::FoundBy::pictures);
}

TEST_CASE("Teachers have a tile of their own") {
    Kiosk kiosk(today(15, 0));
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseTeachers{});
    CHECK_FALSE(kiosk.showing<PicturesView>().class_name);
    kiosk.pictures(1, 2, 3);
    CHECK(kiosk.showing<RecordedView>().teacher);
}

TEST_CASE("The same picture twice is one picture, and the last one can be taken off") {
    Kiosk kiosk;
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    kiosk.tap(intent::ChoosePicture{1});
    kiosk.tap(intent::ChoosePicture{1});
    CHECK(kiosk.showing<PicturesView>().chosen.size() == 1);
    kiosk.tap(intent::ChoosePicture{12});
    kiosk.tap(intent::ChoosePicture{-1});
    CHECK(kiosk.showing<PicturesView>().chosen.size() == 1);
    kiosk.tap(intent::EraseCharacter{});
    kiosk.tap(intent::EraseCharacter{});
    CHECK(kiosk.showing<PicturesView>().chosen.empty());
}

TEST_CASE("Three wrong tries make that class wait half a minute, and no other") {
    Kiosk kiosk;
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    kiosk.pictures(9, 8, 7);
    CHECK(kiosk.showing<PicturesView>().wrong);
    CHECK(kiosk.showing<PicturesView>().chosen.empty());
    kiosk.tap(intent::ChoosePicture{1});
    CHECK_FALSE(kiosk.showing<PicturesView>().wrong);
    kiosk.tap(intent::EraseCharacter{});
    kiosk.pictures(9, 8, 7);
    kiosk.pictures(9, 8, 7);
    CHECK(kiosk.showing<WaitView>().seconds_left == 30);
    REQUIRE(kiosk.asked<SaveThrottle>().size() == 3);
    CHECK(kiosk.asked<SaveThrottle>().back().key == "pictures:5А");

    kiosk.pictures(1, 2, 3);  // the right ones, while it waits
    CHECK(kiosk.log.events.empty());
    kiosk.wait(1s);
    CHECK(kiosk.showing<WaitView>().seconds_left == 29);

    SECTION("another class and a card go on") {
        kiosk.tap(intent::Back{});
        kiosk.tap(intent::ChooseClass{2});
        kiosk.pictures(4, 5, 6);
        CHECK(kiosk.log.events.size() == 1);
        kiosk.scan(kMira);
        CHECK(kiosk.log.events.size() == 2);
    }
    SECTION("when it is over the pictures come back, the next wrong try costs a minute, the right one forgets it all") {
        kiosk.give(Touched{});
        kiosk.wait(29s);
        CHECK(kiosk.showing<PicturesView>().chosen.empty());
        kiosk.pictures(9, 8, 7);
        CHECK(kiosk.showing<WaitView>().seconds_left == 60);
        for (int i = 0; i < 6; ++i) {
            kiosk.wait(10s);
            kiosk.give(Touched{});
        }
        kiosk.pictures(1, 2, 3);
        CHECK(kiosk.log.events.size() == 1);
        CHECK(kiosk.asked<SaveThrottle>().back().throttle == domain::Throttle{});
    }
}

TEST_CASE("A wait survives a restart") {
    Kiosk kiosk;
    domain::Throttle throttle;
    for (int i = 0; i < 3; ++i) throttle = domain::after_failure(throttle, domain::kPicturesPolicy, kiosk.now().at);
    kiosk.load(school::roster(), {}, {{"pictures:teachers", throttle}});
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseTeachers{});
    CHECK(kiosk.showing<WaitView>().seconds_left == 30);
}

TEST_CASE("A wall clock that goes back makes nobody wait longer than the wait") {
    Kiosk kiosk;
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    for (int i = 0; i < 3; ++i) kiosk.pictures(9, 8, 7);
    kiosk.set_wall(today(3, 0));
    kiosk.give(Touched{});
    CHECK(kiosk.showing<WaitView>().seconds_left == 30);
    kiosk.wait(15s);
    kiosk.give(Touched{});
    kiosk.wait(15s);
    CHECK(kiosk.screen() == "pictures");
}

TEST_CASE("By code: digits at once, no class, one wait for all") {
    domain::Settings settings;
    settings.find_by = domain::FindBy::code;
    Kiosk kiosk(today(13, 10), settings);
    kiosk.tap(intent::CheckIn{});
    CHECK(kiosk.showing<CodeView>().length == 6);
    kiosk.type("10x0");
    CHECK(kiosk.showing<CodeView>().digits == "100");
    kiosk.tap(intent::EraseCharacter{});
    kiosk.type("0000");
    CHECK(kiosk.showing<RecordedView>().who == "Мира Ё.");
    kiosk.tap(intent::Done{});
    kiosk.tap(intent::CheckIn{});
    for (int i = 0; i < 3; ++i) kiosk.type("999999");
    CHECK(kiosk.screen() == "wait");
    CHECK(kiosk.asked<SaveThrottle>().back().key == "code");
    SECTION("and a person without consent has no code") {
        Kiosk other(today(13, 10), settings);
        other.tap(intent::CheckIn{});
        other.type("100003");
        CHECK(other.showing<CodeView>().wrong);
    }
}

TEST_CASE("By name: a class, its people sorted with ё beside е, and a search in any case") {
    domain::Settings settings;
    settings.find_by = domain::FindBy::names;
    Kiosk kiosk(today(13, 10), settings);
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    CHECK(kiosk.showing<NamesView>().people == std::vector<std::string>{"Егорова Вера", "Ёлкина Мира"});
    kiosk.type("ЕЛК");
    CHECK(kiosk.showing<NamesView>().people == std::vector<std::string>{"Ёлкина Мира"});
    kiosk.tap(intent::ChoosePerson{1});  // not there any more
    CHECK(kiosk.screen() == "names");
    kiosk.tap(intent::ChoosePerson{0});
    CHECK(kiosk.showing<RecordedView>().who == "Мира Ё.");
    CHECK(std::get<domain::CheckedIn>(kiosk.log.events[0].body).by == domain::FoundBy::names);
}

TEST_CASE("A card works on every public screen and puts whoever was there before away") {
    Kiosk kiosk;
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().who == "Мира Ё.");
    kiosk.scan(kOleg);
    CHECK(kiosk.showing<RecordedView>().who == "Олег С.");
    CHECK(kiosk.showing<RecordedView>().other_side_is_there);
    kiosk.tap(intent::Done{});
    kiosk.tap(intent::CheckIn{});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::already);
    CHECK(kiosk.log.events.size() == 2);
}

TEST_CASE("A card that is read twice changes nothing the second time") {
    Kiosk kiosk;
    kiosk.scan(kMira);
    kiosk.wait(400ms);
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
    CHECK(kiosk.showing<RecordedView>().not_me_seconds == 15);
}

TEST_CASE("A card on the way to a rating rates") {
    Kiosk kiosk(today(13, 30));
    kiosk.log.check_in(kNoon, kMira);
    kiosk.load(school::roster(), {});
    kiosk.tap(intent::Rate{});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RateView>().who == "Мира Ё.");
    SECTION("and the next card on that screen is the next person's rating") {
        kiosk.tap(intent::GiveScore{2});
        kiosk.tap(intent::ToggleTalk{});
        kiosk.scan(kOleg);
        CHECK(kiosk.showing<RefusedView>().refusal.kind == domain::RefusalKind::not_checked_in);
        CHECK(kiosk.showing<RefusedView>().purpose == Purpose::rate);
        kiosk.scan(kMira);
        CHECK(kiosk.showing<RateView>().score == 0);
    }
}

TEST_CASE("A card of nobody, and of somebody without consent, is an unknown card") {
    Kiosk kiosk;
    kiosk.give(Scanned{"123456"});
    CHECK(kiosk.showing<RefusedView>().unknown_card);
    kiosk.tap(intent::Done{});
    kiosk.scan(kSecret);
    CHECK(kiosk.showing<RefusedView>().unknown_card);
    CHECK(kiosk.log.events.empty());
}

TEST_CASE("Before the log is read and without people home invites nobody") {
    domain::Roster empty;
    Kiosk kiosk(today(13, 10), {}, empty);
    CHECK(kiosk.showing<HomeView>().ready);
    CHECK_FALSE(kiosk.showing<HomeView>().has_people);
    kiosk.tap(intent::CheckIn{});
    CHECK(kiosk.screen() == "home");

    Session fresh(Kiosk::catalogue(), [] { return std::string(); });
    const auto now = now_at(today(13, 10), 1000ms);
    CHECK_FALSE(std::get<HomeView>(fresh.view(now).screen).ready);
    for (const Input& input : {Input{Tapped{intent::CheckIn{}}}, Input{Tapped{intent::OpenCurator{}}}, Input{Scanned{"55500000"}},
                               Input{Tick{}}})
        CHECK(fresh.handle(input, now).empty());
    CHECK(std::holds_alternative<HomeView>(fresh.view(now).screen));
}
