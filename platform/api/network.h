#pragma once

#include <string>
#include <vector>

namespace api {

// The networks that this machine is in.
class Network {
  public:
    virtual ~Network() = default;
    // IPv4 addresses in numbers by which others of the same network reach this machine, the likeliest first: what is up,
    // no loopback, no address that a machine gave itself (169.254), bridges of containers last. Empty: there is no
    // network. Any thread; reads what the system knows and never waits for the network.
    [[nodiscard]] virtual std::vector<std::string> addresses() = 0;
};

}  // namespace api
