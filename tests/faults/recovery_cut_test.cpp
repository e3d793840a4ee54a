// The power is cut at every step of a recovery from damage, on a modelled disk: the next start recovers again, and what
// could be proven before can be proven then.
#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "tests/faults/school_days.h"
#include "tests/support/catch.h"

using namespace faults;
using storage::Store;
using support::Cut;
using support::ModelDisk;

namespace {

// VSTRECHA_CUT_EVERY=N cuts at every Nth step only; with a sanitizer N is 12.
std::size_t every() {
    if (const char* given = std::getenv("VSTRECHA_CUT_EVERY")) return std::max(1UL, std::strtoul(given, nullptr, 10));
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 12;
#else
    return 1;
#endif
}

std::vector<storage::LogLine> lines_of(Store& store) {
    std::vector<storage::LogLine> lines;
    REQUIRE(store.read_log(1, [&](const storage::LogLine& line) {
        lines.push_back(line);
        return true;
    }));
    return lines;
}

// A kiosk of some days, switched off, some lines of which are zeros.
ModelDisk damaged_kiosk() {
    ModelDisk disk;
    disk.make_folder("/kiosk");
    disk.sync_folder("/");
    Machine machine(disk);
    auto made = machine.create();
    REQUIRE(made);
    for (const Act& act : school_days(60)) REQUIRE(act.run(**made, machine.clock));
    for (int i = 0; i < 60; ++i) {
        REQUIRE((*made)->append({domain::EventBody{domain::CheckedIn{domain::MeetingId{"m"}, domain::PersonId{"p"},
                                                                     domain::FoundBy::card}}}));
    }
    made->reset();
    // Number 60 and what lies around it, wherever it is.
    for (const char* name : {"vstrecha.db", "vstrecha.db-wal"}) {
        const auto file = *disk.find(kData / name);
        support::DiskBytes bytes(disk.content(file).size());
        disk.content(file).read(0, bytes);
        const std::string text{bytes.begin(), bytes.end()};
        const support::DiskBytes zeros(600);
        for (auto at = text.find("\"seq\":60,"); at != std::string::npos; at = text.find("\"seq\":60,", at + 1))
            disk.write(file, at - 300, zeros);
        disk.sync(file);
    }
    // Nor is there a second copy.
    support::ModelFiles files{disk};
    const auto names = files.list(kData / "copy");
    REQUIRE(names);
    for (const std::string& name : *names) REQUIRE(files.remove(kData / "copy" / name));
    return disk;
}

// As the kiosk does: opens, and recovers where that says "damaged".
storage::StorageResult<std::unique_ptr<Store>> start(Machine& machine) {
    auto opened = machine.open();
    if (opened || opened.error().kind != storage::StorageErrorKind::damaged) return opened;
    auto recovered = Store::recover(kData, machine.ports(), opened.error().detail);
    if (!recovered) return base::failure(recovered.error());
    return std::move(recovered->store);
}

support::DiskBytes bytes_of(const ModelDisk& disk, const std::filesystem::path& path) {
    const auto file = disk.find(path);
    if (!file) return {};
    support::DiskBytes bytes(disk.content(*file).size());
    disk.content(*file).read(0, bytes);
    return bytes;
}

}  // namespace

TEST_CASE("Whenever the power is cut in a recovery, the next start ends it, with the same lines and the damaged files whole") {
    support::ModelVfs vfs;
    const ModelDisk damaged = damaged_kiosk();
    const support::DiskBytes rotten = bytes_of(damaged, kData / "vstrecha.db");
    std::vector<ModelDisk::Step> steps;
    std::vector<storage::LogLine> expected;
    storage::RecoveryReport report;
    {
        ModelDisk disk = damaged;
        Machine machine(disk);
        disk.record(&steps);
        auto recovered = Store::recover(kData, machine.ports(), "zeros");
        REQUIRE(recovered);
        report = recovered->report;
        expected = lines_of(*recovered->store);
        disk.record(nullptr);
    }
    REQUIRE(report.lost > 0);
    REQUIRE(report.salvaged > 50);
    expected.pop_back();  // LogContinued, which a later recovery makes anew

    std::size_t cuts = 0;
    ModelDisk disk = damaged;
    for (std::size_t step = 0; step <= steps.size(); ++step) {
        if (step > 0) disk.play(steps[step - 1]);
        if (step % every() != 0 && step != steps.size()) continue;
        for (const support::Damage damage : support::kDamages) {
            ModelDisk found = disk.after({damage, step, 512});
            INFO("cut at step " << step << " of " << steps.size() << ", " << support::name_of(damage));
            Machine machine(found);
            machine.clock.reboot("b0071111");
            auto store = start(machine);
            if (!store) FAIL(store.error().detail);
            ++cuts;
            auto lines = lines_of(**store);
            REQUIRE(!lines.empty());
            // Before the first step was done the damage may not be met by what a start looks at.
            const auto recovery = (*store)->recovery();
            REQUIRE(recovery);
            if (!*recovery) {
                REQUIRE(step < 20);
                continue;
            }
            lines.pop_back();
            REQUIRE(lines.size() == expected.size());
            for (std::size_t i = 0; i < lines.size(); ++i) REQUIRE(lines[i].line == expected[i].line);
            REQUIRE((*recovery)->missing == report.missing);
            REQUIRE(bytes_of(found, kData / (*recovery)->set_aside / "vstrecha.db") == rotten);
            const auto chain = (*store)->verify();
            REQUIRE(chain);
            REQUIRE(chain->ok);
        }
    }
    std::cout << "a recovery: " << cuts << " power cuts in " << steps.size() << " steps\n";
}
