#include "app/kiosk/server_search.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "app/joining/code.h"
#include "platform/base/utf8.h"

namespace kiosk {

struct ServerSearch::State {
    api::ServiceDiscovery& discovery;
    std::function<void(session::Input)> tell;
    std::mutex mutex{};
    std::condition_variable changed{};
    bool wanted = false, ending = false;  // guarded by mutex
    std::thread thread{};

    void run() {
        std::unique_ptr<api::ServiceSearch> search;
        std::unique_lock lock{mutex};
        while (true) {
            changed.wait(lock, [&] { return ending || wanted != (search != nullptr); });
            if (ending) break;
            const bool begins = wanted;
            lock.unlock();
            if (begins) {
                search =
                    discovery.search(joining::kServiceType, [this](const std::vector<api::FoundService>& services) {
                        tell(session::ServersFound{servers_of(services)});
                    });
            } else {
                search.reset();
                tell(session::ServersFound{});
            }
            lock.lock();
        }
        lock.unlock();
        search.reset();
    }
};

ServerSearch::ServerSearch(api::ServiceDiscovery& discovery, std::function<void(session::Input)> tell)
    : state_(new State{discovery, std::move(tell)}) {}

ServerSearch::~ServerSearch() {
    {
        const std::lock_guard lock{state_->mutex};
        state_->ending = true;
    }
    state_->changed.notify_one();
    if (state_->thread.joinable()) state_->thread.join();
}

void ServerSearch::look(bool on) {
    {
        const std::lock_guard lock{state_->mutex};
        state_->wanted = on;
    }
    state_->changed.notify_one();
    if (on && !state_->thread.joinable()) state_->thread = std::thread{[state = state_.get()] { state->run(); }};
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
