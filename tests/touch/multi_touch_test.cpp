#include "tests/support/catch.h"
#include "tests/support/x_driver/touch_device.h"
#include "tests/touch/target.h"

using namespace std::chrono_literals;

namespace {

constexpr double kWidth = 1280, kHeight = 800;

struct Panel {
    touch::Folder folder;
    std::unique_ptr<support::Server> server = support::Server::touch_panel(folder.path() / "xorg");
    support::Screen screen{server->display()};
    touch::Target target{*server, folder.path()};
    support::TouchDevice device{server->touch_socket()};

    void down(int finger, support::Point at) { device.down(finger, at.x / kWidth, at.y / kHeight); settle(); }
    void move(int finger, support::Point at) { device.move(finger, at.x / kWidth, at.y / kHeight); settle(); }
    void up(int finger, support::Point at) { device.up(finger, at.x / kWidth, at.y / kHeight); settle(); }
    void settle() {
        device.wait_until_taken();
        screen.wait_for_rest(40ms, 2s);
    }
    int end() {
        screen.wait_for_rest(500ms, 20s);
        return target.end();
    }
};

bool possible() {
    const auto missing = support::Server::touch_panel_lacks();
    if (!missing.empty()) WARN("skipped: a real touch panel needs " << missing);
    return missing.empty();
}

}  // namespace

TEST_CASE("twenty real touches through Xorg are twenty rows") {
    if (!possible()) return;
    Panel panel;
    const auto here = panel.target.here();
    for (int i = 0; i < 20; ++i) {
        panel.down(0, here);
        panel.up(0, here);
    }
    CHECK(panel.end() == 20);
}

TEST_CASE("twenty touches whose press and release come together are twenty rows") {
    if (!possible()) return;
    Panel panel;
    const auto here = panel.target.here();
    for (int i = 0; i < 20; ++i) {
        panel.device.down(0, here.x / kWidth, here.y / kHeight);
        panel.device.up(0, here.x / kWidth, here.y / kHeight);
        panel.settle();
    }
    CHECK(panel.end() == 20);
}

TEST_CASE("a second finger is no tap, and does not spoil the first one's") {
    if (!possible()) return;
    Panel panel;
    const auto here = panel.target.here();
    const support::Point beside{here.x + 200, here.y + 60};
    // A palm: the second finger comes and goes while the first one is down.
    panel.down(0, here);
    panel.down(1, beside);
    panel.up(1, beside);
    panel.up(0, here);
    // Two fingers, of which the first one goes first.
    panel.down(0, here);
    panel.down(1, beside);
    panel.up(0, here);
    panel.up(1, beside);
    // And a tap after all that is a tap.
    panel.down(0, here);
    panel.up(0, here);
    CHECK(panel.end() == 3);
}

TEST_CASE("a real finger that slides off the button records nothing") {
    if (!possible()) return;
    Panel panel;
    const auto here = panel.target.here(), elsewhere = panel.target.elsewhere();
    for (int i = 0; i < 3; ++i) {
        panel.down(0, here);
        panel.move(0, {here.x, (here.y + elsewhere.y) / 2});
        panel.move(0, elsewhere);
        panel.up(0, elsewhere);
    }
    CHECK(panel.end() == 0);
}
