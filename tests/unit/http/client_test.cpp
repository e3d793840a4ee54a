#include <future>
#include <vector>

#include "tests/unit/http/served.h"

using api::HttpError;
using api::HttpMethod;
using api::HttpTrust;
using http_test::RawSocket;
using http_test::Served;
using namespace std::chrono_literals;

namespace {

// A socket that listens on loopback and leaves the rest to the test.
class Listener {
  public:
    Listener() {
        descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in own{};
        own.sin_family = AF_INET;
        own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(descriptor_, reinterpret_cast<sockaddr*>(&own), sizeof own) == 0);
        REQUIRE(::listen(descriptor_, 16) == 0);
        socklen_t length = sizeof own;
        REQUIRE(::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&own), &length) == 0);
        port_ = ntohs(own.sin_port);
    }
    ~Listener() { ::close(descriptor_); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] RawSocket accept() {
        pollfd asked{descriptor_, POLLIN, 0};
        REQUIRE(::poll(&asked, 1, static_cast<int>(std::chrono::milliseconds{http_test::kPatience}.count())) == 1);
        return RawSocket{::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC)};
    }
    [[nodiscard]] bool is_called() const {
        pollfd asked{descriptor_, POLLIN, 0};
        return ::poll(&asked, 1, 0) == 1;
    }

  private:
    int descriptor_ = -1;
    std::uint16_t port_ = 0;
};

std::unique_ptr<api::HttpClient> client_of(std::uint16_t port, const api::HttpClientLimits& limits = {},
                                           const std::string& name = "127.0.0.1") {
    return platform_http::make_http_clients()->client_of({name, port, HttpTrust::plain, ""}, limits);
}

api::HttpRequest request(HttpMethod method, const std::string& target = "/", const std::string& body = "") {
    return {method, target, {}, body, ""};
}

auto sending(api::HttpClient& client, const api::HttpRequest& what) {
    return std::async(std::launch::async, [&client, what] { return client.send(what); });
}

const std::string kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

}  // namespace

TEST_CASE("A connection is used again, and a new one is made where it was closed meanwhile") {
    Listener listener;
    const auto client = client_of(listener.port());
    auto first = sending(*client, request(HttpMethod::get, "/a"));
    RawSocket socket = listener.accept();
    CHECK(socket.receive_up_to("\r\n\r\n") ==
          "GET /a HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(listener.port()) + "\r\n\r\n");
    socket.send(kAnswer);
    CHECK(first.get()->body == "hello");
    auto second = sending(*client, request(HttpMethod::post, "/b", "body"));
    CHECK(socket.receive_up_to("body").starts_with("POST /b HTTP/1.1\r\n"));
    socket.send(kAnswer);
    CHECK(second.get());
    CHECK_FALSE(listener.is_called());
    socket.close();
    auto third = sending(*client, request(HttpMethod::post, "/c"));
    RawSocket fresh = listener.accept();
    CHECK(fresh.receive_up_to("\r\n\r\n").starts_with("POST /c"));
    fresh.send(kAnswer);
    CHECK(third.get());
}

TEST_CASE("A connection that ends as it is used again is tried once more, but not with a POST") {
    Listener listener;
    const auto client = client_of(listener.port());
    const auto settle = [&] {  // a connection that is kept
        auto first = sending(*client, request(HttpMethod::get));
        RawSocket socket = listener.accept();
        socket.receive_up_to("\r\n\r\n");
        socket.send(kAnswer);
        CHECK(first.get());
        return socket;
    };
    {
        RawSocket socket = settle();
        auto second = sending(*client, request(HttpMethod::put, "/a"));
        CHECK(socket.receive_up_to("\r\n\r\n").starts_with("PUT /a"));
        socket.close();
        RawSocket fresh = listener.accept();
        CHECK(fresh.receive_up_to("\r\n\r\n").starts_with("PUT /a"));
        fresh.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        CHECK(second.get());
    }
    {
        RawSocket socket = settle();
        auto second = sending(*client, request(HttpMethod::post, "/b"));
        CHECK(socket.receive_up_to("\r\n\r\n").starts_with("POST /b"));
        socket.close();
        CHECK(second.get().error() == HttpError::closed);
        CHECK_FALSE(listener.is_called());
    }
}

TEST_CASE("An answer that is cut, at whatever byte, is no answer") {
    Listener listener;
    const std::vector<std::string> answers{
        kAnswer,
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
    };
    for (const std::string& answer : answers) {
        for (std::size_t cut = 0; cut <= answer.size(); ++cut) {
            const auto client = client_of(listener.port());
            auto sent = sending(*client, request(HttpMethod::get));
            RawSocket socket = listener.accept();
            socket.receive_up_to("\r\n\r\n");
            socket.send(answer.substr(0, cut));
            socket.close();
            const auto response = sent.get();
            INFO("cut behind " << answer.substr(0, cut));
            if (cut < answer.size())
                CHECK((!response && response.error() == HttpError::closed));
            else
                CHECK((response && response->body == "hello"));
        }
    }
}

TEST_CASE("A way that ends, at whatever byte of TLS from the server, is an error and never half an answer") {
    using namespace std::chrono;
    const auto keys = platform_http::make_certificate({"vstrecha"}, sys_days{year{2026} / 9 / 1}, years{10});
    REQUIRE(keys);
    const Served served{{}, *keys};
    Listener listener;
    const api::HttpHost host{"127.0.0.1", listener.port(), HttpTrust::pinned,
                             *platform_http::fingerprint(keys->certificate)};
    // Everything that passes from the server is counted; behind `cut` bytes the way ends for both.
    const auto relay = [&](std::size_t cut) {
        const auto client = platform_http::make_http_clients()->client_of(host, {});
        auto sent = sending(*client, request(HttpMethod::get, "/hello"));
        RawSocket near = listener.accept(), far = served.connect();
        std::size_t passed = 0;
        while (passed < cut) {
            pollfd both[2]{{near.descriptor(), POLLIN, 0}, {far.descriptor(), POLLIN, 0}};
            if (::poll(both, 2, 1) < 0 || sent.wait_for(0s) == std::future_status::ready) break;
            char bytes[4096];
            if (both[0].revents != 0) {
                const ssize_t got = ::recv(near.descriptor(), bytes, sizeof bytes, 0);
                if (got <= 0) break;
                far.send({bytes, static_cast<std::size_t>(got)});
            }
            if (both[1].revents != 0) {
                const ssize_t got = ::recv(far.descriptor(), bytes, std::min(sizeof bytes, cut - passed), 0);
                if (got <= 0) break;
                near.send({bytes, static_cast<std::size_t>(got)});
                passed += static_cast<std::size_t>(got);
            }
        }
        near.close();
        return std::pair{sent.get(), passed};
    };
    const auto [whole, length] = relay(1'000'000);
    REQUIRE(whole);
    CHECK(whole->body == "hello");
    // The signature in a handshake is some bytes longer or shorter each time; the answer alone is more than 100.
    for (std::size_t cut = 0; cut + 8 < length; cut += 13) {
        const auto [response, passed] = relay(cut);
        INFO("cut at " << cut << " of " << length);
        CHECK((!response && response.error() == HttpError::closed));
    }
}

TEST_CASE("A host that does not answer in time is given up") {
    Listener listener;
    api::HttpClientLimits limits;
    limits.total = 50ms;
    SECTION("it says nothing") {
        CHECK(client_of(listener.port(), limits)->send(request(HttpMethod::get)).error() == HttpError::timeout);
    }
    SECTION("it begins an answer") {
        const auto client = client_of(listener.port(), limits);
        auto sent = sending(*client, request(HttpMethod::get));
        RawSocket socket = listener.accept();
        socket.send(kAnswer.substr(0, 10));
        CHECK(sent.get().error() == HttpError::timeout);
    }
    SECTION("it goes on without an end") {
        const auto client = client_of(listener.port(), limits);
        auto sent = sending(*client, request(HttpMethod::get));
        RawSocket socket = listener.accept();
        socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        CHECK(http_test::comes_true([&] { return !socket.send("1\r\nx\r\n"); }));
        CHECK(sent.get().error() == HttpError::timeout);
    }
    SECTION("it takes no more of the request") {
        const auto large = request(HttpMethod::post, "/", std::string(std::size_t{16} << 20, 'x'));
        CHECK(client_of(listener.port(), limits)->send(large).error() == HttpError::timeout);
    }
    SECTION("it does not shake hands") {
        limits.connect = 50ms;
        limits.total = 60'000ms;
        const api::HttpHost host{"127.0.0.1", listener.port(), HttpTrust::pinned, ""};
        const auto client = platform_http::make_http_clients()->client_of(host, limits);
        CHECK(client->send(request(HttpMethod::get)).error() == HttpError::timeout);
    }
}

TEST_CASE("A call that waits is ended from another thread at once, and so is every later one") {
    Listener listener;
    SECTION("while the answer is waited for") {
        const auto client = client_of(listener.port());
        auto sent = sending(*client, request(HttpMethod::post, "/", "body"));
        RawSocket socket = listener.accept();
        socket.receive_up_to("body");
        socket.send(kAnswer.substr(0, 10));
        client->cancel();
        CHECK(sent.get().error() == HttpError::cancelled);
        CHECK(client->send(request(HttpMethod::get)).error() == HttpError::cancelled);
        CHECK_FALSE(listener.is_called());
    }
    SECTION("while an answer without an end comes") {
        const auto client = client_of(listener.port());
        auto sent = sending(*client, request(HttpMethod::get));
        RawSocket socket = listener.accept();
        socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        client->cancel();
        CHECK(http_test::comes_true([&] { return !socket.send("1\r\nx\r\n"); }));
        CHECK(sent.get().error() == HttpError::cancelled);
    }
    SECTION("while hands are shaken") {
        const auto client = platform_http::make_http_clients()->client_of(
            {"127.0.0.1", listener.port(), HttpTrust::pinned, ""}, {});
        auto sent = sending(*client, request(HttpMethod::get));
        RawSocket socket = listener.accept();
        client->cancel();
        CHECK(sent.get().error() == HttpError::cancelled);
    }
    SECTION("before anything") {
        const auto client = client_of(listener.port());
        client->cancel();
        CHECK(client->send(request(HttpMethod::get)).error() == HttpError::cancelled);
        CHECK_FALSE(listener.is_called());
    }
}

TEST_CASE("A host that is not there, an answer that is none, and a request that cannot be are told apart") {
    std::uint16_t nobody = 0;
    {
        const Listener gone;
        nobody = gone.port();
    }
    CHECK(client_of(nobody)->send(request(HttpMethod::get)).error() == HttpError::connect);
    CHECK(client_of(nobody, {}, "no name at all")->send(request(HttpMethod::get)).error() == HttpError::resolve);

    Listener listener;
    const auto error = [&](const std::string& answer, const api::HttpClientLimits& limits = {}) {
        const auto client = client_of(listener.port(), limits);
        auto sent = sending(*client, request(HttpMethod::get));
        RawSocket socket = listener.accept();
        socket.receive_up_to("\r\n\r\n");
        socket.send(answer);
        const auto response = sent.get();
        REQUIRE_FALSE(response);
        return response.error();
    };
    CHECK(error("SSH-2.0-OpenSSH\r\n\r\n") == HttpError::malformed);
    CHECK(error("HTTP/1.1 200 OK\r\n\r\nhello") == HttpError::malformed);
    CHECK(error("HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x')) == HttpError::malformed);
    api::HttpClientLimits limits;
    limits.response_bytes = 4;
    CHECK(error(kAnswer, limits) == HttpError::too_large);
    CHECK(client_of(listener.port())->send(request(HttpMethod::get, "no target")).error() == HttpError::malformed);
    CHECK_FALSE(listener.is_called());
}

TEST_CASE("An answer that comes before the request was taken is the answer") {
    const Served served;
    const auto client = client_of(served.port());
    const auto large = request(HttpMethod::post, "/echo", std::string(std::size_t{8} << 20, 'x'));
    const auto response = client->send(large);
    REQUIRE(response);
    CHECK(response->status == 413);
    const auto next = client->send(request(HttpMethod::get, "/hello"));
    REQUIRE(next);
    CHECK(next->body == "hello");
}

TEST_CASE("A host is found by its name") {
    const Served served;
    const auto response = client_of(served.port(), {}, "localhost")->send(request(HttpMethod::get, "/hello"));
    REQUIRE(response);
    CHECK(response->body == "hello");
}
