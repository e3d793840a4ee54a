// Two processes of vstrecha-server on one PostgreSQL behind HAProxy, and kiosks that send through it while one of them
// is killed, then the other.
#include <arpa/inet.h>
#include <sys/socket.h>

#include "tests/end_to_end/running_server.h"
#include "tests/support/postgres/postgres.h"
#include "tests/support/sending_kiosks/sending_kiosks.h"

using namespace server_test;

namespace {

// Passes connections on in turn; whoever does not accept them is passed over, and asked five times a second.
class Balancer {
  public:
    Balancer(const support::TemporaryFolder& folder, std::uint16_t first, std::uint16_t second) {
        // HAProxy listens on a socket that is bound already, so that its port is known and nobody else's.
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(listener_, 128) == 0);
        REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port_ = ntohs(address.sin_port);

        const path rules = folder / "haproxy.cfg";
        std::ofstream{rules}
            << "defaults\n  mode tcp\n  timeout connect 2s\n  timeout client 60s\n  timeout server 60s\n"
               "  retries 3\n  option redispatch 1\n"
               "listen kiosks\n  bind fd@"
            << listener_
            << "\n  balance roundrobin\n"
               "  default-server check inter 200ms fall 1 rise 1 on-marked-down shutdown-sessions\n"
               "  server first 127.0.0.1:"
            << first << "\n  server second 127.0.0.1:" << second << "\n";
        support::Launch launch{{"haproxy", "-db", "-f", rules}, {}, folder / "haproxy.txt"};
        launch.inherited_descriptor = listener_;
        process_.emplace(launch);
    }
    ~Balancer() {
        process_.reset();
        ::close(listener_);
    }
    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::optional<support::Process> process_;
};

// Until the server holds that much of all kiosks together, as they know it.
void wait_for(const support::SendingKiosks& kiosks, domain::Seq together) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (true) {
        domain::Seq synced = 0;
        for (const domain::Seq one : kiosks.synced()) synced += one;
        if (synced >= together) return;
        REQUIRE(std::chrono::steady_clock::now() < until);
        std::this_thread::sleep_for(1ms);
    }
}

}  // namespace

TEST_CASE("One of two servers is killed under load, comes back, and then the other: each event is held once") {
    constexpr int kKiosks = 6, kEvents = 12'000;
    const std::string address = support::PostgresServer::shared().create_database();
    Data one, two;
    const auto keys = platform_http::make_certificate(
        {"localhost"}, std::chrono::floor<std::chrono::seconds>(start_of_test()), std::chrono::years{10});
    REQUIRE(keys);
    const path certificate = one.folder() / "certificate.pem", key = one.folder() / "key.pem";
    std::ofstream{certificate} << keys->certificate;
    std::ofstream{key} << keys->key;
    std::filesystem::permissions(key, kOwnersAlone);
    const auto serve = [&](const Data& data, std::uint16_t port) {
        return std::make_unique<Running>(
            data, std::vector<std::string>{"--database", address, "--certificate", certificate, "--key", key,
                                           "--listen", "127.0.0.1:" + std::to_string(port)});
    };
    auto first = serve(one, 0), second = serve(two, 0);
    REQUIRE(first->fingerprint() == second->fingerprint());
    const Balancer balancer{one.folder(), first->port(), second->port()};

    support::Machine machine;
    support::SendingKiosks kiosks{machine, server::PostgresqlServer{address}, one.folder().path(), kKiosks};
    kiosks.start({"127.0.0.1", balancer.port(), api::HttpTrust::pinned, first->fingerprint()});
    kiosks.post(kEvents);
    constexpr domain::Seq kAll = kKiosks * kEvents;
    wait_for(kiosks, kAll / 4);
    CHECK(first->end(SIGKILL) == 128 + SIGKILL);
    wait_for(kiosks, kAll / 2);
    first = serve(one, first->port());
    wait_for(kiosks, kAll * 2 / 3);
    CHECK(second->end(SIGKILL) == 128 + SIGKILL);
    kiosks.wait_until_synced();
    // Neither of them did it all.
    CHECK(has(first->ask(HttpMethod::get, "/metrics").body, "vstrecha_events_taken_total"));
    CHECK_FALSE(has(first->ask(HttpMethod::get, "/metrics").body, "vstrecha_events_taken_total 0\n"));

    const Ran verified = one.command({"verify", "--database", address});
    INFO(verified.text);
    CHECK(verified.status == 0);
    for (const auto& kiosk : kiosks.ids()) {
        CHECK(has(verified.text, kiosk.value + "  events " + std::to_string(kiosks.last()) + "  whole"));
    }
    CHECK(support::PostgresServer::shared().run(address, "SELECT count(*), count(DISTINCT (kiosk, seq)) FROM events") ==
          std::to_string(kKiosks * kiosks.last()) + "|" + std::to_string(kKiosks * kiosks.last()));
    CHECK(support::PostgresServer::shared().run(address, "SELECT count(*) FROM parked") == "0");
}
