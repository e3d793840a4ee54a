// Runs every measurement and prints the table of tests/bench/README.md. Started by tests/bench/run.
//
//   bench --programs FOLDER --page FILE --work FOLDER [--quick] [--only PART,PART...]

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "tests/bench/browser.h"
#include "tests/bench/check_ins.h"
#include "tests/support/kiosk_hand/school_files.h"

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using bench::kMegabyte;
using bench::Samples;
using bench::Subject;
using bench::Table;
using support::KioskHand;

constexpr int kWidth = 1280, kHeight = 800;
constexpr const char* kDate = "2026-10-05";
constexpr const char* kNow = "2026-10-05T10:00";

struct Plan {
    int starts = 15;
    int check_ins = 250;
    int school = 400;
    std::chrono::seconds rest = 60s;
    int growth_taps = 10'000;
    long log_events = 1'000'000;
};
constexpr Plan kQuick{3, 20, 100, 10s, 400, 50'000};

struct Bench {
    support::Programs programs;
    fs::path page, work;
    Plan plan;
    std::set<std::string> only;
    std::unique_ptr<support::Server> server;
    std::unique_ptr<support::Screen> screen;
    Table table;

    [[nodiscard]] bool wanted(const std::string& part) const { return only.empty() || only.count(part) > 0; }
    [[nodiscard]] bool has_browser() const { return !bench::browser_program().empty(); }
    [[nodiscard]] KioskHand::Options kiosk_options() const { return {work / "school", kNow, kWidth, kHeight}; }
};

std::string in(const char* what, double value, const char* unit) { return std::string(what) + " " + bench::number(value, unit); }

// Where the kiosk's own first screen has its button, and what colour that is; asked of the kiosk itself.
Subject kiosk_subject(Bench& bench, const KioskHand::Options& options) {
    Subject subject;
    subject.name = "kiosk";
    const auto launch = KioskHand::launch(*bench.server, bench.programs, options);
    subject.launch = [launch](const fs::path&) { return launch; };
    bench.screen->paint_root(bench::kEmptyScreen);
    KioskHand hand(*bench.server, *bench.screen, bench.programs, options);
    const auto button = hand.item("home.check_in");
    bench.screen->wait_for_rest(1500ms, 20s);
    subject.ready = {static_cast<int>(button.x + button.w * 0.05F), static_cast<int>(button.y + button.h / 2)};
    subject.ready_colour = bench.screen->pixel(subject.ready);
    // What is timed is the kiosk as a school starts it: no trace.
    auto plain = launch;
    const auto trace = std::find(plain.command.begin(), plain.command.end(), "--ui-trace");
    plain.command.erase(trace, trace + 2);
    subject.launch = [plain](const fs::path&) { return plain; };
    return subject;
}

void starts(Bench& bench, const Subject& kiosk, const Subject& bare, const Subject& web) {
    // One of each in turn, so that what else the machine does falls on all of them.
    std::map<std::string, Samples> whole, first;
    for (int i = 0; i <= bench.plan.starts; ++i) {
        for (const Subject* subject : {&kiosk, &bare, &web}) {
            if (subject == &web && !bench.has_browser()) continue;
            const auto time = bench::time_start(*subject, *bench.screen);
            if (i == 0) continue;  // the first one reads the program from the disk
            whole[subject->name].add(time.whole);
            first[subject->name].add(time.first_pixel);
        }
    }
    const double ours = whole["kiosk"].median(), least = whole["bare window"].median();
    bench.table.add("start to first screen, p50", "ms", ours, in("bare window", least, "ms"), 1.3 * least, "1.3 of it");
    if (!bench.has_browser()) return;
    const double theirs = whole["Chromium"].median();
    bench.table.add("start to first screen, p50", "ms", ours,
                    in("Chromium", theirs, "ms") + in(", its first pixel", first["Chromium"].median(), "ms"), theirs / 3,
                    "a third of it");
}

void check_ins(Bench& bench) {
    Samples frame;
    const auto ours = bench::kiosk_check_ins(*bench.server, *bench.screen, bench.programs, bench.kiosk_options(), bench.plan.check_ins);
    const auto bare = bench::bare_check_ins(*bench.server, *bench.screen, bench.programs.folder, bench.work, bench.plan.check_ins / 2, frame);
    const struct { const char* name; double part; } ranks[] = {{"p50", 0.5}, {"p99", 0.99}};
    for (const auto& rank : ranks) {
        const double commit = ours.bare_commit.percentile(rank.part);
        bench.table.add(std::string("tap to \"recorded\", ") + rank.name, "ms", ours.tap_to_pixel.percentile(rank.part),
                        in("bare commit", commit, "ms") + in(", bare window's frame", frame.median(), "ms"),
                        frame.median() + 1.3 * commit, "a frame and 1.3 of the commit");
    }
    bench.table.tell("tap to \"recorded\", p50", "ms", ours.tap_to_pixel.median(),
                     in("bare ImGui and SQLite", bare.tap_to_pixel.median(), "ms") + in(", p99", bare.tap_to_pixel.p99(), "ms"));
    if (!bench.has_browser()) return;
    const auto theirs = bench::browser_check_ins(*bench.server, *bench.screen, bench.page, bench.work / "browser", bench.plan.check_ins);
    bench.table.add("tap to \"recorded\", p50", "ms", ours.tap_to_pixel.median(),
                    in("Chromium", theirs.tap_to_pixel.median(), "ms"), theirs.tap_to_pixel.median() / 2, "half of it");
    bench.table.add("tap to \"recorded\", p99", "ms", ours.tap_to_pixel.p99(), in("Chromium", theirs.tap_to_pixel.p99(), "ms"),
                    theirs.tap_to_pixel.p99(), "no more");
}

void rest(Bench& bench, const Subject& kiosk, const Subject& bare, const Subject& web) {
    std::map<std::string, bench::Rest> rests;
    for (const Subject* subject : {&kiosk, &bare, &web}) {
        if (subject == &web && !bench.has_browser()) continue;
        const auto process = bench::start_and_settle(*subject, *bench.screen);
        std::this_thread::sleep_for(3s);  // what a program still does behind its first screen
        rests[subject->name] = bench::measure_rest(*process, bench.plan.rest);
    }
    const auto ours = rests["kiosk"], least = rests["bare window"], theirs = rests["Chromium"];
    const std::string browser = bench.has_browser() ? in(", Chromium", theirs.core * 100, "%") : "";
    bench.table.add("processor at rest, of a core, " + std::to_string(bench.plan.rest.count()) + " s", "%", ours.core * 100,
                    in("bare window", least.core * 100, "%") + browser, 0.15, "fixed");
    bench.table.add("written at rest", "bytes", ours.written,
                    bench.has_browser() ? in("Chromium", theirs.written, "bytes") : "", 0, "nothing");
    bench.table.add("PSS", "MB", ours.resident_megabytes, in("bare window", least.resident_megabytes, "MB"),
                    least.resident_megabytes + 15, "15 MB above it");
    bench.table.add("PSS", "MB", ours.resident_megabytes,
                    bench.has_browser() ? in("Chromium", theirs.resident_megabytes, "MB") + ", " +
                                              std::to_string(theirs.processes) + " processes" : "",
                    95, "fixed");
}

void growth(Bench& bench) {
    // Home, the classes, back, and again, at random gaps: each tap changes the whole screen.
    KioskHand hand(*bench.server, *bench.screen, bench.programs, bench.kiosk_options());
    hand.tap("home.check_in");
    hand.trace().wait_for("class");
    const auto back = hand.item("back").centre();
    bench.screen->tap(back);
    hand.trace().wait_for("home");
    const auto forth = hand.item("home.check_in").centre();
    std::mt19937 random(12);
    std::uniform_int_distribution<int> gap(20, 80);
    const auto taps = [&](int count) {
        for (int i = 0; i < count; ++i) {
            bench.screen->tap(i % 2 == 0 ? forth : back);
            std::this_thread::sleep_for(std::chrono::milliseconds(gap(random)));
        }
        bench.screen->wait_for_rest(1500ms, 20s);
    };
    taps(bench.plan.growth_taps / 20);
    const auto before = hand.process().usage().resident_share;
    taps(bench.plan.growth_taps);
    const auto after = hand.process().usage().resident_share;
    bench.table.add("growth over " + std::to_string(bench.plan.growth_taps) + " taps", "MB",
                    (static_cast<double>(after) - static_cast<double>(before)) / kMegabyte,
                    in("before", static_cast<double>(before) / kMegabyte, "MB"), 2, "fixed");
    if (hand.trace().wait_for("home").name != "home") throw std::runtime_error("taps were lost on the way");
}

void taps_lost_or_doubled(Bench& bench) {
    const auto said = support::run_to_end(
        {{(bench.programs.folder / "touch_tests").string(), "taps at random gaps: none lost, none doubled"},
         {{"VSTRECHA_TAPS", std::to_string(bench.plan.growth_taps)}}, {}}, 30min);
    bench.table.add("of " + std::to_string(bench.plan.growth_taps) + " taps lost or doubled", "taps", 0, "a row each counted", 0, "none");
}

// Programs of the bench that print lines "figure<TAB>unit<TAB>number<TAB>aim", aim 0 where there is none.
void figures_of(Bench& bench, const std::string& program, const std::vector<std::string>& arguments = {}) {
    std::vector<std::string> command{(bench.programs.folder / program).string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    std::istringstream lines(support::run_to_end({command, support::environment_of(*bench.server), {}}, 30min));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string figure, unit;
        double value = 0, aim = 0;
        if (!std::getline(fields, figure, '\t') || !std::getline(fields, unit, '\t') || !(fields >> value >> aim)) continue;
        if (aim > 0) bench.table.add(figure, unit, value, "", aim, "fixed");
        else bench.table.tell(figure, unit, value, "");
    }
}

// The real kiosk on two sets of data that differ in nothing but the log.
void starts_with_log(Bench& bench) {
    const auto folder = bench.work / "log";
    std::map<std::string, Samples> whole;
    std::map<std::string, Subject> subjects;
    for (const char* name : {"empty", "full"}) subjects[name] = kiosk_subject(bench, {folder / name, kNow, kWidth, kHeight});
    for (int i = 0; i <= bench.plan.starts; ++i) {
        for (const auto& [name, subject] : subjects) {
            const auto time = bench::time_start(subject, *bench.screen);
            if (i > 0) whole[name].add(time.whole);
        }
    }
    const double empty = whole["empty"].median();
    bench.table.add("start with " + std::to_string(bench.plan.log_events) + " events, p50", "ms", whole["full"].median(),
                    in("with none", empty, "ms"), empty + 50, "50 ms more");
}

void import_of_ten_thousand(Bench& bench) {
    Samples seconds;
    const auto files = support::write_school(bench.work / "large-files", 10'000, kDate).files;
    for (int i = 0; i < (bench.plan.starts > 5 ? 5 : 2); ++i) {
        const auto data = bench.work / "large";
        fs::remove_all(data);
        bench.programs.make_school(data, {});
        std::vector<std::string> arguments{"import"};
        for (const auto& file : files) arguments.push_back(file.string());
        const auto before = std::chrono::steady_clock::now();
        bench.programs.command(arguments, data);
        seconds.add(bench::milliseconds_between(before, std::chrono::steady_clock::now()) / 1000);
    }
    bench.table.add("import of 10,000 people, p50", "s", seconds.median(), "", 3, "fixed");
}

// A part that fails is a row that is not met, and the others still run.
void part(Bench& bench, const char* name, const std::function<void()>& run) {
    if (!bench.wanted(name)) return;
    std::fprintf(stderr, "%s ...\n", name);
    try {
        run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", name, error.what());
        bench.table.fail(name, error.what());
    }
}

int run(Bench& bench) {
    fs::remove_all(bench.work);
    fs::create_directories(bench.work);
    if (const auto missing = bench.programs.lacks(); !missing.empty()) {
        std::fprintf(stderr, "not built: %s\n", missing.c_str());
        return 1;
    }
    bench.programs.make_school(bench.work / "school", support::write_school(bench.work / "files", bench.plan.school, kDate).files);
    bench.server = support::Server::virtual_screen(kWidth, kHeight);
    bench.screen = std::make_unique<support::Screen>(bench.server->display());

    Subject kiosk;
    const auto bare = bench::bare_window(*bench.server, bench.programs.folder, kWidth, kHeight);
    const auto web = bench::browser(*bench.server, bench.page, bench.work / "browser", kWidth, kHeight);
    if (bench.wanted("start") || bench.wanted("rest")) kiosk = kiosk_subject(bench, bench.kiosk_options());
    part(bench, "start", [&] { starts(bench, kiosk, bare, web); });
    part(bench, "tap", [&] { check_ins(bench); });
    part(bench, "rest", [&] { rest(bench, kiosk, bare, web); });
    part(bench, "frames", [&] { figures_of(bench, "screen_frames"); });
    part(bench, "search", [&] { figures_of(bench, "find_person"); });
    part(bench, "import", [&] { import_of_ten_thousand(bench); });
    part(bench, "log", [&] {
        figures_of(bench, "log_figures", {(bench.work / "log").string(), "--events", std::to_string(bench.plan.log_events)});
        starts_with_log(bench);
    });
    part(bench, "growth", [&] {
        // Side by side: neither is timed.
        std::exception_ptr failed;
        std::thread other([&] {
            try {
                taps_lost_or_doubled(bench);
            } catch (...) {
                failed = std::current_exception();
            }
        });
        try {
            growth(bench);
        } catch (...) {
            other.join();
            throw;
        }
        other.join();
        if (failed) std::rethrow_exception(failed);
    });
    bench.table.print(stdout);
    return bench.table.missed();
}

}  // namespace

int main(int argc, char** argv) {
    Bench bench;
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool more = i + 1 < arguments.size();
        if (arguments[i] == "--quick") {
            bench.plan = kQuick;
        } else if (arguments[i] == "--programs" && more) {
            bench.programs.folder = arguments[++i];
        } else if (arguments[i] == "--page" && more) {
            bench.page = arguments[++i];
        } else if (arguments[i] == "--work" && more) {
            bench.work = arguments[++i];
        } else if (arguments[i] == "--only" && more) {
            std::istringstream parts(arguments[++i]);
            for (std::string name; std::getline(parts, name, ',');) bench.only.insert(name);
        } else {
            std::fprintf(stderr, "usage: bench --programs FOLDER --page FILE --work FOLDER [--quick] [--only PART,...]\n");
            return 2;
        }
    }
    try {
        return run(bench) == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench: %s\n", error.what());
        return 2;
    }
}
