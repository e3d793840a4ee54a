#pragma once

#include <set>

#include "platform/api/file_system.h"
#include "platform/api/process_lock.h"
#include "tests/support/model_disk/model_disk.h"

namespace support {

// Files and folders of a ModelDisk, by the same steps that the real ones take: what is durable by api::FileSystem's word
// is so by the syncs that it makes.
class ModelFiles : public api::FileSystem {
  public:
    explicit ModelFiles(ModelDisk& disk) : disk_(disk) {}

    [[nodiscard]] api::FileResult<base::Bytes> read(const std::filesystem::path& file, std::uint64_t limit) override;
    [[nodiscard]] api::FileResult<void> write_atomically(const std::filesystem::path& file,
                                                         base::ByteView content) override;
    [[nodiscard]] api::FileResult<void> make_folders(const std::filesystem::path& folder) override;
    [[nodiscard]] bool exists(const std::filesystem::path& path) override;
    [[nodiscard]] api::FileResult<std::vector<std::string>> list(const std::filesystem::path& folder) override;
    [[nodiscard]] api::FileResult<void> remove(const std::filesystem::path& path) override;
    [[nodiscard]] api::FileResult<std::unique_ptr<api::FileReader>> open(const std::filesystem::path& file) override;
    [[nodiscard]] api::FileResult<void> write_at(const std::filesystem::path& file, std::uint64_t offset,
                                                 base::ByteView content) override;
    [[nodiscard]] api::FileResult<void> rename(const std::filesystem::path& from,
                                               const std::filesystem::path& to) override;
    [[nodiscard]] api::FileResult<void> copy(const std::filesystem::path& from, const std::filesystem::path& to,
                                             Copying copying) override;
    [[nodiscard]] api::FileResult<Space> space(const std::filesystem::path& path) override;

  private:
    [[nodiscard]] api::FileResult<void> write_and_sync(ModelDisk::Node node, const std::filesystem::path& file,
                                                       std::uint64_t offset, base::ByteView content);
    [[nodiscard]] api::FileResult<void> sync_folder_of(const std::filesystem::path& file);

    ModelDisk& disk_;
    int temporary_ = 0;
};

// Locks between programs: a power cut ends all programs, so each disk has its own.
class ModelLocks : public api::ProcessLocks {
  public:
    explicit ModelLocks(ModelDisk& disk) : disk_(disk) {}
    [[nodiscard]] api::FileResult<std::unique_ptr<api::ProcessLock>> take(const std::filesystem::path& file) override;

  private:
    ModelDisk& disk_;
    std::set<std::filesystem::path> held_;
};

}  // namespace support
