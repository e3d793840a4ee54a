#include "platform/display/window.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "platform/display/card_scanner.h"
#include "platform/display/renderer.h"

namespace display {

namespace {

// GLX_MESA_copy_sub_buffer, without the headers of X: shows a part of what is drawn and keeps the rest.
using CopySubBuffer = void (*)(void* display, unsigned long drawable, int x, int y, int width, int height);
using CurrentDisplay = void* (*)();
using CurrentDrawable = unsigned long (*)();

// Whoever has drawn this many pixels and then rests so long gives back what drawing left in the heap: a dozen megabytes
// under llvmpipe. Not at once, since taking it again costs the next frame a millisecond or two.
constexpr long long kMuchDrawn = 300'000;
constexpr Milliseconds kRest{3000};

void give_back_free_memory() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void sleep_for(std::optional<Milliseconds> longest) {
    if (!longest) {
        glfwWaitEvents();
    } else if (longest->count() <= 0) {
        glfwPollEvents();
    } else {
        glfwWaitEventsTimeout(static_cast<double>(longest->count()) / 1000.0);
    }
}

}  // namespace

void use_one_heap() {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1);
#endif
}

struct Window::State {
    const api::Clock& clock;
    GLFWwindow* window = nullptr;
    int width = 0, height = 0;
    std::optional<Renderer> renderer;
    std::string driver;
    DamageTracker damage;
    PointerQueue pointer;
    CardScanner scanner;
    std::deque<std::string> scans;
    bool touched = false;
    bool trim_due = false;
    float x = 0, y = 0;
    std::uintptr_t font_texture = 0;
    CopySubBuffer copy = nullptr;
    void* copy_display = nullptr;
    unsigned long copy_drawable = 0;

    explicit State(const api::Clock& c) : clock(c) {}
    ~State() {
        renderer.reset();
        if (window != nullptr) glfwDestroyWindow(window);
        glfwTerminate();
    }
    [[nodiscard]] Milliseconds now() const { return clock.read().mono; }

    static State& of(GLFWwindow* window) { return *static_cast<State*>(glfwGetWindowUserPointer(window)); }
    static void on_move(GLFWwindow* window, double x, double y);
    static void on_button(GLFWwindow* window, int button, int action, int mods);
    static void on_key(GLFWwindow* window, int key, int scancode, int action, int mods);
    static void on_refresh(GLFWwindow* window) { of(window).damage.forget(); }
    static void on_size(GLFWwindow* window, int width, int height);
    void find_partial_copy();
};

void Window::State::on_move(GLFWwindow* window, double x, double y) {
    State& state = of(window);
    state.x = static_cast<float>(x);
    state.y = static_cast<float>(y);
    state.pointer.move(0, state.x, state.y);
}

void Window::State::on_button(GLFWwindow* window, int button, int action, int) {
    if (button != GLFW_MOUSE_BUTTON_LEFT) return;
    State& state = of(window);
    state.touched = true;
    if (action == GLFW_PRESS) {
        state.pointer.press(0, state.x, state.y, state.now());
    } else {
        state.pointer.release(0, state.x, state.y);
    }
}

// What addresses are made of, without regard to case; 0 for every other key. The key of ';' stands for ':', which is no
// key of its own.
char character_of(int key) {
    if (key >= GLFW_KEY_A && key <= GLFW_KEY_Z) return static_cast<char>('a' + (key - GLFW_KEY_A));
    switch (key) {
        case GLFW_KEY_SEMICOLON: return ':';
        case GLFW_KEY_SLASH: return '/';
        case GLFW_KEY_PERIOD: return '.';
        case GLFW_KEY_MINUS: return '-';
        case GLFW_KEY_LEFT_BRACKET: return '[';
        case GLFW_KEY_RIGHT_BRACKET: return ']';
        default: return '\0';
    }
}

// GLFW names keys by their place on the keyboard, so that a Russian layout changes nothing.
void Window::State::on_key(GLFWwindow* window, int key, int, int action, int) {
    // A repeat is a press here: GLFW takes the second of two equal digits that come within 20 ms for the keyboard's own
    // repetition, and a reader types that fast.
    if (action == GLFW_RELEASE) return;
    State& state = of(window);
    state.touched = true;
    const Milliseconds at = state.now();
    if (key >= GLFW_KEY_0 && key <= GLFW_KEY_9) {
        state.scanner.digit(key - GLFW_KEY_0, at);
    } else if (key >= GLFW_KEY_KP_0 && key <= GLFW_KEY_KP_9) {
        state.scanner.digit(key - GLFW_KEY_KP_0, at);
    } else if (key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER) {
        if (auto scan = state.scanner.enter(at)) state.scans.push_back(std::move(*scan));
    } else if (const char character = character_of(key); character != '\0') {
        state.scanner.character(character, at);
    } else if (key < GLFW_KEY_LEFT_SHIFT) {  // modifiers and the menu key lie behind; locks, unknown keys spoil
        state.scanner.other(at);
    }
}

void Window::State::on_size(GLFWwindow* window, int width, int height) {
    State& state = of(window);
    if (width <= 0 || height <= 0) return;
    state.width = width;
    state.height = height;
    state.damage.forget();
}

void Window::State::find_partial_copy() {
    // Only where the processor draws: a graphics card draws everything at once and shows it without tearing.
    if (!renderer->software() || glfwExtensionSupported("GLX_MESA_copy_sub_buffer") == 0) return;
    const auto display = reinterpret_cast<CurrentDisplay>(glfwGetProcAddress("glXGetCurrentDisplay"));
    const auto drawable = reinterpret_cast<CurrentDrawable>(glfwGetProcAddress("glXGetCurrentDrawable"));
    const auto found = reinterpret_cast<CopySubBuffer>(glfwGetProcAddress("glXCopySubBufferMESA"));
    if (display == nullptr || drawable == nullptr || found == nullptr) return;
    copy_display = display();
    copy_drawable = drawable();
    if (copy_display != nullptr && copy_drawable != 0) copy = found;
}

base::Result<std::unique_ptr<Window>, WindowError> Window::open(const WindowOptions& options, const api::Clock& clock) {
    use_one_heap();
#ifdef GLFW_PLATFORM_X11
    glfwInitHint(GLFW_PLATFORM, GLFW_PLATFORM_X11);  // GLFW 3.4 would pick Wayland, where it has no touch
#endif
    glfwInitHint(GLFW_JOYSTICK_HAT_BUTTONS, GLFW_FALSE);
    if (glfwInit() == GLFW_FALSE) return base::failure(WindowError::no_display);
    auto state = std::make_unique<State>(clock);  // from here on its destructor ends GLFW

    GLFWmonitor* monitor = nullptr;
    int width = options.width, height = options.height;
    if (options.fullscreen) {
        monitor = glfwGetPrimaryMonitor();
        const GLFWvidmode* mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
        if (mode == nullptr) return base::failure(WindowError::no_display);
        width = mode->width;
        height = mode->height;
    }
    if (options.on_size) options.on_size(width, height);

    glfwWindowHint(GLFW_RESIZABLE, GLFW_FALSE);
    glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    glfwWindowHint(GLFW_ALPHA_BITS, 0);
    glfwWindowHint(GLFW_SAMPLES, 0);
    glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_TRUE);
    // OpenGL ES 2.0 is in every driver of Mesa down to the Pi's; others may have only OpenGL 2.1, which does as well.
    glfwWindowHint(GLFW_CLIENT_API, GLFW_OPENGL_ES_API);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 2);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
    state->window = glfwCreateWindow(width, height, options.title.c_str(), monitor, nullptr);
    if (state->window == nullptr) {
        glfwWindowHint(GLFW_CLIENT_API, GLFW_OPENGL_API);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 1);
        state->window = glfwCreateWindow(width, height, options.title.c_str(), monitor, nullptr);
    }
    if (state->window == nullptr) return base::failure(WindowError::no_opengl);

    glfwMakeContextCurrent(state->window);
    state->renderer = Renderer::make(&glfwGetProcAddress);
    if (!state->renderer) return base::failure(WindowError::no_opengl);
    state->driver = state->renderer->driver();
    glfwSwapInterval(state->renderer->software() ? 0 : 1);
    state->find_partial_copy();
    glfwGetFramebufferSize(state->window, &state->width, &state->height);

    glfwSetWindowUserPointer(state->window, state.get());
    double x = 0, y = 0;
    glfwGetCursorPos(state->window, &x, &y);
    state->x = static_cast<float>(x);
    state->y = static_cast<float>(y);
    glfwSetCursorPosCallback(state->window, &State::on_move);
    glfwSetMouseButtonCallback(state->window, &State::on_button);
    glfwSetKeyCallback(state->window, &State::on_key);
    glfwSetWindowRefreshCallback(state->window, &State::on_refresh);
    glfwSetFramebufferSizeCallback(state->window, &State::on_size);
    if (options.hide_pointer) glfwSetInputMode(state->window, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
    return std::unique_ptr<Window>(new Window(std::move(state)));
}

Window::Window(std::unique_ptr<State> state) : state_(std::move(state)) {}
Window::~Window() = default;

int Window::width() const {
    return state_->width;
}
int Window::height() const {
    return state_->height;
}

void Window::wait(std::optional<Milliseconds> longest) {
    if (!state_->trim_due || (longest && *longest <= kRest)) return sleep_for(longest);
    const Milliseconds begun = state_->now();
    sleep_for(kRest);
    if (state_->now() - begun < kRest) return;  // something came
    give_back_free_memory();
    state_->trim_due = false;
    if (longest) *longest -= kRest;
    sleep_for(longest);
}

void Window::wake() {
    glfwPostEmptyEvent();
}

bool Window::should_close() const {
    return glfwWindowShouldClose(state_->window) != 0;
}

PointerQueue& Window::pointer() {
    return state_->pointer;
}

std::optional<std::string> Window::take_scan() {
    if (state_->scans.empty()) return std::nullopt;
    std::string scan = std::move(state_->scans.front());
    state_->scans.pop_front();
    return scan;
}

bool Window::take_touched() {
    return std::exchange(state_->touched, false);
}

void Window::use_fonts(Fonts& fonts) {
    const Fonts::Pixels pixels = fonts.pixels();
    if (pixels.data == nullptr) return;
    if (state_->font_texture != 0) state_->renderer->drop_texture(state_->font_texture);
    state_->font_texture = state_->renderer->make_mask(pixels.data, pixels.width, pixels.height);
    fonts.set_texture(state_->font_texture);
    const ImVec2 white = fonts.atlas().TexUvWhitePixel;
    state_->renderer->set_mask(state_->font_texture, white.x, white.y);
    fonts.release_pixels();
    state_->damage.forget();
}

std::uintptr_t Window::use_picture(const Picture& picture) {
    state_->damage.forget();
    return state_->renderer->make_picture(picture);
}

Window::Drawn Window::draw(const ImDrawData& data, std::uint32_t paper) {
    const auto begun = std::chrono::steady_clock::now();
    Drawn drawn;
    std::vector<PixelRect> rects = state_->damage.changed(data, paper);
    if (rects.empty()) return drawn;
    const PixelRect whole{0, 0, state_->width, state_->height};
    // A compositor may have made the window smaller than the picture: a part beyond its edge would be an X error, and
    // that ends the program.
    for (PixelRect& rect : rects) {
        rect = {std::max(rect.x0, 0), std::max(rect.y0, 0), std::min(rect.x1, whole.x1), std::min(rect.y1, whole.y1)};
    }
    rects.erase(std::remove_if(rects.begin(), rects.end(), [](const PixelRect& rect) { return rect.empty(); }), rects.end());
    long long sum = 0;
    for (const PixelRect& rect : rects) sum += rect.area();
    // Each part is a round trip to the X server; from a quarter of the window on, one for everything is cheaper.
    const bool many = rects.size() > 1 && sum * 4 > whole.area();
    if (state_->copy == nullptr || many) rects = {whole};
    state_->renderer->draw(data, rects, paper, state_->width, state_->height);
    if (state_->copy == nullptr) {
        glfwSwapBuffers(state_->window);
    } else {
        for (const PixelRect& rect : rects) {
            state_->copy(state_->copy_display, state_->copy_drawable, rect.x0, state_->height - rect.y1,
                         rect.x1 - rect.x0, rect.y1 - rect.y0);
        }
    }
    drawn.rects = static_cast<int>(rects.size());
    for (const PixelRect& rect : rects) drawn.pixels += rect.area();
    if (drawn.pixels > kMuchDrawn) state_->trim_due = true;
    drawn.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
    return drawn;
}

void Window::draw_all_next() {
    state_->damage.forget();
}

base::Result<void, PngError> Window::screenshot(const ImDrawData& data, std::uint32_t paper,
                                                const std::filesystem::path& path) {
    // What is behind a swapped buffer is undefined, so the picture is drawn once more.
    state_->renderer->draw(data, {{0, 0, state_->width, state_->height}}, paper, state_->width, state_->height);
    return write_png(path, state_->renderer->read_back(state_->width, state_->height));
}

std::string Window::driver() const {
    return state_->driver;
}

}  // namespace display
