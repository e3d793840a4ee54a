#include <sys/resource.h>

#include <vector>

#include "tests/unit/http/served.h"

using http_test::RawSocket;
using http_test::Served;
using platform_http::Refusal;
using namespace std::chrono_literals;

namespace {

// Both ends of 1,000 connections are in this process.
void raise_descriptors() {
    rlimit limit{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 8192);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
    REQUIRE(limit.rlim_cur >= 2500);
}

}  // namespace

TEST_CASE("500 idle connections and 500 that send a byte now and then hold nobody up") {
    raise_descriptors();
    platform_http::ServerLimits limits;
    limits.header_time = limits.grace = 600'000ms;  // none of them is closed while this runs, on a busy machine either
    limits.body_time = 600'000ms;
    limits.connections_of_address = 1000;
    limits.workers = 1;
    limits.waiting_requests = 1;
    const Served served{limits};
    std::vector<RawSocket> idle, slow;
    for (int i = 0; i < 500; ++i) {
        idle.push_back(served.connect("127.0.0.2"));
        slow.push_back(served.connect("127.0.0.2"));
        // Half of them are slow in the head, half in the body.
        if (i % 2 == 1) slow.back().send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
    }
    CHECK(http_test::comes_true([&] { return served.server->metrics().connections_open == 1000; }));
    const std::string head = "GET /hello HTTP/1.1\r\nX: ";
    RawSocket kept = served.connect();
    for (std::size_t round = 0; round < 20; ++round) {
        for (auto& socket : slow) REQUIRE(socket.send(head.substr(round, 1)));
        REQUIRE(served.answers());
        kept.send(http_test::kHello);
        REQUIRE(kept.answer().body == "hello");
    }
    const auto metrics = served.server->metrics();
    CHECK(metrics.requests == 40);
    CHECK(metrics.requests_waiting == 0);
    // And each of them is served as soon as it is in earnest.
    idle[250].send(http_test::kHello);
    CHECK(idle[250].answer().body == "hello");
    slow[250].send(head.substr(20) + "a\r\nHost: a\r\n\r\n");
    CHECK(slow[250].answer().body == "hello");
    slow[251].send(std::string(980, 'x'));
    CHECK(slow[251].answer().body.size() == 1000);
    for (std::uint64_t refusals : metrics.refused) CHECK(refusals == 0);
}

TEST_CASE("500 connections that never begin TLS and 500 that begin it a byte at a time hold nobody up") {
    raise_descriptors();
    using namespace std::chrono;
    const auto keys = platform_http::make_certificate({"localhost"}, sys_days{year{2026} / 9 / 1}, years{10});
    REQUIRE(keys);
    platform_http::ServerLimits limits;
    limits.handshake_time = 600'000ms;
    limits.connections_of_address = 1000;
    limits.workers = 1;
    const Served served{limits, *keys};
    std::vector<RawSocket> idle, slow;
    for (int i = 0; i < 500; ++i) {
        idle.push_back(served.connect("127.0.0.2"));
        slow.push_back(served.connect("127.0.0.2"));
    }
    CHECK(http_test::comes_true([&] { return served.server->metrics().connections_open == 1000; }));
    const std::string hello{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03", 10};
    const auto clients = platform_http::make_http_clients();
    const api::HttpHost host{"127.0.0.1", served.port(), api::HttpTrust::pinned,
                             *platform_http::fingerprint(keys->certificate)};
    const auto kept = clients->client_of(host, {});
    for (char byte : hello) {
        for (auto& socket : slow) REQUIRE(socket.send({&byte, 1}));
        const auto fresh = clients->client_of(host, {});
        for (auto* client : {kept.get(), fresh.get()}) {
            const auto response = client->send({api::HttpMethod::get, "/hello", {}, "", ""});
            REQUIRE(response);
            CHECK(response->body == "hello");
        }
    }
}

TEST_CASE("A handshake that takes too long is closed") {
    using namespace std::chrono;
    const auto keys = platform_http::make_certificate({"localhost"}, sys_days{year{2026} / 9 / 1}, years{10});
    REQUIRE(keys);
    platform_http::ServerLimits limits;
    limits.handshake_time = 50ms;
    const Served served{limits, *keys};
    RawSocket silent = served.connect(), begun = served.connect();
    begun.send("\x16\x03\x01");
    CHECK(silent.is_at_end());
    CHECK(begun.is_at_end());
    CHECK(served.counts(Refusal::handshake_slow, 2));
}
