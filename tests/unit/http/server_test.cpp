#include <vector>

#include "tests/unit/http/served.h"

using http_test::kHello;
using http_test::post;
using http_test::RawSocket;
using http_test::Served;
using platform_http::Refusal;
using namespace std::chrono_literals;

TEST_CASE("A connection is kept for one request after another") {
    const Served served;
    RawSocket socket = served.connect();
    for (int i = 0; i < 3; ++i) {
        socket.send(kHello);
        const auto answer = socket.answer();
        CHECK(answer.status == 200);
        CHECK(answer.body == "hello");
        CHECK(answer.has("Content-Type: text/plain\r\n"));
        CHECK(answer.has("Connection: keep-alive\r\n"));
        CHECK(answer.has("Date: "));
    }
    const auto metrics = served.server->metrics();
    CHECK(metrics.connections == 1);
    CHECK(metrics.connections_open == 1);
    CHECK(metrics.requests == 3);
    CHECK(metrics.bytes_received == 3 * kHello.size());
}

TEST_CASE("Requests that come in one piece are answered in order") {
    const Served served;
    RawSocket socket = served.connect();
    std::string all;
    for (int i = 0; i < 300; ++i) all += post("/echo", std::to_string(i));
    socket.send(all);
    for (int i = 0; i < 300; ++i) REQUIRE(socket.answer().body == std::to_string(i));
}

TEST_CASE("The connection ends when the client says so, and after HTTP/1.0") {
    const Served served;
    for (const char* request :
         {"GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET /hello HTTP/1.0\r\n\r\n"}) {
        RawSocket socket = served.connect();
        socket.send(request);
        const auto answer = socket.answer();
        CHECK(answer.body == "hello");
        CHECK(answer.has("Connection: close\r\n"));
        CHECK(socket.is_at_end());
    }
    RawSocket kept = served.connect();
    kept.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(kept.answer().has("Connection: keep-alive\r\n"));
}

TEST_CASE("A handler is told the request as it was sent, and who sent it") {
    const Served served;
    RawSocket socket = served.connect("127.0.0.7");
    const std::string body{"a\r\n\0b", 5};
    socket.send(post("/echo?a=%20b", body));
    const auto answer = socket.answer();
    CHECK(answer.body == body);
    CHECK(answer.has("X-From: 127.0.0.7\r\n"));
    CHECK(answer.has("X-Query: a=%20b\r\n"));
}

TEST_CASE("HEAD has the head of GET and no body; 204 has no body and no length") {
    const Served served;
    RawSocket socket = served.connect();
    socket.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto head = socket.answer(true);
    CHECK(head.status == 200);
    CHECK(head.has("Content-Length: 5\r\n"));
    socket.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto nothing = socket.answer();
    CHECK(nothing.status == 204);
    CHECK_FALSE(nothing.has("Content-Length"));
    socket.send(kHello);
    CHECK(socket.answer().body == "hello");
}

TEST_CASE("Who asks before sending a body is told to go on, or that it is too large") {
    const Served served;
    RawSocket socket = served.connect();
    socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    CHECK(socket.receive_up_to("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    socket.send("abc");
    CHECK(socket.answer().body == "abc");
    socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
    CHECK(socket.answer().status == 413);
    CHECK(socket.is_at_end());
    CHECK(served.refused(Refusal::body_too_large) == 1);
}

TEST_CASE("Each route may allow another size, and what is too large is answered before it is read") {
    platform_http::ServerLimits limits;
    limits.linger_time = 60'000ms;
    const Served served{limits, {}, [](const api::HttpRequest& head) -> std::uint64_t {
                            return head.path() == "/echo" && head.method == api::HttpMethod::post ? 10 : 0;
                        }};
    RawSocket socket = served.connect();
    socket.send(post("/echo", "0123456789"));
    CHECK(socket.answer().body == "0123456789");
    socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
    CHECK(socket.answer().status == 413);
    RawSocket other = served.connect();
    other.send("POST /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n");
    CHECK(other.answer().status == 413);
    // One that sends on all the same has its answer and not a reset connection.
    RawSocket stubborn = served.connect();
    stubborn.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + std::string(3'000'000, 'x'));
    CHECK(stubborn.answer().status == 413);
}

TEST_CASE("What is wrong with a request has its status, is counted, and ends the connection") {
    const Served served;
    struct Case {
        std::string request;
        int status;
        Refusal why;
    };
    const std::vector<Case> cases{
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
         Refusal::malformed},
        {"GET / HTTP/1.1\nHost: a\n\n", 400, Refusal::malformed},
        {"GET /" + std::string(9000, 'x'), 414, Refusal::target_too_long},
        {"GET / HTTP/1.1\r\nX: " + std::string(9000, 'x'), 431, Refusal::header_too_large},
        {"GET / HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n", 417, Refusal::expectation},
        {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501, Refusal::method},
        {"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505, Refusal::version},
    };
    std::uint64_t malformed = 0;
    for (const Case& one : cases) {
        INFO(one.request.substr(0, 100));
        RawSocket socket = served.connect();
        // What stands behind is never taken for a request of its own.
        socket.send(one.request + kHello);
        const auto answer = socket.answer();
        CHECK(answer.status == one.status);
        CHECK(answer.has("Connection: close\r\n"));
        CHECK(socket.is_at_end());
        malformed += one.why == Refusal::malformed;
        CHECK(served.refused(one.why) == (one.why == Refusal::malformed ? malformed : 1));
    }
    CHECK(served.server->metrics().requests == 0);
}

TEST_CASE("A handler that throws, or answers with a header that cannot be, is a 500 and nothing worse") {
    const Served served;
    RawSocket socket = served.connect();
    socket.send("GET /throw HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(socket.answer().status == 500);
    socket.send("GET /split HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = socket.answer();
    CHECK(answer.status == 500);
    CHECK_FALSE(answer.has("Set-Cookie"));
    socket.send(kHello);
    CHECK(socket.answer().body == "hello");
    CHECK(served.refused(Refusal::handler_failed) == 2);
}

TEST_CASE("A slow head is told so, a silent connection is closed without a word") {
    platform_http::ServerLimits limits;
    limits.header_time = 300ms;
    limits.idle_time = 60'000ms;
    const Served served{limits};
    RawSocket slow = served.connect(), silent = served.connect();
    slow.send("GET /hel");
    CHECK(slow.answer().status == 408);
    CHECK(slow.is_at_end());
    CHECK(silent.is_at_end());
    CHECK(served.refused(Refusal::header_slow) == 1);
    // The time of a later head counts from its first byte, not from the answer before.
    RawSocket kept = served.connect();
    kept.send(kHello);
    CHECK(kept.answer().status == 200);
    kept.send("GET");
    CHECK(kept.answer().status == 408);
}

TEST_CASE("A connection that has nothing more to ask is closed") {
    platform_http::ServerLimits limits;
    limits.idle_time = 50ms;
    const Served served{limits};
    RawSocket socket = served.connect();
    socket.send(kHello);
    CHECK(socket.answer().status == 200);
    CHECK(socket.is_at_end());
}

TEST_CASE("A body that stops, is too slow, or takes too long is told so") {
    platform_http::ServerLimits limits;
    const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n";
    SECTION("it stops") {
        limits.grace = 50ms;
        const Served served{limits};
        RawSocket socket = served.connect();
        socket.send(head + "abc");
        CHECK(socket.answer().status == 408);
        CHECK(served.refused(Refusal::body_slow) == 1);
    }
    SECTION("it moves on, slower than it must") {
        limits.grace = 100ms;
        limits.least_bytes_a_second = 1'000'000;
        const Served served{limits};
        RawSocket socket = served.connect();
        socket.send(head);
        CHECK(http_test::comes_true([&] { return !socket.send("a") || served.refused(Refusal::body_slow) == 1; }));
        CHECK(served.counts(Refusal::body_slow));
    }
    SECTION("it is fast enough and never ends") {
        limits.body_time = 100ms;
        limits.least_bytes_a_second = 1;
        const Served served{limits};
        RawSocket socket = served.connect();
        socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        CHECK(http_test::comes_true(
            [&] { return !socket.send("1\r\na\r\n") || served.refused(Refusal::body_slow) == 1; }));
        CHECK(served.counts(Refusal::body_slow));
    }
}

TEST_CASE("The deadline of a body moves with what arrives, up to the whole time") {
    const platform_http::ServerLimits limits;  // 10 s, then 1024 bytes a second
    const std::chrono::steady_clock::time_point begun{};
    CHECK(platform_http::moving_deadline(begun, 300s, 0, limits) == begun + 10s);
    CHECK(platform_http::moving_deadline(begun, 300s, 512, limits) == begun + 10'500ms);
    CHECK(platform_http::moving_deadline(begun, 300s, 102'400, limits) == begun + 110s);
    CHECK(platform_http::moving_deadline(begun, 300s, 1 << 30, limits) == begun + 300s);
}

TEST_CASE("Who does not take the answer is cut off and holds no worker") {
    platform_http::ServerLimits limits;
    limits.workers = 1;
    limits.grace = 200ms;
    limits.answer_time = 200ms;
    const Served served{limits};
    RawSocket socket = served.connect();
    socket.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(served.answers());
    CHECK(served.counts(Refusal::answer_slow));
    CHECK(socket.receive_all().size() < Served::kLarge);
}

TEST_CASE("A large answer arrives whole") {
    const Served served;
    RawSocket socket = served.connect();
    socket.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(socket.answer().body == std::string(Served::kLarge, 'x'));
}

TEST_CASE("Requests beyond those that may wait are asked to come again") {
    platform_http::ServerLimits limits;
    limits.workers = 1;
    limits.waiting_requests = 1;
    limits.retry_after = 7s;
    Served served{limits};
    const std::string wait = "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n";
    RawSocket running = served.connect(), waiting = served.connect(), beyond = served.connect();
    running.send(wait);
    served.gate.wait_for(1);
    waiting.send(wait);
    CHECK(http_test::comes_true([&] { return served.server->metrics().requests_waiting == 1; }));
    beyond.send(kHello);
    const auto answer = beyond.answer();
    CHECK(answer.status == 503);
    CHECK(answer.has("Retry-After: 7\r\n"));
    CHECK(answer.has("Connection: keep-alive\r\n"));
    served.gate.open();
    CHECK(running.answer().body == "waited");
    CHECK(waiting.answer().body == "waited");
    beyond.send(kHello);
    CHECK(beyond.answer().body == "hello");
    CHECK(served.refused(Refusal::busy) == 1);
}

TEST_CASE("Bodies beyond the memory for all of them are asked to come again") {
    platform_http::ServerLimits limits;
    limits.body_bytes_in_all = 1500;
    Served served{limits};
    RawSocket first = served.connect(), second = served.connect();
    first.send(post("/wait", std::string(1000, 'x')));
    served.gate.wait_for(1);
    CHECK(served.server->metrics().body_bytes_held == 1000);
    // What is only said to come takes no memory.
    second.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + std::string(500, 'x'));
    CHECK(http_test::comes_true([&] { return served.server->metrics().body_bytes_held == 1500; }));
    second.send("x");
    CHECK(second.answer().status == 503);
    CHECK(served.refused(Refusal::memory) == 1);
    served.gate.open();
    CHECK(first.answer().status == 200);
    CHECK(http_test::comes_true([&] { return served.server->metrics().body_bytes_held == 0; }));
}

TEST_CASE("Connections beyond the limit of an address, and of all, are closed; others are let in") {
    platform_http::ServerLimits limits;
    limits.connections = 3;
    limits.connections_of_address = 2;
    const Served served{limits};
    const auto ask = [](RawSocket& socket) {
        socket.send(kHello);
        return socket.answer().status;
    };
    RawSocket first = served.connect(), second = served.connect();
    CHECK(ask(first) == 200);
    CHECK(ask(second) == 200);
    RawSocket third = served.connect();
    CHECK(third.is_at_end());
    RawSocket other = served.connect("127.0.0.2");
    CHECK(ask(other) == 200);
    RawSocket beyond = served.connect("127.0.0.3");
    CHECK(beyond.is_at_end());
    CHECK(served.refused(Refusal::connections_of_address) == 1);
    CHECK(served.refused(Refusal::connections) == 1);
    // Who leaves makes room.
    first.close();
    CHECK(http_test::comes_true([&] { return served.server->metrics().connections_open == 2; }));
    RawSocket again = served.connect();
    CHECK(ask(again) == 200);
}

TEST_CASE("A server says what keeps it from listening") {
    using platform_http::Server;
    using platform_http::ServerError;
    const auto handler = [](const api::HttpRequest&) { return api::HttpResponse{}; };
    const auto error = [&](platform_http::Listen listen) { return Server::start(listen, {}, handler).error(); };
    CHECK(error({"school.example", 0, {}}) == ServerError::bad_address);
    CHECK(error({"192.0.2.1", 0, {}}) == ServerError::bad_address);
    CHECK(error({"127.0.0.1", 0, platform_http::CertificateAndKey{"no", "certificate"}}) ==
          ServerError::bad_certificate);
    const Served served;
    CHECK(error({"127.0.0.1", served.port(), {}}) == ServerError::in_use);
}
