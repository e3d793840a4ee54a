#include "platform/http/server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

#include <thread>
#include <utility>
#include <vector>

#include "platform/http/address.h"
#include "platform/http/connection.h"
#include "platform/http/tls.h"

namespace platform_http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

// When there is no descriptor for a connection, the next attempt is made after this.
constexpr std::chrono::milliseconds kAcceptAgain{100};
constexpr int kBacklog = 1024;

asio::ip::address without_mapping(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        const auto bytes = address.to_v6().to_bytes();
        return asio::ip::address_v4{{bytes[12], bytes[13], bytes[14], bytes[15]}};
    }
    return address;
}

ServerError as_server_error(const ErrorCode& error) {
    if (error == asio::error::address_in_use) return ServerError::in_use;
    if (error == asio::error::access_denied) return ServerError::no_permission;
    if (error == boost::system::errc::address_not_available) return ServerError::bad_address;
    return ServerError::machine;
}

}  // namespace

class Server::Machine {
  public:
    Machine(const ServerLimits& limits, Handler handler, BodyLimit body_limit, ContextPointer tls)
        : shared_(limits, std::move(handler), std::move(body_limit)), tls_(std::move(tls)) {
        for (std::size_t i = 0; i < std::max<std::size_t>(limits.io_threads, 1); ++i)
            loops_.push_back(std::make_unique<Loop>());
        acceptor_.emplace(loops_.front()->context);
        next_.emplace(loops_.front()->context);
        again_.emplace(loops_.front()->context);
    }

    [[nodiscard]] std::optional<ServerError> listen(const Listen& listen) {
        ErrorCode error;
        const auto address = asio::ip::make_address(listen.address, error);
        if (error) return ServerError::bad_address;
        const tcp::endpoint endpoint{address, listen.port};
        acceptor_->open(endpoint.protocol(), error);
        if (!error) acceptor_->set_option(asio::socket_base::reuse_address{true}, error);
        if (!error && address.is_v6()) acceptor_->set_option(asio::ip::v6_only{false}, error);
        if (!error) acceptor_->bind(endpoint, error);
        if (!error) acceptor_->listen(kBacklog, error);
        if (!error) port_ = acceptor_->local_endpoint(error).port();
        if (error) return as_server_error(error);
        return std::nullopt;
    }

    void run() {
        for (auto& loop : loops_) {
            guards_.push_back(asio::make_work_guard(loop->context));
            threads_.emplace_back([&context = loop->context] { context.run(); });
        }
        asio::post(loops_.front()->context, [this] { accept(); });
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }

    [[nodiscard]] ServerMetrics metrics() {
        ServerMetrics seen;
        seen.connections = shared_.connections;
        {
            const std::lock_guard lock{shared_.mutex};
            seen.connections_open = shared_.open;
        }
        seen.requests = shared_.requests;
        seen.requests_waiting = shared_.workers.waiting();
        seen.bytes_received = shared_.received;
        seen.bytes_sent = shared_.sent;
        seen.body_bytes_held = shared_.held;
        for (std::size_t i = 0; i < kRefusals; ++i) seen.refused[i] = shared_.refusals[i];
        return seen;
    }

    void stop(std::chrono::milliseconds within) {
        if (threads_.empty()) return;
        shared_.draining = true;
        asio::post(loops_.front()->context, [this] {
            ErrorCode ignored;
            acceptor_->close(ignored);
            again_->cancel();
        });
        for_each_connection(&Connection::drain);
        {
            std::unique_lock lock{shared_.mutex};
            shared_.emptied.wait_for(lock, within, [this] { return shared_.open == 0; });
        }
        for_each_connection(&Connection::close);
        shared_.workers.stop();
        guards_.clear();
        for (auto& thread : threads_) thread.join();
        threads_.clear();
    }

  private:
    void for_each_connection(void (Connection::*what)()) {
        for (auto& loop : loops_) {
            asio::post(loop->context, [&connections = loop->connections, what] {
                const auto all = connections;  // who is closed takes itself out
                for (const auto& connection : all) (*connection.*what)();
            });
        }
    }

    void accept() {
        Loop& loop = *loops_[turn_++ % loops_.size()];
        next_.emplace(loop.context);
        acceptor_->async_accept(*next_, [this, &loop](const ErrorCode& error) {
            if (!acceptor_->is_open() || error == asio::error::operation_aborted) return;
            if (error && error != asio::error::connection_aborted) {
                again_->expires_after(kAcceptAgain);
                again_->async_wait([this](const ErrorCode& cancelled) {
                    if (!cancelled && acceptor_->is_open()) accept();
                });
                return;
            }
            if (!error) let_in(std::move(*next_), loop);
            accept();
        });
    }

    void let_in(tcp::socket socket, Loop& loop) {
        ErrorCode error;
        const auto remote = socket.remote_endpoint(error);
        if (error) return;  // gone already
        const auto from = without_mapping(remote.address());
        const std::string address = counted_as(from.to_string()).value_or("");
        if (const auto refusal = shared_.census.enter(address)) return shared_.refused(*refusal);
        SslPointer ssl = tls_ ? make_server_ssl(tls_.get()) : nullptr;
        socket.native_non_blocking(true, error);
        if (error || (tls_ && !ssl)) return shared_.census.leave(address);
        socket.set_option(tcp::no_delay{true}, error);
        shared_.connections.fetch_add(1, std::memory_order_relaxed);
        {
            const std::lock_guard lock{shared_.mutex};
            ++shared_.open;
        }
        auto connection =
            std::make_shared<Connection>(std::move(socket), std::move(ssl), loop, shared_, from.to_string(), address);
        asio::post(loop.context, [connection = std::move(connection)] { connection->start(); });
    }

    // In this order, because loops hold connections, which use `shared_` when they go.
    Shared shared_;
    ContextPointer tls_;
    std::vector<std::unique_ptr<Loop>> loops_;
    std::vector<asio::executor_work_guard<asio::io_context::executor_type>> guards_;
    std::vector<std::thread> threads_;
    std::optional<tcp::acceptor> acceptor_;
    std::optional<tcp::socket> next_;
    std::optional<asio::steady_timer> again_;
    std::size_t turn_ = 0;
    std::uint16_t port_ = 0;
};

Server::Server(std::unique_ptr<Machine> machine) : machine_(std::move(machine)) {}

Server::~Server() {
    stop(std::chrono::milliseconds{0});
}

base::Result<std::unique_ptr<Server>, ServerError> Server::start(const Listen& listen, const ServerLimits& limits,
                                                                 Handler handler, BodyLimit body_limit) {
    ContextPointer tls;
    if (listen.tls) {
        tls = make_server_context(*listen.tls);
        if (!tls) return base::failure(ServerError::bad_certificate);
    }
    auto machine = std::make_unique<Machine>(limits, std::move(handler), std::move(body_limit), std::move(tls));
    if (const auto error = machine->listen(listen)) return base::failure(*error);
    machine->run();
    return std::unique_ptr<Server>(new Server(std::move(machine)));
}

std::uint16_t Server::port() const {
    return machine_->port();
}

ServerMetrics Server::metrics() const {
    return machine_->metrics();
}

void Server::stop(std::chrono::milliseconds within) {
    machine_->stop(within);
}

}  // namespace platform_http
