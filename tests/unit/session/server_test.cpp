#include "tests/unit/session/kiosk.h"

using namespace kiosk::session;
using namespace std::chrono_literals;

namespace {

void enter_status(Kiosk& kiosk) {
    kiosk.tap(intent::OpenCurator{});
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
    kiosk.tap(intent::OpenStatus{});
}

void enter_server(Kiosk& kiosk) {
    enter_status(kiosk);
    kiosk.tap(intent::OpenServer{});
    REQUIRE(kiosk.screen() == "server");
}

void type_both(Kiosk& kiosk) {
    kiosk.type("192.168.1.5:8443");
    kiosk.tap(intent::ChooseField{intent::ServerField::code});
    kiosk.type("ABCDE23456");
}

Server joined(std::uint64_t waiting = 0) {
    Server server;
    server.membership = Membership::joined;
    server.school = "Школа № 12";
    server.address = "192.168.1.5:8443";
    server.sent_up_to = 40;
    server.waiting = waiting;
    return server;
}

Machine machine_with(Server server) {
    Machine machine;
    machine.server = std::move(server);
    return machine;
}

}  // namespace

TEST_CASE("The curator connects the kiosk with an address and a code") {
    Kiosk kiosk;
    enter_server(kiosk);
    CHECK(kiosk.showing<ServerView>().stage == ServerView::Stage::enter);
    kiosk.tap(intent::JoinServer{});
    CHECK(kiosk.asked<JoinServer>().empty());  // nothing is typed yet
    type_both(kiosk);
    const auto typed = kiosk.showing<ServerView>();
    CHECK(typed.address == "192.168.1.5:8443");
    CHECK(typed.code == "ABCDE23456");
    CHECK(typed.can_connect);
    kiosk.tap(intent::JoinServer{});
    REQUIRE(kiosk.asked<JoinServer>().size() == 1);
    CHECK(kiosk.asked<JoinServer>()[0].address == "192.168.1.5:8443");
    CHECK(kiosk.asked<JoinServer>()[0].code == "ABCDE23456");
    const auto view = kiosk.showing<ServerView>();
    CHECK(view.stage == ServerView::Stage::joined);
    CHECK(view.address.empty());
    CHECK(view.code.empty());
}

TEST_CASE("Only what an address or a code can have is typed, and no more than a code has") {
    Kiosk kiosk;
    enter_server(kiosk);
    kiosk.type("school-12.lan:8443/ я");
    CHECK(kiosk.showing<ServerView>().address == "school-12.lan:8443");
    kiosk.tap(intent::EraseCharacter{});
    CHECK(kiosk.showing<ServerView>().address == "school-12.lan:844");
    kiosk.tap(intent::ChooseField{intent::ServerField::code});
    kiosk.type("ABCDE.23456ZZZ");
    CHECK(kiosk.showing<ServerView>().code == "ABCDE23456");
}

TEST_CASE("Why it was not connected is said, and forgotten with the next key") {
    Kiosk kiosk;
    for (int i = 0; i <= static_cast<int>(JoinProblem::disk); ++i) {
        kiosk.join_fails = static_cast<JoinProblem>(i);
        enter_server(kiosk);
        type_both(kiosk);
        kiosk.tap(intent::JoinServer{});
        const auto view = kiosk.showing<ServerView>();
        CHECK(view.stage == ServerView::Stage::enter);
        CHECK(view.problem == kiosk.join_fails);
        CHECK(view.address == "192.168.1.5:8443");  // what was typed stays to be corrected
        kiosk.tap(intent::EraseCharacter{});
        CHECK_FALSE(kiosk.showing<ServerView>().problem);
        for (int back = 0; back < 3; ++back) kiosk.tap(intent::Done{});
        REQUIRE(kiosk.screen() == "home");
    }
}

TEST_CASE("Joining goes on where its screen is left, and is not begun twice") {
    Kiosk kiosk;
    enter_server(kiosk);
    type_both(kiosk);
    kiosk.slow = true;
    kiosk.tap(intent::JoinServer{});
    CHECK(kiosk.showing<ServerView>().stage == ServerView::Stage::joining);
    kiosk.tap(intent::JoinServer{});
    kiosk.tap(intent::TypeCharacter{"A"});
    kiosk.tap(intent::Back{});
    CHECK(kiosk.screen() == "status");
    kiosk.tap(intent::OpenServer{});
    CHECK(kiosk.showing<ServerView>().stage == ServerView::Stage::joining);
    kiosk.tap(intent::Back{});
    kiosk.slow = false;
    kiosk.answer_all();
    CHECK(kiosk.screen() == "status");
    CHECK(kiosk.showing<StatusView>().machine.server.membership == Membership::joined);
    CHECK(kiosk.asked<JoinServer>().size() == 1);
}

TEST_CASE("A kiosk whose curator went away while it joined is home in time, and joined") {
    Kiosk kiosk;
    enter_server(kiosk);
    type_both(kiosk);
    kiosk.slow = true;
    kiosk.tap(intent::JoinServer{});
    kiosk.wait(121s);
    CHECK(kiosk.screen() == "home");
    kiosk.slow = false;
    kiosk.answer_all();
    CHECK(kiosk.screen() == "home");
    enter_server(kiosk);
    CHECK(kiosk.showing<ServerView>().stage == ServerView::Stage::joined);
}

TEST_CASE("The QR code of a server fills both fields where it is waited for, and does nothing elsewhere") {
    Kiosk kiosk;
    const Invited invitation{"school.lan:8443", "ABCDE23456"};
    kiosk.give(invitation);
    CHECK(kiosk.screen() == "home");
    enter_status(kiosk);
    kiosk.give(invitation);
    CHECK(kiosk.screen() == "status");
    kiosk.tap(intent::OpenServer{});
    kiosk.give(invitation);
    const auto view = kiosk.showing<ServerView>();
    CHECK(view.address == "school.lan:8443");
    CHECK(view.code == "ABCDE23456");
    CHECK(view.can_connect);
    CHECK(kiosk.asked<JoinServer>().empty());  // a person says so
}

TEST_CASE("A connected kiosk can be connected once more") {
    Kiosk kiosk;
    kiosk.give(MachineState{machine_with(joined())});
    enter_server(kiosk);
    CHECK(kiosk.showing<ServerView>().stage == ServerView::Stage::joined);
    kiosk.tap(intent::TypeCharacter{"A"});
    CHECK(kiosk.showing<ServerView>().code.empty());
    kiosk.tap(intent::JoinServer{});
    const auto view = kiosk.showing<ServerView>();
    CHECK(view.stage == ServerView::Stage::enter);
    CHECK(view.again);
    CHECK(view.address == "192.168.1.5:8443");
    CHECK(view.typing_code);
}

TEST_CASE("The last contact is told by the kiosk's best time, whatever its clock said then") {
    Kiosk kiosk;
    Server server = joined();
    server.last_contact = kiosk.now().mono - 90s;
    kiosk.give(ServerState{server});
    enter_server(kiosk);
    CHECK(kiosk.showing<ServerView>().contact == kiosk.now().local - 90s);
    kiosk.set_wall(kiosk.now().local + 24h);
    CHECK(kiosk.showing<ServerView>().contact == kiosk.now().local - 90s);
}

TEST_CASE("Children see nothing of the server until only a person can mend it") {
    Kiosk kiosk;
    Machine machine = machine_with(joined(3));
    machine.unacknowledged = 3;
    machine.waiting_since = kiosk.now().local - 6 * 24h;
    machine.server.problem = ServerProblem::unreachable;
    kiosk.give(MachineState{machine});
    CHECK_FALSE(kiosk.showing<HomeView>().server_trouble);
    CHECK(kiosk.showing<HomeView>().unacknowledged == 0);  // nobody has to collect them
    kiosk.skip(25h);
    CHECK(kiosk.showing<HomeView>().server_trouble);  // for more than a week
    machine.waiting_since = kiosk.now().local;
    kiosk.give(MachineState{machine});
    CHECK_FALSE(kiosk.showing<HomeView>().server_trouble);
    machine.server.problem = ServerProblem::revoked;
    machine.server.stopped = true;
    kiosk.give(ServerState{machine.server});
    CHECK(kiosk.showing<HomeView>().server_trouble);
    machine.server.membership = Membership::damaged;
    kiosk.give(ServerState{machine.server});
    CHECK(kiosk.showing<HomeView>().server_trouble);
}

TEST_CASE("When the server has all of it nothing waits any more") {
    Kiosk kiosk;
    Machine machine = machine_with(joined(2));
    machine.unacknowledged = 2;
    machine.waiting_since = kiosk.now().local;
    kiosk.give(MachineState{machine});
    kiosk.give(ServerState{joined()});
    enter_status(kiosk);
    CHECK(kiosk.showing<StatusView>().machine.unacknowledged == 0);
    CHECK_FALSE(kiosk.showing<StatusView>().machine.waiting_since);
}

TEST_CASE("A server that is found in the network saves the curator the address, and nothing but that") {
    Kiosk kiosk;
    const std::vector<FoundServer> found{{"school-pc", "192.168.1.5:8443"}, {"library", "192.168.1.6:8443"}};
    kiosk.give(ServersFound{found});
    enter_server(kiosk);
    CHECK(kiosk.showing<ServerView>().found == found);
    kiosk.tap(intent::TakeServer{2});  // there is none
    CHECK(kiosk.showing<ServerView>().address.empty());
    kiosk.tap(intent::TakeServer{1});
    auto view = kiosk.showing<ServerView>();
    CHECK(view.address == "192.168.1.6:8443");
    CHECK(view.typing_code);
    CHECK(view.found.empty());  // there is an address
    CHECK_FALSE(view.can_connect);
    kiosk.type("ABCDE23456");
    kiosk.join_fails = JoinProblem::no_address;
    kiosk.tap(intent::JoinServer{});
    REQUIRE(kiosk.asked<JoinServer>().size() == 1);
    CHECK(kiosk.asked<JoinServer>()[0].address == "192.168.1.6:8443");

    // What went meanwhile is not offered.
    for (std::size_t i = 0; i < view.address.size(); ++i) kiosk.tap(intent::EraseCharacter{});
    kiosk.give(ServersFound{{found[0]}});
    CHECK(kiosk.showing<ServerView>().found == std::vector{found[0]});
    kiosk.give(ServersFound{});
    CHECK(kiosk.showing<ServerView>().found.empty());
}
