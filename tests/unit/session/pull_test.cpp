#include "tests/unit/session/kiosk.h"

using namespace kiosk::session;
using namespace std::chrono_literals;

namespace {

void open_pull(Kiosk& kiosk) {
    kiosk.tap(intent::OpenCurator{});
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
    kiosk.tap(intent::OpenExport{});
    kiosk.tap(intent::OpenPull{});
    REQUIRE(kiosk.screen() == "pull");
}

Pull opened(const Kiosk& kiosk) {
    Pull pull;
    pull.open = true;
    pull.address = "https://192.168.1.20:8444";
    pull.code = "482913";
    pull.closes = kiosk.now().mono + 10min;
    pull.tries_left = 5;
    return pull;
}

Ticket last_ticket(const Kiosk& kiosk) {
    return kiosk.asked<OpenPull>().back().ticket;
}

}  // namespace

TEST_CASE("The curator opens the kiosk to the network, sees the code, and closes it") {
    Kiosk kiosk;
    open_pull(kiosk);
    REQUIRE(kiosk.asked<OpenPull>().size() == 1);
    CHECK_FALSE(kiosk.showing<PullView>().pull.open);
    kiosk.give(PullState{last_ticket(kiosk), opened(kiosk)});
    CHECK(kiosk.showing<PullView>().pull.code == "482913");
    CHECK(kiosk.showing<PullView>().minutes_left == 10);
    kiosk.wait(61s);
    CHECK(kiosk.showing<PullView>().minutes_left == 9);
    CHECK(kiosk.asked<ClosePull>().empty());
    kiosk.tap(intent::Done{});
    CHECK(kiosk.screen() == "home");
    CHECK(kiosk.asked<ClosePull>().size() == 1);
}

TEST_CASE("Whoever comes by while it is open can close it, and gets nowhere else") {
    Kiosk kiosk;
    open_pull(kiosk);
    kiosk.give(PullState{last_ticket(kiosk), opened(kiosk)});
    kiosk.wait(5min);  // the curator is at his laptop; a curator's screen would be gone after two
    CHECK(kiosk.screen() == "pull");
    kiosk.tap(intent::OpenSettings{});
    kiosk.tap(intent::OpenPull{});
    CHECK(kiosk.screen() == "pull");
    CHECK(kiosk.asked<OpenPull>().size() == 1);
    kiosk.tap(intent::Back{});
    CHECK(kiosk.screen() == "home");
    CHECK(kiosk.asked<ClosePull>().size() == 1);
}

TEST_CASE("Ten minutes later it closes by itself, says so, and goes home") {
    Kiosk kiosk;
    open_pull(kiosk);
    kiosk.give(PullState{last_ticket(kiosk), opened(kiosk)});
    kiosk.wait(10min - 1ms);
    CHECK(kiosk.showing<PullView>().minutes_left == 1);
    CHECK(kiosk.asked<ClosePull>().empty());
    kiosk.wait(1ms);
    CHECK(kiosk.asked<ClosePull>().size() == 1);
    CHECK(kiosk.showing<PullView>().pull.end == PullEnd::by_time);
    kiosk.wait(3min);
    CHECK(kiosk.screen() == "home");
    CHECK(kiosk.asked<ClosePull>().size() == 1);
}

TEST_CASE("A device that has come in is told and heard once; five wrong codes close it") {
    Kiosk kiosk;
    open_pull(kiosk);
    const Ticket ticket = last_ticket(kiosk);
    Pull pull = opened(kiosk);
    kiosk.give(PullState{ticket, pull});
    pull.has_visitor = true;
    kiosk.give(PullState{ticket, pull});
    kiosk.give(PullState{ticket, pull});
    CHECK(kiosk.asked<PlayRecorded>().size() == 1);
    CHECK(kiosk.showing<PullView>().pull.has_visitor);
    pull.end = PullEnd::by_tries;
    kiosk.give(PullState{ticket, pull});
    CHECK(kiosk.asked<ClosePull>().size() == 1);
    CHECK(kiosk.showing<PullView>().pull.end == PullEnd::by_tries);
    kiosk.tap(intent::Done{});
    CHECK(kiosk.screen() == "home");
    CHECK(kiosk.asked<ClosePull>().size() == 1);
}

TEST_CASE("The tables have names or not as the curator chose it, also when it is tried again") {
    Kiosk kiosk;
    kiosk.tap(intent::OpenCurator{});
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
    kiosk.tap(intent::OpenExport{});
    kiosk.tap(intent::ToggleNames{});
    kiosk.tap(intent::OpenPull{});
    Pull none;
    none.problem = PullProblem::machine;
    kiosk.give(PullState{last_ticket(kiosk), none});
    kiosk.tap(intent::OpenPull{});
    REQUIRE(kiosk.asked<OpenPull>().size() == 2);
    CHECK_FALSE(kiosk.asked<OpenPull>().front().names);
    CHECK_FALSE(kiosk.asked<OpenPull>().back().names);
    CHECK(kiosk.asked<OpenPull>().back().now == kiosk.now().local);
}

TEST_CASE("Without a network it is said, and can be tried again") {
    Kiosk kiosk;
    open_pull(kiosk);
    Pull none;
    none.problem = PullProblem::no_network;
    kiosk.give(PullState{last_ticket(kiosk), none});
    CHECK(kiosk.showing<PullView>().pull.problem == PullProblem::no_network);
    CHECK(kiosk.asked<ClosePull>().empty());
    kiosk.tap(intent::OpenPull{});
    REQUIRE(kiosk.asked<OpenPull>().size() == 2);
    CHECK(kiosk.showing<PullView>().pull.problem == PullProblem::none);
    kiosk.give(PullState{last_ticket(kiosk), opened(kiosk)});
    CHECK(kiosk.showing<PullView>().pull.open);
}

TEST_CASE("What was left before it opened is closed when it has") {
    Kiosk kiosk;
    open_pull(kiosk);
    kiosk.tap(intent::Back{});  // while it opens
    CHECK(kiosk.screen() == "home");
    CHECK(kiosk.asked<ClosePull>().size() == 1);
    kiosk.give(PullState{last_ticket(kiosk), opened(kiosk)});
    CHECK(kiosk.screen() == "home");
}

TEST_CASE("What a laptop sends meanwhile is shown behind the PIN, and it stays open until then") {
    Kiosk kiosk;
    open_pull(kiosk);
    kiosk.give(PullState{last_ticket(kiosk), opened(kiosk)});
    kiosk.give(OfferSeen{{1, {}, {{BringKind::school_file, "people.xlsx", 10, false, true}}, false}});
    CHECK(kiosk.screen() == "pin");
    kiosk.wait(3min);  // he is on his way
    CHECK(kiosk.screen() == "pin");
    SECTION("he is somebody else") {
        kiosk.tap(intent::Back{});
        CHECK(kiosk.screen() == "pull");
        CHECK(kiosk.asked<ClosePull>().empty());
    }
    SECTION("he comes") {
        kiosk.type("2580");
        kiosk.tap(intent::EnterPin{});
        CHECK(kiosk.screen() == "bring");
        SECTION("and goes back") {
            kiosk.tap(intent::Back{});
            CHECK(kiosk.screen() == "pull");
            CHECK(kiosk.asked<ClosePull>().empty());
        }
        SECTION("and leaves it") {
            kiosk.wait(3min);
            CHECK(kiosk.screen() == "home");
            CHECK(kiosk.asked<ClosePull>().size() == 1);
        }
    }
    SECTION("nobody comes") {
        kiosk.wait(13min);
        CHECK(kiosk.screen() == "home");
        CHECK(kiosk.asked<ClosePull>().size() == 1);
    }
}
