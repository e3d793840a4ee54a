#include "app/kiosk/screen_record.h"

#include <fmt/format.h>

#include <utility>

namespace kiosk {

ScreenRecord::ScreenRecord(std::unique_ptr<api::LineSink> trace, std::filesystem::path pictures)
    : trace_(std::move(trace)), pictures_(std::move(pictures)) {}

void ScreenRecord::shown(const kit::Trace& trace, bool moving,
                         const std::function<bool(const std::filesystem::path&)>& save) {
    if (trace_) {
        std::string line = kit::to_json(trace);
        if (line != last_line_) {
            trace_->write(line);
            last_line_ = std::move(line);
        }
    }
    if (!pictures_.empty() && !moving && trace.screen != last_picture_) {
        last_picture_ = trace.screen;
        save(pictures_ / fmt::format("{:02}-{}.png", ++pictures_saved_, trace.screen));
    }
}

}  // namespace kiosk
