#include "app/eventlog/checkpoint.h"
#include "tests/unit/server/test_server.h"

using namespace server_test;
using server::Refusal;

TEST_CASE("A bundle is taken whole, byte for byte, and answered with a checkpoint that the school signed") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(3);
    log.put(domain::MeetingCancelled{domain::MeetingId{"m2"},
                                     "болезнь: \"не тот\" \\ \x01 🙂, 100% :name '"});
    log.put(domain::Rated{domain::MeetingId{"m1"}, domain::PersonId{"p1"}, std::string(2112, 'x')});
    server.add(school, log);

    const auto taken = server.taken(log.all());
    CHECK(taken.school == school);
    CHECK(taken.kiosk == log.id());
    CHECK(taken.added == 5);
    CHECK(taken.held == log.held());
    CHECK(server.holds(school, log));
    const std::vector<std::string> trusted{server->school(school)->acceptor_public};
    const auto checkpoint = eventlog::read_checkpoint(taken.checkpoint, trusted);
    REQUIRE(checkpoint);
    CHECK(checkpoint->kiosk == log.id());
    CHECK(checkpoint->seq == 5);
    CHECK(checkpoint->hash == log.head());
    CHECK(checkpoint->accepted_at == start_of_test());
    CHECK(*server->checkpoints(school, log.id()) == std::vector<std::string>{taken.checkpoint});

    server.reopen();
    CHECK(server.holds(school, log));
}

TEST_CASE("A long log is taken in batches and read in pages") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(2'600);
    server.add(school, log);
    CHECK(server.taken(log.all()).added == 2'600);
    CHECK(server.holds(school, log));
    std::vector<domain::Seq> some;
    REQUIRE(server->read_lines(school, log.id(), 1'990, [&](const server::HeldLine& line) {
        some.push_back(line.seq);
        // Reading does not keep anybody else from the store.
        return server->held(school, log.id())->seq == 2'600 && some.size() < 20;
    }));
    CHECK(some.size() == 20);
    CHECK(some.front() == 1'990);
    // What overlaps is compared over many pages.
    log.check_in(1);
    CHECK(server.taken(log.all()).added == 1);
    CHECK(server.holds(school, log));
}

TEST_CASE("A bundle that comes twice is stored once and gets the same answer") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(10);
    server.add(school, log);
    const auto first = server.taken(log.all());
    server.clock.advance(std::chrono::hours{1});
    const auto second = server.taken(log.all());
    CHECK(second.added == 0);
    CHECK(second.held == log.held());
    CHECK(second.checkpoint == first.checkpoint);
    CHECK(server.holds(school, log));
    CHECK(server->kiosk(school, log.id())->last_heard == start_of_test() + std::chrono::hours{1});
    // A part of it says the same: the answer is about all that is held.
    CHECK(server.taken(log.bundle(2, 4)).held == log.held());
}

TEST_CASE("Of a bundle that overlaps what is held only the rest is stored") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(30);
    server.add(school, log);
    CHECK(server.taken(log.bundle(1, 10)).added == 10);
    CHECK(server.taken(log.bundle(5, 20)).added == 10);
    CHECK(server.taken(log.bundle(1, 30)).added == 10);
    CHECK(server.holds(school, log));
    CHECK(server->checkpoints(school, log.id())->size() == 3);
}

TEST_CASE("A bundle that begins behind what is held is a gap, and says from where to send again") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(20);
    server.add(school, log);
    CHECK(server.refused(log.bundle(2, 5)).held == server::Held{});
    server.taken(log.bundle(1, 5));
    const auto refused = server.refused(log.bundle(11, 20));
    CHECK(refused.why == Refusal::gap);
    CHECK(refused.held == server::Held{5, log.rows()[4].hash});
    CHECK_FALSE(refused.is_parked);  // the sender has it, and was told
    CHECK(server->parked(school)->bundles.empty());
    CHECK(server.taken(log.bundle(refused.held->seq + 1, 20)).held == log.held());
    CHECK(server.holds(school, log));
}

TEST_CASE("A bundle with a gap that somebody carried here is parked, and can be taken in later") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(20);
    server.add(school, log);
    const server::Delivery carried{server::Delivery::By::carrier, school, ""};
    CHECK(server.refused(log.bundle(11, 20), carried).is_parked);
    CHECK(server.taken(log.bundle(1, 10), carried).added == 10);
    const auto parked = server->parked(school)->bundles;
    REQUIRE(parked.size() == 1);
    CHECK(parked[0].reason == Refusal::gap);
    const auto bytes = server->parked_bytes(school, parked[0].id);
    REQUIRE(bytes);
    CHECK(server.taken(base::as_bytes(*bytes), carried).held == log.held());
}

TEST_CASE(
    "A kiosk that was put back to an older copy is welcome while its lines are ours, and a fork from where they "
    "differ") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(10);
    server.add(school, log);
    KioskLog old = log;
    log.check_in(10);
    server.taken(log.all());

    // It knows less than we hold: nothing to say against it.
    CHECK(server.taken(old.all()).held == log.held());
    // It goes on from there, under numbers that are given already.
    old.check_in(3, "other");
    for (const auto& bundle : {old.bundle(11, 13), old.all()}) {
        const auto refused = server.refused(bundle);
        CHECK(refused.why == Refusal::fork);
        CHECK(refused.held == log.held());
        CHECK(refused.is_parked);
    }
    // Longer than what we hold, and still not ours.
    old.check_in(20, "other");
    CHECK(server.refused(old.bundle(21, 33)).why == Refusal::fork);
    CHECK(server.holds(school, log));
    CHECK(server->audit(school, log.id())->findings.empty());
}

TEST_CASE(
    "Two kiosks under one identity, as a copied card makes them, are told apart: one goes on, the other is parked") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog one{"k1"};
    one.check_in(5);
    server.add(school, one);
    KioskLog other = one;
    one.check_in(5, "one");
    other.check_in(6, "other");
    server.taken(one.bundle(1, 8));
    const auto refused = server.refused(other.bundle(6, 11));
    CHECK(refused.why == Refusal::fork);
    CHECK(refused.is_parked);
    // It does not hold up the first.
    CHECK(server.taken(one.bundle(9, 10)).held == one.held());
    CHECK(server.holds(school, one));
    const auto parked = server->parked(school)->bundles;
    REQUIRE(parked.size() == 1);
    CHECK(parked[0].kiosk == one.id());
    CHECK(parked[0].reason == Refusal::fork);
    CHECK(parked[0].is_signed);
    CHECK(parked[0].is_complete);
    CHECK_FALSE(parked[0].is_seen);
    CHECK(base::as_bytes(*server->parked_bytes(school, parked[0].id)).size() == other.bundle(6, 11).size());
}

TEST_CASE("Events of newer software are kept byte for byte") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(2);
    log.put_unknown("wished", R"({"дерево": [1, {"a":"\u0000\ud83d\ude42"}], "b" :  null , "c":"a\\tb"})");
    log.put_unknown("checked_in", R"({})");
    log.check_in(2);
    server.add(school, log);
    CHECK(server.taken(log.all()).added == 6);
    CHECK(server.taken(log.all()).added == 0);
    CHECK(server.holds(school, log));
    CHECK(server->audit(school, log.id())->findings.empty());
}

TEST_CASE("A kiosk that nobody knows, and a signature that is not the kiosk's, are refused before anything is stored") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"}, stranger{"k2", 33};
    log.check_in(1'200);
    stranger.check_in(3);
    server.add(school, log);
    CHECK(server.refused(stranger.all()).why == Refusal::unknown_kiosk);
    CHECK(server->unclaimed()->bundles.size() == 1);

    const auto forged = log.bundle(1, 1'200, "", stranger.key().private_half);
    const auto refused = server.refused(forged);
    CHECK(refused.why == Refusal::wrong_signature);
    CHECK_FALSE(refused.held);
    CHECK(server.lines(school, log.id()).empty());
    const auto parked = server->parked(school)->bundles;
    REQUIRE(parked.size() == 1);
    CHECK_FALSE(parked[0].is_signed);

    // Whoever has no key can neither raise the alarm of a fork nor learn what is held.
    server.taken(log.bundle(1, 10));
    KioskLog fork{"k1", 33};
    fork.check_in(10, "forged");
    CHECK(server.refused(fork.all()).why == Refusal::wrong_signature);
    const auto gap = server.refused(log.bundle(100, 120, "", stranger.key().private_half));
    CHECK(gap.why == Refusal::wrong_signature);
    CHECK_FALSE(gap.held);
}

TEST_CASE("Of a revoked or replaced kiosk nothing is taken, and what it sends is parked") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(6);
    server.add(school, log);
    server.taken(log.bundle(1, 3));
    for (const auto state : {server::KioskState::revoked, server::KioskState::replaced}) {
        REQUIRE(server->set_kiosk_state(school, log.id(), state));
        const auto refused = server.refused(log.bundle(4, 6));
        CHECK(refused.why == Refusal::revoked);
        CHECK(refused.is_parked);
        CHECK(server->kiosk(school, log.id())->state == state);
    }
    CHECK(server->held(school, log.id())->seq == 3);
    CHECK(server->parked(school)->bundles.size() == 1);
    REQUIRE(server->set_kiosk_state(school, log.id(), server::KioskState::active));
    CHECK(server.taken(log.bundle(4, 6)).added == 3);
}

TEST_CASE("A bundle that is cut, changed or something else at any place is refused and leaves nothing") {
    TestServer server{ON_BOTH, {.parked_bundles_of_one = 10'000}};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(40);
    server.add(school, log);
    const auto whole = log.all();
    for (std::size_t size = 0; size < whole.size(); size += 37) {
        const auto why = server.refused(base::ByteView{whole}.first(size)).why;
        CHECK((why == Refusal::damaged || why == Refusal::not_a_bundle));
    }
    for (std::size_t at = 9; at < whole.size(); at += 41) {
        auto changed = whole;
        changed[at] ^= 0x10;
        CHECK_FALSE(server.send(changed));
    }
    auto longer = whole;
    longer.push_back(0);
    CHECK(server.refused(longer).why == Refusal::damaged);
    const std::string letter = "Здравствуйте!";
    CHECK(server.refused(base::as_bytes(letter)).why == Refusal::not_a_bundle);
    CHECK(server.lines(school, log.id()).empty());
    CHECK(server->held(school, log.id())->seq == 0);
    CHECK(server.taken(whole).added == 40);
}

TEST_CASE("A sealed bundle needs the school's key, which whoever brings it gives") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(4);
    server.add(school, log);
    const auto key = eventlog::make_school_key([](std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes) byte = 12;
    });
    const auto sealed = log.bundle(1, 4, key.public_half);
    using By = server::Delivery::By;
    CHECK(server.refused(sealed, {By::carrier, school, ""}).why == Refusal::sealed);
    CHECK(server->parked(school)->bundles.size() == 1);
    CHECK(server.taken(sealed, {By::carrier, school, key.private_half}).added == 4);
}

TEST_CASE("More bytes than the limit are not read, and only their beginning is parked") {
    TestServer server{ON_BOTH, {.bundle_bytes = 200'000, .parked_bytes = 1'000}};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(10);
    server.add(school, log);
    std::size_t given = 0;
    const auto bundle = log.all();
    const auto endless = [&](std::span<std::uint8_t> to) {
        for (std::uint8_t& byte : to)
            byte = given < bundle.size() ? bundle[given++] : static_cast<std::uint8_t>(++given);
        return to.size();
    };
    const auto refused = server->ingest(endless, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().why == Refusal::too_large);
    CHECK(given < 400'000);
    const auto parked = server->parked(school)->bundles;
    REQUIRE(parked.size() == 1);
    CHECK_FALSE(parked[0].is_complete);
    CHECK(server->parked_bytes(school, parked[0].id)->size() == 1'000);
    CHECK(server.taken(bundle).added == 10);
}

TEST_CASE(
    "Lines of more than a delivery may hold are too large before their signature is looked at, and nothing is stored") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(600);
    server.add(school, log);
    server::Delivery delivery;
    delivery.content_bytes = 20'000;
    const auto forged = log.bundle(1, 600, "", KioskLog{"k1", 99}.key().private_half);
    const auto refused = server->ingest(source_of(forged), delivery);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().why == Refusal::too_large);
    CHECK(server->held(school, log.id())->seq == 0);
    // What fits is taken, and the rest after it.
    CHECK(server->ingest(source_of(log.bundle(1, 60)), delivery));
    delivery.content_bytes = 0;
    CHECK(server->ingest(source_of(log.all()), delivery));
    CHECK(server.holds(school, log));
}
