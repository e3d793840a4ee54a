#include "platform/http/metrics.h"

namespace platform_http {

namespace {

struct Row {
    Refusal refusal;
    int status;
    std::string_view name;
};

constexpr std::array<Row, kRefusals> kRows{{
    {Refusal::malformed, 400, "malformed"},
    {Refusal::header_slow, 408, "header_slow"},
    {Refusal::body_slow, 408, "body_slow"},
    {Refusal::body_too_large, 413, "body_too_large"},
    {Refusal::target_too_long, 414, "target_too_long"},
    {Refusal::expectation, 417, "expectation"},
    {Refusal::header_too_large, 431, "header_too_large"},
    {Refusal::handler_failed, 500, "handler_failed"},
    {Refusal::method, 501, "method"},
    {Refusal::busy, 503, "busy"},
    {Refusal::memory, 503, "memory"},
    {Refusal::version, 505, "version"},
    {Refusal::connections, 0, "connections"},
    {Refusal::connections_of_address, 0, "connections_of_address"},
    {Refusal::handshake_failed, 0, "handshake_failed"},
    {Refusal::handshake_slow, 0, "handshake_slow"},
    {Refusal::answer_slow, 0, "answer_slow"},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < kRows.size(); ++i)
        if (static_cast<std::size_t>(kRows[i].refusal) != i) return false;
    return true;
}
static_assert(in_order());

}  // namespace

int status_of(Refusal refusal) {
    return kRows[static_cast<std::size_t>(refusal)].status;
}

std::string_view name_of(Refusal refusal) {
    return kRows[static_cast<std::size_t>(refusal)].name;
}

}  // namespace platform_http
