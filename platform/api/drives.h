#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/api/file_system.h"

namespace api {

// A removable drive that is mounted now.
struct Drive {
    std::filesystem::path mount_point;
    std::string label;  // the last part of the mount point; for people
    bool writable = false;
    friend bool operator==(const Drive&, const Drive&) = default;
};

// How a drive was let go.
enum class Released {
    unmounted,  // it may be taken out
    synced      // everything is on it, but it is still mounted: it is in use, or not ours to unmount
};

// What whoever mounts drives on this machine found wrong with one (deploy/usb).
enum class DriveTrouble {
    unformatted,    // no file system is on it
    not_supported,  // one that is not for sticks
    damaged         // its file system is: it is mounted for reading only, or not at all
};
struct DriveNote {
    std::string name;  // Drive::label where it is mounted all the same; for people
    DriveTrouble trouble{};
    friend bool operator==(const DriveNote&, const DriveNote&) = default;
};

// Goes on until it is destroyed; no call comes after that.
class DrivesWatch {
  public:
    virtual ~DrivesWatch() = default;
};

class Drives {
  public:
    virtual ~Drives() = default;
    // Sorted by mount point. Reads the mount table; never touches a drive itself. Any thread.
    [[nodiscard]] virtual std::vector<Drive> mounted() = 0;
    // Sorted by name, each trouble as long as the drive is in. Never touches a drive itself. Any thread.
    [[nodiscard]] virtual std::vector<DriveNote> noted() = 0;
    // `changed` is called within moments of each change of mounted() or noted() from now on, by a thread of the watch
    // which sleeps until then; it must not destroy the watch. Where the machine tells of nothing, no call comes.
    [[nodiscard]] virtual std::unique_ptr<DrivesWatch> watch(std::function<void()> changed) = 0;
    // Waits until all that was written is on the drive, then unmounts it, or has it unmounted by whoever may.
    // not_found: it is not mounted (any more). Nothing of it may be open. Takes as long as the drive does: seconds. Any
    // thread.
    [[nodiscard]] virtual FileResult<Released> release(const std::filesystem::path& mount_point) = 0;
};

}  // namespace api
