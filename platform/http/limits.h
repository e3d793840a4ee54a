#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace platform_http {

// Everything that a server gives to whoever connects, in one place. What is beyond a limit is counted (metrics.h) and,
// where an answer can still be sent, answered with the status that stands here. Every figure may be changed; a test
// makes the times small.
struct ServerLimits {
    // Of a request's head: all of it, one line (a longer request line: 414, a longer header: 431), and its headers.
    std::size_t header_bytes = 16 * 1024;  // 431
    std::size_t line_bytes = 8 * 1024;
    std::size_t header_lines = 100;  // 431

    // Of a body, where the BodyLimit of the server names no other. 413, before any of the body is read.
    std::uint64_t body_bytes = 1 << 20;
    // Of all bodies that are in memory, received and not yet answered; what a client only announces costs nothing. 503
    std::uint64_t body_bytes_in_all = std::uint64_t{256} << 20;

    // A connection that has not finished its TLS handshake by then is closed.
    std::chrono::milliseconds handshake_time{10'000};
    // From the first byte of a head to its last, or from a new connection to the last byte of its first head. 408
    std::chrono::milliseconds header_time{10'000};
    // From the head to the last byte of the body, or of the answer. 408
    std::chrono::milliseconds body_time{300'000};
    std::chrono::milliseconds answer_time{300'000};
    // Body and answer have to get on: after the grace no slower than this on the average since they began. A body: 408
    std::uint64_t least_bytes_a_second = 1024;
    std::chrono::milliseconds grace{10'000};
    // Between two requests of a connection. More than the half minute between two rounds of a kiosk, so that a
    // kiosk needs one handshake a day.
    std::chrono::milliseconds idle_time{75'000};
    // After an answer that ends the connection, what is still coming is thrown away for so long: closing at once would
    // reset the connection, and the client would lose the answer.
    std::chrono::milliseconds linger_time{2'000};

    // Beyond these a new connection is closed at once. An address is an IPv4 address or the /64 of an IPv6 address.
    // A school behind one address, or a proxy, needs more of the second.
    std::size_t connections = 4096;
    std::size_t connections_of_address = 256;

    // Whole requests that wait for a worker. 503 with Retry-After
    std::size_t waiting_requests = 256;
    std::chrono::seconds retry_after{5};

    // Threads that call the handler, and threads that read and write (1 or 2).
    std::size_t workers = 4;
    std::size_t io_threads = 1;
};

// The moment by which the next byte must have moved, when `bytes` have since `begun`.
[[nodiscard]] inline std::chrono::steady_clock::time_point moving_deadline(std::chrono::steady_clock::time_point begun,
                                                                           std::chrono::milliseconds whole,
                                                                           std::uint64_t bytes,
                                                                           const ServerLimits& limits) {
    const std::uint64_t rate = std::max<std::uint64_t>(limits.least_bytes_a_second, 1);
    const auto earned = std::chrono::milliseconds{static_cast<std::int64_t>(bytes * 1000 / rate)};
    return begun + std::min(whole, limits.grace + earned);
}

}  // namespace platform_http
