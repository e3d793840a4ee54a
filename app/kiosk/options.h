#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "app/domain/time.h"

namespace kiosk {

// What the command line of vstrecha-kiosk says.
struct Options {
    std::filesystem::path data;
    bool fullscreen = false;                       // --kiosk
    int width = 1280, height = 800;                // --window WxH
    std::filesystem::path ui_trace;                // --ui-trace FILE; empty: none
    std::filesystem::path screenshots;             // --screenshot-dir DIR; empty: none
    std::optional<domain::LocalTime> now;          // --now TIME, of the school's zone; demo and tests only
};

// Either the options, or the exit code after help or a clear sentence was printed.
[[nodiscard]] std::variant<Options, int> parse_options(int argc, char** argv);

}  // namespace kiosk
