#include "app/storage/storage_thread.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace storage {

struct StorageThread::State {
    std::unique_ptr<Store> store;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void(Store&)>> jobs;
    bool ending = false;
    std::thread thread;

    void run() {
        std::unique_lock lock{mutex};
        while (true) {
            if (jobs.empty()) {
                if (ending) return;
                lock.unlock();
                const auto again = store->rest();
                lock.lock();
                const auto called = [this] { return ending || !jobs.empty(); };
                if (again) {
                    changed.wait_for(lock, *again, called);
                } else {
                    changed.wait(lock, called);
                }
                continue;
            }
            auto job = std::move(jobs.front());
            jobs.pop_front();
            lock.unlock();
            job(*store);
            job = nullptr;  // what it holds ends here, not under the lock
            lock.lock();
        }
    }
};

StorageThread::StorageThread(std::unique_ptr<Store> store) : state_(std::make_unique<State>()) {
    state_->store = std::move(store);
    state_->thread = std::thread{[state = state_.get()] { state->run(); }};
}

StorageThread::~StorageThread() {
    {
        const std::lock_guard lock{state_->mutex};
        state_->ending = true;
    }
    state_->changed.notify_one();
    state_->thread.join();
}

void StorageThread::post(std::function<void(Store&)> job) {
    {
        const std::lock_guard lock{state_->mutex};
        state_->jobs.push_back(std::move(job));
    }
    state_->changed.notify_one();
}

}  // namespace storage
