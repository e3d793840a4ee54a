#pragma once

#include <filesystem>

#include "platform/api/file_system.h"

namespace platform_linux {

// What an errno means for the caller.
[[nodiscard]] api::FileError file_error(int error_number, const std::filesystem::path& path);

}  // namespace platform_linux
