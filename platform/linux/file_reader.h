#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "platform/api/file_system.h"
#include "platform/linux/descriptor.h"

namespace platform_linux {

// Reads a file that is open. `path` is for what is told of an error; `size` is the file's.
[[nodiscard]] std::unique_ptr<api::FileReader> make_file_reader(Descriptor file, std::filesystem::path path,
                                                                std::uint64_t size);

// Makes what was renamed or made in an open folder durable: 0 or an errno. Some file systems of USB sticks cannot sync
// a folder and say so: nothing more can be done there.
[[nodiscard]] int sync_folder(int folder);

}  // namespace platform_linux
