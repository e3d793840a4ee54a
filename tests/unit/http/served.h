#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

#include "platform/http/client.h"
#include "platform/http/server.h"
#include "tests/unit/http/raw_socket.h"

namespace http_test {

// Handlers wait here until a test opens it.
class Gate {
  public:
    void pass() {
        std::unique_lock lock{mutex_};
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
        --waiting_;
    }
    void wait_for(int handlers) {
        std::unique_lock lock{mutex_};
        REQUIRE(changed_.wait_for(lock, kPatience, [&] { return waiting_ >= handlers; }));
    }
    void open() {
        {
            const std::lock_guard lock{mutex_};
            open_ = true;
        }
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

// A real server on loopback: /hello, /echo, /wait (at the gate), /large, /nothing (204), /throw, /split.
class Served {
  public:
    explicit Served(const platform_http::ServerLimits& limits = {},
                    std::optional<platform_http::CertificateAndKey> tls = std::nullopt,
                    platform_http::BodyLimit body_limit = {}) {
        platform_http::Listen listen;
        listen.tls = std::move(tls);
        auto started = platform_http::Server::start(
            listen, limits, [this](const api::HttpRequest& request) { return answer(request); }, std::move(body_limit));
        REQUIRE(started);
        server = std::move(*started);
    }
    ~Served() { gate.open(); }

    [[nodiscard]] std::uint16_t port() const { return server->port(); }
    [[nodiscard]] RawSocket connect(const char* source = "127.0.0.1") const { return RawSocket{port(), source}; }
    [[nodiscard]] std::uint64_t refused(platform_http::Refusal why) const { return server->metrics().refused_for(why); }
    [[nodiscard]] bool counts(platform_http::Refusal why, std::uint64_t number = 1) const {
        return comes_true([&] { return refused(why) == number; });
    }
    // An ordinary request on a connection of its own.
    [[nodiscard]] bool answers() const {
        RawSocket socket = connect();
        socket.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        return socket.answer().body == "hello";
    }

    static constexpr std::size_t kLarge = std::size_t{8} << 20;
    Gate gate;  // before the server, which waits for its handlers when it goes
    std::unique_ptr<platform_http::Server> server;

  private:
    api::HttpResponse answer(const api::HttpRequest& request) {
        const auto path = request.path();
        if (path == "/hello") return {200, {{"Content-Type", "text/plain"}}, "hello"};
        if (path == "/echo")
            return {200, {{"X-From", request.from}, {"X-Query", std::string{request.query()}}}, request.body};
        if (path == "/wait") {
            gate.pass();
            return {200, {}, "waited"};
        }
        if (path == "/large") return {200, {}, std::string(kLarge, 'x')};
        if (path == "/nothing") return {204, {}, "not sent"};
        if (path == "/throw") throw std::runtime_error{"a bug"};
        if (path == "/split") return {200, {{"Location", "a\r\nSet-Cookie: b"}}, ""};
        return {404, {}, "not here\n"};
    }
};

inline const std::string kHello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

[[nodiscard]] inline std::string post(const std::string& target, const std::string& body) {
    return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

}  // namespace http_test
