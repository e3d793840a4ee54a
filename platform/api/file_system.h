#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "platform/base/bytes.h"
#include "platform/base/result.h"

namespace api {

enum class FileErrorKind { not_found, no_permission, no_space, read_only, exists, too_large, input_output };

struct FileError {
    FileErrorKind kind;
    std::filesystem::path path;
    std::string detail;  // the system's own words, for the log
};

template <class T>
using FileResult = base::Result<T, FileError>;

// Files and folders. Any thread. Paths are absolute or relative to the working folder.
class FileSystem {
  public:
    virtual ~FileSystem() = default;
    // Whole file; too_large above `limit` bytes, before anything is read.
    [[nodiscard]] virtual FileResult<base::Bytes> read(const std::filesystem::path& file, std::uint64_t limit) = 0;
    // All or nothing and durable: written under a temporary name beside it, fsynced, renamed, the folder fsynced.
    [[nodiscard]] virtual FileResult<void> write_atomically(const std::filesystem::path& file,
                                                            base::ByteView content) = 0;
    // With the parents; an existing folder is fine. Mode 0700 where it is made.
    [[nodiscard]] virtual FileResult<void> make_folders(const std::filesystem::path& folder) = 0;
    [[nodiscard]] virtual bool exists(const std::filesystem::path& path) = 0;
    // Names in the folder, sorted, without "." and "..".
    [[nodiscard]] virtual FileResult<std::vector<std::string>> list(const std::filesystem::path& folder) = 0;
    [[nodiscard]] virtual FileResult<void> remove(const std::filesystem::path& path) = 0;
    struct Space {
        std::uint64_t total_bytes = 0;
        std::uint64_t free_bytes = 0;
    };
    [[nodiscard]] virtual FileResult<Space> space(const std::filesystem::path& path) = 0;
};

}  // namespace api
