#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace platform_http {

// Threads that take jobs from one queue of limited length.
class Workers {
  public:
    Workers(std::size_t threads, std::size_t most_waiting);
    ~Workers();  // stop()
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // Any thread; never waits. False where too many wait, or after stop(). A job must not throw.
    [[nodiscard]] bool submit(std::function<void()> job);
    [[nodiscard]] std::size_t waiting() const;
    // Jobs that nobody has begun are forgotten; those that run are waited for. Not from a job.
    void stop();

  private:
    void work();
    [[nodiscard]] std::size_t free() const;  // threads that do not run a job; under mutex_

    const std::size_t thread_count_;
    const std::size_t most_waiting_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;
    std::size_t running_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace platform_http
