#include <cstdlib>

#include "tests/simulation/disk_log.h"
#include "tests/simulation/world.h"

using namespace simulation;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr std::size_t kKiosks = 20;
constexpr std::size_t kOnDisk = 3;
constexpr int kSchoolYear = 270;                 // days, from the first of September; 5 of 7 are school days
constexpr std::size_t kHomeless = 7, kWeak = 8;  // kiosks with a network of their own kind

// Fewer under a sanitizer, which sees in a month what it would see in the others.
int days_to_run() {
    const char* days = std::getenv("VSTRECHA_SCHOOL_DAYS");
    return days != nullptr ? std::atoi(days) : kSchoolYear;
}

struct School {
    explicit School(std::uint64_t seed) : world(seed) {
        for (std::size_t i = 0; i < kKiosks; ++i) {
            if (i < kOnDisk) {
                logs.push_back(std::make_unique<DiskLog>(i + 1));
            } else {
                logs.push_back(std::make_unique<MemoryLog>(static_cast<std::uint8_t>(i)));
            }
            kiosks.push_back(std::make_unique<Kiosk>(world, server, *logs.back()));
            kiosks.back()->network.trouble = i == kWeak ? 40 : 3;
            kiosks.back()->start();
        }
    }
    World world;
    Server server;
    std::vector<std::unique_ptr<Log>> logs;
    std::vector<std::unique_ptr<Kiosk>> kiosks;

    // A break: a class stands in a queue; sometimes both sides of a meeting come at once.
    void a_break(Kiosk& kiosk) {
        Millis wait = world.between(seconds{0}, minutes{10});
        for (std::uint64_t child = 2 + world.random() % 4; child > 0; --child) {
            wait += world.chance(30) ? Millis{150} : world.between(seconds{3}, seconds{20});
            world.after(wait, [&kiosk] { kiosk.append(); });
        }
    }
    // The network of a whole school, or of one kiosk, is away for a while.
    void outage(Kiosk& kiosk, Millis length) {
        kiosk.network.down = true;
        world.after(length, [this, &kiosk] {
            kiosk.network.down = false;
            if (world.chance(50)) kiosk.network_back();
        });
    }
};

}  // namespace

TEST_CASE("After a school year of twenty kiosks on a bad network the server has each event of each kiosk once") {
    School school{2026};
    World& world = school.world;
    std::uint64_t late = 0, prompt = 0;
    auto backup = school.server.backup();
    const int school_days = days_to_run();
    for (int day = 0; day < school_days; ++day) {
        const Millis midnight = world.now();
        for (std::size_t i = 0; i < kKiosks; ++i) {
            Kiosk& kiosk = *school.kiosks[i];
            if (i == kHomeless) kiosk.network.down = day > 20 && day < 110;  // three months without a network
            if (day % 7 > 4) continue;
            if (i != kHomeless && world.chance(2)) school.outage(kiosk, world.between(minutes{1}, days{3}));
            if (world.chance(2)) {
                world.after(hours{6}, [&kiosk] { kiosk.kill(); });
                world.after(hours{6} + world.between(seconds{20}, hours{30}), [&kiosk] {
                    if (!kiosk.runs()) kiosk.start();
                });
            }
            if (world.chance(1)) kiosk.sleep(hours{10});
            world.after(hours{4}, [&] { school.a_break(kiosk); });
            world.after(hours{6}, [&] { school.a_break(kiosk); });
        }
        if (day % 90 == 40) backup = school.server.backup();
        if (day % 90 == 43) school.server.restore(backup);  // the server's disk died; a backup of three days ago
        // In the evening of a quiet day everything has arrived.
        world.run_until(midnight + hours{16});
        for (auto& kiosk : school.kiosks) {
            if (!kiosk->runs() || kiosk->network.down) continue;
            (kiosk->status().waiting == 0 ? prompt : late) += 1;
        }
        world.run_until(midnight + hours{24});
    }
    for (auto& kiosk : school.kiosks) {
        kiosk->network.trouble = 0;
        kiosk->network.down = false;
        if (!kiosk->runs()) kiosk->start();
    }
    world.run_until(world.now() + hours{10});

    std::uint64_t events = 0, exchanges = 0;
    for (auto& kiosk : school.kiosks) {
        CHECK(difference(*kiosk, school.server) == "");
        CHECK(kiosk->most_held <= syncing::policy::kMemoryMost);
        events += school.server.of(kiosk->log().kiosk()).size();
        exchanges += kiosk->network.exchanges;
    }
    CHECK(world.problems == std::vector<std::string>{});
    CHECK(events > static_cast<std::uint64_t>(school_days) * 25'000 / kSchoolYear);
    CHECK(prompt > 20 * late);
    WARN(events << " events in " << school.server.bundles() << " bundles and " << exchanges << " exchanges; " << late
                << " of " << late + prompt << " evenings something was still waiting");
}
