#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "platform/api/http.h"

// The heads of messages as they go onto the wire.
namespace platform_http {

// Nothing where a header cannot be written as HTTP, or is one of those that are set here.
// `host` is name and port as Host wants them.
[[nodiscard]] std::optional<std::string> request_head(const api::HttpRequest& request, std::string_view host);

struct Answering {
    bool keep_alive = true;
    std::chrono::sys_seconds now{};  // for Date
};
[[nodiscard]] std::optional<std::string> response_head(const api::HttpResponse& response, const Answering& answering);

// 204 and 304 have none, whatever their body says.
[[nodiscard]] bool may_have_body(int status);
[[nodiscard]] std::string_view reason_of(int status);  // "Not Found"; empty where the status has no name here

// "Tue, 01 Sep 2026 07:00:00 GMT"
[[nodiscard]] std::string http_date(std::chrono::sys_seconds at);

}  // namespace platform_http
