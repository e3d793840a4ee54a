#pragma once

#include <filesystem>
#include <string>

#include "app/server/program/commands.h"

namespace server {

struct GiveOptions {
    std::filesystem::path stick;
    std::string school;  // where there is more than one; empty: every one
    std::string kiosk;   // this one only
};

// Writes the lists and what the school has set onto a stick, for each kiosk that it may go to.
[[nodiscard]] ExitCode give_usb(const Context& context, const DataOptions& options, const GiveOptions& give);

}  // namespace server
