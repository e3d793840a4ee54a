#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace platform_http {

// As whom an IP address is counted: an IPv4 address as itself, also where it stands within an IPv6 one; of an IPv6
// address its /64, because whoever has one has 2^64. Nothing where `text` is no address. Any thread.
[[nodiscard]] std::optional<std::string> counted_as(std::string_view text);

}  // namespace platform_http
