#include "tests/unit/session/kiosk.h"

using namespace school;
using namespace kiosk::session;

TEST_CASE("A checked-in screen stays for the fifteen seconds of not me, every other finished screen for eight") {
    Kiosk kiosk;
    kiosk.scan(kMira);
    kiosk.wait(14999ms);
    CHECK(kiosk.screen() == "recorded");
    kiosk.wait(1ms);
    CHECK(kiosk.screen() == "home");
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::already);
    kiosk.wait(7999ms);
    CHECK(kiosk.screen() == "recorded");
    kiosk.wait(1ms);
    CHECK(kiosk.screen() == "home");
    kiosk.scan(kLonely);
    kiosk.wait(7999ms);
    CHECK(kiosk.screen() == "refused");
    kiosk.wait(1ms);
    CHECK(kiosk.screen() == "home");
}

TEST_CASE("Done goes home at once") {
    Kiosk kiosk;
    kiosk.scan(kMira);
    kiosk.tap(intent::Done{});
    CHECK(kiosk.screen() == "home");
}

TEST_CASE("Half a minute of nothing leads home, and any touch begins it anew") {
    Kiosk kiosk;
    kiosk.tap(intent::CheckIn{});
    kiosk.wait(29s);
    kiosk.give(Touched{});
    kiosk.wait(29999ms);
    CHECK(kiosk.screen() == "class");
    CHECK_FALSE(kiosk.view().idle_seconds_left);  // nothing entered, nothing to lose
    kiosk.wait(1ms);
    CHECK(kiosk.screen() == "home");
}

TEST_CASE("Where something was entered the last twenty seconds are counted down, and staying is one tap") {
    Kiosk kiosk;
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    kiosk.wait(5s);
    kiosk.tap(intent::ChoosePicture{1});
    kiosk.wait(9999ms);
    CHECK_FALSE(kiosk.view().idle_seconds_left);
    kiosk.wait(1ms);
    CHECK(kiosk.view().idle_seconds_left == 20);
    kiosk.wait(12s);
    CHECK(kiosk.view().idle_seconds_left == 8);
    kiosk.tap(intent::StayHere{});
    CHECK_FALSE(kiosk.view().idle_seconds_left);
    CHECK(kiosk.showing<PicturesView>().chosen == std::vector<int>{1});
    kiosk.wait(29s);
    CHECK(kiosk.view().idle_seconds_left == 1);
    kiosk.wait(1s);
    CHECK(kiosk.screen() == "home");
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    CHECK(kiosk.showing<PicturesView>().chosen.empty());
}

TEST_CASE("The language is switched at home and goes back after a reset, and after half a minute at home") {
    Kiosk kiosk;
    kiosk.tap(intent::SwitchLanguage{});
    CHECK(kiosk.view().language == domain::Language::english);
    kiosk.scan(kMira);
    CHECK(kiosk.view().language == domain::Language::english);
    kiosk.tap(intent::Done{});
    CHECK(kiosk.session().language() == domain::Language::russian);
    kiosk.tap(intent::SwitchLanguage{});
    kiosk.wait(29s);
    CHECK(kiosk.view().language == domain::Language::english);
    kiosk.wait(1s);
    CHECK(kiosk.view().language == domain::Language::russian);
    SECTION("and the next person's card does not speak the language of the one before") {
        kiosk.tap(intent::SwitchLanguage{});
        kiosk.scan(kMira);
        kiosk.scan(kOleg);
        CHECK(kiosk.view().language == domain::Language::russian);
    }
    SECTION("but a card on the way keeps it") {
        kiosk.tap(intent::SwitchLanguage{});
        kiosk.tap(intent::CheckIn{});
        kiosk.scan(kOleg);
        CHECK(kiosk.view().language == domain::Language::english);
    }
}

TEST_CASE("A tap on a screen whose time is over does nothing on the next one") {
    Kiosk kiosk;
    kiosk.tap(intent::CheckIn{});
    kiosk.skip(31s);
    kiosk.tap(intent::CheckIn{});
    CHECK(kiosk.screen() == "home");
}

TEST_CASE("The home screen invites for six seconds, then only the minute changes it") {
    Kiosk kiosk(today(13, 10, 30));
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::Back{});
    CHECK(kiosk.showing<HomeView>().inviting);
    CHECK(kiosk.session().next_deadline(kiosk.now()) == kiosk.now().mono + 6s);
    kiosk.wait(6s);
    CHECK_FALSE(kiosk.showing<HomeView>().inviting);
    CHECK(kiosk.session().next_deadline(kiosk.now()) == kiosk.now().mono + 24s);
    kiosk.wait(24s);
    CHECK(kiosk.session().next_deadline(kiosk.now()) == kiosk.now().mono + 60s);
    SECTION("not where motion is off") {
        domain::Settings settings;
        settings.motion = false;
        Kiosk still(today(13, 10), settings);
        still.tap(intent::CheckIn{});
        still.tap(intent::Back{});
        CHECK_FALSE(still.showing<HomeView>().inviting);
        CHECK(still.session().next_deadline(still.now()) == still.now().mono + 60s);
    }
}

TEST_CASE("A new roster waits until nobody stands before the screen") {
    Kiosk kiosk;
    kiosk.tap(intent::CheckIn{});
    auto changed = school::roster();
    changed.people.erase(changed.people.begin());  // Mira has left
    kiosk.load(changed, {});
    CHECK(kiosk.showing<ClassView>().classes.size() == 4);
    kiosk.tap(intent::ChooseClass{1});
    kiosk.pictures(1, 2, 3);
    CHECK(kiosk.showing<RecordedView>().who == "Мира Ё.");
    kiosk.tap(intent::Done{});
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RefusedView>().unknown_card);
    SECTION("and brings no older attendance with it") {
        kiosk.tap(intent::Done{});
        CHECK(kiosk.log.attendance.presence(kNoon, kMira).is_there());
        Kiosk other;
        other.tap(intent::CheckIn{});
        other.load(school::roster(), {});  // read before the check-in below
        other.scan(kMira);
        other.tap(intent::Done{});
        other.scan(kMira);
        CHECK(other.log.events.size() <= 2);
        CHECK(other.showing<RecordedView>().what == RecordedWhat::already);
    }
    SECTION("and what is recorded while it waits is added to what it brings") {
        Kiosk other;
        other.tap(intent::CheckIn{});
        other.log.check_in(kNoon, kOleg);  // known to what comes, not to the session
        other.load(school::roster(), {});
        other.scan(kMira);
        other.tap(intent::Done{});
        for (const auto& person : {kMira, kOleg}) {
            other.scan(person);
            CHECK(other.showing<RecordedView>().what == RecordedWhat::already);
            other.tap(intent::Done{});
        }
    }
}

namespace {

// What an eye can tell apart; enough to see a change that no deadline announced.
std::string look(const Kiosk& kiosk) {
    const auto view = kiosk.view();
    std::string text = kiosk::session::name_of(view.screen);
    text += view.language == domain::Language::russian ? " ru" : " en";
    if (view.idle_seconds_left) text += " idle" + std::to_string(*view.idle_seconds_left);
    if (const auto* home = std::get_if<HomeView>(&view.screen)) {
        text += std::to_string(domain::minute_of_day(home->now).count());
        text += home->inviting ? "!" : "";
    } else if (const auto* wait = std::get_if<WaitView>(&view.screen)) {
        text += std::to_string(wait->seconds_left);
    } else if (const auto* recorded = std::get_if<RecordedView>(&view.screen)) {
        text += std::to_string(recorded->not_me_seconds.value_or(-1));
    } else if (const auto* pin = std::get_if<PinView>(&view.screen)) {
        text += std::to_string(pin->wait_seconds);
    }
    return text;
}

}  // namespace

TEST_CASE("The view changes by itself only at a deadline that was announced") {
    Kiosk kiosk(today(13, 9, 47));
    const auto quiet_until_deadlines = [&](int deadlines) {
        for (int i = 0; i < deadlines; ++i) {
            const auto deadline = kiosk.session().next_deadline(kiosk.now());
            REQUIRE(deadline);
            const std::string before = look(kiosk);
            while (kiosk.now().mono < *deadline) {
                INFO("before " << before << ", " << (*deadline - kiosk.now().mono).count() << " ms to the deadline");
                REQUIRE(look(kiosk) == before);
                kiosk.skip(std::min(domain::Millis{97}, *deadline - kiosk.now().mono));
            }
            kiosk.give(Tick{});
            INFO(look(kiosk));
            CHECK(look(kiosk) != before);  // and no deadline is for nothing
            const auto next = kiosk.session().next_deadline(kiosk.now());
            REQUIRE((!next || *next > kiosk.now().mono));
        }
    };
    SECTION("home") { quiet_until_deadlines(4); }
    SECTION("home in English") {
        kiosk.tap(intent::SwitchLanguage{});
        quiet_until_deadlines(5);
    }
    SECTION("pictures with a warning") {
        kiosk.tap(intent::CheckIn{});
        kiosk.tap(intent::ChooseClass{1});
        kiosk.tap(intent::ChoosePicture{1});
        kiosk.skip(333ms);
        quiet_until_deadlines(21);
        CHECK(kiosk.screen() == "home");
    }
    SECTION("a wait") {
        kiosk.tap(intent::CheckIn{});
        kiosk.tap(intent::ChooseClass{1});
        for (int i = 0; i < 3; ++i) {
            kiosk.skip(101ms);
            kiosk.pictures(9, 8, 7);
        }
        quiet_until_deadlines(29);
    }
    SECTION("recorded") {
        kiosk.scan(kMira);
        kiosk.skip(10ms);
        quiet_until_deadlines(15);
        CHECK(kiosk.screen() == "home");
    }
    SECTION("PIN") {
        kiosk.tap(intent::OpenCurator{});
        for (int i = 0; i < 5; ++i) {
            kiosk.type("1111");
            kiosk.tap(intent::EnterPin{});
        }
        CHECK(look(kiosk) == "pin ru60");
        quiet_until_deadlines(29);
    }
}
