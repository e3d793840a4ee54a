#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace rig {

// An ext4 in a file, mounted through a loop device. Its mounts are seen by this process and its children only, and go with
// them.
class DiskImage {
  public:
    // Empty, or why there can be none here: not root, no loop devices, no mkfs.ext4. Takes the process into a mount
    // namespace of its own.
    [[nodiscard]] static std::string unavailable(const std::filesystem::path& folder);

    explicit DiskImage(const std::filesystem::path& folder);
    ~DiskImage();
    DiskImage(const DiskImage&) = delete;
    DiskImage& operator=(const DiskImage&) = delete;

    [[nodiscard]] const std::filesystem::path& mounted() const { return mounted_; }
    // The file's bytes as they were at one instant: read twice, until nothing was written between the two.
    [[nodiscard]] std::vector<char> at_one_instant() const;

  private:
    std::filesystem::path image_, mounted_;
};

// Such bytes as a disk of their own, for as long as it lives.
class FoundDisk {
  public:
    FoundDisk(const std::filesystem::path& folder, const std::vector<char>& bytes);
    ~FoundDisk();
    FoundDisk(const FoundDisk&) = delete;
    FoundDisk& operator=(const FoundDisk&) = delete;
    [[nodiscard]] const std::filesystem::path& mounted() const { return mounted_; }

  private:
    std::filesystem::path image_, mounted_;
};

}  // namespace rig
