#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/kiosk/effects.h"
#include "platform/http/client.h"
#include "tests/flows/threaded_kiosk.h"

namespace flows {

struct NoThermometer : api::Thermometer {
    std::optional<int> read() override { return std::nullopt; }
};

// The daemon of a network: who says where he is, is found.
class Network : public api::ServiceDiscovery {
  public:
    std::unique_ptr<api::ServiceSearch> search(
        const std::string&, std::function<void(const std::vector<api::FoundService>&)> its_changed) override {
        const std::lock_guard lock{mutex_};
        changed_ = std::move(its_changed);
        if (!services_.empty()) changed_(services_);
        return std::make_unique<Search>(*this);
    }
    std::unique_ptr<api::ServiceAnnouncement> announce(const std::string&, const std::string&, std::uint16_t) override {
        return nullptr;
    }
    void has(std::vector<api::FoundService> services) {
        const std::lock_guard lock{mutex_};
        services_ = std::move(services);
        if (changed_) changed_(services_);
    }

  private:
    struct Search : api::ServiceSearch {
        explicit Search(Network& its_network) : network(its_network) {}
        ~Search() override {
            const std::lock_guard lock{network.mutex_};
            network.changed_ = {};
        }
        Network& network;
    };
    std::mutex mutex_;
    std::function<void(const std::vector<api::FoundService>&)> changed_;
    std::vector<api::FoundService> services_;
};

// The kiosk's own parts from effects to the way over TLS, on a real store and with a clock that runs.
class LinkedKiosk {
  public:
    // `draws`: how far the dice have rolled before; kiosks of one test have different ones, or they would be the same.
    explicit LinkedKiosk(std::unique_ptr<api::Clock> its_clock = platform_linux::make_clock(), std::size_t draws = 0,
                         std::optional<domain::Roster> roster = std::nullopt)
        : clock(std::move(its_clock)) {
        base::Bytes drawn(draws);
        machine.entropy.fill(drawn);
        machine.clock.step_wall(clock->read().wall - machine.clock.read().wall);
        const auto store = machine.create();
        if (roster) REQUIRE(store->replace_roster(*std::move(roster)));
    }
    ~LinkedKiosk() { close(); }

    void open() {
        others.clear();
        auto store = machine.open();
        kiosk_ = store->status()->kiosk;
        auto read = kiosk::load(*store);
        REQUIRE(read);
        loaded = std::move(*read);
        storage.emplace(std::move(store));
        link = std::make_unique<kiosk::ServerLink>(
            kiosk::ServerLink::Machine{*storage, *clock, *entropy, files(), *clients, thermometer, network},
            machine.data);
        effects = std::make_unique<kiosk::Effects>(
            *storage, kiosk::Effects::Machine{*clock, files(), sounder}, machine.data,
            kiosk::Effects::Drives{},
            std::make_shared<const FixedZone>(),
            [this] {
                const std::lock_guard lock{mutex};
                woken = true;
                changed.notify_all();
            },
            link->side());
        link->start(effects->inbox());
    }
    void close() {
        effects.reset();
        link.reset();
        storage.reset();
    }
    void check_in(int number) {
        effects->run(kiosk::session::Record{++ticket, {storage_test::check_in("p" + std::to_string(number))}});
    }
    // Hands each input to `take` as the loop of the kiosk does, until it says that it was the one.
    template <class Take>
    void take_until(const Take& take) {
        for (;;) {
            bool is_the_one = false;
            for (const kiosk::session::Input& input : effects->take_inputs()) {
                if (const auto* told = std::get_if<kiosk::session::OthersRecorded>(&input))
                    others.insert(others.end(), told->events.begin(), told->events.end());
                is_the_one = take(input) || is_the_one;
            }
            if (is_the_one) return;
            std::unique_lock lock{mutex};
            REQUIRE(changed.wait_for(lock, std::chrono::seconds{60}, [this] { return woken; }));
            woken = false;
        }
    }
    // Until one of them is such.
    template <class One, class Condition>
    One wait_for(const Condition& condition) {
        std::optional<One> found;
        take_until([&](const kiosk::session::Input& input) {
            const auto* one = std::get_if<One>(&input);
            if (!found && one && condition(*one)) found = *one;
            return found.has_value();
        });
        return *std::move(found);
    }
    template <class Condition>
    kiosk::session::Server wait_for_server(const Condition& condition) {
        return wait_for<kiosk::session::ServerState>(
                   [&](const kiosk::session::ServerState& state) { return condition(state.server); })
            .server;
    }
    // What has been told of other kiosks since it was opened; waits for the first of it.
    const std::vector<domain::Event>& wait_for_others() {
        if (others.empty()) take_until([this](const kiosk::session::Input&) { return !others.empty(); });
        return others;
    }
    void join(const std::string& address, const std::string& code) {
        effects->run(kiosk::session::JoinServer{++ticket, address, code});
        (void)wait_for<kiosk::session::ServerJoined>(
            [this](const kiosk::session::ServerJoined& answer) { return answer.ticket == ticket; });
    }
    api::FileSystem& files() { return *machine.files; }

    storage_test::Kiosk machine;
    std::unique_ptr<api::Clock> clock;
    std::unique_ptr<api::Entropy> entropy = platform_linux::make_entropy();  // several threads draw from it
    std::unique_ptr<api::HttpClients> clients = platform_http::make_http_clients();
    CountingSounder sounder;
    NoThermometer thermometer;
    Network network;
    std::mutex mutex;
    std::condition_variable changed;
    bool woken = false;
    kiosk::session::Ticket ticket = 0;
    domain::KioskId kiosk_;
    kiosk::session::Loaded loaded;
    std::vector<domain::Event> others;
    std::optional<storage::StorageThread> storage;
    std::unique_ptr<kiosk::ServerLink> link;
    std::unique_ptr<kiosk::Effects> effects;
};

}  // namespace flows
