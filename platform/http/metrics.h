#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace platform_http {

// Why a connection or a request was refused.
enum class Refusal {
    malformed,               // 400: not HTTP, or ambiguous: what two readers might read differently
    header_slow,             // 408
    body_slow,               // 408
    body_too_large,          // 413
    target_too_long,         // 414
    expectation,             // 417
    header_too_large,        // 431
    handler_failed,          // 500: the handler threw, or its answer cannot be written as HTTP
    method,                  // 501: a method, but none that HttpMethod knows
    busy,                    // 503: too many requests wait for a worker
    memory,                  // 503: the bodies of all requests take too much
    version,                 // 505
    connections,             // the others close the connection without an answer: too many in all
    connections_of_address,  // too many of this address
    handshake_failed,
    handshake_slow,
    answer_slow  // whoever asked does not take the answer
};
inline constexpr std::size_t kRefusals = 17;

// 0 where the connection is closed without an answer.
[[nodiscard]] int status_of(Refusal refusal);
// As it is written above: for metrics and logs.
[[nodiscard]] std::string_view name_of(Refusal refusal);

// What a server has seen since it started.
struct ServerMetrics {
    std::uint64_t connections = 0;       // that were let in
    std::uint64_t connections_open = 0;  // now
    std::uint64_t requests = 0;          // that were whole
    std::uint64_t requests_waiting = 0;  // for a worker, now
    std::uint64_t bytes_received = 0;    // without TLS
    std::uint64_t bytes_sent = 0;
    std::uint64_t body_bytes_held = 0;  // in memory now
    std::array<std::uint64_t, kRefusals> refused{};
    [[nodiscard]] std::uint64_t refused_for(Refusal why) const { return refused[static_cast<std::size_t>(why)]; }
};

}  // namespace platform_http
