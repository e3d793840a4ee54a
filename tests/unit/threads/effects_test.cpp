#include "app/kiosk/effects.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "tests/unit/storage/store_fixture.h"

// The queues between the UI thread and the storage thread, with real threads: what ThreadSanitizer is to look at.
namespace {

using namespace kiosk;

class Silence final : public api::Sounder {
  public:
    void play(api::Sound) override {}
};
class Utc final : public domain::TimeZone {
  public:
    domain::LocalTime to_local(domain::Instant instant) const override {
        return domain::LocalTime{instant.time_since_epoch()};
    }
    domain::Instant to_instant(domain::LocalTime local) const override {
        return domain::Instant{local.time_since_epoch()};
    }
};

// Wakes the UI thread, as glfwPostEmptyEvent does.
class Bell {
  public:
    void ring() {
        const std::lock_guard lock{mutex_};
        rung_ = true;
        changed_.notify_one();
    }
    void wait() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return rung_; });
        rung_ = false;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool rung_ = false;
};

}  // namespace

TEST_CASE(
    "What the UI thread asks of the storage thread is answered to the UI thread, each once, while more is asked") {
    constexpr std::uint64_t kRecords = 60;
    storage_test::Kiosk machine;
    const auto clock = platform_linux::make_clock();
    Silence sounder;
    Bell bell;
    std::atomic<int> wakes = 0;
    std::vector<session::Ticket> committed;
    {
        auto store = storage::Store::create(machine.data, {*clock, machine.entropy, *machine.locks, *machine.files},
                                            storage_test::Kiosk::identity());
        REQUIRE(store);
        storage::StorageThread thread{std::move(*store)};
        Effects effects{thread,
                        {*clock, *machine.files, sounder},
                        machine.data,
                        Effects::Drives{},
                        std::make_shared<Utc>(),
                        [&] {
                            ++wakes;
                            bell.ring();
                        }};
        for (session::Ticket ticket = 1; ticket <= kRecords; ++ticket) {
            effects.run(session::Record{ticket, {storage_test::check_in("p" + std::to_string(ticket))}});
            if (ticket % 10 == 0) effects.refresh();
            for (const session::Input& input : effects.take_inputs()) {
                if (const auto* done = std::get_if<session::Recorded>(&input)) committed.push_back(done->ticket);
            }
        }
        while (committed.size() < kRecords) {
            bell.wait();
            for (const session::Input& input : effects.take_inputs()) {
                if (const auto* done = std::get_if<session::Recorded>(&input)) committed.push_back(done->ticket);
            }
        }
        effects.run(session::Record{kRecords + 1, {storage_test::check_in("last")}});  // on its way as everything ends
    }
    for (std::size_t i = 0; i < committed.size(); ++i) CHECK(committed[i] == i + 1);
    CHECK(wakes > 0);
    CHECK(machine.open()->verify()->events == kRecords + 2);
}
