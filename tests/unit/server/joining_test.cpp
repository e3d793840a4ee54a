#include <atomic>
#include <set>
#include <thread>

#include "tests/unit/server/joining_kiosk.h"

using namespace server_test;
using joining::Refusal;
using server::KioskState;

namespace {

std::string code_of(TestServer& server, const server::SchoolId& school, const server::NewJoinCode& code = {}) {
    const auto made = server->make_join_code(school, code);
    if (!made) FAIL("no code: " << made.error().detail);
    return *made;
}

}  // namespace

TEST_CASE("A kiosk with a code is known from then on, sends its log, and has the answer of its school") {
    TestServer server{ON_BOTH};
    const auto school = server->add_school({"Школа № 12", ""});
    REQUIRE(school);
    KioskLog log{"k1"};
    log.check_in(3);
    JoiningKiosk kiosk{log, code_of(server, school->id, {"Библиотека", {}})};
    CHECK(server.refused(log.all()).why == server::Refusal::unknown_kiosk);

    const joining::Answer answer = kiosk.read(joined(*server.operator->(), kiosk.body()));
    CHECK(answer.school == school->id.value);
    CHECK(answer.school_name == "Школа № 12");
    CHECK(answer.acceptor_public == school->acceptor_public);
    // The school had no key: it has this kiosk's now.
    CHECK(answer.school_public == school_key(55));
    CHECK(server->school(school->id)->school_public == school_key(55));
    CHECK(server->kiosk(school->id, log.id())->name == "Библиотека");
    CHECK(server.taken(log.all()).held.seq == 3);

    // The next one is told the key that there is.
    KioskLog second{"k2", 22};
    JoiningKiosk next{second, code_of(server, school->id)};
    next.request.school_public = school_key(66);
    CHECK(next.read(joined(*server.operator->(), next.body())).school_public == school_key(55));
    CHECK(server->kiosk(school->id, second.id())->name == "Холл");
}

TEST_CASE("A wrong proof, another certificate and no code at all are refused, and add no kiosk") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"}, other{"k2", 22};
    JoiningKiosk kiosk{log, code_of(server, school)};
    server::Store& store = *server.operator->();
    CHECK(not_joined(store, kiosk.wrong_body()) == Refusal::wrong_code);
    CHECK(not_joined(store, kiosk.body(std::string(64, 'a'))) == Refusal::wrong_code);
    CHECK(not_joined(store, kiosk.body(), std::string(64, 'a')) == Refusal::wrong_code);
    CHECK(not_joined(store, "") == Refusal::not_a_message);
    CHECK(not_joined(store, "{\"join\":1}") == Refusal::not_a_message);
    CHECK(not_joined(store, std::string(5'000, ' ')) == Refusal::not_a_message);
    // Of a selector that nobody drew.
    JoiningKiosk nobody{log, kiosk.request.selector == "22" ? "33ABCDEFGH" : "22ABCDEFGH"};
    CHECK(not_joined(store, nobody.body()) == Refusal::wrong_code);
    // Who knows the code, and brings a key that is not its own.
    JoiningKiosk thief = kiosk;
    thief.request.public_key = other.key().public_half;
    CHECK(not_joined(store, thief.body()) == Refusal::wrong_code);
    CHECK(server->kiosks(school)->empty());
    // Four tries are gone; the fifth is good.
    kiosk.read(joined(store, kiosk.body()));
}

TEST_CASE("A code has five tries: the sixth is refused though its proof is right") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    JoiningKiosk kiosk{log, code_of(server, school)};
    server::Store& store = *server.operator->();
    for (int i = 0; i < joining::kCodeTries; ++i) CHECK(not_joined(store, kiosk.wrong_body()) == Refusal::wrong_code);
    CHECK(not_joined(store, kiosk.body()) == Refusal::code_used);
    CHECK(server->kiosks(school)->empty());
    server.reopen();
    CHECK(not_joined(*server.operator->(), kiosk.body()) == Refusal::code_used);
}

TEST_CASE("A code lives for ten minutes, and not longer because the clock was put back") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    JoiningKiosk kiosk{log, code_of(server, school)};
    server::Store& store = *server.operator->();
    server.clock.step_wall(-std::chrono::minutes{2});
    CHECK(not_joined(store, kiosk.body()) == Refusal::code_used);
    server.clock.step_wall(std::chrono::minutes{2});
    server.clock.advance(joining::kCodeLives);
    CHECK(not_joined(store, kiosk.body()) == Refusal::code_used);
    server.clock.step_wall(-std::chrono::milliseconds{1});
    kiosk.read(joined(store, kiosk.body()));
}

TEST_CASE("A code works once; whoever lost the answer gets the same again for the same bytes, while the code lives") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"}, other{"k2", 22};
    const std::string code = code_of(server, school);
    JoiningKiosk kiosk{log, code}, second{other, code};
    server::Store& store = *server.operator->();
    const std::string answer = joined(store, kiosk.body());
    CHECK(not_joined(store, second.body()) == Refusal::code_used);
    for (int i = 0; i < 7; ++i) CHECK(joined(store, kiosk.body()) == answer);
    // The same kiosk with the same code and another nonce, and somebody who sees the bytes through another certificate.
    JoiningKiosk again = kiosk;
    again.request.nonce = std::string(64, '8');
    CHECK(not_joined(store, again.body()) == Refusal::code_used);
    CHECK(not_joined(store, kiosk.body(), std::string(64, 'a')) == Refusal::code_used);
    server.clock.advance(joining::kCodeLives);
    CHECK(not_joined(store, kiosk.body()) == Refusal::code_used);
    CHECK(server->kiosks(school)->size() == 1);
}

TEST_CASE("A kiosk that joins again with a new code is the same one; with another key or of another school it is not") {
    TestServer server{ON_BOTH};
    const auto school = server.school(), elsewhere = server.school("Лицей");
    KioskLog log{"k1"}, copy{"k1", 33};
    log.check_in(3);
    server.add(school, log);
    server.taken(log.all());
    server::Store& store = *server.operator->();
    JoiningKiosk again{log, code_of(server, school)};
    again.read(joined(store, again.body()));
    CHECK(server->kiosks(school)->size() == 1);
    CHECK(server->held(school, log.id())->seq == 3);

    JoiningKiosk other_key{copy, code_of(server, school)};
    CHECK(not_joined(store, other_key.body()) == Refusal::known_elsewhere);
    JoiningKiosk other_school{log, code_of(server, elsewhere)};
    CHECK(not_joined(store, other_school.body()) == Refusal::known_elsewhere);
    CHECK(server->kiosks(elsewhere)->empty());
    CHECK(server->kiosk(school, log.id())->public_key == log.key().public_half);
}

TEST_CASE("Who revoked a kiosk and makes a code for it takes it in again, with all that it had sent") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(4);
    server.add(school, log);
    server.taken(log.bundle(1, 2));
    REQUIRE(server->set_kiosk_state(school, log.id(), KioskState::revoked));
    CHECK(server.refused(log.bundle(3, 4)).why == server::Refusal::revoked);
    server::Store& store = *server.operator->();
    // Without a code it stays out, whatever it asks.
    JoiningKiosk guess{log, "ABCDEFGHJK"};
    CHECK(not_joined(store, guess.body()) == Refusal::wrong_code);
    CHECK(server->kiosk(school, log.id())->state == KioskState::revoked);
    for (const domain::KioskId& replaces : {domain::KioskId{}, log.id()}) {
        REQUIRE(server->set_kiosk_state(school, log.id(), KioskState::revoked));
        JoiningKiosk kiosk{log, code_of(server, school, {"", replaces})};
        kiosk.read(joined(store, kiosk.body()));
        CHECK(server->kiosk(school, log.id())->state == KioskState::active);
    }
    CHECK(server.taken(log.bundle(3, 4)).held.seq == 4);
}

TEST_CASE("A kiosk that takes another's place: nothing of the old one is taken any more") {
    TestServer server{ON_BOTH};
    const auto school = server.school(), elsewhere = server.school("Лицей");
    KioskLog old{"k1"}, log{"k2", 22};
    old.check_in(2);
    server.add(school, old);
    CHECK(server->make_join_code(elsewhere, {"", old.id()}).error().kind == server::StoreErrorKind::not_found);
    JoiningKiosk kiosk{log, code_of(server, school, {"", old.id()})};
    CHECK(server.taken(old.bundle(1, 1)).held.seq == 1);
    kiosk.read(joined(*server.operator->(), kiosk.body()));
    CHECK(server->kiosk(school, old.id())->state == KioskState::replaced);
    CHECK(server.refused(old.bundle(1, 2)).why == server::Refusal::revoked);
    CHECK(server->held(school, old.id())->seq == 1);
}

TEST_CASE("What a kiosk pruned before it joined counts as held elsewhere") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(9);
    JoiningKiosk kiosk{log, code_of(server, school)};
    kiosk.request.pruned_up_to = 4;
    kiosk.request.pruned_head = log.rows()[3].hash;
    kiosk.read(joined(*server.operator->(), kiosk.body()));
    CHECK(server->held(school, log.id())->seq == 4);
    CHECK(server.taken(log.bundle(5, 9)).held.seq == 9);
    CHECK(server->audit(school, log.id())->findings.empty());
}

TEST_CASE("Two kiosks with one code at once, at two servers of one database or one: one is let in") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"}, other{"k2", 22};
    const std::string code = code_of(server, school);
    const JoiningKiosk kiosk{log, code}, second{other, code};
    const auto further = server.is_sqlite() ? nullptr : server.open();
    server::Store& one = *server.operator->();
    server::Store& two = further ? *further : one;
    std::atomic<int> let_in{0}, used{0};
    const auto ask = [&](server::Store& store, const std::string& body) {
        const auto answer = store.join(body, kFingerprint);
        if (answer && *answer) ++let_in;
        if (answer && !*answer && answer->error() == Refusal::code_used) ++used;
    };
    std::thread first{ask, std::ref(one), kiosk.body()}, next{ask, std::ref(two), second.body()};
    first.join();
    next.join();
    CHECK(let_in == 1);
    CHECK(used == 1);
    CHECK(server->kiosks(school)->size() == 1);
}

TEST_CASE("Many wrong tries at once are still five, and no two living codes have one selector") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    const JoiningKiosk kiosk{log, code_of(server, school)};
    const std::string wrong = kiosk.wrong_body();
    std::atomic<int> believed_to_be_tries{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            const auto answer = server->join(wrong, kFingerprint);
            if (answer && !*answer && answer->error() == Refusal::wrong_code) ++believed_to_be_tries;
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(believed_to_be_tries == joining::kCodeTries);
    CHECK(not_joined(*server.operator->(), kiosk.body()) == Refusal::code_used);

    std::set<std::string> selectors{kiosk.request.selector};
    for (int i = 0; i < 3; ++i) CHECK(selectors.insert(joining::selector_of(code_of(server, school))).second);
}
