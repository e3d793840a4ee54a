#include "app/sync/runner.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "app/sync/jobs.h"

namespace syncing {

namespace {

// A store that could not even say where its log ends is asked again after this.
constexpr domain::Millis kBeginAgain = std::chrono::seconds{30};

}  // namespace

struct Runner::Shared {
    std::mutex mutex;
    std::condition_variable told;
    // Guarded by the mutex. Answers of the store are at most one; of what others say the latest is enough.
    std::deque<Input> answers;
    std::optional<domain::Seq> last;
    bool network_back = false;
    bool revoked = false;
    bool begin_failed = false;
    bool ending = false;
    Status status;

    void answer(Input input) {
        {
            const std::lock_guard lock{mutex};
            answers.push_back(std::move(input));
        }
        told.notify_one();
    }
    [[nodiscard]] bool has_news() const {
        return ending || begin_failed || network_back || revoked || last || !answers.empty();
    }
};

struct Runner::State {
    Machine machine;
    Engine engine;
    std::function<void()> changed;
    std::shared_ptr<Shared> shared = std::make_shared<Shared>();
    std::optional<domain::Millis> begin_at = std::nullopt;
    std::thread thread{};

    [[nodiscard]] domain::Millis now() const { return machine.clock.read().mono; }

    void begin() {
        machine.storage.post([to = shared](storage::Store& store) {
            if (const auto began = syncing::begin(store)) return to->answer(*began);
            {
                const std::lock_guard lock{to->mutex};
                to->begin_failed = true;
            }
            to->told.notify_one();
        });
    }

    void run() {
        begin();
        while (hand_over()) {
            if (begin_at && now() >= *begin_at) {
                begin_at.reset();
                begin();
            }
            Output output = engine.step(now());
            publish();
            std::visit([this](auto& one) { carry_out(one); }, output);
        }
    }

    // Tells the engine what came meanwhile. false: it is over.
    bool hand_over() {
        std::deque<Input> inputs;
        {
            const std::lock_guard lock{shared->mutex};
            if (shared->ending) return false;
            inputs = std::exchange(shared->answers, {});
            if (const auto last = std::exchange(shared->last, std::nullopt)) inputs.emplace_back(Appended{*last});
            if (std::exchange(shared->network_back, false)) inputs.emplace_back(NetworkBack{});
            if (std::exchange(shared->revoked, false)) inputs.emplace_back(Revoked{});
            if (std::exchange(shared->begin_failed, false)) begin_at = now() + kBeginAgain;
        }
        for (Input& input : inputs) engine.tell(std::move(input), now());
        return true;
    }

    void publish() {
        Status status = engine.status();
        {
            const std::lock_guard lock{shared->mutex};
            if (status == shared->status) return;
            shared->status = std::move(status);
        }
        changed();
    }

    void carry_out(const Wait& wait) {
        std::optional<domain::Millis> until = wait.until;
        if (begin_at) until = std::min(until.value_or(*begin_at), *begin_at);
        std::unique_lock lock{shared->mutex};
        const auto told = [this] { return shared->has_news(); };
        if (!until) return shared->told.wait(lock, told);
        shared->told.wait_for(lock, std::max(*until - now(), domain::Millis{0}), told);
    }
    void carry_out(const ReadLines& asked) {
        machine.storage.post(
            [to = shared, asked](storage::Store& store) { to->answer(syncing::carry_out(store, asked)); });
    }
    void carry_out(const AcceptCheckpoint& asked) {
        machine.storage.post(
            [to = shared, asked](storage::Store& store) { to->answer(syncing::carry_out(store, asked)); });
    }
    void carry_out(const SendRequest& asked) {
        engine.tell(Answered{asked.ticket, machine.transport.exchange(asked.request)}, now());
    }
};

Runner::Runner(Machine machine, Engine::Options options, std::function<void()> changed)
    : state_(new State{machine, Engine{std::move(options)}, std::move(changed)}) {
    state_->thread = std::thread{[state = state_.get()] { state->run(); }};
}

Runner::~Runner() {
    {
        const std::lock_guard lock{state_->shared->mutex};
        state_->shared->ending = true;
    }
    state_->shared->told.notify_one();
    state_->machine.transport.cancel();
    state_->thread.join();
}

void Runner::appended(domain::Seq last) {
    {
        const std::lock_guard lock{state_->shared->mutex};
        auto& known = state_->shared->last;
        known = std::max(known.value_or(0), last);
    }
    state_->shared->told.notify_one();
}

void Runner::network_back() {
    {
        const std::lock_guard lock{state_->shared->mutex};
        state_->shared->network_back = true;
    }
    state_->shared->told.notify_one();
}

void Runner::revoked() {
    {
        const std::lock_guard lock{state_->shared->mutex};
        state_->shared->revoked = true;
    }
    state_->shared->told.notify_one();
}

Status Runner::status() const {
    const std::lock_guard lock{state_->shared->mutex};
    return state_->shared->status;
}

}  // namespace syncing
