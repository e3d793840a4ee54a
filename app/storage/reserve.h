#pragma once

#include <filesystem>

#include "platform/api/file_system.h"

namespace storage {

// DATA/reserve: a megabyte that is given back at the first "no space", so that the last records before somebody makes
// room still fit; made again when there is room.
class Reserve {
  public:
    static constexpr std::uint64_t kBytes = 1024 * 1024;
    // Not made again before so much is free, or the first large file would take it away again.
    static constexpr std::uint64_t kRoom = 8 * kBytes;

    Reserve(api::FileSystem& files, const std::filesystem::path& data) : files_(files), file_(data / "reserve") {}
    // true: there was one, and its room is free now.
    [[nodiscard]] bool give_back();
    // Makes it where it is not there and there is room.
    void renew();
    [[nodiscard]] bool is_there() { return files_.exists(file_); }

  private:
    api::FileSystem& files_;
    std::filesystem::path file_;
};

}  // namespace storage
