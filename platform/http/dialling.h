#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
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

// Ends what one thread waits for from another one, once and for all.
class Cancelling {
  public:
    Cancelling();
    // Any thread.
    void cancel();
    [[nodiscard]] bool is_cancelled() const { return cancelled_; }

  private:
    friend class Resolver;
    friend bool wait_for(int, short, Deadline, const Cancelling&);
    // A look-up may outlive whoever asked for it.
    struct Shared {
        std::mutex mutex;
        std::condition_variable changed;  // cancelled, or a look-up has ended
    };
    std::atomic<bool> cancelled_{false};
    Socket raised_;  // an eventfd: can be read from then on
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

struct Address {
    sockaddr_storage bytes{};
    socklen_t length = 0;
};

// Finds addresses of names. getaddrinfo() cannot be given a time, so a name is looked up by a thread of its own, which is
// left alone when nobody waits for it any more: it ends when the system's resolver gives up, after some seconds.
// `cancelling` outlives it.
class Resolver {
  public:
    explicit Resolver(const Cancelling& cancelling) : cancelling_(cancelling) {}
    // `timeout` where the deadline passes; the look-up goes on, and a later call for the same name finds its result.
    [[nodiscard]] base::Result<std::vector<Address>, api::HttpError> find(const std::string& host, std::uint16_t port,
                                                                          Deadline deadline);

  private:
    // false where it ended neither by the deadline nor before it was cancelled.
    [[nodiscard]] bool wait_for_end(Deadline deadline);

    struct LookUp {  // guarded by the mutex of Cancelling::Shared
        bool ended = false;
        std::vector<Address> found;
    };
    const Cancelling& cancelling_;
    std::shared_ptr<LookUp> running_;
    std::string asked_;
};

// Waits for `events` of poll(), one of POLLIN and POLLOUT or both; false when the deadline passes first, or it is
// cancelled.
[[nodiscard]] bool wait_for(int descriptor, short events, Deadline deadline, const Cancelling& cancelling);

// A connected socket that does not block. Addresses are tried one after another, each with its share of the time.
[[nodiscard]] base::Result<Socket, api::HttpError> connect_to(const std::vector<Address>& addresses, Deadline deadline,
                                                              const Cancelling& cancelling);

}  // namespace platform_http
