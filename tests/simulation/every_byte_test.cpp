#include "tests/simulation/world.h"
#include "tests/support/catch.h"

using namespace simulation;
using std::chrono::hours;

namespace {

// The first contact of a kiosk that has three events: exchange 1 asks what is held, exchange 2 sends them.
struct Contact {
    std::string problem;
    std::size_t body = 0, answer = 0;  // of the last exchange
    std::uint64_t exchanges = 0;
};
Contact contact(std::optional<Network::Planned> planned, Millis within) {
    World world{11};
    Server server;
    MemoryLog log{1};
    Kiosk kiosk{world, server, log};
    kiosk.append_many(2);
    kiosk.network.planned = planned;
    kiosk.start();
    world.run_until(world.now() + within);
    return {difference(kiosk, server), kiosk.network.last_body, kiosk.network.last_answer, kiosk.network.exchanges};
}

// At each byte in turn. 40 minutes: a signature that does not hold counts as an unknown kiosk, which is tried rarely.
std::string at_every_byte(std::uint64_t exchange, Fault fault, std::size_t size) {
    for (std::size_t byte = 0; byte < size; ++byte) {
        const auto ended = contact(Network::Planned{exchange, fault, byte}, std::chrono::minutes{40});
        if (!ended.problem.empty()) return "at byte " + std::to_string(byte) + ": " + ended.problem;
    }
    return {};
}

}  // namespace

TEST_CASE("A connection that ends at any byte of request or answer, or changes it, costs nothing but another try") {
    const auto clean = contact(std::nullopt, std::chrono::seconds{5});
    REQUIRE(clean.problem.empty());
    REQUIRE(clean.exchanges == 2);
    REQUIRE(clean.body > 200);
    REQUIRE(clean.answer > 200);
    CHECK(at_every_byte(2, Fault::request_cut, clean.body) == "");
    CHECK(at_every_byte(2, Fault::request_changed, clean.body) == "");
    CHECK(at_every_byte(2, Fault::answer_cut, clean.answer) == "");
    CHECK(at_every_byte(2, Fault::answer_changed, clean.answer) == "");
    const std::size_t held_answer = std::string_view{R"({"held":0,"head":""})"}.size() + 64;
    CHECK(at_every_byte(1, Fault::answer_cut, held_answer) == "");
    CHECK(at_every_byte(1, Fault::answer_changed, held_answer) == "");
}

TEST_CASE("Each other fault of the first question and of the first bundle costs nothing but another try") {
    for (int fault = 1; fault < static_cast<int>(Fault::last); ++fault) {
        for (const std::uint64_t exchange : {1U, 2U}) {
            for (std::size_t byte = 0; byte < 3; ++byte) {
                INFO("fault " << fault << " of exchange " << exchange);
                const auto ended = contact(Network::Planned{exchange, static_cast<Fault>(fault), byte}, hours{8});
                CHECK(ended.problem == "");
            }
        }
    }
}
