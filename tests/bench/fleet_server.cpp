#include <atomic>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>

#include "app/storage/storage_thread.h"
#include "app/sync/http_transport.h"
#include "app/sync/runner.h"
#include "tests/bench/fleet_figures.h"
#include "tests/bench/fleet_running.h"

namespace bench {
namespace {

constexpr double kAimEndToEnd = 1e6 / 20'000;  // us for an event
constexpr double kAimRound = 200, kAimMemory = 200, kAimCatchUp = 1'000;
constexpr int kRealKiosks = 4, kEventsOfEach = 25'000, kCatchUpEvents = 5'000, kTogether = 500;

std::vector<domain::Draft> drafts_of(std::mt19937_64& random, int count) {
    std::vector<domain::Draft> drafts;
    for (int i = 0; i < count; ++i) {
        drafts.push_back({domain::EventBody{domain::CheckedIn{domain::MeetingId{"m" + std::to_string(random() % 30)},
                                                              domain::PersonId{"p" + std::to_string(random() % 200)},
                                                              domain::FoundBy::pictures}}});
    }
    return drafts;
}

// Real kiosks that the server knows, and what sends their logs once it runs.
class RealKiosks {
  public:
    RealKiosks(Machine& machine, const Database& database, const fs::path& work, int count) : machine_(machine) {
        const auto store = open(machine, database.place);
        const auto school = must(store->add_school({"Школа № 12", std::string(64, 'a')}), "a school");
        for (int i = 0; i < count; ++i) {
            kiosks_.push_back(std::make_unique<RealKiosk>(machine, work / ("kiosk" + std::to_string(i))));
            kiosks_.back()->trust(school.acceptor_public);
            must(store->add_kiosk(school.id, {kiosks_.back()->id, "Холл", kiosks_.back()->public_key(), {}}),
                 "a kiosk");
        }
    }
    ~RealKiosks() { runners_.clear(); }
    RealKiosks(const RealKiosks&) = delete;
    RealKiosks& operator=(const RealKiosks&) = delete;

    // Before start().
    void append(int events) {
        for (auto& kiosk : kiosks_) {
            for (int done = 0; done < events; done += kTogether) {
                must(kiosk->store->append(drafts_of(random_, kTogether)), "check-ins");
            }
        }
        last_ += static_cast<domain::Seq>(events);
    }
    void start(const api::HttpHost& host) {
        for (std::size_t i = 0; i < kiosks_.size(); ++i) {
            threads_.push_back(std::make_unique<storage::StorageThread>(std::move(kiosks_[i]->store)));
            transports_.push_back(std::make_unique<syncing::HttpTransport>(*machine_.clients, host));
            runners_.push_back(std::make_unique<syncing::Runner>(
                syncing::Runner::Machine{*threads_.back(), *transports_.back(), *machine_.clock},
                syncing::Engine::Options{kiosks_[i]->id, kiosks_[i]->private_key, i}, [] {}));
        }
    }
    // After start(): on each kiosk's storage thread, as check-ins are.
    void post(int events) {
        for (std::size_t i = 0; i < kiosks_.size(); ++i) {
            for (int done = 0; done < events; done += kTogether) {
                threads_[i]->post([runner = runners_[i].get(), drafts = drafts_of(random_, kTogether)](auto& store) {
                    if (const auto recorded = store.append(drafts)) runner->appended(recorded->back().seq);
                });
            }
        }
        last_ += static_cast<domain::Seq>(events);
    }
    // Until everything is held, and its checkpoint kept.
    void wait_until_synced() const {
        const auto is_synced = [this](const auto& runner) { return runner->status().synced_up_to >= last_; };
        for (const auto until = SteadyClock::now() + 120s; !std::all_of(runners_.begin(), runners_.end(), is_synced);) {
            if (SteadyClock::now() > until) throw std::runtime_error("not synced within two minutes");
            std::this_thread::sleep_for(1ms);
        }
    }

  private:
    Machine& machine_;
    std::mt19937_64 random_{7};
    domain::Seq last_ = 1;
    std::vector<std::unique_ptr<RealKiosk>> kiosks_;
    std::vector<std::unique_ptr<storage::StorageThread>> threads_;
    std::vector<std::unique_ptr<syncing::HttpTransport>> transports_;
    std::vector<std::unique_ptr<syncing::Runner>> runners_;
};

}  // namespace

void measure_end_to_end(Table& table, Machine& machine, const Database& database, const RealServer& server) {
    RealKiosks kiosks{machine, database, server.work, kRealKiosks};
    const RunningServer running{server.program, server.work, database};
    kiosks.start(running.host());
    const auto began = SteadyClock::now();
    kiosks.post(kEventsOfEach);
    kiosks.wait_until_synced();
    const double took = seconds_since(began);
    constexpr double kAll = kRealKiosks * kEventsOfEach;
    table.add("kiosks' disks to the server's, " + database.name, "us an event", 1e6 * took / kAll,
              number(kAll / took, "events/s"), kAimEndToEnd, "fixed");
}

void measure_catching_up(Table& table, Machine& machine, const Database& database, const RealServer& server) {
    RealKiosks kiosks{machine, database, server.work, 1};
    kiosks.append(kCatchUpEvents);
    const RunningServer running{server.program, server.work, database};
    const auto began = SteadyClock::now();
    kiosks.start(running.host());
    kiosks.wait_until_synced();
    table.add("a month of one kiosk, 5,000 events, " + database.name, "ms", 1e3 * seconds_since(began), "", kAimCatchUp,
              "fixed");
}

// Kiosks that come every half minute, each at a moment of its own, with one to three check-ins and a connection that is
// kept. A round is late from the moment on that it was due.
void measure_fleet(Table& table, Machine& machine, const Database& database, const RealServer& server, int kiosks,
                   std::chrono::seconds duration) {
    std::vector<std::unique_ptr<FleetKiosk>> fleet;
    {
        const auto store = open(machine, database.place);
        const auto school = add_school(*store);
        for (int i = 0; i < kiosks; ++i) {
            fleet.push_back(std::make_unique<FleetKiosk>(static_cast<std::uint64_t>(100 + i)));
            must(store->add_kiosk(school, fleet.back()->as_new()), "a kiosk");
        }
    }
    const RunningServer running{server.program, server.work, database};
    constexpr auto kEvery = 30s;
    struct Due {
        SteadyClock::time_point at;
        std::size_t kiosk;
        bool operator<(const Due& other) const { return at > other.at; }
    };
    std::mutex mutex;
    std::condition_variable changed;
    std::priority_queue<Due> due;
    std::vector<std::unique_ptr<api::HttpClient>> clients(fleet.size());
    const auto began = SteadyClock::now() + 1s;
    for (std::size_t i = 0; i < fleet.size(); ++i) {
        due.push({began + std::chrono::microseconds{1'000'000 * kEvery.count() * static_cast<long>(i) / kiosks}, i});
    }
    // The first half minute is for handshakes, which come once a day.
    const auto counted_from = began + kEvery, end = counted_from + duration;
    Samples rounds;
    std::atomic<int> refused{0};
    const auto work_on = [&] {
        std::mt19937_64 random{std::hash<std::thread::id>{}(std::this_thread::get_id())};
        std::unique_lock lock{mutex};
        while (true) {
            if (due.empty() || due.top().at >= end) return;
            const Due next = due.top();
            if (next.at > SteadyClock::now()) {
                changed.wait_until(lock, next.at);
                continue;
            }
            due.pop();
            lock.unlock();
            auto& client = clients[next.kiosk];
            if (!client) client = machine.clients->client_of(running.host(), {});
            const auto answer = client->send({api::HttpMethod::post,
                                              "/api/1/bundles",
                                              {},
                                              fleet[next.kiosk]->bundle(1 + static_cast<int>(random() % 3)),
                                              {}});
            if (!answer || answer->status != 200) ++refused;
            const double took = 1e3 * seconds_since(next.at);
            lock.lock();
            if (next.at >= counted_from) rounds.add(took);
            due.push({next.at + kEvery, next.kiosk});
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 16; ++i) threads.emplace_back(work_on);
    for (auto& thread : threads) thread.join();
    const std::string who = std::to_string(kiosks) + " kiosks every 30 s, " + database.name;
    table.tell(who + ": a round, p50", "ms", rounds.median(), std::to_string(rounds.count()) + " rounds");
    table.add(who + ": a round, p99", "ms", rounds.p99(), "", kAimRound, "fixed");
    table.add(who + ": refused", "rounds", refused, "", 0, "fixed");
    table.add(who + ": memory (PSS)", "MB", running.megabytes(), "", kAimMemory, "fixed");
}

}  // namespace bench
