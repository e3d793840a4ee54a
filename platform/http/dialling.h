#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "platform/api/http.h"
#include "platform/base/result.h"

// From a host's name to a socket, in a limited time. Within this folder only.
namespace platform_http {

using Deadline = std::chrono::steady_clock::time_point;

// Owns a descriptor.
class Socket {
  public:
    Socket() = default;
    explicit Socket(int descriptor) : descriptor_(descriptor) {}
    ~Socket();
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;
    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  private:
    int descriptor_ = -1;
};

struct Address {
    sockaddr_storage bytes{};
    socklen_t length = 0;
};

// Finds addresses of names. getaddrinfo() cannot be given a time, so a name is looked up by a thread, which the
// destructor waits for (as long as the system's resolver tries, some seconds).
class Resolver {
  public:
    // `timeout` where the deadline passes; the look-up goes on, and a later call for the same name finds its result.
    [[nodiscard]] base::Result<std::vector<Address>, api::HttpError> find(const std::string& host, std::uint16_t port,
                                                                          Deadline deadline);

  private:
    std::future<std::vector<Address>> running_;  // its destructor waits
    std::string asked_;
};

// Waits for `events` of poll(), one of POLLIN and POLLOUT or both; false when the deadline passes first.
[[nodiscard]] bool wait_for(int descriptor, short events, Deadline deadline);

// A connected socket that does not block. Addresses are tried one after another, each with its share of the time.
[[nodiscard]] base::Result<Socket, api::HttpError> connect_to(const std::vector<Address>& addresses, Deadline deadline);

}  // namespace platform_http
