#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace api {

// A removable drive that is mounted now.
struct Drive {
    std::filesystem::path mount_point;
    std::string label;  // the last part of the mount point; for people
    bool writable = false;
};

class Drives {
  public:
    virtual ~Drives() = default;
    // Sorted by mount point. Reads the mount table; never touches a drive itself. Any thread.
    [[nodiscard]] virtual std::vector<Drive> mounted() = 0;
};

}  // namespace api
