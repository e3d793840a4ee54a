#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace api {

// A program of the local network that says where it is (DNS-SD over multicast DNS). Anybody there can say so of
// anything: it saves typing and proves nothing.
struct FoundService {
    std::string name;     // as its owner calls it: UTF-8 for people, from anybody
    std::string address;  // a numeric IPv4 address
    std::uint16_t port = 0;
    friend bool operator==(const FoundService&, const FoundService&) = default;
};

// Goes on until it is destroyed; no call comes after that.
class ServiceSearch {
  public:
    virtual ~ServiceSearch() = default;
};
class ServiceAnnouncement {
  public:
    virtual ~ServiceAnnouncement() = default;
};

// Any thread. Where the machine has no daemon for it, nothing is found and nothing announced, and nobody is told: the
// address can always be typed. Where the daemon comes or goes meanwhile, so does what it finds.
class ServiceDiscovery {
  public:
    virtual ~ServiceDiscovery() = default;
    // `type`: "_vstrecha._tcp". `changed` has all that is known at that moment, sorted by name, address and port; it
    // comes from a thread of the search and must not destroy it.
    [[nodiscard]] virtual std::unique_ptr<ServiceSearch> search(
        const std::string& type, std::function<void(const std::vector<FoundService>&)> changed) = 0;
    // Under `name`, at most 63 bytes of UTF-8, with a number behind it where somebody else has that name.
    [[nodiscard]] virtual std::unique_ptr<ServiceAnnouncement> announce(const std::string& type,
                                                                        const std::string& name,
                                                                        std::uint16_t port) = 0;
};

}  // namespace api
