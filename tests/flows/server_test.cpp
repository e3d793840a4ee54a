#include <atomic>
#include <future>

#include "app/sync/server_record.h"
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

TEST_CASE("A server that has another address now is found again by its certificate, and nobody else is taken for it") {
    support::SchoolServer server, stranger;
    std::atomic<int> asked_of_stranger{0};
    stranger.answer_instead([&](const api::HttpRequest&) {
        ++asked_of_stranger;
        return std::nullopt;
    });
    LinkedKiosk kiosk;
    kiosk.join(server);
    (void)kiosk.wait_for_server([](const Server& state) { return state.sent_up_to == 1; });
    kiosk.close();
    // Where it was, nobody listens.
    auto record = syncing::read_server(kiosk.files(), kiosk.machine.data);
    REQUIRE(record);
    record->host = "127.0.0.9";
    REQUIRE(syncing::write_server(kiosk.files(), kiosk.machine.data, *record));
    kiosk.open();
    kiosk.check_in(1);
    (void)kiosk.wait_for_server([](const Server& state) { return state.problem == ServerProblem::unreachable; });
    kiosk.network.has({{"a stranger", "127.0.0.1", stranger.port()}, {"nobody", "127.0.0.9", server.port()}});
    kiosk.network.has({{"a stranger", "127.0.0.1", stranger.port()}, {"school-pc", "127.0.0.1", server.port()}});
    const Server seen = kiosk.wait_for_server([](const Server& state) { return state.sent_up_to == 2; });
    CHECK(seen.address == server.address());
    CHECK(seen.problem == ServerProblem::none);
    CHECK(syncing::read_server(kiosk.files(), kiosk.machine.data)->host == "127.0.0.1");
    CHECK(asked_of_stranger == 0);
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

namespace {

// The children of one class each, invented.
domain::Roster school_of(const std::vector<domain::ClassName>& classes) {
    domain::Roster roster;
    domain::Person teacher;
    teacher.id.value = "t1";
    teacher.kind = domain::PersonKind::teacher;
    teacher.name = {"Оюн", "Ай-кыс", ""};
    teacher.pictures = {0, 1, 2};
    teacher.code = "99";
    teacher.consent = domain::Consent{};
    roster.people = {teacher};
    domain::Group group{domain::GroupId{"g1"}, "7", "Учитель–ученик", "", teacher.id, {}, ""};
    for (const auto& class_name : classes) {
        domain::Person child;
        child.id.value = "c" + std::to_string(roster.people.size());
        child.name = {"Ёлкин", "Тимур", ""};
        child.class_name = class_name;
        child.pictures = {3, 4, 5};
        child.code = "1" + std::to_string(roster.people.size());
        child.consent = domain::Consent{};
        group.mentees.push_back({child.id, "", std::nullopt});
        roster.people.push_back(child);
    }
    roster.groups = {group};
    return roster;
}

// The classes that the kiosk offers now.
std::size_t classes_of(Session& session, const domain::Now& now) {
    (void)session.handle(Tapped{intent::CheckIn{}}, now);
    const auto view = session.view(now);
    REQUIRE(std::holds_alternative<ClassView>(view.screen));
    return std::get<ClassView>(view.screen).classes.size();
}

}  // namespace

TEST_CASE("Lists from the server are shown when the kiosk is home again, never during a visit") {
    support::SchoolServer server;
    LinkedKiosk kiosk;
    Session session(flows::DiskKiosk::catalogue(), [] { return std::string(16, 'a'); });
    domain::Now now;
    now.trusted = true;
    const auto give = [&](const Input& input) { (void)session.handle(input, now); };
    const auto lists_with_number = [&](std::uint64_t number) {
        for (;;) {
            Input loaded = kiosk.wait_for<Loaded>([](const Loaded&) { return true; });
            const bool is_it = std::get<Loaded>(loaded).roster->number == number;
            give(loaded);
            if (is_it) return;
        }
    };
    domain::Roster none;
    give(Loaded{
        std::make_shared<const domain::Roster>(none), std::make_shared<domain::Attendance>(), {}, {}, {}, {}, {}});

    kiosk.join(server);
    server.publish(school_of({{5, "А"}}), 7);
    kiosk.link->ask_for_lists();
    lists_with_number(1);
    CHECK(classes_of(session, now) == 1);

    // A child stands before the kiosk: what comes waits until he is done.
    const auto whole = server.told_bytes();
    server.publish(school_of({{5, "А"}, {6, "Б"}}), 8);
    kiosk.link->ask_for_lists();
    lists_with_number(2);
    CHECK(server.told_bytes() < whole);
    CHECK(std::get<ClassView>(session.view(now).screen).classes.size() == 1);
    give(Tapped{intent::Back{}});
    CHECK(classes_of(session, now) == 2);
    // The session is told of the lists before the status is.
    while (kiosk.link->side().state().lists != 8) std::this_thread::yield();
    CHECK(kiosk.link->side().state().lists_problem == ListsProblem::none);

    // A bad one changes nothing, and is told.
    server.answer_instead([](const api::HttpRequest& request) -> std::optional<api::HttpResponse> {
        if (!request.path().ends_with("/roster")) return std::nullopt;
        return api::HttpResponse{200, {}, "VSTRROS1 but no more"};
    });
    kiosk.link->ask_for_lists();
    (void)kiosk.wait_for_server([](const Server& state) { return state.lists_problem == ListsProblem::damaged; });
    CHECK(kiosk.link->side().state().lists == 8);
}
