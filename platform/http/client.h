#pragma once

#include <memory>

#include "platform/api/http.h"

namespace platform_http {

// api::HttpClients over sockets of this machine.
[[nodiscard]] std::unique_ptr<api::HttpClients> make_http_clients();

}  // namespace platform_http
