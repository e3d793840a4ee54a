#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/server/store/store.h"
#include "app/storage/storage_thread.h"
#include "app/storage/store.h"
#include "app/sync/http_transport.h"
#include "app/sync/runner.h"
#include "platform/base/result.h"

namespace support {

// What a rig cannot do without; throws std::runtime_error with `what`.
template <class T, class E>
T must(base::Result<T, E> result, const char* what) {
    if (!result) throw std::runtime_error(what);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct Machine {
    Machine();
    ~Machine();
    std::unique_ptr<api::Clock> clock;
    std::unique_ptr<api::Entropy> entropy;
    std::unique_ptr<api::FileSystem> files;
    std::unique_ptr<api::ProcessLocks> locks;
    std::unique_ptr<api::HttpClients> clients;
};

// The server's store on that database, opened by this process.
[[nodiscard]] std::unique_ptr<server::Store> open(Machine& machine, const server::Place& place);

// A kiosk's data, made anew in `folder`.
struct RealKiosk {
    RealKiosk(Machine& with, std::filesystem::path folder);
    [[nodiscard]] std::string public_key() const;
    void trust(const std::string& acceptor) const;

    Machine& machine;
    std::filesystem::path data;
    std::unique_ptr<storage::Store> store;
    domain::KioskId id;
    std::string private_key;
};

// Real kiosks that the server knows, and what sends their logs. One thread.
class SendingKiosks {
  public:
    // In a school of their own. Their data are made in `work`, which stays.
    SendingKiosks(Machine& machine, const server::Place& place, const std::filesystem::path& work, int count);
    ~SendingKiosks();
    SendingKiosks(const SendingKiosks&) = delete;
    SendingKiosks& operator=(const SendingKiosks&) = delete;

    // Before start(). A multiple of 500 check-ins at each kiosk, here and in post().
    void append(int events);
    void start(const api::HttpHost& host);
    // After start(): on each kiosk's storage thread, as check-ins are.
    void post(int events);
    // How many events of each kiosk are held by the server, with the checkpoint kept here.
    [[nodiscard]] std::vector<domain::Seq> synced() const;
    // Until that is all of them; throws after five minutes.
    void wait_until_synced() const;

    [[nodiscard]] const server::SchoolId& school() const { return school_; }
    [[nodiscard]] const std::vector<domain::KioskId>& ids() const { return ids_; }
    // The number of each kiosk's last event.
    [[nodiscard]] domain::Seq last() const { return last_; }

  private:
    Machine& machine_;
    server::SchoolId school_;
    std::mt19937_64 random_{7};
    domain::Seq last_ = 1;
    std::vector<domain::KioskId> ids_;
    std::vector<std::unique_ptr<RealKiosk>> kiosks_;
    std::vector<std::unique_ptr<storage::StorageThread>> threads_;
    std::vector<std::unique_ptr<syncing::HttpTransport>> transports_;
    std::vector<std::unique_ptr<syncing::Runner>> runners_;
};

}  // namespace support
