#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/api/clock.h"
#include "platform/base/result.h"
#include "platform/display/damage.h"
#include "platform/display/fonts.h"
#include "platform/display/png_file.h"
#include "platform/display/pointer_queue.h"

struct ImDrawData;

namespace display {

struct WindowOptions {
    std::string title = "Vstrecha";
    int width = 1280, height = 800;  // of the window; of a fullscreen one the monitor decides
    bool fullscreen = false;
    bool hide_pointer = false;  // no arrow on a touch screen
    // Called as soon as the size is known, before the slow part of opening: begin to draw fonts on another thread here.
    std::function<void(int width, int height)> on_size;
};

enum class WindowError { no_display, no_opengl };

// One heap for all threads of this process: each further one keeps megabytes of what fonts and shaders left free
// (measured: 7). The first thing in main(), before any thread; open() calls it too, which is late for threads before
// it.
void use_one_heap();

// The kiosk's window on X11 (asked for explicitly: GLFW delivers no touch on Wayland), with its touches, its card
// reader and its OpenGL. The loop around it:
//
//     while (!window.should_close()) {
//         window.wait(until the next deadline, or Milliseconds{0} while something moves);
//         auto end = kit::settle(kit, window.pointer(), now, ...);   // passes, not drawn
//         window.draw(*end.drawn, paper);                            // draws what changed, if anything did
//     }
//
// UI thread, all but wake(). One window in a process.
class Window {
  public:
    // `clock`: its mono stamps touches and scans; must outlive the window.
    [[nodiscard]] static base::Result<std::unique_ptr<Window>, WindowError> open(const WindowOptions& options,
                                                                                 const api::Clock& clock);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    [[nodiscard]] int width() const;  // pixels
    [[nodiscard]] int height() const;

    // Sleeps until there is input, wake() was called, or the time is over; nothing means without end. Some seconds into
    // a rest after large drawing, the memory that it left free goes back to the system.
    void wait(std::optional<Milliseconds> longest);
    // Ends a wait. Any thread, while the window lives.
    void wake();
    [[nodiscard]] bool should_close() const;

    [[nodiscard]] PointerQueue& pointer();
    // The characters of one whole scan since the last call, oldest first; capital letters come as small ones.
    [[nodiscard]] std::optional<std::string> take_scan();
    // True if there was any touch, key or scan since the last call.
    [[nodiscard]] bool take_touched();

    // Makes the fonts' texture and gives their pixels' memory back. Again after the fonts were replaced.
    void use_fonts(Fonts& fonts);
    // A picture for the kit (the school's logo). Lives until the window closes.
    [[nodiscard]] std::uintptr_t use_picture(const Picture& picture);

    struct Drawn {
        int rects = 0;                      // 0: nothing had changed, nothing was drawn
        long long pixels = 0;               // that were drawn anew
        std::chrono::microseconds took{0};  // until they are on the screen, or handed to it
    };
    // Draws where the vertices differ from those drawn last. `paper`: 0xRRGGBB.
    Drawn draw(const ImDrawData& data, std::uint32_t paper);
    // The next draw() draws everything.
    void draw_all_next();

    // Saves the picture that draw() would show, whole. Shows nothing.
    [[nodiscard]] base::Result<void, PngError> screenshot(const ImDrawData& data, std::uint32_t paper,
                                                          const std::filesystem::path& path);
    // What draws: "llvmpipe (LLVM 15.0.6, 256 bits)".
    [[nodiscard]] std::string driver() const;

  private:
    struct State;
    explicit Window(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace display
