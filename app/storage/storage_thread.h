#pragma once

#include <functional>
#include <memory>

#include "app/storage/store.h"

namespace storage {

// Owns the store and its thread. A job runs there, in the order of posting; what it wants to tell the UI it puts into a
// queue of its own. Destruction runs the jobs that wait, then closes the store.
class StorageThread {
  public:
    explicit StorageThread(std::unique_ptr<Store> store);
    ~StorageThread();
    StorageThread(const StorageThread&) = delete;
    StorageThread& operator=(const StorageThread&) = delete;

    // Any thread; never waits for the disk.
    void post(std::function<void(Store&)> job);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace storage
