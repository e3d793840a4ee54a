// Figures of the store alone, printed for the bench: commit, bytes written, a log of a million events, salvage.
//
//   log_figures FOLDER [--events N]
//   log_figures FOLDER --starts        only the starts, of the data that an earlier run left
//
// Leaves FOLDER/empty and FOLDER/full: two kiosks of one school, with no check-in and with N of them.

#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <sstream>

#include "app/eventlog/chain.h"
#include "app/eventlog/checkpoint.h"
#include "app/eventlog/sealing.h"
#include "tests/bench/bare_commit.h"
#include "tests/bench/long_log.h"
#include "tests/bench/measure.h"

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using namespace domain;
using namespace bench::long_log;

constexpr int kCommits = 400;
constexpr double kAimBytes = 12'000;            // for one check-in
constexpr double kAimStart = 50;                // ms, more than with an empty log
constexpr double kAimVerify = 1e6 / 400'000;    // us for an event

void figure(const char* name, const char* unit, double value, double aim = 0) {
    std::printf("%s\t%s\t%.4f\t%.4f\n", name, unit, value, aim);
    std::fflush(stdout);
}

double milliseconds(const std::function<void()>& work) {
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
}

// The number behind a key of a file of /proc/self.
double of_self(const char* file, const char* key) {
    std::ifstream lines(std::string("/proc/self/") + file);
    for (std::string word; lines >> word;) {
        double value = 0;
        if (word == key && lines >> value) return value;
    }
    throw std::runtime_error(std::string("no ") + key);
}

Draft check_in(int number) {
    return EventBody{CheckedIn{MeetingId{id('c', number % (kGroups * kWeeks))}, PersonId{id('a', number % 300)}, FoundBy::pictures}};
}

// As on a break: one check-in, some seconds, the next one. The kiosk's storage thread rests in between.
void commits(Machine& machine, storage::Store& store, const fs::path& folder, const std::string& at) {
    (void)must(store.fold_recent(must(store.roster())));
    bench::BareCommit bare(folder / "bare-commit.db");
    bench::Samples ours, least;
    for (int i = 0; i < kCommits; ++i) {
        machine.clock.advance(20s);
        ours.add(milliseconds([&] { (void)must(store.append({check_in(i)})); }));
        rest(store);
        least.add(bare.run());
    }
    figure(("commit " + at + ", p50").c_str(), "ms", ours.median(), 1.3 * least.median());
    figure("bare commit beside it, p50", "ms", least.median());
    figure(("commit " + at + ", p99").c_str(), "ms", ours.p99());
    figure("bare commit beside it, p99", "ms", least.p99());
}

// All that the process sends towards the disk: commits, the log moved into the database, the second copy, snapshots. Told
// only: since Linux 6.16 a byte written counts as its whole large folio here, up to 512 kB.
void bytes_written(Machine& machine, storage::Store& store) {
    const auto per_check_in = [&](int count) {
        const double before = of_self("io", "write_bytes:");
        for (int i = 0; i < count; ++i) {
            machine.clock.advance(20s);
            (void)must(store.append({check_in(i)}));
            rest(store);
        }
        return (of_self("io", "write_bytes:") - before) / count;
    };
    figure("written for one check-in (process)", "bytes", per_check_in(2'000));
}

// On an ext4 of its own in a loop device, what reaches the block device. Nothing where this machine has none to give.
void bytes_at_the_device(const fs::path& folder) {
    const fs::path image = folder / "disk.img", mounted = folder / "disk";
    fs::create_directories(mounted);
    const auto shell = [](const std::string& command) {
        std::string output;
        FILE* const pipe = popen((command + " 2>/dev/null").c_str(), "r");
        if (pipe == nullptr) return output;
        for (char text[256]; std::fgets(text, sizeof text, pipe) != nullptr;) output += text;
        if (pclose(pipe) != 0) return std::string{};
        return output.empty() ? std::string{" "} : output.substr(0, output.find('\n'));
    };
    const std::string quoted = "'" + image.string() + "'", place = "'" + mounted.string() + "'";
    const std::string device = shell("truncate -s 256M " + quoted + " && mkfs.ext4 -q -F -b 4096 " + quoted + " && losetup --find --show " + quoted);
    const bool is_there = device.starts_with("/dev/") && !shell("mount " + device + " " + place).empty();
    if (is_there) {
        const auto sectors = [&] {
            std::ifstream stat("/sys/block/" + fs::path(device).filename().string() + "/stat");
            double value = 0;
            for (int i = 0; i < 7; ++i) stat >> value;
            return value;
        };
        enum class With { copy, copy_and_server, nothing };
        // A copy on a drive that is away is not written. A server answers each check-in with a checkpoint.
        const auto per_check_in = [&](const char* name, With with) {
            Machine machine;
            (void)make(machine, mounted / name);
            if (with == With::nothing)
                std::ofstream(mounted / name / "copy-folder") << (mounted / "away").string() << '\n';
            const auto server = eventlog::make_kiosk_key([&](std::span<std::uint8_t> bytes) { machine.entropy.fill(bytes); });
            fs::create_directories(mounted / name / "keys" / "acceptors");
            std::ofstream(mounted / name / "keys" / "acceptors" / "server.pub") << server.public_half << '\n';
            const auto store = must(storage::Store::open(mounted / name, machine.ports(), storage::OpenMode::read_write));
            (void)must(store->fold_recent(must(store->roster())));
            for (int i = 0; i < 50; ++i) (void)must(store->append({check_in(i)}));
            rest(*store);
            (void)shell("sync -f " + place);
            const double before = sectors();
            constexpr int kCount = 1'000, kInAnHour = 180;
            for (int i = 0; i < kCount; ++i) {
                machine.clock.advance(20s);
                const Event event = must(store->append({check_in(i)})).back();
                if (with == With::copy_and_server) {
                    const auto now = machine.clock.read();
                    const eventlog::Checkpoint checkpoint{event.kiosk, event.seq, *must(store->chain_hash(event.seq)), now.wall, {}};
                    (void)must(store->accept(*eventlog::sign_checkpoint(checkpoint, server.private_half)));
                    if (i % kInAnHour == 0) must(store->heartbeat({{now.wall, machine.clock.boot_id(), now.mono}, true}));
                }
                rest(*store);
            }
            (void)shell("sync -f " + place);
            return (sectors() - before) * 512 / kCount;
        };
        const double all = per_check_in("kiosk", With::copy);
        figure("written for one check-in (block device, ext4)", "bytes", all, kAimBytes);
        figure("of it, the second copy", "bytes", all - per_check_in("without", With::nothing));
        figure("written for one check-in that a server answers", "bytes", per_check_in("joined", With::copy_and_server), kAimBytes);
    } else {
        std::fprintf(stderr, "no loop device here: what reaches the block device is not measured\n");
    }
    (void)shell("umount " + place);
    if (device.starts_with("/dev/")) (void)shell("losetup -d " + device);
    fs::remove(image);
}

// In a process of its own, as a start is; what it reads is in the page cache.
struct Start {
    double wall = 0;
    double processor = 0;  // what it costs where others do not compete
};
Start start_of(const fs::path& data) {
    bench::Samples walls, processors;
    for (int i = 0; i < 11; ++i) {
        int ends[2];
        if (pipe(ends) != 0) throw std::runtime_error("no pipe");
        if (const pid_t child = fork(); child == 0) {
            Machine machine;
            Start took;
            const std::clock_t before = std::clock();
            // Kept, as a kiosk keeps them.
            std::unique_ptr<storage::Store> store;
            Roster roster;
            Attendance attendance;
            took.wall = milliseconds([&] {
                store = must(storage::Store::open(data, machine.ports(), storage::OpenMode::read_write));
                roster = must(store->roster());
                attendance = must(store->fold_recent(roster));
                (void)must(store->settings());
                (void)must(store->throttles());
                (void)must(store->status());
                took.processor = static_cast<double>(std::clock() - before) * 1000 / CLOCKS_PER_SEC;
            });
            const auto ignored = write(ends[1], &took, sizeof took);
            (void)ignored;
            _exit(0);
        } else {
            Start took;
            if (read(ends[0], &took, sizeof took) != sizeof took) throw std::runtime_error("a start failed");
            waitpid(child, nullptr, 0);
            walls.add(took.wall);
            processors.add(took.processor);
        }
        close(ends[0]);
        close(ends[1]);
    }
    return {walls.median(), processors.median()};
}

void verify(storage::Store& store) {
    // Bare SHA-256 over the same bytes, in memory.
    std::vector<std::string> lines;
    eventlog::Hash hash = eventlog::kGenesis;
    double bare = 0;
    std::uint64_t count = 0;
    const auto hash_them = [&] {
        bare += milliseconds([&] {
            for (const auto& line : lines) hash = eventlog::next_hash(hash, line);
        });
        count += lines.size();
        lines.clear();
    };
    must(store.read_log(1, [&](const storage::LogLine& line) {
        lines.push_back(line.line);
        if (lines.size() == 5'000) hash_them();
        return true;
    }));
    hash_them();
    lines.shrink_to_fit();
    const double least = bare * 1000 / static_cast<double>(count);

    const double resident = of_self("status", "VmRSS:");
    storage::ChainReport report;
    const double took = milliseconds([&] { report = must(store.verify()); });
    if (!report.ok || report.events != count) throw std::runtime_error("the log does not verify");
    const double ours = took * 1000 / static_cast<double>(count);
    figure("verify", "us an event", ours, std::max(kAimVerify, 2 * least));
    figure("bare SHA-256 over the same bytes", "us an event", least);
    figure("verify, grown by", "kB", of_self("status", "VmRSS:") - resident, 4'000);
}

void salvage(Machine& machine, const fs::path& folder) {
    constexpr long kEvents = 50'000;
    const fs::path data = folder / "damaged";
    {
        auto store = make(machine, data);
        for (long done = 0; done < kEvents; done += 1'000) {
            std::vector<Draft> drafts;
            for (long i = done; i < done + 1'000; ++i) drafts.push_back(event(i, kEvents));
            (void)must(store->append(drafts));
        }
    }
    {
        std::fstream file(data / "vstrecha.db", std::ios::in | std::ios::out | std::ios::binary);
        const std::string rot(4096, 'x');
        file.seekp(4096 * 3000);
        file.write(rot.data(), static_cast<std::streamsize>(rot.size()));
    }
    std::uint64_t salvaged = 0;
    const double took = milliseconds([&] {
        auto recovered = must(storage::Store::recover(data, machine.ports(), "the bench overwrote a page"));
        salvaged = recovered.report.salvaged;
    });
    figure("salvage of a damaged log", "us an event", took * 1000 / static_cast<double>(salvaged));
    figure("salvaged of 50,000 with one page overwritten", "events", static_cast<double>(salvaged));
}

void starts(const fs::path& folder) {
    const Start empty = start_of(folder / "empty"), full = start_of(folder / "full");
    figure("reading the data at start, empty log, p50", "ms", empty.wall);
    figure("reading the data at start, full log, p50", "ms", full.wall, empty.wall + kAimStart);
    figure("processor time of it, empty log, p50", "ms", empty.processor);
    figure("processor time of it, full log, p50", "ms", full.processor, empty.processor + kAimStart);
}

int run(const fs::path& folder, long events) {
    fs::create_directories(folder);
    Machine machine;
    {
        auto store = make(machine, folder / "small");
        commits(machine, *store, folder, "to an empty log");
        bytes_written(machine, *store);
    }
    bytes_at_the_device(folder);
    (void)make(machine, folder / "empty");
    {
        auto store = make(machine, folder / "full");
        fill(machine, *store, events);
        must(store->save_snapshot());
        // The worst case: as many lines behind the snapshot as there may be.
        for (int i = 0; i < 990; ++i) (void)must(store->append({check_in(i)}));
        verify(*store);
    }
    starts(folder);
    {
        auto store = must(storage::Store::open(folder / "full", machine.ports(), storage::OpenMode::read_write));
        commits(machine, *store, folder, "to a full log");
    }
    salvage(machine, folder);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const bool counted = argc == 4 && std::strcmp(argv[2], "--events") == 0;
    const bool starts_only = argc == 3 && std::strcmp(argv[2], "--starts") == 0;
    if (argc != 2 && !counted && !starts_only) {
        std::fprintf(stderr, "usage: log_figures FOLDER [--events N]\n");
        return 2;
    }
    try {
        if (starts_only) {
            starts(argv[1]);
            return 0;
        }
        return run(argv[1], counted ? std::stol(argv[3]) : 1'000'000);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "log_figures: %s\n", error.what());
        return 1;
    }
}
