#include <thread>

#include "tests/support/catch.h"
#include "tests/support/kiosk_hand/school_files.h"
#include "tests/touch/target.h"

using namespace std::chrono_literals;

namespace {

constexpr int kTaps = 10;
constexpr auto kWithin = 200ms;

struct Kiosk {
    touch::Folder folder;
    std::filesystem::path data = folder.path() / "data";
    std::unique_ptr<support::Server> server = support::Server::virtual_screen(1280, 800);
    support::Screen screen{server->display()};
    std::vector<support::Findable> people;
    std::unique_ptr<support::KioskHand> hand;

    Kiosk() {
        REQUIRE(touch::programs().lacks().empty());
        touch::programs().make_school(data, support::write_school(folder.path() / "files", 20, "2026-10-05").files);
        people = support::people_to_find(data);
        REQUIRE(people.size() == 20);
        hand = std::make_unique<support::KioskHand>(*server, screen, touch::programs(),
                                                    support::KioskHand::Options{data, "2026-10-05T10:00"});
    }
    void ten_taps(support::Point where) {
        for (int i = 0; i < kTaps; ++i) {
            screen.tap(where);
            std::this_thread::sleep_for(kWithin / kTaps);
        }
    }
    void end() {
        screen.wait_for_rest(500ms, 20s);
        hand->process().stop();  // at once, as when the power goes: what was said to be recorded is there
        hand.reset();
        CHECK(support::chain_holds(data));
    }
};

}  // namespace

TEST_CASE("ten taps within 200 ms on the last picture give one check-in") {
    Kiosk kiosk;
    kiosk.ten_taps(kiosk.hand->two_pictures(kiosk.people[0]));
    kiosk.hand->trace().wait_for("recorded");
    kiosk.end();
    CHECK(support::events_of_kind(kiosk.data, "checked_in") == 1);
    CHECK(support::events_of_kind(kiosk.data, "retracted") == 0);
}

TEST_CASE("ten taps within 200 ms on the home screen's button record nothing, and the kiosk goes on") {
    Kiosk kiosk;
    kiosk.ten_taps(kiosk.hand->item("home.check_in").centre());
    kiosk.screen.wait_for_rest(500ms, 20s);
    while (kiosk.hand->trace().now()->name != "home") {
        kiosk.hand->tap("back");
        kiosk.screen.wait_for_rest(300ms, 20s);
    }
    kiosk.screen.tap(kiosk.hand->two_pictures(kiosk.people[3]));
    kiosk.hand->trace().wait_for("recorded");
    kiosk.end();
    CHECK(support::events_of_kind(kiosk.data, "checked_in") == 1);
}

TEST_CASE("one person after another: each tap that says recorded is one row") {
    Kiosk kiosk;
    for (const auto& person : kiosk.people) {
        kiosk.screen.tap(kiosk.hand->two_pictures(person));
        kiosk.hand->trace().wait_for("recorded");
        kiosk.hand->done();
    }
    kiosk.end();
    for (const auto& person : kiosk.people) CHECK(support::events_of_kind(kiosk.data, "checked_in", person.id) == 1);
}

TEST_CASE("a card read twice in a second gives one check-in, and says when the first was") {
    Kiosk kiosk;
    kiosk.screen.move(kiosk.hand->item("home.check_in").centre());
    kiosk.screen.type(kiosk.people[0].card + "\n");
    kiosk.hand->trace().wait_for("recorded");
    kiosk.screen.type(kiosk.people[0].card + "\n");
    kiosk.screen.wait_for_rest(500ms, 20s);
    CHECK(kiosk.hand->trace().wait_for("recorded").name == "recorded");
    kiosk.end();
    CHECK(support::events_of_kind(kiosk.data, "checked_in") == 1);
}
