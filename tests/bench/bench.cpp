#include <cstdio>
#include "tests/bench/browser.h"
using namespace std::chrono_literals;
int main(int, char** argv) {
    auto server = support::Server::virtual_screen(1280, 800);
    support::Screen screen(server->display());
    for (auto subject : {bench::bare_window(*server, argv[1], 1280, 800, std::filesystem::path(argv[2]) / "bare.db"), bench::browser(*server, argv[3], std::filesystem::path(argv[2]) / "web", 1280, 800)}) {
        auto process = bench::start_and_settle(subject, screen);
        std::printf("%s %06x\n", subject.name.c_str(), screen.pixel(subject.ready));
        bench::Samples taps;
        for (int i = 0; i < 20; ++i) {
            auto at = screen.tap(subject.ready);
            auto seen = screen.wait_for_pixel(subject.ready, [](auto p) { return p == bench::kPageRecorded; }, 5s);
            if (!seen) { std::printf("not seen %d %06x\n", i, screen.pixel(subject.ready)); break; }
            taps.add(bench::milliseconds_between(at, *seen));
            screen.wait_for_rest(100ms, 2s);
            screen.tap(subject.ready);
            (void)screen.wait_for_pixel(subject.ready, [](auto p) { return p == bench::kPageReady; }, 5s);
            screen.wait_for_rest(100ms, 2s);
        }
        if (!taps.empty()) std::printf("tap p50 %.2f p99 %.2f\n", taps.median(), taps.p99());
        auto rest = bench::measure_rest(*process, 5s);
        std::printf("core %.4f written %.0f pss %.1f processes %d\n", rest.core, rest.written, rest.resident_megabytes, rest.processes);
        process.reset();
        for (int i = 0; i < 3; ++i) { auto t = bench::time_start(subject, screen); std::printf("first %.0f whole %.0f\n", t.first_pixel, t.whole); }
    }
}
