#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "platform/api/file_system.h"

namespace api {

enum class EntryKind { file, folder, other };  // other: a link, a device, a pipe, a socket

// A file that is being written. What was not finished may be there by half, or not at all. One thread.
class FileWriter {
  public:
    virtual ~FileWriter() = default;
    [[nodiscard]] virtual FileResult<void> write(base::ByteView more) = 0;
    // All of it is on the drive.
    [[nodiscard]] virtual FileResult<void> finish() = 0;
};

// A folder into which anybody may have put anything, such as that of a USB stick. Paths are relative to it. No call
// ever leaves it: a part ".." is no_permission, and so is a link, a device, or another file system that is mounted
// within. It stays with the drive on which it was opened: of one that was pulled out every call fails, and nothing is
// written to what lay below its mount point. Any thread, one at a time.
class EnclosedFolder {
  public:
    virtual ~EnclosedFolder() = default;
    // Tells each name as the folder is read, in no order; `each` gives false for enough. Names may hold any byte but
    // '/'.
    using Each = std::function<bool(const std::string& name, EntryKind kind)>;
    [[nodiscard]] virtual FileResult<void> visit(const std::filesystem::path& folder, const Each& each) = 0;
    // A plain file; waits for nothing but the drive.
    [[nodiscard]] virtual FileResult<std::unique_ptr<FileReader>> open(const std::filesystem::path& file) = 0;
    // In place of what has this name, unless that is a folder.
    [[nodiscard]] virtual FileResult<std::unique_ptr<FileWriter>> create(const std::filesystem::path& file) = 0;
    // With the parents; an existing folder is fine. Durable.
    [[nodiscard]] virtual FileResult<void> make_folders(const std::filesystem::path& folder) = 0;
    // A file of the new name is replaced. Durable, and all or nothing.
    [[nodiscard]] virtual FileResult<void> rename(const std::filesystem::path& from,
                                                  const std::filesystem::path& to) = 0;
    [[nodiscard]] virtual FileResult<void> remove(const std::filesystem::path& file) = 0;
    // Of the drive that it is on.
    [[nodiscard]] virtual FileResult<FileSystem::Space> space() = 0;
};

// Who may read and change what is made in it, where the file system knows of that.
enum class MadeFor {
    owner,
    everybody  // of a stick, which goes to machines where users have other numbers
};

class EnclosedFolders {
  public:
    virtual ~EnclosedFolders() = default;
    // A folder that is there. Any thread.
    [[nodiscard]] virtual FileResult<std::unique_ptr<EnclosedFolder>> open(const std::filesystem::path& folder,
                                                                           MadeFor made_for) = 0;
};

}  // namespace api
