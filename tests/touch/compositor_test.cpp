#include <sys/stat.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "tests/support/catch.h"
#include "tests/touch/target.h"

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr int kTouches = 20;
constexpr uid_t kNobody = 65534;

// Empty, or what is missing here.
std::string lacks() {
    if (!support::find_program("cage")) return "cage";
    if (!support::find_program("Xwayland")) return "Xwayland (xwayland)";
    if (!fs::exists(touch::programs().folder / "touch_shim.so")) return "wlroots 0.15's headers (libwlroots-dev)";
    if (geteuid() == 0 && !support::find_program("setpriv")) return "setpriv, to be an ordinary user";
    // Some sandboxes hide what root built from everybody else.
    if (geteuid() == 0) {
        support::Process test({{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--", "test", "-x",
                                (touch::programs().folder / "tap_counter").string()}, {}, {}});
        if (test.wait(5s) != 0) return "a build that an ordinary user can run";
    }
    return {};
}

}  // namespace

TEST_CASE("twenty touches of twenty arrive through cage and XWayland, as an ordinary user") {
    if (const auto missing = lacks(); !missing.empty()) {
        WARN("skipped: needs " << missing);
        return;
    }
    touch::Folder folder;
    const fs::path run = folder.path() / "run", script = folder.path() / "script";
    fs::create_directories(run);
    fs::permissions(run, fs::perms::owner_all);
    std::vector<std::string> command;
    if (geteuid() == 0) {
        REQUIRE(chown(folder.path().c_str(), kNobody, kNobody) == 0);
        REQUIRE(chown(run.c_str(), kNobody, kNobody) == 0);
        command = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"};
    }
    // Only the compositor is preloaded: what it starts is the program as it is.
    const auto target = touch::Target::command(folder.path());
    command.insert(command.end(), {"env", "LD_PRELOAD=" + (touch::programs().folder / "touch_shim.so").string(), "cage", "--",
                                   "env", "-u", "LD_PRELOAD"});
    command.insert(command.end(), target.begin(), target.end());
    support::Process cage({command,
                           {{"XDG_RUNTIME_DIR", run.string()}, {"HOME", folder.path().string()}, {"WLR_BACKENDS", "headless"},
                            {"WLR_LIBINPUT_NO_DEVICES", "1"}, {"WLR_RENDERER", "pixman"}, {"TOUCH_SCRIPT", script.string()},
                            {"LIBGL_ALWAYS_SOFTWARE", "1"}},
                           folder.path() / "output"});
    support::UiTrace trace(folder.path() / "trace");
    const auto button = *trace.wait_for("tap").find("tap.here");
    const auto& elsewhere = *trace.now()->find("tap.elsewhere");
    // The headless output may have another size than the window: parts of what the program says it covers.
    const double width = elsewhere.x + elsewhere.w + button.x, height = elsewhere.y + elsewhere.h + button.y;
    {
        std::ofstream lines(script.string() + ".part");
        const double x = button.centre().x / width, y = button.centre().y / height;
        lines << "sleep 500\n";
        for (int i = 0; i < kTouches; ++i) {
            lines << "down 0 " << x << ' ' << y << "\nsleep 40\nup 0 " << x << ' ' << y << "\nsleep 60\n";
        }
    }
    fs::rename(script.string() + ".part", script);
    std::this_thread::sleep_for(500ms + kTouches * 100ms + 1500ms);
    // The window goes first, so that it ends in order.
    for (const auto id : cage.descendants()) {
        if (support::command_of(id).find("tap_counter") != std::string::npos) kill(id, SIGTERM);
    }
    CHECK(cage.wait(10s).has_value());
    CHECK(touch::rows(folder.path() / "data") == kTouches);
}
