#include <atomic>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>

#include "app/kiosk_request/authorization.h"
#include "app/news/messages.h"
#include "tests/bench/fleet_figures.h"
#include "tests/bench/fleet_running.h"

namespace bench {
namespace {

constexpr double kAimEndToEnd = 1e6 / 20'000;  // us for an event
constexpr double kAimRound = 200, kAimMemory = 200, kAimCatchUp = 1'000;
constexpr int kRealKiosks = 4, kEventsOfEach = 25'000, kCatchUpEvents = 5'000, kKiosksOfSchool = 4;

// The kiosk's question, as app/news has it; how many lines it was told, less than 0 where it was refused.
int ask_news(api::HttpClient& client, const FleetKiosk& kiosk, news::Have& known, const std::string& fingerprint,
             std::mt19937_64& random) {
    const std::string target = "/api/1/kiosks/" + kiosk.id().value + "/news",
                      body = news::write(news::Asked{known, {}});
    const auto header = kiosk_request::authorization({"POST", target, body, fingerprint}, kiosk.id(),
                                                     hex_id(random) + hex_id(random), kiosk.private_key());
    const auto answer = client.send({api::HttpMethod::post, target, {{"Authorization", header.value()}}, body, {}});
    const auto told = answer && answer->status == 200 ? news::read_answered(answer->body) : std::nullopt;
    if (!told) return -1;
    int lines = 0;
    for (const auto& other : told->kiosks) {
        known[other.kiosk] = other.up_to;
        lines += static_cast<int>(other.lines.size());
    }
    return lines;
}

}  // namespace

void measure_end_to_end(Table& table, Machine& machine, const Database& database, const RealServer& server) {
    support::SendingKiosks kiosks{machine, database.place, server.work, kRealKiosks};
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
    support::SendingKiosks kiosks{machine, database.place, server.work, 1};
    kiosks.append(kCatchUpEvents);
    const RunningServer running{server.program, server.work, database};
    const auto began = SteadyClock::now();
    kiosks.start(running.host());
    kiosks.wait_until_synced();
    table.add("a month of one kiosk, 5,000 events, " + database.name, "ms", 1e3 * seconds_since(began), "", kAimCatchUp,
              "fixed");
}

// Kiosks of a district, four in a school, that come every half minute, each at a moment of its own, with one to three
// check-ins and then with the question for what the others recorded, over a connection that is kept. A round is late
// from the moment on that it was due.
void measure_fleet(Table& table, Machine& machine, const Database& database, const RealServer& server, int kiosks,
                   std::chrono::seconds duration) {
    std::vector<std::unique_ptr<FleetKiosk>> fleet;
    {
        const auto store = open(machine, database.place);
        server::SchoolId school;
        for (int i = 0; i < kiosks; ++i) {
            if (i % kKiosksOfSchool == 0) school = add_school(*store);
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
    Samples rounds, questions;
    std::vector<news::Have> known(fleet.size());
    std::atomic<int> refused{0}, heard{0};
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
            const auto asked = SteadyClock::now();
            const int lines =
                ask_news(*client, *fleet[next.kiosk], known[next.kiosk], running.host().fingerprint, random);
            if (lines < 0) ++refused;
            if (lines > 0) heard += lines;
            const double answered = 1e3 * seconds_since(asked);
            lock.lock();
            if (next.at >= counted_from) {
                rounds.add(took);
                questions.add(answered);
            }
            due.push({next.at + kEvery, next.kiosk});
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 16; ++i) threads.emplace_back(work_on);
    for (auto& thread : threads) thread.join();
    const std::string who = std::to_string(kiosks) + " kiosks every 30 s, " + database.name;
    table.tell(who + ": a round, p50", "ms", rounds.median(), std::to_string(rounds.count()) + " rounds");
    table.add(who + ": a round, p99", "ms", rounds.p99(), "", kAimRound, "fixed");
    table.tell(who + ": what others recorded, p50", "ms", questions.median(), std::to_string(heard) + " lines told");
    table.add(who + ": what others recorded, p99", "ms", questions.p99(), "", kAimRound, "fixed");
    table.add(who + ": refused", "requests", refused, "", 0, "fixed");
    table.add(who + ": memory (PSS)", "MB", running.megabytes(), "", kAimMemory, "fixed");
}

}  // namespace bench
