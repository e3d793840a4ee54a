#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/x_driver/screen.h"

namespace support {

struct TraceItem {
    std::string id, label, kind;
    float x = 0, y = 0, w = 0, h = 0;
    bool enabled = true;
    [[nodiscard]] Point centre() const { return {static_cast<int>(x + w / 2), static_cast<int>(y + h / 2)}; }
};

struct TraceScreen {
    std::string name;
    std::vector<TraceItem> items;
    [[nodiscard]] const TraceItem* find(const std::string& id) const;
};

// Reads what `--ui-trace FILE` writes: a line for each change of what is on the screen, the last one is the present.
class UiTrace {
  public:
    explicit UiTrace(std::filesystem::path file) : file_(std::move(file)) {}

    // The present screen; nothing before the first line.
    [[nodiscard]] const std::optional<TraceScreen>& now();
    // Waits until the present screen is so; throws with what it was instead.
    const TraceScreen& wait(const std::function<bool(const TraceScreen&)>& wanted, const std::string& what,
                            std::chrono::milliseconds at_most = std::chrono::seconds(10));
    const TraceScreen& wait_for(const std::string& screen);
    // All lines so far.
    [[nodiscard]] std::size_t lines() const { return lines_; }

  private:
    std::filesystem::path file_;
    std::uintmax_t read_ = 0;
    std::string rest_;
    std::size_t lines_ = 0;
    std::optional<TraceScreen> screen_;
};

}  // namespace support
