#include "app/eventlog/signing.h"
#include "tests/unit/sync/list_server.h"

// One exchange about the lists: what is applied, what is refused whole, and what is given to the server.

using namespace sync_test;
using namespace syncing;
using Came = RosterRound::Came;

namespace {

struct Kiosk {
    explicit Kiosk(ListServer& at) : server(at), round(at.membership(), at, keeper) {}
    RosterRound::Outcome run() { return round.run(); }
    // Refused whole: nothing of it is here.
    void refuses(RosterProblem problem) {
        const domain::Roster before = keeper.present;
        const std::string text = keeper.kept;
        const auto outcome = run();
        CHECK(outcome.came == Came::refused);
        CHECK(outcome.problem == problem);
        CHECK(keeper.present == before);
        CHECK(keeper.kept == text);
    }
    ListServer& server;
    MemoryKeeper keeper;
    RosterRound round;
};

}  // namespace

TEST_CASE("A kiosk without lists takes the server's, whole first, then by differences") {
    ListServer server;
    Kiosk kiosk{server};
    CHECK(kiosk.run().came == Came::nothing_new);
    CHECK(server.given == 0);
    server.publish(lists(), 1);
    CHECK(kiosk.run().came == Came::applied);
    CHECK(server.asked_with.empty());
    CHECK(same(kiosk.keeper.present, lists()));
    CHECK(kiosk.keeper.source->number == 1);
    CHECK(kiosk.run().came == Came::nothing_new);
    CHECK(server.asked_with == hash_of(server.texts.front()));
    server.publish(with_child("Саян"), 2);
    CHECK(kiosk.run().came == Came::applied);
    CHECK(server.asked_with == hash_of(server.texts.front()));
    CHECK(same(kiosk.keeper.present, with_child("Саян")));
    CHECK(kiosk.keeper.kept == server.texts.back());
    CHECK(kiosk.keeper.applied == 2);
}

TEST_CASE("What is kept and then lost or damaged only means that the whole is asked for") {
    ListServer server;
    Kiosk kiosk{server};
    server.publish(lists(), 1);
    REQUIRE(kiosk.run().came == Came::applied);
    for (const char* text : {"", "{\"roster\":1,"}) {
        kiosk.keeper.kept = text;
        CHECK(kiosk.run().came == Came::applied);
        CHECK(kiosk.keeper.kept == server.texts.back());
        CHECK(kiosk.keeper.applied == 1);  // they were the same
    }
}

TEST_CASE("The power may go at each write while lists are taken: the next round mends it") {
    for (int writes = 0; writes < 2; ++writes) {
        CAPTURE(writes);
        ListServer server;
        Kiosk kiosk{server};
        server.publish(lists(), 1);
        REQUIRE(kiosk.run().came == Came::applied);
        server.publish(with_child("Саян"), 2);
        kiosk.keeper.writes_left = writes;
        CHECK(kiosk.run().came == Came::later);
        CHECK(same(kiosk.keeper.present, lists()));
        kiosk.keeper.writes_left = 2;
        CHECK(kiosk.run().came == Came::applied);
        CHECK(same(kiosk.keeper.present, with_child("Саян")));
        CHECK(kiosk.keeper.kept == server.texts.back());
        CHECK(kiosk.run().came == Came::nothing_new);
    }
    // The other way round: the lists are there, and the text is an older one.
    ListServer server;
    Kiosk kiosk{server};
    server.publish(lists(), 1);
    REQUIRE(kiosk.run().came == Came::applied);
    const std::string older = kiosk.keeper.kept;
    server.publish(with_child("Саян"), 2);
    REQUIRE(kiosk.run().came == Came::applied);
    kiosk.keeper.kept = older;
    CHECK(kiosk.run().came == Came::applied);
    CHECK(kiosk.keeper.applied == 2);
    CHECK(kiosk.keeper.kept == server.texts.back());
}

TEST_CASE("Lists that are forged, another school's, damaged, to another base or inconsistent are refused whole") {
    ListServer server;
    Kiosk kiosk{server};
    server.publish(lists(), 1);
    REQUIRE(kiosk.run().came == Came::applied);
    const auto packed = [](domain::Roster roster, const std::string& school, const std::string& key) {
        roster.number = 2;
        return ListServer::whole(roster_snapshot::pack(*roster_snapshot::write({school, std::move(roster)}, key)));
    };
    server.instead = packed(with_child("Саян"), ListServer::kSchool, roster_snapshot_test::acceptor(9).private_half);
    kiosk.refuses(RosterProblem::wrong_signature);
    server.instead = packed(with_child("Саян"), "school2", server.key.private_half);
    kiosk.refuses(RosterProblem::another_school);
    auto cut = roster_snapshot::pack(server.texts.front());
    cut.resize(cut.size() - 3);
    server.instead = ListServer::whole(cut);
    kiosk.refuses(RosterProblem::damaged);
    server.instead = Response{200, {}, "<html>"};
    kiosk.refuses(RosterProblem::damaged);
    server.instead = ListServer::whole(roster_snapshot::pack("{\"roster\":2,\"school\":\"school1\"}\n"));
    kiosk.refuses(RosterProblem::newer_version);
    // To another base, whatever is said to be at hand.
    const int asked = server.asked;
    server.instead = ListServer::whole(roster_snapshot::pack_difference(server.texts.front(), "another text"));
    kiosk.refuses(RosterProblem::damaged);
    CHECK(server.asked == asked + 2);  // the whole was asked for
    CHECK(server.asked_with.empty());
    // Two children of one class with the same pictures, though the school has signed it.
    std::string text = server.publish(with_child("Саян"), 2);
    server.texts.pop_back();
    text.resize(text.find("{\"signed_by\""));
    const auto pictures = text.find("\"pictures\":[3,4,5]");
    REQUIRE(pictures != std::string::npos);
    text.replace(pictures, 18, "\"pictures\":[0,1,2]");
    const auto signature = eventlog::signature_of("vstrecha roster " + hash_of(text), server.key.private_half);
    REQUIRE(signature);
    text += "{\"signed_by\":\"" + server.key.public_half + "\",\"signature\":\"" + *signature + "\"}\n";
    server.instead = ListServer::whole(roster_snapshot::pack(text));
    kiosk.refuses(RosterProblem::not_consistent);

    server.instead.reset();
    CHECK(kiosk.run().came == Came::nothing_new);
    server.publish(with_child("Саян"), 2);
    CHECK(kiosk.run().came == Came::applied);
}

TEST_CASE("A kiosk with lists of its own gives them to a server that has none, and keeps every id") {
    ListServer server;
    Kiosk kiosk{server};
    kiosk.keeper.present = with_child("Саян");
    CHECK(kiosk.run().came == Came::given);
    CHECK(kiosk.run().came == Came::applied);
    CHECK(kiosk.keeper.applied == 0);  // the same people, groups and meetings
    CHECK(same(kiosk.keeper.present, with_child("Саян")));
    CHECK(kiosk.keeper.source->number == 1);
    CHECK(kiosk.run().came == Came::nothing_new);
    CHECK(server.given == 1);
}

TEST_CASE("A kiosk with lists of its own brings them along and keeps them until a person has chosen") {
    ListServer server;
    Kiosk kiosk{server};
    kiosk.keeper.present = with_child("Саян");
    server.publish(lists(), 1);
    kiosk.refuses(RosterProblem::waits_for_matching);
    // Of a school that it was of before: the same.
    kiosk.keeper.source = storage::RosterSource{"elsewhere", 7, std::string(64, 'a'), {}};
    kiosk.refuses(RosterProblem::waits_for_matching);
    REQUIRE(server.brought.size() == 2);
    CHECK(same(server.brought.front(), with_child("Саян")));
    // A server that does not take them, or none of them.
    server.matches = false;
    kiosk.refuses(RosterProblem::own_lists);
    server.takes = false;
    kiosk.refuses(RosterProblem::own_lists);
    server.takes = true;
    // The server's became the same.
    server.publish(with_child("Саян"), 2);
    CHECK(kiosk.run().came == Came::applied);
    CHECK(kiosk.keeper.applied == 0);
}

TEST_CASE("A kiosk takes the server's lists once they cover its own, as ids or aliases, to the last meeting") {
    ListServer server;
    Kiosk kiosk{server};
    kiosk.keeper.present = with_child("Саян");
    domain::Roster school = lists();
    server.publish(school, 1);
    kiosk.refuses(RosterProblem::waits_for_matching);
    // Who was new is one of the school's: `new` is in the lists no more, but known.
    school.aliases.add(domain::PersonId{"new"}, school.people.front().id);
    domain::Roster without = school;
    without.meetings.pop_back();
    server.publish(without, 2);
    kiosk.refuses(RosterProblem::waits_for_matching);
    server.publish(school, 3);
    CHECK(kiosk.run().came == Came::applied);
    CHECK(same(kiosk.keeper.present, school));
    CHECK(kiosk.run().came == Came::nothing_new);
    CHECK(server.brought.size() == 2);
}

TEST_CASE("Lists that changed between bringing and confirming are not covered, and are brought anew") {
    ListServer server;
    Kiosk kiosk{server};
    kiosk.keeper.present = with_child("Саян");
    domain::Roster school = lists();
    server.publish(school, 1);
    kiosk.refuses(RosterProblem::waits_for_matching);
    domain::Person late = kiosk.keeper.present.people.back();
    late.id.value = "late";
    late.code = "92";
    late.pictures = {6, 7, 8};
    kiosk.keeper.present.people.push_back(late);
    school.aliases.add(domain::PersonId{"new"}, school.people.front().id);
    server.publish(school, 2);
    kiosk.refuses(RosterProblem::waits_for_matching);
    CHECK(server.brought.back().people.back().id == late.id);
}

TEST_CASE("A school that got lists from somebody else meanwhile keeps the kiosk's until they are compared") {
    ListServer server;
    Kiosk kiosk{server};
    kiosk.keeper.present = with_child("Саян");
    server.publish(lists(), 1);
    server.instead = Response{404, {}, R"({"error":"no_roster"})"};  // as the kiosk was told a moment before
    kiosk.refuses(RosterProblem::waits_for_matching);
}

TEST_CASE("A server that takes no lists of a kiosk is told of") {
    ListServer server;
    Kiosk kiosk{server};
    kiosk.keeper.present = lists();
    server.takes = false;
    kiosk.refuses(RosterProblem::not_taken);
    // Lists that break a rule are not even sent.
    kiosk.keeper.present.people[1].pictures = {0, 0, 0};
    server.given = 0;
    kiosk.refuses(RosterProblem::not_taken);
    CHECK(server.given == 0);
}

TEST_CASE("A server that was put back gets newer lists back, and where it does not want them its own count") {
    ListServer server;
    Kiosk kiosk{server};
    const std::string first = server.publish(lists(), 1);
    server.publish(with_child("Саян"), 2);
    REQUIRE(kiosk.run().came == Came::applied);
    const std::string second = server.texts.back();
    server.texts = {first};
    CHECK(kiosk.run().came == Came::given);
    CHECK(server.texts.back() == second);
    CHECK(kiosk.run().came == Came::nothing_new);
    CHECK(same(kiosk.keeper.present, with_child("Саян")));
    // It lost everything.
    server.texts.clear();
    CHECK(kiosk.run().came == Came::given);
    CHECK(server.texts.back() == second);
    // What it publishes after that is newer for everybody.
    server.publish(lists(), 3);
    CHECK(kiosk.run().came == Came::applied);
    // A server that does not want them: its word counts, or the kiosk would refuse what it publishes for ever.
    server.texts = {first};
    server.takes = false;
    CHECK(kiosk.run().came == Came::applied);
    CHECK(kiosk.keeper.source->number == 1);
    // Two that say other things under one number: the server's.
    server.texts.clear();
    server.publish(with_child("Ай-кыс"), 1);
    CHECK(kiosk.run().came == Came::applied);
    CHECK(same(kiosk.keeper.present, with_child("Ай-кыс")));
}

TEST_CASE("Only the protocol's own words count; everything else is tried again") {
    ListServer server;
    Kiosk kiosk{server};
    kiosk.keeper.present = lists();
    const auto answers = [&](int status, const std::string& body) {
        server.instead = Response{status, {}, body};
        return kiosk.run().came;
    };
    CHECK(answers(404, "<html>not found</html>") == Came::later);
    CHECK(answers(404, R"({"error":"not_found"})") == Came::later);
    CHECK(answers(403, "{}") == Came::later);
    CHECK(answers(302, {}) == Came::later);
    CHECK(answers(304, {}) == Came::later);  // nothing was said to be at hand
    CHECK(answers(503, R"({"error":"try_later"})") == Came::later);
    CHECK(answers(403, R"({"error":"revoked"})") == Came::shut_out);
    CHECK(answers(401, R"({"error":"unknown_kiosk"})") == Came::shut_out);
    CHECK(answers(401, R"({"more":1,"error":"wrong_signature"})") == Came::shut_out);
    server.away = true;
    CHECK(kiosk.run().came == Came::later);
    kiosk.keeper.disk_fails = true;
    const auto outcome = kiosk.run();
    CHECK(outcome.came == Came::later);
    CHECK(outcome.problem == RosterProblem::disk);
    CHECK(server.given == 0);
    CHECK(same(kiosk.keeper.present, lists()));
}
