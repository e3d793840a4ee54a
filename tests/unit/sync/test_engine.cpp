#include "app/eventlog/bundle.h"
#include "tests/unit/sync/rig.h"

using namespace sync_test;

namespace sync_test {

Numbers numbers_of(const Rig& rig, const Request& request) {
    base::ByteView left{request.body};
    const auto source = [&](std::span<std::uint8_t> to) {
        const std::size_t size = std::min(to.size(), left.size());
        std::copy_n(left.begin(), size, to.begin());
        left = left.subspan(size);
        return size;
    };
    const auto opened = eventlog::open_bundle(
        source, [&](const domain::KioskId&) { return rig.log.public_key(); }, {},
        [](const domain::Event&, std::string_view, const eventlog::Hash&) { return true; });
    REQUIRE(opened);
    return {opened->header.first, opened->header.last};
}

}  // namespace sync_test

TEST_CASE("Before it knows where the log ends the engine asks for nothing") {
    Rig rig;
    CHECK_FALSE(rig.next());
    CHECK_FALSE(rig.until);
}

TEST_CASE("At the start the server is asked what it holds, and what it lacks is sent") {
    Rig rig;
    rig.record(20);
    rig.begin();
    CHECK(rig.status().waiting == 21);
    CHECK(rig.status().state == State::sending);
    const auto question = rig.next();
    REQUIRE(question);
    CHECK(question->kind == Request::Kind::held);
    CHECK(question->path == "/api/1/kiosks/kiosk1/held");
    rig.serve(*question);
    const auto bundle = rig.next();
    REQUIRE(bundle);
    CHECK(bundle->path == "/api/1/bundles");
    CHECK(numbers_of(rig, *bundle) == Numbers{1, 21});
    rig.serve(*bundle);
    CHECK_FALSE(rig.next());
    CHECK(rig.synced());
    CHECK(rig.status().last_contact == rig.now);
}

TEST_CASE("What the server took counts as synced only when the store accepted its checkpoint") {
    Rig rig;
    rig.begin();
    rig.settle();
    rig.append();
    rig.now += policy::kGroup;
    const auto bundle = rig.next();
    REQUIRE(bundle);
    rig.serve(*bundle);
    CHECK(rig.status().synced_up_to == 1);
    CHECK(rig.status().waiting == 1);
    const Output output = rig.engine.step(rig.now);
    const auto& accept = std::get<AcceptCheckpoint>(output);
    CHECK(rig.status().synced_up_to == 1);
    rig.tell(rig.log.accept(accept));
    CHECK(rig.synced());
}

TEST_CASE("A check-in is on its way within half a second, and those of one moment go together") {
    Rig rig;
    rig.be_synced();
    const Millis at = rig.now;
    rig.append();
    CHECK_FALSE(rig.next());
    rig.now += Millis{100};
    rig.append(2);
    const auto request = rig.wait_for_request();
    CHECK(rig.now - at <= Millis{500});
    CHECK(numbers_of(rig, request) == Numbers{2, 4});
    rig.append();  // while the bundle is under way
    rig.serve(request);
    CHECK(numbers_of(rig, rig.wait_for_request()) == Numbers{5, 5});
    CHECK(rig.now - at <= seconds{1});
}

TEST_CASE("A night in which nothing is recorded has a question an hour and no bundle") {
    Rig rig;
    rig.be_synced();
    const auto bundles = rig.server.bundles();
    const int requests = rig.settle(hours{10});
    CHECK(requests >= 8);
    CHECK(requests <= 12);
    CHECK(rig.server.bundles() == bundles);
}

TEST_CASE(
    "A server that is away at night is asked no more often than one that is there, and a check-in still at once") {
    Rig rig;
    rig.be_synced();
    const Millis end = rig.now + hours{10};
    int requests = 0;
    while (rig.now < end) {
        (void)rig.wait_for_request();
        rig.fail(NetworkFailure::unreachable);
        ++requests;
    }
    CHECK(requests <= 12);
    rig.now += minutes{6};
    const Millis at = rig.now;
    rig.append();
    CHECK(rig.wait_for_request().kind == Request::Kind::bundle);
    CHECK(rig.now - at <= Millis{500});
}

TEST_CASE("A kiosk that was started again when all was accepted asks once and sends nothing") {
    Rig first;
    first.record(5);
    first.be_synced();
    first.engine = Engine{{first.log.kiosk(), first.log.private_key(), 9}};
    first.begin();
    CHECK(first.status().synced_up_to == 6);
    CHECK(first.settle() == 1);
    CHECK(first.synced());
}

TEST_CASE("A checkpoint that was lost with the kiosk's power is had by sending the last line once more") {
    Rig rig;
    rig.record(5);
    rig.begin();
    rig.settle();
    rig.append(3);
    rig.now += policy::kGroup;
    const auto bundle = rig.next();
    (void)rig.server.handle(*bundle, rig.wall());  // and the answer is lost
    rig.engine = Engine{{rig.log.kiosk(), rig.log.private_key(), 9}};
    rig.begin();
    CHECK(rig.status().synced_up_to == 6);
    rig.serve(*rig.next());
    const auto again = rig.next();
    REQUIRE(again);
    CHECK(numbers_of(rig, *again) == Numbers{9, 9});
    rig.serve(*again);
    CHECK_FALSE(rig.next());
    CHECK(rig.synced());
}

TEST_CASE("Months offline are caught up in large bundles with at most a megabyte in memory") {
    Rig rig;
    rig.record(20'000);
    rig.begin();
    const int requests = rig.settle();
    CHECK(rig.synced());
    CHECK(requests < 60);
    CHECK(rig.most_held > 200'000);
    CHECK(rig.most_held <= policy::kMemoryMost);
}

TEST_CASE("Events of the greatest length go one by one where they must") {
    Rig rig;
    for (int i = 0; i < 40; ++i)
        rig.log.put(domain::MeetingCancelled{domain::MeetingId{"m"}, std::string(15'000, 'x')}, rig.wall());
    rig.begin();
    rig.settle();
    CHECK(rig.synced());
    CHECK(rig.most_held <= policy::kMemoryMost);
}

TEST_CASE("A server that was put back to a backup is found out by the next question and gets everything again") {
    Rig rig;
    rig.record(10);
    rig.be_synced();
    const auto backup = rig.server.backup();
    rig.append(5);
    rig.settle(minutes{1});
    rig.server.restore(backup);
    const auto question = rig.wait_for_request();
    CHECK(question.kind == Request::Kind::held);
    rig.serve(question);
    CHECK(rig.status().synced_up_to == 11);
    CHECK(rig.status().waiting == 5);
    rig.settle();
    CHECK(rig.synced());
}

TEST_CASE("A gap is answered with everything from the number after what is held") {
    Rig rig;
    rig.record(10);
    rig.be_synced();
    rig.server.keep(rig.log.kiosk(), 4);
    rig.append();
    const auto bundle = rig.wait_for_request();
    CHECK(numbers_of(rig, bundle) == Numbers{12, 12});
    CHECK(rig.serve(bundle).status == 409);
    CHECK(rig.status().synced_up_to == 4);
    const auto again = rig.wait_for_request();
    CHECK(numbers_of(rig, again) == Numbers{5, 12});
    rig.serve(again);
    rig.settle();
    CHECK(rig.synced());
}

TEST_CASE("An answer that comes late, twice or to nobody changes nothing") {
    Rig rig;
    rig.begin();
    const auto question = rig.next();
    const Ticket old = rig.ticket;
    const auto response = rig.server.handle(*question, rig.wall());
    rig.now += policy::kAnswerWithin;
    CHECK_FALSE(rig.next());
    CHECK(rig.status().problem == Problem::timed_out);
    rig.tell(Answered{old, Response{200, {}, R"({"held":9,"head":")" + std::string(64, '1') + "\"}"}});
    rig.tell(LinesRead{old, Lines{}});
    rig.tell(CheckpointSeen{old, storage::Acceptance::accepted});
    CHECK(rig.status().synced_up_to == 0);
    rig.now += policy::kBackoffMost;
    rig.settle();
    CHECK(rig.synced());
    rig.tell(Answered{rig.ticket, response});
    CHECK(rig.synced());
}

TEST_CASE("A clock that jumps ahead or begins anew makes no wait longer and loses nothing") {
    Rig rig;
    rig.be_synced();
    rig.append(3);
    (void)rig.wait_for_request();
    rig.now += hours{24 * 60};  // slept in the middle of it
    rig.settle(minutes{10});
    CHECK(rig.synced());
    rig.append();
    (void)rig.wait_for_request();
    rig.fail(NetworkFailure::unreachable);
    rig.now = Millis{5};
    CHECK_FALSE(rig.next());
    CHECK(rig.wait() <= policy::kBackoffMost);
    CHECK(rig.status().waiting_since <= rig.now);
    rig.settle(policy::kBackoffMost);
    CHECK(rig.synced());
}

TEST_CASE("A store that fails is asked again, and nothing counts meanwhile") {
    Rig rig;
    rig.be_synced();
    rig.append();
    rig.store_fails = true;
    rig.settle(minutes{20});
    CHECK(rig.status().problem == Problem::store_failed);
    CHECK(rig.status().synced_up_to == 1);
    rig.store_fails = false;
    rig.settle(minutes{6});
    CHECK(rig.synced());
}

TEST_CASE("Since when something waits is told until it is synced") {
    Rig rig;
    rig.be_synced();
    CHECK_FALSE(rig.status().waiting_since);
    const Millis first = rig.now;
    rig.append();
    const auto bundle = rig.wait_for_request();
    CHECK(rig.status().waiting_since == first);
    const Millis second = rig.now;
    rig.append();
    rig.serve(bundle);
    (void)rig.next();
    CHECK(rig.status().waiting == 1);
    CHECK(rig.status().waiting_since == second);
    rig.settle(minutes{1});
    CHECK_FALSE(rig.status().waiting_since);
}
