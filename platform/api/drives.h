#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "platform/api/file_system.h"

namespace api {

// A removable drive that is mounted now.
struct Drive {
    std::filesystem::path mount_point;
    std::string label;  // the last part of the mount point; for people
    bool writable = false;
};

// How a drive was let go.
enum class Released {
    unmounted,  // it may be taken out
    synced      // everything is on it, but it is still mounted: it is in use, or not ours to unmount
};

class Drives {
  public:
    virtual ~Drives() = default;
    // Sorted by mount point. Reads the mount table; never touches a drive itself. Any thread.
    [[nodiscard]] virtual std::vector<Drive> mounted() = 0;
    // Waits until all that was written is on the drive, then unmounts it. not_found: it is not mounted (any more).
    // Nothing of it may be open. Takes as long as the drive does: seconds. Any thread.
    [[nodiscard]] virtual FileResult<Released> release(const std::filesystem::path& mount_point) = 0;
};

}  // namespace api
