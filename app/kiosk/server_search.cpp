#include "app/kiosk/server_search.h"

#include <algorithm>
#include <utility>

#include "app/joining/code.h"
#include "platform/base/utf8.h"

namespace kiosk {

// Touched by jobs of the storage thread only, but for the last of its holders.
struct ServerSearch::Shared {
    api::ServiceDiscovery& discovery;
    std::function<void(session::Input)> tell;
    std::unique_ptr<api::ServiceSearch> search{};

    void look(bool on) {
        if (!on) {
            search.reset();
            tell(session::ServersFound{});
        } else if (!search) {
            search =
                discovery.search(joining::kServiceType, [to = tell](const std::vector<api::FoundService>& services) {
                    to(session::ServersFound{servers_of(services)});
                });
        }
    }
};

ServerSearch::ServerSearch(storage::StorageThread& storage, api::ServiceDiscovery& discovery,
                           std::function<void(session::Input)> tell)
    : storage_(storage), shared_(std::make_shared<Shared>(Shared{discovery, std::move(tell)})) {}

ServerSearch::~ServerSearch() = default;

void ServerSearch::look(bool on) {
    storage_.post([shared = shared_, on](storage::Store&) { shared->look(on); });
}

std::vector<session::FoundServer> servers_of(const std::vector<api::FoundService>& services) {
    std::vector<session::FoundServer> servers;
    for (const api::FoundService& service : services) {
        if (servers.size() == kMostServers) break;
        const std::string address = joining::text_of(joining::Address{service.address, service.port});
        if (!base::is_plain_text(service.name, joining::kServiceNameBytes) || !joining::read_address(address)) continue;
        // A machine with several ways into the network.
        const bool is_known = std::any_of(servers.begin(), servers.end(), [&](const session::FoundServer& other) {
            return other.name == service.name || other.address == address;
        });
        if (!is_known) servers.push_back({service.name, address});
    }
    return servers;
}

}  // namespace kiosk
