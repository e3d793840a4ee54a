#pragma once

#include <functional>
#include <memory>

#include "app/kiosk/session/session.h"
#include "app/storage/storage_thread.h"
#include "platform/api/service_discovery.h"

namespace kiosk {

// What the screen has room for.
inline constexpr std::size_t kMostServers = 2;

// Looks for school servers in the network while a curator may want one, and at no other time.
class ServerSearch {
  public:
    // `storage` and `discovery` outlive this. `tell`: ServersFound, from any thread, also shortly after this is gone.
    ServerSearch(storage::StorageThread& storage, api::ServiceDiscovery& discovery,
                 std::function<void(session::Input)> tell);
    ~ServerSearch();
    ServerSearch(const ServerSearch&) = delete;
    ServerSearch& operator=(const ServerSearch&) = delete;

    // Never waits: what it takes is done by a job of the storage thread.
    void look(bool on);

  private:
    struct Shared;
    storage::StorageThread& storage_;
    std::shared_ptr<Shared> shared_;
};

// What is shown of them: what a person may read and a kiosk may join, each machine once, at most kMostServers.
[[nodiscard]] std::vector<session::FoundServer> servers_of(const std::vector<api::FoundService>& services);

}  // namespace kiosk
