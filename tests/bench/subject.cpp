#include "tests/bench/subject.h"

#include <stdexcept>
#include <thread>

namespace bench {

using namespace std::chrono_literals;

namespace {

[[nodiscard]] std::runtime_error never(const Subject& subject, const char* what) {
    return std::runtime_error(subject.name + " never " + what);
}

}  // namespace

std::unique_ptr<support::Process> start_and_settle(const Subject& subject, support::Screen& screen) {
    screen.paint_root(kEmptyScreen);
    auto process = std::make_unique<support::Process>(subject.launch(subject.folder));
    const auto drawn = [](std::uint32_t pixel) { return pixel != kEmptyScreen; };
    if (!screen.wait_for_pixel({screen.width() / 2, screen.height() / 2}, drawn, 30s)) throw never(subject, "drew");
    if (!screen.wait_for_rest(1500ms, 20s)) throw never(subject, "came to rest");
    return process;
}

StartTime time_start(const Subject& subject, support::Screen& screen) {
    screen.paint_root(kEmptyScreen);
    screen.wait_for_rest(300ms, 5s);
    support::Process process(subject.launch(subject.folder));
    const auto drawn = [](std::uint32_t pixel) { return pixel != kEmptyScreen; };
    const auto whole = [&](std::uint32_t pixel) { return pixel == subject.ready_colour; };
    const auto first = screen.wait_for_pixel(subject.ready, drawn, 30s);
    const auto last = screen.wait_for_pixel(subject.ready, whole, 30s);
    if (!first || !last) throw never(subject, "showed its first screen");
    return {milliseconds_between(process.started(), *first), milliseconds_between(process.started(), *last)};
}

Rest measure_rest(const support::Process& process, std::chrono::seconds duration) {
    const auto before = process.usage();
    const auto begin = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(duration);
    const auto after = process.usage();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    return {(after.cpu_seconds - before.cpu_seconds) / took.count(),
            static_cast<double>(after.written) - static_cast<double>(before.written),
            static_cast<double>(after.resident_share) / kMegabyte, after.processes};
}

}  // namespace bench
