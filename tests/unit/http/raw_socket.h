#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "tests/support/catch.h"

namespace http_test {

// Longer than anything here takes; who waits for so long has failed.
inline constexpr std::chrono::seconds kPatience{20};

// Until `condition` holds, looked at every millisecond.
[[nodiscard]] inline bool comes_true(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        ::poll(nullptr, 0, 1);
    }
    return true;
}

struct Answer {
    int status = 0;
    std::string head;
    std::string body;
    [[nodiscard]] bool has(std::string_view line) const { return head.find(line) != std::string::npos; }
};

// Bytes over a socket of loopback, as somebody sends them who does not keep to any rules.
class RawSocket {
  public:
    RawSocket() = default;
    explicit RawSocket(int descriptor) : descriptor_(descriptor) {}
    // `source`: the address of 127.0.0.0/8 to come from.
    explicit RawSocket(std::uint16_t port, const char* source = "127.0.0.1") {
        descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        REQUIRE(descriptor_ >= 0);
        sockaddr_in own{}, other{};
        own.sin_family = other.sin_family = AF_INET;
        REQUIRE(::inet_pton(AF_INET, source, &own.sin_addr) == 1);
        other.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        other.sin_port = htons(port);
        REQUIRE(::bind(descriptor_, reinterpret_cast<sockaddr*>(&own), sizeof own) == 0);
        REQUIRE(::connect(descriptor_, reinterpret_cast<sockaddr*>(&other), sizeof other) == 0);
    }
    ~RawSocket() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    RawSocket(RawSocket&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), read_(std::move(other.read_)) {}
    RawSocket& operator=(RawSocket&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        std::swap(read_, other.read_);
        return *this;
    }

    [[nodiscard]] int descriptor() const { return descriptor_; }

    // False where the other side has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void finish_writing() { ::shutdown(descriptor_, SHUT_WR); }
    void close() {
        if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    }

    // More bytes; false at the end, and where nothing comes for kPatience.
    bool receive() {
        pollfd asked{descriptor_, POLLIN, 0};
        if (::poll(&asked, 1, static_cast<int>(std::chrono::milliseconds{kPatience}.count())) <= 0) return false;
        char bytes[65536];
        const ssize_t got = ::recv(descriptor_, bytes, sizeof bytes, 0);
        if (got <= 0) return false;
        read_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }
    // Everything that comes until the other side closes.
    std::string receive_all() {
        while (receive()) {
        }
        return std::exchange(read_, {});
    }
    std::string receive_up_to(std::string_view end) {
        while (read_.find(end) == std::string::npos)
            if (!receive()) return std::exchange(read_, {});
        const std::size_t length = read_.find(end) + end.size();
        std::string taken = read_.substr(0, length);
        read_.erase(0, length);
        return taken;
    }
    // One answer with a Content-Length, or without a body; status 0 where none came.
    Answer answer(bool to_head = false) {
        Answer answer;
        answer.head = receive_up_to("\r\n\r\n");
        if (!answer.head.starts_with("HTTP/1.1 ")) return answer;
        const std::string name = "Content-Length: ";
        std::size_t length = 0;
        if (const auto at = answer.head.find(name); at != std::string::npos && !to_head)
            length = std::strtoul(answer.head.c_str() + at + name.size(), nullptr, 10);
        while (read_.size() < length)
            if (!receive()) return answer;
        answer.body = read_.substr(0, length);
        read_.erase(0, length);
        answer.status = std::atoi(answer.head.c_str() + 9);
        return answer;
    }
    // The other side has closed, and nothing more came.
    bool is_at_end() { return receive_all().empty(); }

  private:
    int descriptor_ = -1;
    std::string read_;
};

}  // namespace http_test
