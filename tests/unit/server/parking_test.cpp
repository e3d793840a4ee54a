#include "tests/unit/server/test_server.h"

using namespace server_test;
using server::Refusal;

TEST_CASE("The same bytes are parked once, are seen by a person, and go only by a person's word") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(5);
    server.add(school, log);
    const auto bundle = log.all();
    const auto cut = base::ByteView{bundle}.first(bundle.size() - 3);
    for (int i = 0; i < 3; ++i) {
        CHECK(server.refused(cut).is_parked);
        server.clock.advance(std::chrono::hours{1});
    }
    auto list = server->parked(school);
    REQUIRE(list);
    REQUIRE(list->bundles.size() == 1);
    const server::Parked parked = list->bundles[0];
    CHECK(parked.reason == Refusal::damaged);
    CHECK(parked.received_at == start_of_test());
    CHECK(parked.size == cut.size());
    CHECK(parked.is_complete);
    CHECK(parked.kiosk == log.id());
    CHECK(*server->parked_bytes(school, parked.id) == base::as_text(cut));

    REQUIRE(server->mark_parked_seen(school, parked.id));
    server.reopen();
    CHECK(server->parked(school)->bundles.at(0).is_seen);
    REQUIRE(server->discard_parked(school, parked.id));
    CHECK(server->parked(school)->bundles.empty());
    CHECK(server->discard_parked(school, parked.id).error().kind == server::StoreErrorKind::not_found);
}

TEST_CASE("Parking is bounded for each kiosk, what finds no room is counted, and the sender is told") {
    TestServer server{ON_BOTH, {.parked_bundles_of_one = 2}};
    const auto school = server.school();
    KioskLog log{"k1"}, other{"k2", 22};
    log.check_in(20);
    other.check_in(3);
    server.add(school, log);
    server.add(school, other);
    const auto whole = log.all();
    // The last four bytes are a checksum: without them everything is read, and the kiosk is named.
    for (std::size_t cut = 1; cut <= 4; ++cut) {
        CHECK(server.refused(base::ByteView{whole}.first(whole.size() - cut)).is_parked == (cut <= 2));
    }
    CHECK(server->parked(school)->bundles.size() == 2);
    CHECK(server->parked(school)->not_kept == 2);

    // What anybody can send takes no room from what the kiosk has signed, nor from another kiosk.
    server.taken(whole);
    KioskLog fork{"k1"};
    fork.check_in(2, "other");
    CHECK(server.refused(fork.all()).is_parked);
    const auto others = other.all();
    CHECK(server.refused(base::ByteView{others}.first(others.size() - 1)).is_parked);
    // And a full parking does not keep the good from coming in.
    CHECK(server.taken(others).added == 3);

    const auto first = server->parked(school)->bundles.at(0).id;
    REQUIRE(server->discard_parked(school, first));
    CHECK(server.refused(base::ByteView{whole}.first(whole.size() - 4)).is_parked);
}

TEST_CASE("Parking is bounded in bytes") {
    TestServer server{ON_BOTH, {.parked_bytes = 4'000, .parked_bytes_of_one = 10'000}};
    server.school();
    std::string junk(8'000, 'x');
    for (int i = 0; i < 5; ++i) {
        junk[0] = static_cast<char>('a' + i);
        CHECK(server.refused(base::as_bytes(junk)).is_parked == (i < 2));
    }
    const auto list = server->unclaimed();
    REQUIRE(list);
    REQUIRE(list->bundles.size() == 2);
    CHECK(list->not_kept == 3);
    CHECK_FALSE(list->bundles[0].is_complete);
    CHECK(list->bundles[0].size == 8'000);
    CHECK(*server->unclaimed_bytes(list->bundles[1].id) == "b" + std::string(3'999, 'x'));
    REQUIRE(server->mark_unclaimed_seen(list->bundles[0].id));
    REQUIRE(server->discard_unclaimed(list->bundles[0].id));
    CHECK(server->unclaimed()->bundles.size() == 1);
}

TEST_CASE("Bytes of every value are parked and read back as they are") {
    TestServer server{ON_BOTH};
    server.school();
    std::string bytes;
    for (int i = 0; i < 1'024; ++i) bytes += static_cast<char>(i * 7);
    CHECK(server.refused(base::as_bytes(bytes)).is_parked);
    CHECK(server.refused({}).why == Refusal::not_a_bundle);
    const auto list = server->unclaimed()->bundles;
    REQUIRE(list.size() == 2);
    CHECK(*server->unclaimed_bytes(list[0].id) == bytes);
    CHECK(server->unclaimed_bytes(list[1].id)->empty());
}
