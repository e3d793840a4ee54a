#include <future>

#include "app/sync/http_transport.h"
#include "platform/http/client.h"
#include "tests/support/catch.h"
#include "tests/support/school_server/school_server.h"

using namespace syncing;
using namespace std::chrono_literals;

namespace {

const Request kHeld{Request::Kind::held, "/api/1/kiosks/0123456789abcdef/held", {}};
const Request kBundle{Request::Kind::bundle, "/api/1/bundles", {'n', 'o', 'n', 'e'}};

struct Way {
    support::SchoolServer server;
    std::unique_ptr<api::HttpClients> clients = platform_http::make_http_clients();

    [[nodiscard]] HttpTransport transport(const HttpTimes& times = {}) {
        return {*clients, {"127.0.0.1", server.port(), api::HttpTrust::pinned, server.fingerprint()}, times};
    }
};

auto exchanging(Transport& transport, const Request& request) {
    return std::async(std::launch::async, [&transport, request] { return transport.exchange(request); });
}

}  // namespace

TEST_CASE("A question and a bundle reach the pinned server, and its answers come back with their status") {
    Way way;
    HttpTransport transport = way.transport();
    way.server.answer_instead([](const api::HttpRequest& request) -> std::optional<api::HttpResponse> {
        if (request.method == api::HttpMethod::post)
            return api::HttpResponse{422, {{"Retry-After", "17"}}, "got " + request.body};
        return api::HttpResponse{200, {{"Retry-After", "Fri, 27 Nov 2026 08:00:00 GMT"}}, request.target};
    });
    const auto held = transport.exchange(kHeld);
    REQUIRE(held);
    CHECK(held->status == 200);
    CHECK(held->body == kHeld.path);
    CHECK_FALSE(held->retry_after);  // a date is nothing to a clock that nobody trusts
    const auto bundle = transport.exchange(kBundle);
    REQUIRE(bundle);
    CHECK(bundle->status == 422);
    CHECK(bundle->body == "got none");
    CHECK(bundle->retry_after == 17s);
}

TEST_CASE("A server with another certificate than the pinned one is not trusted, and sees nothing") {
    Way way;
    HttpTransport transport = way.transport();
    REQUIRE(transport.exchange(kHeld));
    way.server.take_another_certificate();
    bool asked = false;
    way.server.answer_instead([&](const api::HttpRequest&) {
        asked = true;
        return std::nullopt;
    });
    CHECK(transport.exchange(kBundle).error() == NetworkFailure::not_trusted);
    CHECK_FALSE(asked);
}

TEST_CASE("A server that is not there is unreachable, and is found again when it comes back") {
    Way way;
    HttpTransport transport = way.transport();
    way.server.go_away();
    CHECK(transport.exchange(kHeld).error() == NetworkFailure::unreachable);
    way.server.come_back();
    CHECK(transport.exchange(kHeld));
    HttpTransport nowhere{*way.clients, {"no name at all", 8443, api::HttpTrust::pinned, way.server.fingerprint()}};
    CHECK(nowhere.exchange(kHeld).error() == NetworkFailure::unreachable);
}

TEST_CASE("A server that goes while it is asked cuts the exchange") {
    Way way;
    HttpTransport transport = way.transport();
    way.server.answer_instead([](const api::HttpRequest&) -> std::optional<api::HttpResponse> {
        // Longer than the sockets hold: it is cut in the middle.
        return api::HttpResponse{200, {}, std::string(std::size_t{64} << 20, 'x')};
    });
    CHECK(transport.exchange(kHeld).error() == NetworkFailure::too_long);
    way.server.answer_instead({});
    way.server.hold();
    auto sent = exchanging(transport, kBundle);
    way.server.wait_for_requests(2);
    way.server.answer_instead([](const api::HttpRequest&) -> std::optional<api::HttpResponse> {
        return api::HttpResponse{200, {}, "x"};
    });
    way.server.go_away();
    const auto answer = sent.get();
    // The handler may still have got its answer out; half an answer never comes.
    CHECK((answer ? answer->body == "x" : answer.error() == NetworkFailure::cut));
}

TEST_CASE("A question has seconds, a bundle longer") {
    Way way;
    HttpTimes times;
    times.held = 50ms;
    HttpTransport transport = way.transport(times);
    way.server.hold();
    CHECK(transport.exchange(kHeld).error() == NetworkFailure::timed_out);
    auto sent = exchanging(transport, kBundle);
    way.server.wait_for_requests(2);
    CHECK(sent.wait_for(150ms) == std::future_status::timeout);
    way.server.set_free();
    CHECK(sent.get());
}

TEST_CASE("A call that waits is cancelled from another thread, and so is every later one") {
    Way way;
    HttpTransport transport = way.transport();
    way.server.hold();
    auto sent = exchanging(transport, kBundle);
    way.server.wait_for_requests(1);
    transport.cancel();
    CHECK(sent.get().error() == NetworkFailure::cancelled);
    CHECK(transport.exchange(kHeld).error() == NetworkFailure::cancelled);
}

TEST_CASE("What answers without TLS, or without HTTP, is told apart from a server that is away") {
    platform_http::Listen listen;
    const auto plain =
        platform_http::Server::start(listen, {}, [](const api::HttpRequest&) { return api::HttpResponse{}; });
    REQUIRE(plain);
    const auto clients = platform_http::make_http_clients();
    HttpTransport transport{*clients, {"127.0.0.1", (*plain)->port(), api::HttpTrust::pinned, std::string(64, 'a')}};
    const auto answer = transport.exchange(kHeld);
    REQUIRE_FALSE(answer);
    CHECK((answer.error() == NetworkFailure::not_trusted || answer.error() == NetworkFailure::cut));
}
