#include <future>

#include "tests/unit/http/served.h"

using http_test::kHello;
using http_test::RawSocket;
using http_test::Served;
using namespace std::chrono_literals;

TEST_CASE("A graceful stop finishes what runs, closes what is idle, and lets nobody in") {
    Served served;
    RawSocket running = served.connect(), idle = served.connect(), half = served.connect();
    idle.send(kHello);
    CHECK(idle.answer().status == 200);
    half.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    running.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n" + kHello);
    served.gate.wait_for(1);
    const std::uint16_t port = served.port();
    auto stopped = std::async(std::launch::async, [&] { served.server->stop(60s); });
    CHECK(idle.is_at_end());
    CHECK(half.is_at_end());
    CHECK(http_test::comes_true([&] {
        const auto client =
            platform_http::make_http_clients()->client_of({"127.0.0.1", port, api::HttpTrust::plain, ""}, {});
        const auto response = client->send({});
        return !response && response.error() == api::HttpError::connect;
    }));
    CHECK(stopped.wait_for(0s) == std::future_status::timeout);
    served.gate.open();
    const auto answer = running.answer();
    CHECK(answer.body == "waited");
    CHECK(answer.has("Connection: close\r\n"));
    CHECK(running.is_at_end());  // the request behind it is not begun
    running.close();
    stopped.get();
    CHECK(served.server->metrics().connections_open == 0);
    CHECK(served.server->metrics().requests == 2);
    served.server->stop(0ms);  // again does nothing
}

TEST_CASE("A stop whose time is over closes what is left, and waits for the handler alone") {
    platform_http::ServerLimits limits;
    limits.workers = 1;
    Served served{limits};
    RawSocket running = served.connect(), waiting = served.connect();
    running.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    served.gate.wait_for(1);
    waiting.send(kHello);
    CHECK(http_test::comes_true([&] { return served.server->metrics().requests_waiting == 1; }));
    auto stopped = std::async(std::launch::async, [&] { served.server->stop(10ms); });
    CHECK(running.is_at_end());
    CHECK(waiting.is_at_end());
    served.gate.open();
    stopped.get();
    CHECK(served.server->metrics().connections_open == 0);
}

TEST_CASE("A server that goes with connections in every state goes at once") {
    platform_http::ServerLimits limits;
    limits.io_threads = 2;
    for (int round = 0; round < 20; ++round) {
        std::vector<RawSocket> sockets;
        Served served{limits};
        for (int i = 0; i < 12; ++i) {
            sockets.push_back(served.connect());
            if (i % 4 == 1) sockets.back().send("GET /hel");
            if (i % 4 == 2) sockets.back().send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
            if (i % 4 == 3) sockets.back().send(kHello + kHello);
        }
        served.server.reset();
    }
    SUCCEED();
}
