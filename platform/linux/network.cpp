#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <tuple>

#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

struct Address {
    bool is_virtual = false;
    unsigned interface = 0;
    std::string text;
};

// Made by a program on this machine, for itself.
bool is_virtual(std::string_view interface) {
    for (const std::string_view kind : {"docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap", "wg"}) {
        if (interface.starts_with(kind)) return true;
    }
    return false;
}

class Network final : public api::Network {
  public:
    std::vector<std::string> addresses() override {
        ifaddrs* first = nullptr;
        if (::getifaddrs(&first) != 0) return {};
        const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> all{first, &::freeifaddrs};
        std::vector<Address> found;
        for (const ifaddrs* one = first; one != nullptr; one = one->ifa_next) {
            if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET) continue;
            if ((one->ifa_flags & IFF_UP) == 0 || (one->ifa_flags & IFF_LOOPBACK) != 0) continue;
            const auto& address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr;
            if ((ntohl(address.s_addr) >> 16) == 0xA9FE) continue;  // 169.254
            char text[INET_ADDRSTRLEN];
            if (::inet_ntop(AF_INET, &address, text, sizeof text) == nullptr) continue;
            found.push_back({is_virtual(one->ifa_name), ::if_nametoindex(one->ifa_name), text});
        }
        std::sort(found.begin(), found.end(), [](const Address& a, const Address& b) {
            return std::tie(a.is_virtual, a.interface, a.text) < std::tie(b.is_virtual, b.interface, b.text);
        });
        std::vector<std::string> texts;
        for (Address& one : found) texts.push_back(std::move(one.text));
        return texts;
    }
};

}  // namespace

std::unique_ptr<api::Network> make_network() {
    return std::make_unique<Network>();
}

}  // namespace platform_linux
