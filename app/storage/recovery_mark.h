#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "platform/api/file_system.h"

namespace storage {

// DATA/recovery.mark: how far a recovery has come, so that the next start goes on with it, and how often it was tried
// within one boot, so that nothing goes in circles. It stays until the kiosk ran well for a while, or was closed.
struct RecoveryMark {
    enum class Step {
        begun,  // files are being set aside, the new database is being built
        built,  // the new database is whole; the old one's files are in their folder
        done
    };
    Step step = Step::begun;
    std::string boot;
    int begun_times = 0;  // in this boot, without an end
    int done_times = 0;   // in this boot, and damaged again
    std::string folder;   // "damaged-20261123-1"

    [[nodiscard]] static std::optional<RecoveryMark> read(api::FileSystem& files, const std::filesystem::path& data);
    [[nodiscard]] api::FileResult<void> write(api::FileSystem& files, const std::filesystem::path& data) const;
    static void remove(api::FileSystem& files, const std::filesystem::path& data);
};

}  // namespace storage
