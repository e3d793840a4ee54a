#include "platform/http/dialling.h"

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

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

base::Result<Socket, api::HttpError> connect_one(const Address& address, Deadline deadline) {
    Socket socket{::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!socket.is_open()) return base::failure(api::HttpError::connect);
    const int on = 1;
    ::setsockopt(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket.descriptor(), reinterpret_cast<const sockaddr*>(&address.bytes), address.length) == 0)
        return socket;
    if (errno != EINPROGRESS) return base::failure(api::HttpError::connect);
    if (!wait_for(socket.descriptor(), POLLOUT, deadline)) return base::failure(api::HttpError::timeout);
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

base::Result<std::vector<Address>, api::HttpError> Resolver::find(const std::string& host, std::uint16_t port,
                                                                  Deadline deadline) {
    if (auto numeric = look_up(host, port, AI_NUMERICHOST); !numeric.empty()) return numeric;
    const std::string asked = host + ' ' + std::to_string(port);
    // A look-up of another name that still runs is waited for: one thread at a time.
    while (!running_.valid() || asked_ != asked) {
        if (running_.valid() && running_.wait_until(deadline) != std::future_status::ready)
            return base::failure(api::HttpError::timeout);
        running_ = std::async(std::launch::async, [host, port] { return look_up(host, port, 0); });
        asked_ = asked;
    }
    if (running_.wait_until(deadline) != std::future_status::ready) return base::failure(api::HttpError::timeout);
    auto addresses = running_.get();
    if (addresses.empty()) return base::failure(api::HttpError::resolve);
    return addresses;
}

bool wait_for(int descriptor, short events, Deadline deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now()).count();
        pollfd asked{descriptor, events, 0};
        const int ready = ::poll(&asked, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000)));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return true;  // what is wrong shows when the socket is used
        if (now() >= deadline) return false;
    }
}

base::Result<Socket, api::HttpError> connect_to(const std::vector<Address>& addresses, Deadline deadline) {
    api::HttpError last = api::HttpError::connect;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto share = (deadline - now()) / static_cast<std::int64_t>(addresses.size() - i);
        auto socket = connect_one(addresses[i], now() + share);
        if (socket) return socket;
        last = socket.error();
    }
    return base::failure(last);
}

}  // namespace platform_http
