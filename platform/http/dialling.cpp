#include "platform/http/dialling.h"

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>

#include "platform/base/check.h"

namespace platform_http {

namespace {

std::vector<Address> look_up(const std::string& host, std::uint16_t port, int flags) {
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = flags | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    std::vector<Address> addresses;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0) return addresses;
    for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
        Address address;
        if (one->ai_addrlen > sizeof address.bytes) continue;
        const auto* from = reinterpret_cast<const std::uint8_t*>(one->ai_addr);
        std::copy_n(from, one->ai_addrlen, reinterpret_cast<std::uint8_t*>(&address.bytes));
        address.length = one->ai_addrlen;
        addresses.push_back(address);
    }
    ::freeaddrinfo(found);
    return addresses;
}

Deadline now() {
    return std::chrono::steady_clock::now();
}

base::Result<Socket, api::HttpError> connect_one(const Address& address, Deadline deadline,
                                                 const Cancelling& cancelling) {
    Socket socket{::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!socket.is_open()) return base::failure(api::HttpError::connect);
    const int on = 1;
    ::setsockopt(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket.descriptor(), reinterpret_cast<const sockaddr*>(&address.bytes), address.length) == 0)
        return socket;
    if (errno != EINPROGRESS) return base::failure(api::HttpError::connect);
    if (!wait_for(socket.descriptor(), POLLOUT, deadline, cancelling))
        return base::failure(cancelling.is_cancelled() ? api::HttpError::cancelled : api::HttpError::timeout);
    int error = 0;
    socklen_t length = sizeof error;
    if (::getsockopt(socket.descriptor(), SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0)
        return base::failure(api::HttpError::connect);
    return socket;
}

}  // namespace

Socket::~Socket() {
    if (is_open()) ::close(descriptor_);
}

Socket::Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

Cancelling::Cancelling() : raised_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) { VS_CHECK(raised_.is_open()); }

void Cancelling::cancel() {
    {
        const std::lock_guard lock{shared_->mutex};
        cancelled_ = true;
    }
    shared_->changed.notify_all();
    (void)::eventfd_write(raised_.descriptor(), 1);
}

base::Result<std::vector<Address>, api::HttpError> Resolver::find(const std::string& host, std::uint16_t port,
                                                                  Deadline deadline) {
    if (auto numeric = look_up(host, port, AI_NUMERICHOST); !numeric.empty()) return numeric;
    const std::string asked = host + ' ' + std::to_string(port);
    const auto not_in_time = [this] {
        return base::failure(cancelling_.is_cancelled() ? api::HttpError::cancelled : api::HttpError::timeout);
    };
    // A look-up of another name that still runs is waited for: one thread at a time.
    while (!running_ || asked_ != asked) {
        if (running_ && !wait_for_end(deadline)) return not_in_time();
        running_ = std::make_shared<LookUp>();
        asked_ = asked;
        try {
            std::thread{[to = running_, shared = cancelling_.shared_, host, port] {
                auto addresses = look_up(host, port, 0);
                const std::lock_guard lock{shared->mutex};
                to->found = std::move(addresses);
                to->ended = true;
                shared->changed.notify_all();
            }}.detach();
        } catch (const std::system_error&) {  // no more threads
            running_.reset();
            return base::failure(api::HttpError::resolve);
        }
    }
    if (!wait_for_end(deadline)) return not_in_time();
    auto addresses = std::move(std::exchange(running_, nullptr)->found);
    if (addresses.empty()) return base::failure(api::HttpError::resolve);
    return addresses;
}

bool Resolver::wait_for_end(Deadline deadline) {
    auto& shared = *cancelling_.shared_;
    std::unique_lock lock{shared.mutex};
    shared.changed.wait_until(lock, deadline, [this] { return running_->ended || cancelling_.is_cancelled(); });
    return running_->ended && !cancelling_.is_cancelled();
}

bool wait_for(int descriptor, short events, Deadline deadline, const Cancelling& cancelling) {
    for (;;) {
        if (cancelling.is_cancelled()) return false;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now()).count();
        pollfd asked[2]{{descriptor, events, 0}, {cancelling.raised_.descriptor(), POLLIN, 0}};
        const int ready = ::poll(asked, 2, static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000)));
        if (ready > 0 && asked[0].revents != 0) return true;
        if (ready < 0 && errno != EINTR) return true;  // what is wrong shows when the socket is used
        if (now() >= deadline) return false;
    }
}

base::Result<Socket, api::HttpError> connect_to(const std::vector<Address>& addresses, Deadline deadline,
                                                const Cancelling& cancelling) {
    api::HttpError last = api::HttpError::connect;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto share = (deadline - now()) / static_cast<std::int64_t>(addresses.size() - i);
        auto socket = connect_one(addresses[i], now() + share, cancelling);
        if (socket || socket.error() == api::HttpError::cancelled) return socket;
        last = socket.error();
    }
    return base::failure(last);
}

}  // namespace platform_http
