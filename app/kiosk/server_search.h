#pragma once

#include <functional>
#include <memory>

#include "app/kiosk/session/session.h"
#include "platform/api/service_discovery.h"

namespace kiosk {

// What the screen has room for.
inline constexpr std::size_t kMostServers = 2;

// Looks for school servers in the network while a curator may want one, and at no other time. On a thread of its own,
// which begins with the first look: the machine's daemon may hang, and nobody is to wait for it.
class ServerSearch {
  public:
    // `discovery` outlives this. `tell`: ServersFound, from any thread but that of look().
    ServerSearch(api::ServiceDiscovery& discovery, std::function<void(session::Input)> tell);
    // Waits for the thread.
    ~ServerSearch();
    ServerSearch(const ServerSearch&) = delete;
    ServerSearch& operator=(const ServerSearch&) = delete;

    void look(bool on);  // never waits

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// What is shown of them: what a person may read and a kiosk may join, each machine once, at most kMostServers.
[[nodiscard]] std::vector<session::FoundServer> servers_of(const std::vector<api::FoundService>& services);

}  // namespace kiosk
