#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace support {

struct Point {
    int x = 0, y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

// The whole screen at one moment: 0xRRGGBB, row by row.
struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint32_t> pixels;
    [[nodiscard]] std::uint32_t at(Point where) const {
        return pixels[static_cast<std::size_t>(where.y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(where.x)];
    }
};

// One connection to an X server: a finger (XTest) and an eye (shared memory, Damage). One thread.
class Screen {
  public:
    using Clock = std::chrono::steady_clock;

    explicit Screen(const std::string& display);
    ~Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    [[nodiscard]] int width() const;
    [[nodiscard]] int height() const;

    // Paints the empty screen, so that a program's first pixel can be told from nothing.
    void paint_root(std::uint32_t colour);

    // Press and release with nothing between them: both can fall into one frame of the program. Returns when the press
    // was sent, as all of these do.
    Clock::time_point tap(Point where);
    Clock::time_point press(Point where);
    Clock::time_point move(Point where);
    Clock::time_point release();
    // Types through the keyboard, as a card reader does; digits, lower-case letters and \n.
    void type(const std::string& text);

    [[nodiscard]] std::uint32_t pixel(Point where);
    [[nodiscard]] Picture picture();
    // When the pixel was first seen so. Sleeps until something is drawn; nothing where that time passes.
    [[nodiscard]] std::optional<Clock::time_point> wait_for_pixel(Point where,
                                                                  const std::function<bool(std::uint32_t)>& wanted,
                                                                  std::chrono::milliseconds at_most);
    // Waits until nothing has been drawn for that long; false where it never came to rest.
    bool wait_for_rest(std::chrono::milliseconds quiet, std::chrono::milliseconds at_most);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace support
