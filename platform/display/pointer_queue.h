#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

namespace display {

using Milliseconds = std::chrono::milliseconds;

// Where the finger is for one pass of ImGui. `away`: no finger, and nothing may stay hovered.
struct Pointer {
    float x = 0, y = 0;
    bool down = false;
    bool away = true;
    Milliseconds pressed_at{0};  // of the touch that is down; by the monotonic clock of the caller
    friend bool operator==(const Pointer&, const Pointer&) = default;
};

// Turns touches as they came into pointer states for passes, so that ImGui loses none:
// the finger stands on its place a pass before it presses, press and release never share a pass, and after the release
// the pointer leaves the screen. Every further touch in the queue waits for its turn, so ten quick taps are ten clicks.
// One finger only: a second one is ignored from its press to its release. Positions are pixels of the window.
// One thread (the UI's). Holds at most kLongest steps; a flood beyond that is dropped a whole touch at a time.
class PointerQueue {
  public:
    static constexpr std::size_t kLongest = 1024;

    void press(int finger, float x, float y, Milliseconds at);
    void move(int finger, float x, float y);
    void release(int finger, float x, float y);
    // The touch that is down ends nowhere, so that it presses nothing (the window lost its finger).
    void cancel();

    // True while passes are owed: run them before drawing or sleeping, or a tap in the last frame is lost.
    [[nodiscard]] bool pending() const { return !steps_.empty(); }
    // The state for the next pass; repeats the last one when nothing is pending.
    Pointer next();
    [[nodiscard]] const Pointer& now() const { return now_; }
    // Touches whose release has been handed out, since the beginning.
    [[nodiscard]] std::uint64_t taps() const { return taps_; }

  private:
    std::deque<Pointer> steps_;
    Pointer now_;
    Pointer last_;            // the newest state queued
    int finger_ = kNoFinger;  // that is down, at the end of the queue
    bool dropping_ = false;
    std::uint64_t taps_ = 0;
    static constexpr int kNoFinger = -1;

    void push(Pointer step);
};

}  // namespace display
