#include "platform/http/workers.h"

#include <utility>

namespace platform_http {

Workers::Workers(std::size_t threads, std::size_t most_waiting) : thread_count_(threads), most_waiting_(most_waiting) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() {
    stop();
}

bool Workers::submit(std::function<void()> job) {
    {
        const std::lock_guard lock{mutex_};
        // A job for which a thread is free does not wait.
        if (stopping_ || jobs_.size() >= most_waiting_ + free()) return false;
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

std::size_t Workers::waiting() const {
    const std::lock_guard lock{mutex_};
    return jobs_.size() > free() ? jobs_.size() - free() : 0;
}

std::size_t Workers::free() const {
    return thread_count_ - running_;
}

void Workers::work() {
    std::unique_lock lock{mutex_};
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
        if (stopping_) return;
        ++running_;
        std::function<void()> job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        job = nullptr;  // what it holds goes outside the lock
        lock.lock();
        --running_;
    }
}

void Workers::stop() {
    std::deque<std::function<void()>> forgotten;
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        forgotten.swap(jobs_);
    }
    changed_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

}  // namespace platform_http
