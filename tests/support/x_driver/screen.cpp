#include "tests/support/x_driver/screen.h"

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <poll.h>
#include <sys/ipc.h>
#include <sys/shm.h>

#include <stdexcept>

namespace support {

using std::chrono::milliseconds;

namespace {
constexpr unsigned long kKeyMilliseconds = 2;
}  // namespace

struct Screen::State {
    Display* display = nullptr;
    Window root = 0;
    int width = 0, height = 0;
    XShmSegmentInfo memory{};
    XImage* whole = nullptr;
    XImage* one = nullptr;  // shares the memory; 1 by 1
    Damage damage = 0;
    int damage_event = 0;

    void read(XImage* image, Point where) const {
        if (XShmGetImage(display, root, image, where.x, where.y, AllPlanes) == 0) {
            throw std::runtime_error("the screen cannot be read");
        }
    }
    // True where something was drawn before the deadline.
    bool wait_for_damage(Screen::Clock::time_point deadline) const {
        for (;;) {
            bool seen = false;
            while (XPending(display) > 0) {
                XEvent event;
                XNextEvent(display, &event);
                seen = seen || event.type == damage_event + XDamageNotify;
            }
            if (seen) {
                XDamageSubtract(display, damage, None, None);
                return true;
            }
            const auto left = std::chrono::duration_cast<milliseconds>(deadline - Screen::Clock::now()).count();
            if (left <= 0) return false;
            pollfd readable{ConnectionNumber(display), POLLIN, 0};
            poll(&readable, 1, static_cast<int>(left) + 1);
        }
    }
};

Screen::Screen(const std::string& display) : state_(std::make_unique<State>()) {
    auto& s = *state_;
    s.display = XOpenDisplay(display.c_str());
    if (s.display == nullptr) throw std::runtime_error("no X server at " + display);
    const int number = DefaultScreen(s.display);
    s.root = RootWindow(s.display, number);
    s.width = DisplayWidth(s.display, number);
    s.height = DisplayHeight(s.display, number);
    int first_error = 0, opcode = 0, event = 0, error = 0;
    if (XShmQueryExtension(s.display) == 0 || XDamageQueryExtension(s.display, &s.damage_event, &first_error) == 0 ||
        XQueryExtension(s.display, "XTEST", &opcode, &event, &error) == 0) {
        throw std::runtime_error("the X server lacks MIT-SHM, DAMAGE or XTEST");
    }
    Visual* visual = DefaultVisual(s.display, number);
    const auto depth = static_cast<unsigned>(DefaultDepth(s.display, number));
    s.whole = XShmCreateImage(s.display, visual, depth, ZPixmap, nullptr, &s.memory, static_cast<unsigned>(s.width),
                              static_cast<unsigned>(s.height));
    s.one = XShmCreateImage(s.display, visual, depth, ZPixmap, nullptr, &s.memory, 1, 1);
    s.memory.shmid = shmget(IPC_PRIVATE, static_cast<std::size_t>(s.whole->bytes_per_line * s.height), IPC_CREAT | 0600);
    s.memory.shmaddr = s.whole->data = s.one->data = static_cast<char*>(shmat(s.memory.shmid, nullptr, 0));
    XShmAttach(s.display, &s.memory);
    XSync(s.display, False);
    shmctl(s.memory.shmid, IPC_RMID, nullptr);  // goes with the last who is attached
    s.damage = XDamageCreate(s.display, s.root, XDamageReportNonEmpty);
    XSync(s.display, False);
}

Screen::~Screen() {
    auto& s = *state_;
    if (s.display == nullptr) return;
    XDamageDestroy(s.display, s.damage);
    XShmDetach(s.display, &s.memory);
    XSync(s.display, False);
    s.whole->data = s.one->data = nullptr;
    XDestroyImage(s.whole);
    XDestroyImage(s.one);
    shmdt(s.memory.shmaddr);
    XCloseDisplay(s.display);
}

int Screen::width() const { return state_->width; }
int Screen::height() const { return state_->height; }

void Screen::paint_root(std::uint32_t colour) {
    XSetWindowBackground(state_->display, state_->root, colour);
    XClearWindow(state_->display, state_->root);
    XSync(state_->display, False);
}

Screen::Clock::time_point Screen::tap(Point where) {
    XTestFakeMotionEvent(state_->display, -1, where.x, where.y, CurrentTime);
    XTestFakeButtonEvent(state_->display, 1, True, CurrentTime);
    XTestFakeButtonEvent(state_->display, 1, False, CurrentTime);
    const auto now = Clock::now();
    XFlush(state_->display);
    return now;
}

Screen::Clock::time_point Screen::press(Point where) {
    XTestFakeMotionEvent(state_->display, -1, where.x, where.y, CurrentTime);
    XTestFakeButtonEvent(state_->display, 1, True, CurrentTime);
    const auto now = Clock::now();
    XFlush(state_->display);
    return now;
}

Screen::Clock::time_point Screen::move(Point where) {
    XTestFakeMotionEvent(state_->display, -1, where.x, where.y, CurrentTime);
    const auto now = Clock::now();
    XFlush(state_->display);
    return now;
}

Screen::Clock::time_point Screen::release() {
    XTestFakeButtonEvent(state_->display, 1, False, CurrentTime);
    const auto now = Clock::now();
    XFlush(state_->display);
    return now;
}

void Screen::type(const std::string& text) {
    for (const char letter : text) {
        const KeySym symbol = letter == '\n' ? XK_Return : static_cast<KeySym>(static_cast<unsigned char>(letter));
        const KeyCode code = XKeysymToKeycode(state_->display, symbol);
        if (code == 0) throw std::runtime_error("no key for this character");
        // GLFW takes a second press of a key in the same millisecond for an echo; no reader is that quick.
        XTestFakeKeyEvent(state_->display, code, True, kKeyMilliseconds);
        XTestFakeKeyEvent(state_->display, code, False, kKeyMilliseconds);
    }
    XFlush(state_->display);
}

std::uint32_t Screen::pixel(Point where) {
    state_->read(state_->one, where);
    return static_cast<std::uint32_t>(XGetPixel(state_->one, 0, 0)) & 0xFFFFFF;
}

Picture Screen::picture() {
    state_->read(state_->whole, {0, 0});
    Picture picture{state_->width, state_->height, {}};
    picture.pixels.reserve(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height));
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            picture.pixels.push_back(static_cast<std::uint32_t>(XGetPixel(state_->whole, x, y)) & 0xFFFFFF);
        }
    }
    return picture;
}

std::optional<Screen::Clock::time_point> Screen::wait_for_pixel(Point where,
                                                                const std::function<bool(std::uint32_t)>& wanted,
                                                                milliseconds at_most) {
    const auto deadline = Clock::now() + at_most;
    for (;;) {
        if (wanted(pixel(where))) return Clock::now();
        if (Clock::now() >= deadline) return std::nullopt;
        // A quarter of a second at a time: should a drawing ever come without its notice, it is still found.
        state_->wait_for_damage(std::min(deadline, Clock::now() + milliseconds(250)));
    }
}

bool Screen::wait_for_rest(milliseconds quiet, milliseconds at_most) {
    const auto deadline = Clock::now() + at_most;
    while (Clock::now() < deadline) {
        if (!state_->wait_for_damage(Clock::now() + quiet)) return true;
    }
    return false;
}

}  // namespace support
