#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "app/sync/news.h"
#include "platform/api/clock.h"

namespace syncing {

// Joins the news engine to the machine, on a thread of its own that touches neither the disk's log nor the runner of
// bundles.
class NewsRunner {
  public:
    struct Machine {
        Transport& transport;     // outlives this; cancelled when this ends
        const api::Clock& clock;  // outlives this
    };
    // All are called from the runner's thread, and must not end this.
    struct Hooks {
        std::function<void(std::vector<domain::Event>)> others;  // what they recorded, as it becomes known
        std::function<news::Health()> health;                    // all but `clock`, which is read when it is sent
        std::function<void()> roster{};                          // the school's lists have become others; may be empty
        std::function<void()> settings{};                        // so has what the school has set; may be empty
    };
    NewsRunner(Machine machine, NewsEngine::Options options, Hooks hooks);
    // Ends a request that waits.
    ~NewsRunner();
    NewsRunner(const NewsRunner&) = delete;
    NewsRunner& operator=(const NewsRunner&) = delete;

    // Any thread; none of them waits.
    void attend(bool awake);
    void health_changed();
    void network_back();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace syncing
