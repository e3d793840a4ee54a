#include "tests/unit/session/kiosk.h"

using namespace school;
using namespace kiosk::session;

// A commit that takes seconds: what whoever stands there sees, and what becomes of what he does meanwhile.

TEST_CASE("Every touch of a screen that waits for the disk is answered, once a touch, and does nothing else") {
    Kiosk kiosk;
    kiosk.slow = true;
    kiosk.scan(kMira);
    CHECK(kiosk.showing<SavingView>().touches == 0);
    for (int i = 1; i <= 3; ++i) {
        kiosk.skip(500ms);
        kiosk.give(Touched{});  // a press
        kiosk.skip(90ms);
        kiosk.give(Touched{});  // its release
        CHECK(kiosk.showing<SavingView>().touches == i);
    }
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Done{});
    kiosk.tap(intent::NotMe{});
    CHECK(kiosk.screen() == "saving");
    CHECK(kiosk.asked<Record>().size() == 1);
    kiosk.answer_all();
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
    // The fifteen seconds of "not me" begin when there is something to take back.
    CHECK(kiosk.showing<RecordedView>().not_me_seconds == 15);
}

TEST_CASE("A wait of ten seconds is called unusual, and no wait ends in a guess") {
    Kiosk kiosk;
    kiosk.slow = true;
    kiosk.scan(kMira);
    kiosk.wait(9900ms);
    CHECK_FALSE(kiosk.showing<SavingView>().long_wait);
    kiosk.wait(100ms);
    CHECK(kiosk.showing<SavingView>().long_wait);
    kiosk.wait(3600s);
    CHECK(kiosk.screen() == "saving");
    kiosk.answer_all();
    CHECK(kiosk.screen() == "recorded");
}

TEST_CASE("A second card during the first one's commit waits its turn: both are recorded, both see their own word") {
    Kiosk kiosk;
    kiosk.slow = true;
    kiosk.scan(kMira);
    kiosk.skip(1s);
    kiosk.scan(kOleg);
    kiosk.scan(kOleg);  // readers repeat
    CHECK(kiosk.showing<SavingView>().card_waits);
    CHECK(kiosk.asked<Record>().size() == 1);
    kiosk.skip(2s);
    kiosk.slow = false;
    kiosk.answer_all();
    CHECK(kiosk.showing<RecordedView>().who == "Мира Ё.");
    kiosk.wait(1900ms);
    CHECK(kiosk.showing<RecordedView>().who == "Мира Ё.");
    kiosk.wait(100ms);
    CHECK(kiosk.showing<RecordedView>().who == "Олег С.");
    CHECK(kiosk.asked<Record>().size() == 2);
    kiosk.wait(30s);
    CHECK(kiosk.asked<Record>().size() == 2);
}

TEST_CASE("A second card takes its turn at once where the first person says that he is done") {
    Kiosk kiosk;
    kiosk.slow = true;
    kiosk.scan(kMira);
    kiosk.scan(kOleg);
    kiosk.slow = false;
    kiosk.answer_all();
    kiosk.tap(intent::Done{});
    CHECK(kiosk.showing<RecordedView>().who == "Олег С.");
}

TEST_CASE("A card is not held for somebody who has gone") {
    Kiosk kiosk;
    kiosk.slow = true;
    kiosk.scan(kMira);
    kiosk.scan(kOleg);
    kiosk.skip(31s);
    kiosk.slow = false;
    kiosk.answer_all();
    kiosk.wait(5s);
    CHECK(kiosk.showing<RecordedView>().who == "Мира Ё.");
    CHECK(kiosk.asked<Record>().size() == 1);
}

TEST_CASE("The first one's card again during his own commit changes nothing") {
    Kiosk kiosk;
    kiosk.slow = true;
    kiosk.scan(kMira);
    kiosk.scan(kMira);
    kiosk.slow = false;
    kiosk.answer_all();
    kiosk.wait(3s);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
    CHECK(kiosk.asked<Record>().size() == 1);
}

TEST_CASE("Both children are told where the disk fails both") {
    Kiosk kiosk;
    kiosk.slow = true;
    kiosk.disk_fails = true;
    kiosk.scan(kMira);
    kiosk.scan(kOleg);
    kiosk.slow = false;
    kiosk.answer_all();
    CHECK(kiosk.screen() == "not_recorded");
    kiosk.disk_fails = false;
    kiosk.wait(2s);
    CHECK(kiosk.showing<RecordedView>().who == "Олег С.");
}

TEST_CASE("A PIN that the disk cannot compare is no wrong try") {
    Kiosk kiosk;
    kiosk.slow = true;
    for (int i = 0; i < 6; ++i) {
        kiosk.tap(intent::OpenCurator{});
        kiosk.type("2580");
        kiosk.tap(intent::EnterPin{});
        kiosk.give(PinChecked{kiosk.asked<CheckPin>().back().ticket, false, false});
        CHECK(kiosk.showing<PinView>().unreadable);
        CHECK_FALSE(kiosk.showing<PinView>().wrong);
        CHECK(kiosk.showing<PinView>().wait_seconds == 0);
        kiosk.tap(intent::Back{});
    }
}
