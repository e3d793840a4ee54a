#include "app/sync/news_runner.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "platform/base/bytes.h"

namespace syncing {

struct NewsRunner::State {
    Machine machine;
    NewsEngine engine;
    Hooks hooks;
    std::string path;

    std::mutex mutex{};
    std::condition_variable told{};
    std::vector<NewsInput> inputs{};  // guarded by mutex
    bool ending = false;              // guarded by mutex
    std::thread thread{};

    [[nodiscard]] domain::Millis now() const { return machine.clock.read().mono; }

    void say(NewsInput input) {
        {
            const std::lock_guard lock{mutex};
            inputs.push_back(std::move(input));
        }
        told.notify_one();
    }

    void run() {
        while (hand_over()) {
            NewsOutput output = engine.step(now());
            std::visit([this](auto& one) { carry_out(one); }, output);
        }
    }

    // Tells the engine what came meanwhile. false: it is over.
    bool hand_over() {
        std::vector<NewsInput> came;
        {
            const std::lock_guard lock{mutex};
            if (ending) return false;
            came = std::exchange(inputs, {});
        }
        for (NewsInput& input : came) engine.tell(std::move(input), now());
        return true;
    }

    void carry_out(const Wait& wait) {
        std::unique_lock lock{mutex};
        const auto something = [this] { return ending || !inputs.empty(); };
        if (!wait.until) return told.wait(lock, something);
        told.wait_for(lock, std::max(*wait.until - now(), domain::Millis{0}), something);
    }
    void carry_out(TellNews& told_now) {
        if (!told_now.events.empty()) hooks.others(std::move(told_now.events));
        if (told_now.roster && hooks.roster) hooks.roster();
        if (told_now.settings && hooks.settings) hooks.settings();
    }
    void carry_out(AskForNews& ask) {
        news::Asked asked{std::move(ask.have), std::nullopt};
        if (ask.with_health) {
            asked.health = hooks.health();
            asked.health->clock = machine.clock.read().wall;
        }
        const std::string body = news::write(asked);
        const auto bytes = base::as_bytes(body);
        const Request request{Request::Kind::news, path, {bytes.begin(), bytes.end()}};
        engine.tell(Answered{ask.ticket, machine.transport.exchange(request)}, now());
    }
};

NewsRunner::NewsRunner(Machine machine, NewsEngine::Options options, Hooks hooks) {
    std::string path = "/api/1/kiosks/" + options.kiosk.value + "/news";
    state_.reset(new State{machine, NewsEngine{std::move(options)}, std::move(hooks), std::move(path)});
    state_->thread = std::thread{[state = state_.get()] { state->run(); }};
}

NewsRunner::~NewsRunner() {
    {
        const std::lock_guard lock{state_->mutex};
        state_->ending = true;
    }
    state_->told.notify_one();
    state_->machine.transport.cancel();
    state_->thread.join();
}

void NewsRunner::attend(bool awake) {
    state_->say(Attention{awake});
}

void NewsRunner::health_changed() {
    state_->say(HealthChanged{});
}

void NewsRunner::network_back() {
    state_->say(NetworkBack{});
}

}  // namespace syncing
