#include "app/sync/news_runner.h"

#include <condition_variable>
#include <mutex>

#include "app/eventlog/line.h"
#include "app/eventlog/sealing.h"
#include "app/kiosk_request/authorization.h"
#include "app/sync/signed_transport.h"
#include "platform/http/client.h"
#include "platform/linux/linux.h"
#include "tests/support/catch.h"
#include "tests/support/school_server/school_server.h"

using namespace syncing;

namespace {

const domain::KioskId kOwn{"own"}, kHall{"hall"};

// A runner on the real way over TLS; the server is the test's.
struct Running {
    support::SchoolServer server;
    std::unique_ptr<api::HttpClients> clients = platform_http::make_http_clients();
    std::unique_ptr<api::Clock> clock = platform_linux::make_clock();
    std::unique_ptr<api::Entropy> entropy = platform_linux::make_entropy();
    eventlog::KeyPair key = eventlog::make_kiosk_key([](std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes) byte = 11;
    });
    SignedTransport transport{
        *clients,
        {"127.0.0.1", server.port(), api::HttpTrust::pinned, server.fingerprint()},
        {kOwn, key.private_half, [this](std::span<std::uint8_t> bytes) { entropy->fill(bytes); }}};
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<domain::Event> told;
    std::optional<NewsRunner> runner;

    void start() {
        runner.emplace(NewsRunner::Machine{transport, *clock}, NewsEngine::Options{kOwn, 5},
                       NewsRunner::Hooks{[this](std::vector<domain::Event> events) {
                                             const std::lock_guard lock{mutex};
                                             for (auto& event : events) told.push_back(std::move(event));
                                             changed.notify_all();
                                         },
                                         [] {
                                             news::Health health;
                                             health.version = "1.2.3";
                                             return health;
                                         }});
    }
};

}  // namespace

TEST_CASE("The runner asks over TLS, signed, says how the kiosk is, and tells what others recorded") {
    Running running;
    domain::Event event{kHall, 4, domain::Instant{domain::Millis{1'790'000'000'000}}, true, "b0070000", {}, {}};
    event.body = domain::MeetingConfirmed{domain::MeetingId{"m"}};
    std::optional<news::Asked> asked;
    bool is_signed = false;
    running.server.answer_instead([&](const api::HttpRequest& request) -> std::optional<api::HttpResponse> {
        const auto header = api::find_header(request.headers, "Authorization");
        const auto caller = header ? kiosk_request::read_authorization(*header) : std::nullopt;
        is_signed =
            caller && caller->kiosk == kOwn && request.target == "/api/1/kiosks/own/news" &&
            kiosk_request::signature_holds(
                *caller, {"POST", request.target, request.body, running.server.fingerprint()}, running.key.public_half);
        if (!asked) asked = news::read_asked(request.body);
        return api::HttpResponse{
            200, {}, news::write(news::Answered{{{kHall, 4, {*eventlog::to_line(event)}}}, false})};
    });
    running.start();
    std::unique_lock lock{running.mutex};
    REQUIRE(running.changed.wait_for(lock, std::chrono::seconds{60}, [&] { return !running.told.empty(); }));
    CHECK(running.told.front().seq == 4);
    lock.unlock();
    running.runner.reset();
    CHECK(is_signed);
    REQUIRE(asked);
    REQUIRE(asked->health);
    CHECK(asked->health->version == "1.2.3");
    CHECK(asked->health->clock > domain::Instant{domain::Millis{1'600'000'000'000}});
}

TEST_CASE("A news runner whose question waits for the network ends at once") {
    Running running;
    running.server.hold();
    running.start();
    running.server.wait_for_requests(1);
    running.runner.reset();
    CHECK(running.told.empty());
}

TEST_CASE("Nothing goes out unsigned") {
    Running running;
    SignedTransport transport{
        *running.clients,
        {"127.0.0.1", running.server.port(), api::HttpTrust::pinned, running.server.fingerprint()},
        {kOwn, "no key", [](std::span<std::uint8_t>) {}}};
    const auto answer = transport.exchange({Request::Kind::news, "/api/1/kiosks/own/news", {}});
    REQUIRE_FALSE(answer);
    CHECK(answer.error() == NetworkFailure::cancelled);
}
