#include "tests/support/kiosk_hand/kiosk_hand.h"

#include <stdexcept>

namespace support {
namespace {

namespace fs = std::filesystem;

fs::path trace_file(const KioskHand::Options& options) { return options.data.string() + ".trace"; }

}  // namespace

Launch KioskHand::launch(const Server& server, const Programs& programs, const Options& options) {
    return {{(programs.folder / "vstrecha-kiosk").string(), "--data", options.data.string(), "--window",
             std::to_string(options.width) + "x" + std::to_string(options.height), "--now", options.now, "--ui-trace",
             trace_file(options).string()},
            environment_of(server), options.data.string() + ".output"};
}

KioskHand::KioskHand(const Server& server, Screen& screen, const Programs& programs, const Options& options)
    : screen_(screen), trace_(trace_file(options)) {
    fs::remove(trace_file(options));
    process_ = std::make_unique<Process>(launch(server, programs, options));
    trace_.wait_for("home");
}

TraceItem KioskHand::item(const std::string& id) {
    const auto& screen = trace_.wait(
        [&](const TraceScreen& s) {
            const auto* found = s.find(id);
            return found != nullptr && found->enabled;
        },
        id);
    return *screen.find(id);
}

void KioskHand::tap(const std::string& id) { screen_.tap(item(id).centre()); }

Point KioskHand::two_pictures(const Findable& person) {
    tap("home.check_in");
    const auto& classes = trace_.wait(
        [&](const TraceScreen& s) {
            for (const auto& item : s.items) {
                if (item.kind == "button" && item.label == person.class_name) return true;
            }
            return false;
        },
        "a tile of class " + person.class_name);
    for (const auto& tile : classes.items) {
        if (tile.kind != "button" || tile.label != person.class_name) continue;
        screen_.tap(tile.centre());
        break;
    }
    trace_.wait_for("pictures");
    for (int i = 0; i < 2; ++i) {
        const std::string id = "pictures." + std::to_string(person.pictures[static_cast<std::size_t>(i)]);
        tap(id);
        trace_.wait([&](const TraceScreen& s) { return s.find(id) != nullptr && !s.find(id)->enabled; }, id + " chosen");
    }
    return item("pictures." + std::to_string(person.pictures[2])).centre();
}

void KioskHand::done() {
    tap("recorded.done");
    trace_.wait_for("home");
}

}  // namespace support
