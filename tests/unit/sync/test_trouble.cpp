#include "tests/unit/sync/rig.h"

using namespace sync_test;

namespace {

// Something waits, and its bundle is under way.
void send_one(Rig& rig) {
    rig.be_synced();
    rig.append();
    (void)rig.wait_for_request();
}

std::vector<Millis> waits_of_failures(std::uint64_t seed, int count) {
    Rig rig{seed};
    send_one(rig);
    std::vector<Millis> waits;
    for (int i = 0; i < count; ++i) {
        rig.fail(NetworkFailure::unreachable);
        const Millis failed = rig.now;
        CHECK(rig.status().state == State::retrying);
        (void)rig.wait_for_request();
        waits.push_back(rig.now - failed);
    }
    return waits;
}

}  // namespace

TEST_CASE("Failures in a row wait at random up to one second, then twice as long each time, up to five minutes") {
    std::vector<Millis> longest(14, Millis{0});
    std::vector<Millis> shortest(14, hours{1});
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto waits = waits_of_failures(seed, 14);
        for (std::size_t i = 0; i < waits.size(); ++i) {
            longest[i] = std::max(longest[i], waits[i]);
            shortest[i] = std::min(shortest[i], waits[i]);
            CHECK(waits[i] <= std::min<Millis>(seconds{1} * (1 << i), minutes{5}));
            CHECK(waits[i] >= policy::kBackoffLeast);
        }
    }
    CHECK(longest[0] > Millis{800});
    CHECK(longest[13] > minutes{4});
    CHECK(shortest[13] < minutes{1});
}

TEST_CASE("When the network is back a backoff ends within a second, and no other wait does") {
    Rig rig;
    send_one(rig);
    for (int i = 0; i < 12; ++i) {
        rig.fail(NetworkFailure::timed_out);
        (void)rig.wait_for_request();
    }
    rig.fail(NetworkFailure::timed_out);
    rig.tell(NetworkBack{});
    (void)rig.next();
    CHECK(rig.wait() <= policy::kNetworkBackSpread);
    (void)rig.wait_for_request();
    rig.answer({503, seconds{600}, ""});
    rig.tell(NetworkBack{});
    CHECK_FALSE(rig.next());
    CHECK(rig.wait() >= seconds{600});
}

TEST_CASE("A Retry-After is kept to within bounds") {
    struct Case {
        std::chrono::seconds asked;
        Millis least, most;
    };
    for (const Case& one :
         {Case{seconds{120}, seconds{120}, seconds{121}}, Case{seconds{0}, Millis{0}, seconds{1}},
          Case{seconds{-5}, Millis{0}, seconds{1}}, Case{std::chrono::seconds::max(), hours{1}, hours{1}},
          Case{std::chrono::seconds::min(), Millis{0}, seconds{1}}}) {
        Rig rig;
        send_one(rig);
        rig.answer({503, one.asked, ""});
        CHECK_FALSE(rig.next());
        CHECK(rig.wait() >= one.least);
        CHECK(rig.wait() <= one.most);
        CHECK(rig.status().problem == Problem::busy);
        CHECK(rig.status().next_try == rig.until);
    }
}

TEST_CASE("Whatever else comes back is a passing trouble, and the bundle goes again") {
    const std::vector<Response> answers{{200, {}, "<html>sign in</html>"},
                                        {200, {}, ""},
                                        {200, {}, "{}"},
                                        {204, {}, ""},
                                        {302, {}, ""},
                                        {400, {}, "{}"},
                                        {401, {}, "proxy"},
                                        {403, {}, R"({"error":"quota"})"},
                                        {404, {}, ""},
                                        {409, {}, R"({"error":"gap"})"},
                                        {409, {}, R"({"error":"gap","held":1,"head":")" + std::string(64, 'a') + "\"}"},
                                        {422, {}, "<html>"},
                                        {500, {}, ""},
                                        {502, {}, "x"},
                                        {0, {}, ""},
                                        {-1, {}, ""},
                                        {999, {}, std::string(100'000, '[')}};
    for (const Response& answer : answers) {
        Rig rig;
        send_one(rig);
        INFO(answer.status << " " << answer.body.substr(0, 40));
        rig.answer(answer);
        CHECK_FALSE(rig.next());
        CHECK(rig.status().state == State::retrying);
        CHECK(rig.wait() <= seconds{1});
        rig.settle(seconds{3});
        CHECK(rig.synced());
    }
}

TEST_CASE("A fork stops the sending and is told; it is tried again after hours") {
    Rig rig;
    send_one(rig);
    rig.answer(error(409, "fork"));
    CHECK_FALSE(rig.next());
    CHECK(rig.status().state == State::stopped);
    CHECK(rig.status().problem == Problem::forked);
    rig.append(5);
    rig.tell(NetworkBack{});
    CHECK_FALSE(rig.next());
    CHECK(rig.wait() > hours{5});
    rig.settle(hours{7});
    CHECK(rig.synced());
}

TEST_CASE("A kiosk that is unknown or revoked stops with its reason, is tried again rarely, and goes on when it may") {
    struct Case {
        Response answer;
        Problem problem;
    };
    for (const Case& one :
         {Case{error(401, "wrong_signature"), Problem::unknown_kiosk}, Case{error(403, "revoked"), Problem::revoked}}) {
        Rig rig;
        send_one(rig);
        for (int tries = 0; tries < 3; ++tries) {
            rig.answer(one.answer);
            CHECK_FALSE(rig.next());
            CHECK(rig.status().state == State::stopped);
            CHECK(rig.status().problem == one.problem);
            CHECK(rig.wait() > minutes{20});
            CHECK(rig.wait() < minutes{40});
            rig.append();
            CHECK(rig.wait_for_request().kind == Request::Kind::bundle);
        }
        rig.answer(one.answer);
        rig.settle(minutes{40});
        CHECK(rig.synced());
    }
}

TEST_CASE("A kiosk that is told that it is revoked stops, and asks by a bundle whether it still is") {
    Rig rig;
    rig.be_synced();
    rig.server.revoke(rig.log.kiosk());
    rig.tell(Revoked{});
    CHECK(rig.status().problem == Problem::revoked);
    CHECK_FALSE(rig.next());
    CHECK(rig.wait() > minutes{20});
    rig.settle(hours{3});
    CHECK(rig.status().problem == Problem::revoked);
    rig.server.revoke(rig.log.kiosk(), false);
    rig.settle(minutes{40});
    CHECK(rig.synced());
}

TEST_CASE("A bundle that is refused is halved down to the event that is, which is told and never passed over") {
    for (const int status : {413, 422}) {
        Rig rig;
        rig.record(40);
        rig.log.put(domain::MeetingCancelled{domain::MeetingId{"m"}, "not liked"}, rig.wall());
        rig.record(40);
        rig.server.dislike("not liked");
        rig.begin();
        const Millis end = rig.now + minutes{10};
        while (rig.now < end) {
            const auto request = rig.next();
            if (request) {
                auto response = rig.server.handle(*request, rig.wall());
                if (response.status == 422) response = error(status, "no");
                rig.answer(response);
            } else {
                rig.now = std::min(end, *rig.until);
            }
        }
        CHECK(rig.server.held(rig.log.kiosk()) == 41);
        CHECK(rig.status().synced_up_to == 41);
        CHECK(rig.status().problem == Problem::stuck);
        CHECK(rig.status().at == 42);
        CHECK(rig.status().state == State::stopped);
        rig.settle(hours{2});
        CHECK(rig.status().problem == Problem::stuck);
        rig.server.dislike("");  // newer software
        rig.settle(minutes{40});
        CHECK(rig.synced());
    }
}

TEST_CASE("One refusal of an event alone, as of one that was damaged on the way, is not called stuck") {
    Rig rig;
    send_one(rig);
    rig.answer(error(422, "damaged"));
    CHECK(rig.status().state == State::retrying);
    rig.settle(seconds{2});
    CHECK(rig.synced());
}

TEST_CASE("On a line that drops long requests the bundles become short, and long again when it is mended") {
    Rig rig;
    rig.record(1'500);
    rig.begin();
    rig.serve(*rig.next());
    Numbers numbers = numbers_of(rig, *rig.next());
    CHECK(numbers.last > 300);
    std::uint64_t events = numbers.last;
    for (int i = 0; i < 8; ++i) {
        rig.fail(i % 2 == 0 ? NetworkFailure::timed_out : NetworkFailure::cut);
        numbers = numbers_of(rig, rig.wait_for_request());
        CHECK(numbers.first == 1);
        CHECK(numbers.last <= std::max<std::uint64_t>(policy::kEventsAfterCut, events / 2));
        events = numbers.last;
    }
    CHECK(events == policy::kEventsAfterCut);
    rig.fail(NetworkFailure::unreachable);
    const auto request = rig.wait_for_request();
    CHECK(numbers_of(rig, request).last == events);
    rig.serve(request);
    CHECK(rig.settle() < 15);
    CHECK(rig.synced());
}

TEST_CASE("A server that says it holds more than is recorded here is asked again, sent the last line, and told of") {
    Rig rig;
    rig.record(10);
    rig.be_synced();
    rig.log.put_back(7);
    rig.engine = Engine{{rig.log.kiosk(), rig.log.private_key(), 9}};
    rig.begin();
    rig.serve(*rig.next());
    rig.serve(*rig.next());
    const auto bundle = rig.next();
    REQUIRE(bundle);
    CHECK(numbers_of(rig, *bundle) == Numbers{7, 7});
    rig.serve(*bundle);
    CHECK_FALSE(rig.next());
    CHECK(rig.status().problem == Problem::ahead);
    CHECK(rig.status().synced_up_to <= 7);
    CHECK(rig.wait() > minutes{20});
    rig.append();  // a number that the server holds already, with another event
    rig.settle(minutes{40});
    CHECK(rig.status().problem == Problem::forked);
    CHECK(rig.server.held(rig.log.kiosk()) == 11);
}

TEST_CASE("Another hash at the server is asked for again, then the server itself compares; nothing is skipped") {
    Rig rig;
    rig.record(10);
    simulation::MemoryLog other{1};
    simulation::Random random{77};
    for (int i = 0; i < 5; ++i) (void)other.append(random, rig.wall());
    rig.server.replace(rig.log.kiosk(), other.lines());
    rig.begin();
    rig.serve(*rig.next());
    const auto again = rig.next();
    REQUIRE(again);
    CHECK(again->kind == Request::Kind::held);
    rig.serve(*again);
    const auto bundle = rig.next();
    REQUIRE(bundle);
    CHECK(numbers_of(rig, *bundle).first == 6);
    rig.serve(*bundle);
    CHECK_FALSE(rig.next());
    CHECK(rig.status().problem == Problem::forked);
    CHECK(rig.status().synced_up_to == 0);
    CHECK(rig.server.of(rig.log.kiosk()).size() == 6);
}

TEST_CASE("A wrong word of what is held, once, costs a question and nothing else") {
    Rig rig;
    rig.record(10);
    rig.begin();
    (void)rig.next();
    rig.answer({200, {}, R"({"held":5,"head":")" + std::string(64, 'a') + "\"}"});
    CHECK(rig.settle() == 2);
    CHECK(rig.synced());
}

TEST_CASE("What is signed by nobody trusted here counts for nothing, is told, and holds nothing up") {
    Rig rig;
    rig.record(3);
    rig.log.trust(std::string(64, '0'));
    rig.begin();
    rig.settle(seconds{1});
    CHECK(rig.server.held(rig.log.kiosk()) == 4);
    CHECK(rig.status().synced_up_to == 0);
    CHECK(rig.status().problem == Problem::checkpoint_refused);
    rig.append();
    const int requests = rig.settle(minutes{20});
    CHECK(requests <= 2);
    CHECK(rig.server.held(rig.log.kiosk()) == 5);
    rig.log.trust(rig.server.acceptor());
    rig.settle(minutes{40});
    CHECK(rig.synced());
}

TEST_CASE("A hole that nothing in the log names as lost is told by number, and nothing is sent across it") {
    Rig rig;
    rig.record(10);
    std::erase_if(rig.log.lines(), [](const storage::LogLine& line) { return line.seq >= 4 && line.seq <= 6; });
    rig.begin();
    rig.settle(seconds{10});
    CHECK(rig.status().problem == Problem::hole);
    CHECK(rig.status().at == 4);
    CHECK(rig.status().synced_up_to == 3);
    CHECK(rig.status().state == State::stopped);
    CHECK(rig.wait() > minutes{20});
}

TEST_CASE("After damage the log goes on at the server in its new chain") {
    Rig rig;
    rig.record(10);
    SECTION("lines were lost that nobody holds") {
        rig.log.lose(4, 6, rig.wall());
    }
    SECTION("lines were lost twice, and at the beginning") {
        rig.log.lose(4, 6, rig.wall());
        rig.record(6);
        rig.log.lose(1, 2, rig.wall());
        rig.log.lose(1'000'003, 1'000'004, rig.wall());
    }
    SECTION("its end was lost") {
        rig.log.lose(9, 11, rig.wall());
    }
    SECTION("lines were lost that the server held") {
        rig.be_synced();
        rig.record(4);
        rig.log.lose(4, 6, rig.wall());
        rig.engine = Engine{{rig.log.kiosk(), rig.log.private_key(), 9}};
    }
    SECTION("its end was lost, of which the server held a part") {
        rig.be_synced();
        rig.record(4);
        rig.log.lose(10, 15, rig.wall());
        rig.engine = Engine{{rig.log.kiosk(), rig.log.private_key(), 9}};
    }
    rig.record(5);
    rig.begin();
    rig.settle(hours{1});
    const auto& held = rig.server.of(rig.log.kiosk());
    CHECK(held.back().seq == rig.log.last());
    CHECK(rig.synced());
    for (const auto& line : rig.log.lines()) {
        const auto same = [&](const storage::LogLine& one) { return one.seq == line.seq && one.line == line.line; };
        CHECK(std::count_if(held.begin(), held.end(), same) == 1);
    }
}

TEST_CASE("Where everything up to what is held was pruned, the next event is linked by the server's hash") {
    Rig rig;
    rig.record(10);
    rig.be_synced();
    rig.record(2);
    std::erase_if(rig.log.lines(), [](const storage::LogLine& line) { return line.seq <= 11; });
    rig.engine = Engine{{rig.log.kiosk(), rig.log.private_key(), 9}};
    rig.begin();
    rig.settle();
    CHECK(rig.synced());
    SECTION("and what the server lost of it is a hole") {
        rig.server.keep(rig.log.kiosk(), 5);
        rig.settle(hours{2});
        CHECK(rig.status().problem == Problem::hole);
        CHECK(rig.status().at == 6);
        CHECK(rig.status().synced_up_to == 5);
    }
    SECTION("with a checkpoint that is wanted again and cannot be, it waits for the next event") {
        std::erase_if(rig.log.lines(), [](const storage::LogLine& line) { return line.seq <= 12; });
        rig.tell(Revoked{});
        CHECK(rig.settle(hours{1}) <= 2);
        rig.append();
        rig.settle(hours{1});
        CHECK(rig.synced());
    }
}

TEST_CASE("A line that does not hold here is not sent, and told by number") {
    Rig rig;
    rig.record(10);
    rig.log.lines()[5].line[100] ^= 1;
    rig.begin();
    rig.settle(seconds{10});
    CHECK(rig.server.held(rig.log.kiosk()) == 5);
    CHECK(rig.status().problem == Problem::log_damaged);
    CHECK(rig.status().at == 6);
    rig.log.lines()[5].line[100] ^= 1;
    rig.settle(hours{1});
    CHECK(rig.synced());
}

TEST_CASE("A kiosk whose key is none says so and sends nothing") {
    Rig rig;
    rig.engine = Engine{{rig.log.kiosk(), std::string(128, '0'), 1}};
    rig.begin();
    rig.settle(seconds{10});
    CHECK(rig.status().problem == Problem::cannot_sign);
    CHECK(rig.server.bundles() == 0);
}
