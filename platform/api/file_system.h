#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
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

// A file that is open for reading. One thread at a time.
class FileReader {
  public:
    virtual ~FileReader() = default;
    [[nodiscard]] virtual std::uint64_t size() const = 0;  // when it was opened
    // Fills `to` from `offset` on and gives the number of bytes: fewer only where the file ends.
    [[nodiscard]] virtual FileResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> to) = 0;
    // What is read next of this range comes from the drive and not from memory, where the system can do so.
    virtual void forget(std::uint64_t offset, std::uint64_t length) = 0;
};

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
    [[nodiscard]] virtual FileResult<std::unique_ptr<FileReader>> open(const std::filesystem::path& file) = 0;
    // Writes over and past what is there, and makes the file where there is none. Durable, but not all or nothing.
    [[nodiscard]] virtual FileResult<void> write_at(const std::filesystem::path& file, std::uint64_t offset,
                                                    base::ByteView content) = 0;
    // Within one drive; a file of the new name is replaced. Durable, and all or nothing.
    [[nodiscard]] virtual FileResult<void> rename(const std::filesystem::path& from,
                                                  const std::filesystem::path& to) = 0;
    // A durable copy under a name that must not exist yet. Of a file that nobody writes to any more, `share` may make
    // a second name of the same bytes instead, which costs no space.
    enum class Copying { bytes, share };
    [[nodiscard]] virtual FileResult<void> copy(const std::filesystem::path& from, const std::filesystem::path& to,
                                                Copying copying) = 0;
    struct Space {
        std::uint64_t total_bytes = 0;
        std::uint64_t free_bytes = 0;
    };
    [[nodiscard]] virtual FileResult<Space> space(const std::filesystem::path& path) = 0;
};

}  // namespace api
