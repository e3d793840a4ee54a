#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <vector>

#include "tests/simulation/log.h"
#include "tests/simulation/server.h"

namespace simulation {

using domain::Millis;

// The one clock of a simulation, and what is to happen when.
class World {
  public:
    explicit World(std::uint64_t seed) : random(seed) {}

    [[nodiscard]] Millis now() const { return now_; }
    [[nodiscard]] domain::Instant wall() const;
    void after(Millis wait, std::function<void()> what);
    void run_until(Millis end);

    [[nodiscard]] bool chance(unsigned percent) { return random() % 100 < percent; }
    [[nodiscard]] Millis between(Millis least, Millis most) {
        return least +
               Millis{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>((most - least).count() + 1))};
    }
    void problem(std::string_view what) {
        if (problems.size() < 20) problems.emplace_back(what);
    }

    Random random;
    std::vector<std::string> problems;  // what must never be, and was

  private:
    struct Event {
        Millis at;
        std::uint64_t order;
        std::function<void()> what;
        bool operator<(const Event& other) const { return at != other.at ? at > other.at : order > other.order; }
    };
    Millis now_{0};
    std::uint64_t order_ = 0;
    std::priority_queue<Event> events_;
};

// What may happen to one exchange.
enum class Fault {
    none,
    unreachable,      // at once
    request_lost,     // silence
    answer_lost,      // the server took it
    duplicated,       // the server gets it again later; the answer comes twice
    late,             // the kiosk gave up, then the server gets it, behind newer ones
    stalled,          // the answer comes after minutes
    request_cut,      // the server sees the first bytes, as if they were all
    request_changed,  // one byte
    answer_cut,       // the kiosk sees the first bytes, as if they were all
    answer_changed,
    answer_reset,    // the connection ended within the answer
    refused_before,  // 4xx or 5xx by something between the two
    refused_after,   // the same, and the server took it
    last
};

// Between one kiosk and the server. Its answers come on the world's clock.
class Network {
  public:
    using Reply = std::function<void(base::Result<syncing::Response, syncing::NetworkFailure>)>;

    Network(World& world, Server& server) : world_(world), server_(server) {}
    void send(syncing::Request request, Reply reply);

    unsigned trouble = 0;  // percent of exchanges that meet a fault
    bool down = false;
    // One fault at one byte of one exchange, counted from 1.
    struct Planned {
        std::uint64_t exchange = 0;
        Fault fault = Fault::none;
        std::size_t byte = 0;
    };
    std::optional<Planned> planned;
    std::uint64_t exchanges = 0;
    std::size_t last_body = 0, last_answer = 0;  // their sizes

  private:
    [[nodiscard]] syncing::Response at_server(const syncing::Request& request);
    [[nodiscard]] syncing::Response refusal();
    void meet(Fault fault, std::optional<std::size_t> byte, syncing::Request request, const Reply& reply);

    World& world_;
    Server& server_;
};

// A kiosk: a log, the engine, and what carries out what the engine asks for. It can be killed at any step.
class Kiosk {
  public:
    Kiosk(World& world, Server& server, Log& log);

    void start();
    void kill();  // what was under way comes back to nobody
    [[nodiscard]] bool runs() const { return engine_ != nullptr; }
    void append();
    void append_many(std::size_t count);
    void network_back();
    void tell(syncing::Input input);
    // The machine slept: its clock jumps.
    void sleep(Millis time) { started_ -= time; }

    [[nodiscard]] syncing::Status status() const { return engine_->status(); }
    [[nodiscard]] Log& log() { return log_; }
    Network network;
    unsigned kill_chance = 0;  // per thousand steps; it starts again by itself
    std::size_t most_held = 0;

  private:
    void pump();
    void carry_out(const syncing::Wait& wait);
    void carry_out(const syncing::ReadLines& asked);
    void carry_out(syncing::SendRequest& asked);
    void carry_out(const syncing::AcceptCheckpoint& asked);
    void later(Millis wait, std::function<void()> what);
    [[nodiscard]] Millis mono() const { return world_.now() - started_; }

    World& world_;
    Server& server_;
    Log& log_;
    std::unique_ptr<syncing::Engine> engine_;
    std::uint64_t life_ = 0;
    Millis started_{0};
    std::optional<Millis> wake_at_;  // on the world's clock
};

// Empty where the server has every line of the log once, byte for byte, and the kiosk counts as synced what it has.
[[nodiscard]] std::string difference(Kiosk& kiosk, const Server& server);

}  // namespace simulation
