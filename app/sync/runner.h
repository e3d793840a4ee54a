#pragma once

#include <functional>
#include <memory>

#include "app/storage/storage_thread.h"
#include "app/sync/engine.h"
#include "platform/api/clock.h"

namespace syncing {

// Joins the engine to the machine on a thread of its own: what it asks of the store is a job of the storage thread, a
// request waits on this thread. Nobody else waits for the network, and this thread never touches the disk.
class Runner {
  public:
    struct Machine {
        storage::StorageThread& storage;  // outlives this
        Transport& transport;             // outlives this; cancelled when this ends
        const api::Clock& clock;          // outlives this
    };
    // `changed` is called from the runner's thread whenever status() has become another; it must not end this.
    Runner(Machine machine, Engine::Options options, std::function<void()> changed);
    // Ends a request that waits. Jobs of the storage thread that are not yet done find nobody.
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    // Any thread; none of them waits.
    void appended(domain::Seq last);  // after each commit
    void network_back();
    void revoked();
    [[nodiscard]] Status status() const;

  private:
    struct Shared;  // what jobs on the storage thread use; lives as long as the last of them
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace syncing
