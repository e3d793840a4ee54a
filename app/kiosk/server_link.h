#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "app/kiosk/session/session.h"
#include "app/school_settings/text.h"
#include "app/storage/storage_thread.h"
#include "platform/api/clock.h"
#include "platform/api/entropy.h"
#include "platform/api/file_system.h"
#include "platform/api/http.h"
#include "platform/api/service_discovery.h"
#include "platform/api/thermometer.h"

namespace kiosk {

// What Effects needs of the server's side. Any thread; none of them waits. They may be called after the link is gone.
struct ServerSide {
    std::function<void(domain::Seq last)> appended;  // after each commit
    std::function<session::Server()> state;
    std::function<void(const session::JoinServer&)> join;
    std::function<void(bool awake)> attend;                    // whenever Session::is_awake() has become another
    std::function<void(session::StorageTrouble now)> trouble;  // what became of the last write
};

// The kiosk's school server: while DATA/server.json names one, a syncing::Runner for the records, a
// syncing::SchoolRunner for the lists and what the school has set, and a syncing::NewsRunner for what other kiosks
// recorded; joining; and a MovedServer while it does not answer; on threads of their own. Whatever is wrong with server,
// network or server.json is a state that the curator sees; the kiosk records all the same.
class ServerLink {
  public:
    struct Machine {
        storage::StorageThread& storage;  // outlives this, as all of these do
        api::Clock& clock;
        api::Entropy& entropy;
        api::FileSystem& files;
        api::HttpClients& clients;
        api::Thermometer& thermometer;
        api::ServiceDiscovery& discovery;
        // Before the kiosk works with other lists: their letters. From a thread of the link's own, so that it may take
        // its time; may be empty.
        std::function<void(const domain::Roster&)> prepare_lists{};
        std::function<void(const school_settings::Content&)> prepare_settings{};  // the same of what the school has set
    };
    ServerLink(Machine machine, std::filesystem::path data);
    // Ends what waits for the network.
    ~ServerLink();
    ServerLink(const ServerLink&) = delete;
    ServerLink& operator=(const ServerLink&) = delete;

    [[nodiscard]] ServerSide side();
    // Reads server.json, by a job of the storage thread. `tell`: ServerState whenever it has become another, Loaded
    // when the server's lists were applied, what other kiosks recorded, and what became of joining; from any thread.
    void start(std::function<void(session::Input)> tell);
    // There are other lists, or the school has set something else, somebody says. Any thread.
    void ask_for_lists();
    void ask_for_settings();

  private:
    struct Shared;  // what jobs on the storage thread use; lives as long as the last of them
    std::shared_ptr<Shared> shared_;
};

}  // namespace kiosk
