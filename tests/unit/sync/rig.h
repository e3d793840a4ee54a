#pragma once

#include <string>

#include "tests/simulation/log.h"
#include "tests/simulation/server.h"
#include "tests/support/catch.h"

// One engine on a log in memory. The disk answers at once; the test is the network and the clock.
namespace sync_test {

using namespace syncing;
using domain::Millis;
using domain::Seq;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline Response error(int status, const std::string& name) {
    return {status, {}, R"({"error":")" + name + "\"}"};
}

struct Rig {
    simulation::MemoryLog log{1};
    simulation::Server server;
    simulation::Random random{5};
    Engine engine;
    Millis now{1'000'000};
    Ticket ticket = 0;              // of the request under way
    std::optional<Millis> until{};  // of the last Wait
    bool store_fails = false;
    std::size_t most_held = 0;

    explicit Rig(std::uint64_t seed = 3) : engine({log.kiosk(), log.private_key(), seed}) {
        server.know(log.kiosk(), log.public_key());
        log.trust(server.acceptor());
    }
    [[nodiscard]] domain::Instant wall() const { return domain::Instant{Millis{1'790'000'000'000}} + now; }
    void tell(Input input) { engine.tell(std::move(input), now); }
    void begin() { tell(log.begin()); }
    // Without telling the engine.
    Seq record(std::size_t count = 1) {
        Seq last = 0;
        while (count-- > 0) last = log.append(random, wall());
        return last;
    }
    void append(std::size_t count = 1) { tell(Appended{record(count)}); }

    // Carries out what is asked of the store, and gives the next request; nothing where the engine waits.
    std::optional<Request> next() {
        for (int steps = 0; steps < 100; ++steps) {
            Output output = engine.step(now);
            most_held = std::max(most_held, engine.held_bytes());
            if (auto* read = std::get_if<ReadLines>(&output)) {
                auto lines = log.read(*read);
                std::size_t bytes = 0;
                for (const auto& line : lines.lines->lines) bytes += line.line.size() + policy::kLineCost;
                if (store_fails) lines.lines.reset();
                tell(std::move(lines));
                most_held = std::max(most_held, bytes + engine.held_bytes());
            } else if (auto* accept = std::get_if<AcceptCheckpoint>(&output)) {
                auto seen = log.accept(*accept);
                if (store_fails) seen.acceptance.reset();
                tell(seen);
            } else if (auto* send = std::get_if<SendRequest>(&output)) {
                ticket = send->ticket;
                return std::move(send->request);
            } else {
                until = std::get<Wait>(output).until;
                return std::nullopt;
            }
        }
        FAIL("the engine does not come to rest");
        return std::nullopt;
    }
    void answer(Response response) { tell(Answered{ticket, std::move(response)}); }
    void fail(NetworkFailure failure) { tell(Answered{ticket, base::failure(failure)}); }
    Response serve(const Request& request) {
        auto response = server.handle(request, wall());
        answer(response);
        return response;
    }
    // Everything that is asked for now, or within `time`, is answered by the server. How many requests that were.
    int settle(Millis time = Millis{0}) {
        const Millis end = now + time;
        int requests = 0;
        for (;;) {
            if (const auto request = next()) {
                ++requests;
                REQUIRE(requests < 5'000);
                serve(*request);
            } else if (until && *until <= end) {
                now = std::max(now, *until);
            } else {
                now = end;
                return requests;
            }
        }
    }
    // The next request, whenever it comes.
    Request wait_for_request() {
        for (int steps = 0; steps < 10; ++steps) {
            if (auto request = next()) return std::move(*request);
            REQUIRE(until);
            now = *until;
        }
        FAIL("no request");
        return {};
    }
    // Everything that was recorded until now is held and accepted.
    void be_synced() {
        begin();
        settle(minutes{1});
        REQUIRE(synced());
    }
    [[nodiscard]] bool synced() const {
        const Status status = engine.status();
        return status.synced_up_to == log.last() && server.held(log.kiosk()) == log.last() && status.waiting == 0 &&
               status.state == State::idle && status.problem == Problem::none;
    }
    [[nodiscard]] Millis wait() const { return until.value_or(now) - now; }
    [[nodiscard]] Status status() const { return engine.status(); }
};

// First and last number of a bundle.
struct Numbers {
    Seq first = 0, last = 0;
    friend bool operator==(const Numbers&, const Numbers&) = default;
};
[[nodiscard]] Numbers numbers_of(const Rig& rig, const Request& request);

}  // namespace sync_test
