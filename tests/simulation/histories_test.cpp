#include <cstdlib>

#include "tests/simulation/stick.h"
#include "tests/support/catch.h"

using namespace simulation;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// Some lines rot, and the kiosk recovers.
void damage(World& world, Kiosk& kiosk, MemoryLog& log) {
    const auto& lines = log.lines();
    const std::size_t from = world.random() % lines.size();
    std::size_t to = from;
    while (to + 1 < lines.size() && lines[to + 1].seq == lines[to].seq + 1 && world.chance(60)) ++to;
    if (lines.size() < 3 || to - from + 1 >= lines.size() ||
        lines[from].line.find("log_continued") != std::string::npos)
        return;
    if (kiosk.runs()) kiosk.kill();
    log.lose(lines[from].seq, lines[to].seq, world.wall());
}

// One or two kiosks, some thirty events in an hour or two, everything that can go wrong; then hours in which all is
// well. Empty where the server then holds what the kiosks recorded, once.
std::string history(std::uint64_t seed) {
    World world{seed};
    Server server;
    std::vector<std::unique_ptr<MemoryLog>> logs;
    std::vector<std::unique_ptr<Kiosk>> kiosks;
    const std::size_t count = 1 + world.random() % 2;
    const unsigned trouble = static_cast<unsigned>(world.random() % 70);
    const unsigned kills = static_cast<unsigned>(world.random() % 40);
    for (std::size_t i = 0; i < count; ++i) {
        logs.push_back(std::make_unique<MemoryLog>(static_cast<std::uint8_t>(i + 1)));
        kiosks.push_back(std::make_unique<Kiosk>(world, server, *logs.back()));
        kiosks.back()->network.trouble = trouble;
        kiosks.back()->kill_chance = kills;
        kiosks.back()->start();
    }
    Server::Backup backup = server.backup();
    for (int event = 0; event < 30; ++event) {
        const std::size_t which = world.random() % count;
        Kiosk& kiosk = *kiosks[which];
        switch (world.random() % 18) {
            case 0: kiosk.network.down = !kiosk.network.down; break;
            case 1: kiosk.network_back(); break;
            case 2: backup = server.backup(); break;
            case 3: server.restore(backup); break;
            case 4: kiosk.kill(); break;
            case 5: kiosk.sleep(hours{world.random() % 20}); break;
            case 6: kiosk.append_many(1 + world.random() % 12); break;
            case 7: damage(world, kiosk, *logs[which]); break;
            case 8:
            case 9: carry_stick(world, server, *logs[which]); break;
            default: kiosk.append(); break;
        }
        if (!kiosk.runs() && world.chance(50)) kiosk.start();
        world.run_until(world.now() + world.between(Millis{1}, world.chance(80) ? seconds{5} : minutes{20}));
    }
    for (auto& kiosk : kiosks) {
        kiosk->network.trouble = kiosk->kill_chance = 0;
        kiosk->network.down = false;
        if (!kiosk->runs()) kiosk->start();
    }
    world.run_until(world.now() + hours{10});
    for (auto& kiosk : kiosks) {
        if (const auto what = difference(*kiosk, server); !what.empty()) world.problem(what);
        if (kiosk->most_held > syncing::policy::kMemoryMost) world.problem("too much in memory");
    }
    std::string problems;
    for (const auto& problem : world.problems) problems += problem + "\n";
    return problems;
}

}  // namespace

// VSTRECHA_HISTORIES: how many. VSTRECHA_SEED: the first; a failure prints its own, to be run alone.
TEST_CASE("After any history of faults, kills and restored backups the server holds what the kiosks recorded, once") {
    const std::uint64_t first = from_environment("VSTRECHA_SEED", 1);
    const std::uint64_t histories = from_environment("VSTRECHA_HISTORIES", 2'000);
    std::uint64_t failed = 0;
    for (std::uint64_t seed = first; seed < first + histories && failed < 5; ++seed) {
        const auto problems = history(seed);
        if (problems.empty()) continue;
        ++failed;
        UNSCOPED_INFO("VSTRECHA_SEED=" << seed << " VSTRECHA_HISTORIES=1\n" << problems);
    }
    CHECK(failed == 0);
}
