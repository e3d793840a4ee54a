#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "platform/display/fonts.h"

namespace kiosk {

// The letters of lists that come while the kiosk runs: drawn by the thread that brings the lists, before they are
// shown; the UI thread takes them between two passes.
class Letters {
  public:
    // Null where it fails.
    using Draw = std::function<std::unique_ptr<display::Fonts>(const std::u32string&)>;
    // `present`: what the fonts in use have, sorted and each once, as characters_of() gives it.
    Letters(std::u32string present, Draw draw) : present_(std::move(present)), draw_(std::move(draw)) {}

    // Any thread. Waits while letters are drawn that are not there yet, which takes a moment. What cannot
    // be drawn shows as an empty square, as always.
    void prepare(const std::u32string& needed);
    // Fonts with everything that was needed so far; null where those in use have it.
    [[nodiscard]] std::unique_ptr<display::Fonts> take();

  private:
    std::mutex preparing_;    // held while letters are drawn
    std::u32string present_;  // guarded by preparing_
    Draw draw_;
    std::mutex mutex_;
    std::unique_ptr<display::Fonts> drawn_;  // guarded by mutex_
};

}  // namespace kiosk
