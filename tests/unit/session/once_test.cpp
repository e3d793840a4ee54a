#include "tests/unit/session/kiosk.h"

using namespace school;
using namespace kiosk::session;

// One event for one intent, however fast the fingers and however slow the disk.

TEST_CASE("Ten taps on check in within 200 ms open one class screen") {
    Kiosk kiosk;
    for (int i = 0; i < 10; ++i) {
        kiosk.tap(intent::CheckIn{});
        kiosk.skip(20ms);
    }
    CHECK(kiosk.screen() == "class");
    kiosk.tap(intent::Back{});
    CHECK(kiosk.screen() == "home");
}

TEST_CASE("Ten taps on the third picture within 200 ms give one record") {
    Kiosk kiosk;
    kiosk.slow = GENERATE(false, true);
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    kiosk.tap(intent::ChoosePicture{1});
    kiosk.tap(intent::ChoosePicture{2});
    for (int i = 0; i < 10; ++i) {
        kiosk.tap(intent::ChoosePicture{3});
        kiosk.skip(20ms);
    }
    kiosk.answer_all();
    CHECK(kiosk.asked<Record>().size() == 1);
    CHECK(kiosk.log.events.size() == 1);
}

TEST_CASE("While it is being saved nothing that is tapped or scanned does anything") {
    Kiosk kiosk;
    kiosk.slow = true;
    kiosk.scan(kMira);
    kiosk.scan(kOleg);
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Done{});
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::NotMe{});
    CHECK(kiosk.screen() == "saving");
    CHECK(kiosk.asked<Record>().size() == 1);
    kiosk.answer_all();
    CHECK(kiosk.showing<RecordedView>().who == "Мира Ё.");
}

TEST_CASE("Ten taps on not me and on send give one event each") {
    Kiosk kiosk(today(13, 25));
    kiosk.slow = true;
    kiosk.scan(kMira);
    kiosk.answer_all();
    for (int i = 0; i < 10; ++i) kiosk.tap(intent::NotMe{});
    kiosk.answer_all();
    CHECK(kiosk.log.events.size() == 2);
    kiosk.scan(kMira);
    kiosk.answer_all();
    kiosk.tap(intent::Done{});
    kiosk.tap(intent::Rate{});
    kiosk.scan(kMira);
    kiosk.tap(intent::GiveScore{4});
    for (int i = 0; i < 10; ++i) kiosk.tap(intent::SendRating{});
    kiosk.answer_all();
    CHECK(kiosk.log.events.size() == 4);
}

TEST_CASE("An answer of the disk that is waited for by nobody says nothing and is still counted") {
    Kiosk kiosk;
    domain::Event event;
    event.seq = 1;
    event.at = kiosk.now().at;
    event.body = domain::CheckedIn{kNoon, kMira, domain::FoundBy::card};
    kiosk.give(Recorded{777, {event}});
    kiosk.give(NotRecorded{778});
    kiosk.give(PinChecked{779, true});
    kiosk.give(ExportDone{780, "x", 1});
    CHECK(kiosk.screen() == "home");
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::already);
}
