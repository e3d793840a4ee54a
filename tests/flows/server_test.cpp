#include "tests/flows/linked_kiosk.h"
#include "tests/support/school_server/school_server.h"

// The kiosk's own parts (session, effects, storage thread, server link with its runners, the way over TLS) and a server
// of the protocol, in one process, on a real store.

using namespace kiosk;
using namespace kiosk::session;

namespace {

class LinkedKiosk : public flows::LinkedKiosk {
  public:
    LinkedKiosk() { open(); }
    void join(support::SchoolServer& server) { flows::LinkedKiosk::join(server.address(), server.code); }
};

}  // namespace

TEST_CASE("A kiosk joins, sends what it had and what follows, and goes on after the server was away") {
    support::SchoolServer server;
    LinkedKiosk kiosk;
    for (int number = 1; number <= 5; ++number) kiosk.check_in(number);
    kiosk.join(server);
    Server seen = kiosk.wait_for_server([](const Server& state) { return state.sent_up_to == 6; });
    CHECK(seen.membership == Membership::joined);
    CHECK(seen.address == server.address());
    CHECK(seen.school == "Школа № 12");
    CHECK(seen.waiting == 0);
    CHECK(seen.last_contact);
    CHECK(server.held(kiosk.kiosk_) == 6);

    server.go_away();
    for (int number = 6; number <= 9; ++number) kiosk.check_in(number);
    seen = kiosk.wait_for_server(
        [](const Server& state) { return state.waiting == 4 && state.problem != ServerProblem::none; });
    CHECK((seen.problem == ServerProblem::unreachable || seen.problem == ServerProblem::cut));
    CHECK_FALSE(seen.stopped);
    server.come_back();
    (void)kiosk.wait_for_server([](const Server& state) { return state.sent_up_to == 10 && state.waiting == 0; });
    CHECK(server.held(kiosk.kiosk_) == 10);

    // The next start finds its server by itself; what the server confirmed waits for nobody.
    kiosk.close();
    kiosk.open();
    kiosk.check_in(10);
    (void)kiosk.wait_for_server([](const Server& state) { return state.sent_up_to == 11; });
    kiosk.effects->refresh();
    (void)kiosk.wait_for<MachineState>([](const MachineState& state) { return state.machine.unacknowledged == 0; });
}

TEST_CASE("Another certificate is told, and joining again mends it") {
    support::SchoolServer server;
    LinkedKiosk kiosk;
    kiosk.join(server);
    (void)kiosk.wait_for_server([](const Server& state) { return state.sent_up_to == 1; });
    server.take_another_certificate();
    kiosk.check_in(1);
    (void)kiosk.wait_for_server([](const Server& state) { return state.problem == ServerProblem::not_trusted; });
    kiosk.join(server);
    (void)kiosk.wait_for_server([](const Server& state) { return state.sent_up_to == 2; });
}

TEST_CASE("A kiosk that ends while it joins does not wait for the server") {
    support::SchoolServer server;
    LinkedKiosk kiosk;
    server.hold();
    kiosk.effects->run(JoinServer{1, server.address(), server.code});
    server.wait_for_requests(1);
    kiosk.close();
    CHECK_FALSE(kiosk.files().exists(kiosk.machine.data / "server.json"));
}

TEST_CASE("A damaged server.json keeps nothing from being recorded, and joining again mends it") {
    support::SchoolServer server;
    LinkedKiosk kiosk;
    kiosk.close();
    REQUIRE(kiosk.files().write_atomically(kiosk.machine.data / "server.json", base::as_bytes("{\"version\":1")));
    kiosk.open();
    (void)kiosk.wait_for_server([](const Server& state) { return state.membership == Membership::damaged; });
    kiosk.check_in(1);
    (void)kiosk.wait_for<Recorded>([](const Recorded&) { return true; });
    kiosk.join(server);
    (void)kiosk.wait_for_server([](const Server& state) { return state.sent_up_to == 2; });
}
