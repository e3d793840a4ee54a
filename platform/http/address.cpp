#include "platform/http/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace platform_http {

namespace {

// What stands before an IPv4 address within an IPv6 one.
constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr std::size_t kNetworkBytes = 8;

std::optional<std::string> text_of(int family, const void* bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (::inet_ntop(family, bytes, text.data(), text.size()) == nullptr) return std::nullopt;
    return text.data();
}

}  // namespace

std::optional<std::string> counted_as(std::string_view text) {
    // "fe80::1%eth0": which of our own networks it came by.
    const std::string address{text.substr(0, text.find('%'))};
    if (address.find('\0') != std::string::npos) return std::nullopt;
    in_addr v4{};
    if (::inet_pton(AF_INET, address.c_str(), &v4) == 1) return text_of(AF_INET, &v4);
    std::array<unsigned char, 16> bytes{};
    if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return std::nullopt;
    if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin()))
        return text_of(AF_INET, bytes.data() + kMapped.size());
    std::fill(bytes.begin() + kNetworkBytes, bytes.end(), static_cast<unsigned char>(0));
    return text_of(AF_INET6, bytes.data());
}

}  // namespace platform_http
