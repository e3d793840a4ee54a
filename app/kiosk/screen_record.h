#pragma once

#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "app/kiosk/kit/trace.h"
#include "platform/api/file_system.h"
#include "platform/api/line_sink.h"

namespace kiosk {

// For tools that drive the kiosk (--ui-trace) and for who looks at it (--screenshot-dir). UI thread.
class ScreenRecord {
  public:
    // Both may be left out: a null sink, an empty folder.
    ScreenRecord(std::unique_ptr<api::LineSink> trace, std::filesystem::path pictures);

    [[nodiscard]] bool wants_trace() const { return trace_ != nullptr || !pictures_.empty(); }
    // What is on the screen now. A line of trace where it differs from the last; a picture of each screen when it has
    // come to rest: 01-home.png, 02-class.png ...
    void shown(const kit::Trace& trace, bool moving, const std::function<bool(const std::filesystem::path&)>& save);

  private:
    std::unique_ptr<api::LineSink> trace_;
    std::filesystem::path pictures_;
    std::string last_line_;
    std::string last_picture_;
    int pictures_saved_ = 0;
};

}  // namespace kiosk
