#include "app/storage/recovery_mark.h"

#include <sstream>

#include "platform/base/bytes.h"

namespace storage {

namespace {

constexpr const char* kFile = "recovery.mark";
constexpr const char* kFirstWord = "vstrecha-recovery-1";

}  // namespace

std::optional<RecoveryMark> RecoveryMark::read(api::FileSystem& files, const std::filesystem::path& data) {
    const auto bytes = files.read(data / kFile, 4096);
    if (!bytes) return std::nullopt;
    std::istringstream text{std::string{base::as_text(*bytes)}};
    std::string first, step;
    RecoveryMark mark;
    text >> first >> step >> mark.boot >> mark.begun_times >> mark.done_times >> mark.folder;
    if (!text || first != kFirstWord) return std::nullopt;
    mark.step = step == "built" ? Step::built : step == "done" ? Step::done : Step::begun;
    return mark;
}

api::FileResult<void> RecoveryMark::write(api::FileSystem& files, const std::filesystem::path& data) const {
    const char* const name = step == Step::built ? "built" : step == Step::done ? "done" : "begun";
    const std::string text = std::string{kFirstWord} + " " + name + " " + boot + " " + std::to_string(begun_times) + " " +
                             std::to_string(done_times) + " " + folder + "\n";
    return files.write_atomically(data / kFile, base::as_bytes(text));
}

void RecoveryMark::remove(api::FileSystem& files, const std::filesystem::path& data) {
    if (files.exists(data / kFile)) static_cast<void>(files.remove(data / kFile));
}

}  // namespace storage
