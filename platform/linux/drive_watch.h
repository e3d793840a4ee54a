#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "platform/api/drives.h"

// Inside platform/linux only.
namespace platform_linux {

// Calls `changed` whenever the mount table or the folder of notes has changed, from a thread that sleeps in the kernel
// until then. The kernel tells of the table only where it is /proc/self/mounts. The folder need not be there yet;
// empty: there is none.
[[nodiscard]] std::unique_ptr<api::DrivesWatch> make_drive_watch(const std::filesystem::path& mount_table,
                                                                 std::filesystem::path notes,
                                                                 std::function<void()> changed);

}  // namespace platform_linux
