#include "app/kiosk/moved_server.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "app/joining/code.h"

namespace kiosk {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostAsked = 8;  // whoever floods the network with names does not keep us busy
constexpr api::HttpClientLimits kLimits{5s, 5s, 64 * 1024, 16 * 1024};
constexpr auto kAgain = 60s;  // those that did not answer: the server may have said where it is before it listened

bool same_place(const std::optional<api::HttpHost>& one, const std::optional<api::HttpHost>& other) {
    if (!one || !other) return one.has_value() == other.has_value();
    return one->name == other->name && one->port == other->port && one->fingerprint == other->fingerprint;
}

}  // namespace

struct MovedServer::State {
    State(Machine the_machine, std::function<void(const api::HttpHost&)> found_by)
        : machine(the_machine), found(std::move(found_by)) {}

    const Machine machine;
    const std::function<void(const api::HttpHost&)> found;

    std::mutex mutex;
    std::condition_variable changed;
    // Guarded by mutex.
    bool ending = false;
    std::optional<api::HttpHost> missing;
    bool is_other = false;                // `missing` was set since the thread last looked at it
    std::vector<joining::Address> there;  // who says to be a server
    bool is_new = false;                  // `there` was set since
    api::HttpClient* asking = nullptr;    // to be cancelled

    std::thread thread;

    void run() {
        std::unique_ptr<api::ServiceSearch> search;
        std::unique_lock lock{mutex};
        while (!ending) {
            is_other = is_new = false;
            const auto host = missing;
            if (!host) there.clear();
            const auto asked = there;
            lock.unlock();
            if (!host) {
                search.reset();  // waits for its last call, which takes the lock
            } else if (!search) {
                search =
                    machine.discovery.search(joining::kServiceType, [this](const auto& found_now) { hear(found_now); });
            }
            const auto place = host ? ask_all(*host, asked) : std::nullopt;
            if (place) found(*place);
            lock.lock();
            if (place && !is_other) missing.reset();  // found: whoever looks again says so
            const auto woken = [this] { return ending || is_other || is_new; };
            if (place) continue;
            if (host && !asked.empty()) {
                changed.wait_for(lock, kAgain, woken);
            } else {
                changed.wait(lock, woken);
            }
        }
        lock.unlock();
        search.reset();
    }
    void hear(const std::vector<api::FoundService>& services) {
        const std::lock_guard lock{mutex};
        there.clear();
        for (const api::FoundService& service : services) {
            const joining::Address address{service.address, service.port};
            const bool is_known = std::find(there.begin(), there.end(), address) != there.end();
            if (there.size() < kMostAsked && service.port != 0 && !is_known) there.push_back(address);
        }
        is_new = true;
        changed.notify_one();
    }
    [[nodiscard]] std::optional<api::HttpHost> ask_all(const api::HttpHost& host,
                                                       const std::vector<joining::Address>& places) {
        for (const joining::Address& place : places) {
            if (place.host == host.name && place.port == host.port) continue;  // there it is asked all the time
            api::HttpHost there_now = host;
            there_now.name = place.host;
            there_now.port = place.port;
            if (is_there(there_now)) return there_now;
            const std::lock_guard lock{mutex};
            if (ending || is_other) break;
        }
        return std::nullopt;
    }
    [[nodiscard]] bool is_there(const api::HttpHost& host) {
        const auto client = machine.clients.client_of(host, kLimits);
        {
            const std::lock_guard lock{mutex};
            if (ending) return false;
            asking = client.get();
        }
        // Any answer is one: the certificate is what counts.
        const bool answers = client->send({api::HttpMethod::get, "/health", {}, {}, {}}).has_value();
        const std::lock_guard lock{mutex};
        asking = nullptr;
        return answers;
    }
};

MovedServer::MovedServer(Machine machine, std::function<void(const api::HttpHost&)> found)
    : state_(std::make_unique<State>(machine, std::move(found))) {}

MovedServer::~MovedServer() {
    {
        const std::lock_guard lock{state_->mutex};
        state_->ending = true;
        if (state_->asking != nullptr) state_->asking->cancel();
    }
    state_->changed.notify_one();
    if (state_->thread.joinable()) state_->thread.join();
}

void MovedServer::look_for(std::optional<api::HttpHost> missing) {
    const std::lock_guard lock{state_->mutex};
    if (same_place(state_->missing, missing)) return;
    state_->missing = std::move(missing);
    state_->is_other = true;
    state_->changed.notify_one();
    if (state_->missing && !state_->thread.joinable())
        state_->thread = std::thread{[state = state_.get()] { state->run(); }};
}

}  // namespace kiosk
