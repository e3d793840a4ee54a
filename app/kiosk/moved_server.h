#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "platform/api/http.h"
#include "platform/api/service_discovery.h"

namespace kiosk {

// Looks for the kiosk's own server while it does not answer where it was: a router gives a school's PC another address
// after the holidays, and nobody is there who would type it. Whoever says to be a school server (joining::kServiceType)
// is asked over TLS that is pinned to our server's certificate, so that nobody else is taken for it and nobody else is
// told anything. On a thread of its own, which begins with the first look.
class MovedServer {
  public:
    struct Machine {
        api::ServiceDiscovery& discovery;  // both outlive this
        api::HttpClients& clients;
    };
    // `found`: the same server with the address where it is now; from the thread of the search, once for each look.
    MovedServer(Machine machine, std::function<void(const api::HttpHost&)> found);
    // Ends what waits for the network.
    ~MovedServer();
    MovedServer(const MovedServer&) = delete;
    MovedServer& operator=(const MovedServer&) = delete;

    // `missing`: the server that does not answer, pinned, with the address where it was; nothing: it does, or there is
    // none. The same again changes nothing. Any thread; never waits.
    void look_for(std::optional<api::HttpHost> missing);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kiosk
