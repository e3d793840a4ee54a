#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/domain/roster.h"
#include "app/joining/messages.h"
#include "platform/http/server.h"
#include "tests/simulation/server.h"

namespace support {

// The protocol of a school server, over real sockets with TLS: bundles and `held` by simulation::Server, no news, one
// code to join with. It can go away and come back on the same port, with the same certificate or another one.
class SchoolServer {
  public:
    // Takes the place of the protocol's answer where it gives one; from a worker of the server.
    using Instead = std::function<std::optional<api::HttpResponse>(const api::HttpRequest&)>;

    SchoolServer();
    ~SchoolServer();

    void go_away();
    void come_back();
    void take_another_certificate();
    // The next request waits until it is set free, or the server goes.
    void hold();
    void set_free();
    void wait_for_requests(int count);
    void answer_instead(Instead instead);
    // The school's lists, as app/server tells them; before the first, that there are none. Gives the signed text.
    std::string publish(domain::Roster roster, std::uint64_t number);
    // How many bytes of lists the last answer was that had any.
    [[nodiscard]] std::size_t told_bytes();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::string fingerprint() const;
    [[nodiscard]] std::string acceptor() const { return simulated_.acceptor(); }
    [[nodiscard]] domain::Seq held(const domain::KioskId& kiosk);
    // What a kiosk that joined with `code` said of itself last.
    [[nodiscard]] std::optional<joining::Request> joined();

    // Of joining; set before it is asked. A code of ten characters.
    std::string code = "ABCDE23456";
    std::string school_public;  // hex; empty: the kiosk's own is taken over
    std::optional<joining::Refusal> refuses;

  private:
    [[nodiscard]] api::HttpResponse answer(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse tell_lists(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse join(const api::HttpRequest& request);

    std::mutex mutex_;
    std::condition_variable changed_;
    bool held_ = false;
    int requests_ = 0;
    Instead instead_;
    simulation::Server simulated_;
    std::vector<std::string> lists_;  // the last one is the newest
    std::size_t told_bytes_ = 0;
    std::optional<joining::Request> joined_;
    std::optional<joining::Key> key_;
    platform_http::CertificateAndKey keys_;
    std::uint16_t port_ = 0;
    std::unique_ptr<platform_http::Server> server_;  // goes first: its workers use the rest
};

}  // namespace support
