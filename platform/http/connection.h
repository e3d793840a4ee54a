#pragma once

// One connection of a server. Within this folder only: this and server.cpp are what knows Boost.Asio.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "platform/http/census.h"
#include "platform/http/channel.h"
#include "platform/http/limits.h"
#include "platform/http/message_parser.h"
#include "platform/http/metrics.h"
#include "platform/http/server.h"
#include "platform/http/workers.h"

namespace platform_http {

using TimePoint = std::chrono::steady_clock::time_point;

class Connection;

// One thread that reads and writes, and the connections that are its own: nothing of them is locked.
struct Loop {
    boost::asio::io_context context{1};
    std::set<std::shared_ptr<Connection>> connections;
    std::array<char, 16 * 1024> scratch{};  // what is read passes through here; an idle connection has no buffer
};

// What all connections share. Any thread.
struct Shared {
    Shared(const ServerLimits& of, Handler handler_, BodyLimit body_limit_)
        : limits(of),
          handler(std::move(handler_)),
          body_limit(std::move(body_limit_)),
          census(of.connections, of.connections_of_address),
          workers(of.workers, of.waiting_requests) {}

    void refused(Refusal why) { refusals[static_cast<std::size_t>(why)].fetch_add(1, std::memory_order_relaxed); }

    const ServerLimits limits;
    const Handler handler;
    const BodyLimit body_limit;
    Census census;

    std::atomic<bool> draining{false};
    std::atomic<std::uint64_t> connections{0}, requests{0}, received{0}, sent{0}, held{0};
    std::array<std::atomic<std::uint64_t>, kRefusals> refusals{};

    std::mutex mutex;
    std::condition_variable emptied;
    std::size_t open = 0;  // connections that are not closed; under `mutex`

    Workers workers;  // last: its threads use the others
};

// All of it on its loop's thread, but for what a worker does with a request. A connection is always in one phase, and
// each phase has a deadline, but for the worker's.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    // It was let in by the census as `address`, and leaves it when it is closed.
    Connection(boost::asio::ip::tcp::socket socket, SslPointer ssl, Loop& loop, Shared& shared, std::string from,
               std::string address);
    void start();
    void drain();  // closes it unless a request is whole, which is then the last one
    void close();

  private:
    enum class Phase { handshake, idle, head, body, worker, answer, linger, closed };

    void read_on();
    void took(std::string_view bytes);
    void act(RequestParser::Progress progress);
    void allow_body();
    void body_grew();
    void hand_over();
    void work();
    void refuse(Refusal why);
    void answer();  // with response_
    void write_on();
    void answered();
    void linger();
    void linger_on();
    [[nodiscard]] bool reads() const { return phase_ <= Phase::body; }

    enum class Wish { read, write };
    void wait_to(Wish wish, void (Connection::*then)());
    void go_on_later(void (Connection::*then)());
    void set_deadline(TimePoint deadline);
    void wait_for_deadline();
    void deadline_passed();
    void hold(std::size_t body_bytes);

    boost::asio::ip::tcp::socket socket_;
    Channel channel_;
    Loop& loop_;
    Shared& shared_;
    const std::string from_;
    const std::string address_;

    Phase phase_;
    RequestParser parser_;
    bool keep_alive_ = true;
    bool is_head_request_ = false;
    bool is_first_ = true;
    std::size_t held_ = 0;  // bytes of the body, as counted in Shared::held

    api::HttpRequest request_;    // in the phase `worker` the worker's
    api::HttpResponse response_;  // likewise
    std::string head_;            // of the answer, and the body where it is short
    std::size_t written_ = 0;     // of head_ and the answer's body

    TimePoint body_began_{}, answer_began_{};
    boost::asio::steady_timer timer_;
    TimePoint deadline_ = TimePoint::max();
    TimePoint timer_set_to_ = TimePoint::max();
};

}  // namespace platform_http
