#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

// Inside app/server/store only.
namespace server {

// Things that one caller at a time may have. Whoever waits is served in the order of coming, and what is given back
// goes to the first of them: a caller that comes back at once does not overtake those who wait, as with a condition
// variable alone it would. Any thread.
template <class Thing>
class Pool {
  public:
    explicit Pool(std::size_t things) : free_(things) {}

    // Nothing where none came free in so long a time.
    [[nodiscard]] std::optional<Thing> take(std::chrono::milliseconds patience) {
        std::unique_lock lock{mutex_};
        if (!free_.empty()) {  // then nobody waits
            std::optional<Thing> thing{std::move(free_.back())};
            free_.pop_back();
            return thing;
        }
        Waiter self;
        waiting_.push_back(&self);
        self.given.wait_for(lock, patience, [&self] { return self.thing.has_value(); });
        if (!self.thing) waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &self));
        return std::move(self.thing);
    }

    // `prepare` may change what else lies there, under the lock. What is in `thing` afterwards is taken last where it
    // is empty, first where it is not.
    template <class Prepare>
    void give_back(Thing thing, const Prepare& prepare) {
        const std::lock_guard lock{mutex_};
        prepare(free_);
        if (waiting_.empty()) {
            const auto place = thing ? free_.end() : free_.begin();
            free_.insert(place, std::move(thing));
            return;
        }
        Waiter& first = *waiting_.front();
        waiting_.pop_front();
        first.thing.emplace(std::move(thing));
        // Under the lock: the waiter, and its condition with it, is gone as soon as it can see what it was given.
        first.given.notify_one();
    }

    [[nodiscard]] std::size_t waiting() const {
        const std::lock_guard lock{mutex_};
        return waiting_.size();
    }

  private:
    struct Waiter {
        std::condition_variable given;
        std::optional<Thing> thing;
    };
    mutable std::mutex mutex_;
    std::vector<Thing> free_;
    std::deque<Waiter*> waiting_;  // in the order of coming; only where nothing is free
};

}  // namespace server
