#include "app/sync/runner.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "app/eventlog/line.h"
#include "tests/simulation/server.h"
#include "tests/unit/storage/store_fixture.h"

using namespace syncing;

namespace {

// The simulated server behind a lock; it can be away, and it can keep a request waiting until it is cancelled.
class ServerTransport final : public Transport {
  public:
    base::Result<Response, NetworkFailure> exchange(const Request& request) override {
        std::unique_lock lock{mutex_};
        ++requests_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return !held_ || cancelled_; });
        if (cancelled_) return base::failure(NetworkFailure::cancelled);
        if (away_) return base::failure(NetworkFailure::unreachable);
        return server.handle(request, domain::Instant{domain::Millis{1'790'000'000'000}});
    }
    void cancel() override {
        const std::lock_guard lock{mutex_};
        cancelled_ = true;
        changed_.notify_all();
    }
    void set_away(bool away) {
        const std::lock_guard lock{mutex_};
        away_ = away;
    }
    void hold() {
        const std::lock_guard lock{mutex_};
        held_ = true;
    }
    void wait_for_requests(int count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return requests_ >= count; });
    }
    [[nodiscard]] int requests() {
        const std::lock_guard lock{mutex_};
        return requests_;
    }
    [[nodiscard]] domain::Seq held(const domain::KioskId& kiosk) {
        const std::lock_guard lock{mutex_};
        return server.held(kiosk);
    }

    simulation::Server server;

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool away_ = false, held_ = false, cancelled_ = false;
    int requests_ = 0;
};

// A store with a runner, until it is destroyed.
struct Running {
    storage_test::Kiosk machine;
    std::unique_ptr<api::Clock> clock = platform_linux::make_clock();
    ServerTransport transport;
    domain::KioskId kiosk;
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<storage::StorageThread> storage;
    std::optional<Runner> runner;

    Running() {
        auto store = machine.create();
        kiosk = store->status()->kiosk;
        const auto folder = machine.data / "keys" / "acceptors";
        REQUIRE(machine.files->make_folders(folder));
        REQUIRE(machine.files->write_atomically(folder / "s.pub", base::as_bytes(transport.server.acceptor() + "\n")));
        std::string public_key;
        REQUIRE(store->read_log(1, [&](const storage::LogLine& line) {
            public_key = std::get<domain::LogStarted>(eventlog::from_line(line.line)->body).kiosk_key;
            return false;
        }));
        transport.server.know(kiosk, public_key);
        const auto key = machine.files->read(machine.data / "keys" / "kiosk.key", 1024);
        REQUIRE(key);
        storage.emplace(std::move(store));
        runner.emplace(Runner::Machine{*storage, transport, *clock},
                       Engine::Options{kiosk, std::string{base::as_text(*key).substr(0, 128)}, 5}, [this] {
                           const std::lock_guard lock{mutex};
                           changed.notify_all();
                       });
    }
    void check_in(int number) {
        storage->post([this, number](storage::Store& store) {
            const auto events = store.append({storage_test::check_in("p" + std::to_string(number))});
            if (events) runner->appended(events->back().seq);
        });
    }
    template <class Condition>
    void wait_until(const Condition& condition) {
        std::unique_lock lock{mutex};
        while (!condition(runner->status())) changed.wait_for(lock, std::chrono::milliseconds{20});
    }
    // Jobs of the storage thread name the runner: they end before it does.
    ~Running() {
        std::mutex done_mutex;
        std::condition_variable done;
        bool is_done = false;
        storage->post([&](storage::Store&) {
            const std::lock_guard lock{done_mutex};
            is_done = true;
            done.notify_all();
        });
        std::unique_lock lock{done_mutex};
        done.wait(lock, [&] { return is_done; });
        lock.unlock();
        runner.reset();
        storage.reset();
    }
};

}  // namespace

TEST_CASE("The runner brings each check-in of a store on its storage thread to the server, and tells so") {
    Running running;
    for (int number = 0; number < 40; ++number) running.check_in(number);
    running.wait_until([](const Status& status) { return status.synced_up_to == 41; });
    CHECK(running.transport.held(running.kiosk) == 41);
    CHECK(running.runner->status().waiting == 0);
    CHECK(running.runner->status().state == State::idle);
}

TEST_CASE("The runner goes on by itself when the server comes back, and sooner when it is told") {
    Running running;
    running.transport.set_away(true);
    running.check_in(1);
    running.wait_until([](const Status& status) { return status.problem == Problem::unreachable; });
    running.transport.wait_for_requests(3);
    CHECK(running.runner->status().synced_up_to == 0);
    running.transport.set_away(false);
    running.runner->network_back();
    running.wait_until([](const Status& status) { return status.synced_up_to == 2; });
    running.runner->revoked();
    running.wait_until([](const Status& status) { return status.problem == Problem::revoked; });
}

TEST_CASE("A runner whose request waits for the network ends at once") {
    Running running;
    running.wait_until([](const Status& status) { return status.synced_up_to == 1; });
    running.transport.hold();
    const int before = running.transport.requests();
    running.check_in(1);
    running.transport.wait_for_requests(before + 1);
    CHECK(running.runner->status().synced_up_to == 1);
}
