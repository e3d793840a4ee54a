#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "app/storage/storage_thread.h"

namespace syncing {

// Jobs of the storage thread whose answers another thread waits for.
class StoreJobs {
  public:
    explicit StoreJobs(storage::StorageThread& storage) : storage_(storage) {}

    // The answer of `work`; nothing where it gives none, or where end() comes meanwhile.
    template <class Answer>
    [[nodiscard]] std::optional<Answer> ask(std::function<std::optional<Answer>(storage::Store&)> work) {
        struct Place {
            bool is_done = false;  // guarded by Shared::mutex
            std::optional<Answer> answer;
        };
        const auto place = std::make_shared<Place>();
        storage_.post([to = shared_, place, work = std::move(work)](storage::Store& store) {
            {
                const std::lock_guard lock{to->mutex};
                if (to->ending) return;
            }
            auto answer = work(store);
            const std::lock_guard lock{to->mutex};
            place->answer = std::move(answer);
            place->is_done = true;
            to->told.notify_all();
        });
        std::unique_lock lock{shared_->mutex};
        shared_->told.wait(lock, [&] { return place->is_done || shared_->ending; });
        return place->is_done ? std::move(place->answer) : std::nullopt;
    }
    // Any thread, the storage thread too: who waits goes on; jobs that have not begun do nothing.
    void end() {
        const std::lock_guard lock{shared_->mutex};
        shared_->ending = true;
        shared_->told.notify_all();
    }

  private:
    struct Shared {  // lives as long as the last job
        std::mutex mutex;
        std::condition_variable told;
        bool ending = false;  // guarded by mutex
    };
    storage::StorageThread& storage_;
    const std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

// A status that one thread changes and any thread reads.
template <class Status>
class Shown {
  public:
    explicit Shown(std::function<void()> changed) : changed_(std::move(changed)) {}
    // Tells where it has become another.
    template <class Change>
    void change(const Change& change) {
        {
            const std::lock_guard lock{mutex_};
            Status status = status_;
            change(status);
            if (status == status_) return;
            status_ = std::move(status);
        }
        if (changed_) changed_();
    }
    [[nodiscard]] Status get() const {
        const std::lock_guard lock{mutex_};
        return status_;
    }

  private:
    const std::function<void()> changed_;
    mutable std::mutex mutex_;
    Status status_;  // guarded by mutex_
};

}  // namespace syncing
