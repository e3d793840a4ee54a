// faults_rig kill|power-cut PROGRAMS TIMES [SEED]: the real kiosk on a real X server, killed or its disk cut at random
// moments while a hand checks people in; what the screen had called recorded is compared with the log. Exit code 77 and a
// sentence where this machine cannot do it.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "tests/faults/rig/disk_image.h"
#include "tests/faults/rig/driver.h"
#include "tests/support/kiosk_hand/school_files.h"

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using support::KioskHand;
using support::Process;

constexpr int kSkipped = 77;
constexpr const char* kDay = "2026-10-05";
constexpr const char* kNow = "2026-10-05T10:00";
constexpr int kWidth = 800, kHeight = 480;

struct Folder {
    fs::path path;
    Folder() {
        std::string name = (fs::temp_directory_path() / "vstrecha-rig-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

struct Rig {
    Rig(support::Programs where, int how_often, std::uint64_t seed) : programs(std::move(where)), times(how_often), random(seed) {}

    support::Programs programs;
    int times = 0;
    std::mt19937_64 random;
    Folder folder;
    std::unique_ptr<support::Server> server = support::Server::virtual_screen(kWidth, kHeight);
    support::Screen screen{server->display()};
    rig::SharedNotes notes;

    std::chrono::milliseconds moment(int at_most) { return std::chrono::milliseconds(random() % static_cast<unsigned>(at_most)); }

    std::vector<support::Findable> make_school(const fs::path& data, int people) {
        people = std::min(people + people % 2, 10'000);
        programs.make_school(data, support::write_school(folder.path / "files", people, kDay).files);
        return support::people_to_find(data);
    }
    KioskHand::Options options(const fs::path& data) const { return {data, kNow, kWidth, kHeight}; }
    std::unique_ptr<Process> start(const fs::path& data) {
        fs::remove(trace_of(data));
        return std::make_unique<Process>(KioskHand::launch(*server, programs, options(data)));
    }
    static fs::path trace_of(const fs::path& data) { return data.string() + ".trace"; }
};

int tell(const char* what, int times, const rig::Verdict& last, int bad) {
    std::cout << times << " " << what << ": " << last.check_ins << " check-ins and " << last.taken_back
              << " taken back are in the log, " << last.unsaid << " of them not yet said on the screen; " << bad
              << " times something was wrong" << std::endl;
    return bad == 0 && last.check_ins > static_cast<std::size_t>(times) ? 0 : 1;
}

// What the kiosk had to say on its terminal.
std::string said(const fs::path& data) {
    std::ifstream file(data.string() + ".output");
    return {std::istreambuf_iterator<char>(file), {}};
}

int kill_it(Rig& rig) {
    const fs::path data = rig.folder.path / "data";
    const auto people = rig.make_school(data, rig.times * 14);
    rig::Driver driver(rig.screen, people, rig.notes);
    rig::Verdict verdict;
    int bad = 0;
    for (int i = 0; i < rig.times; ++i) {
        auto kiosk = rig.start(data);
        driver.begin(Rig::trace_of(data));
        // One in six is killed while it starts.
        const bool at_start = rig.random() % 6 == 0;
        if (!at_start) driver.wait_for("home");
        const auto wait = rig.moment(at_start ? 600 : 1500);
        std::thread killer([&] {
            std::this_thread::sleep_for(wait);
            ::kill(kiosk->id(), SIGKILL);
            driver.stop();
        });
        std::string trouble;
        try {
            driver.drive();
        } catch (const std::exception& error) {
            trouble = error.what();
        }
        killer.join();
        const auto status = kiosk->wait(60s);  // a sync that has begun is ended first
        driver.look_again();
        verdict = rig::compare(data, rig.notes.now(), rig.notes.now(), false);
        if (verdict.problem.empty()) verdict.problem = trouble;
        if (verdict.problem.empty() && status != 128 + SIGKILL)
            verdict.problem = "it had ended by itself with " + std::to_string(status.value_or(-1)) + ": " + said(data);
        if (!verdict.problem.empty()) {
            ++bad;
            std::cout << "kill " << i + 1 << ": " << verdict.problem << std::endl;
        }
    }
    // It starts once more by itself, after all of them.
    auto kiosk = rig.start(data);
    driver.begin(Rig::trace_of(data));
    driver.wait_for("home");
    return tell("kills", rig.times, verdict, bad);
}

// The kiosk itself starts on what was found.
std::string starts_on(Rig& rig, const fs::path& data) {
    const auto server = support::Server::virtual_screen(kWidth, kHeight);
    fs::remove(Rig::trace_of(data));  // of the kiosk whose power was cut
    auto kiosk = std::make_unique<Process>(KioskHand::launch(*server, rig.programs, rig.options(data)));
    support::UiTrace trace(Rig::trace_of(data));
    try {
        trace.wait([](const support::TraceScreen& s) { return s.name == "home"; }, "home", 30s);
    } catch (const std::exception& error) {
        return std::string("the kiosk does not start: ") + error.what();
    }
    return {};
}

int cut_it(Rig& rig) {
    if (const std::string why = rig::DiskImage::unavailable(rig.folder.path); !why.empty()) {
        std::cout << "skipped: " << why << std::endl;
        return kSkipped;
    }
    const rig::DiskImage disk(rig.folder.path / "disk");
    const fs::path data = disk.mounted() / "data";
    const auto people = rig.make_school(data, rig.times * 16);
    fs::create_directories(rig.folder.path / "found");
    rig::Driver driver(rig.screen, people, rig.notes);
    rig::Verdict verdict;
    int bad = 0;
    auto kiosk = rig.start(data);
    driver.begin(Rig::trace_of(data));
    driver.wait_for("home");
    std::string trouble;
    std::thread hand([&] {
        try {
            driver.drive();
        } catch (const std::exception& error) {
            trouble = error.what();
        }
    });
    for (int i = 0; i < rig.times && driver.has_people(); ++i) {
        std::this_thread::sleep_for(rig.moment(900) + 20ms);
        // Every other time the program is held still meanwhile, so that the moment may lie between two of its writes.
        const bool hold = i % 2 == 1;
        if (hold) ::kill(kiosk->id(), SIGSTOP);
        const rig::Notes before = rig.notes.now();
        const auto bytes = disk.at_one_instant();
        const rig::Notes after = rig.notes.now();
        if (hold) ::kill(kiosk->id(), SIGCONT);
        {
            const rig::FoundDisk found(rig.folder.path / "found", bytes);
            const fs::path there = found.mounted() / "data";
            std::string problem;
            if (i % 20 == 19) problem = starts_on(rig, there);
            verdict = rig::compare(there, before, after, true);
            if (verdict.problem.empty()) verdict.problem = problem;
        }
        if (!verdict.problem.empty()) {
            ++bad;
            std::cout << "power cut " << i + 1 << ": " << verdict.problem << std::endl;
        }
    }
    driver.stop();
    hand.join();
    if (!trouble.empty()) {
        ++bad;
        std::cout << trouble << std::endl;
    }
    return tell("power cuts", rig.times, verdict, bad);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    const int times = argc > 3 ? std::atoi(argv[3]) : 0;
    if ((what != "kill" && what != "power-cut") || times < 1) {
        std::cerr << "faults_rig kill|power-cut PROGRAMS TIMES [SEED]\n";
        return 64;
    }
    try {
        const std::uint64_t seed = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : std::random_device{}();
        std::cout << "seed " << seed << std::endl;
        Rig rig{support::Programs{argv[2]}, times, seed};
        if (const auto lacks = rig.programs.lacks(); !lacks.empty()) throw std::runtime_error(lacks + " is not built");
        return what == "kill" ? kill_it(rig) : cut_it(rig);
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        return 1;
    }
}
