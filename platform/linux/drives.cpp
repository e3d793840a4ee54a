#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <string_view>

#include "platform/linux/descriptor.h"
#include "platform/linux/file_error.h"
#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

constexpr std::string_view kFoldersOfDrives[] = {"/media/", "/run/media/", "/mnt/"};
constexpr std::string_view kFileSystems[] = {"vfat", "msdos", "exfat", "ntfs",  "ntfs3", "fuseblk", "ext2",
                                             "ext3", "ext4",  "f2fs",  "btrfs", "xfs",   "hfsplus", "udf"};
constexpr std::uint64_t kLargestTable = 1 << 20;

// The mount table writes a space, a tab, a new line and a backslash as three octal digits.
std::string unescaped(std::string_view text) {
    const auto octal = [](char c) { return c >= '0' && c <= '7'; };
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size() && octal(text[i + 1]) && octal(text[i + 2]) && octal(text[i + 3])) {
            plain += static_cast<char>((text[i + 1] - '0') << 6 | (text[i + 2] - '0') << 3 | (text[i + 3] - '0'));
            i += 3;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

std::string_view next_field(std::string_view& rest, char separator) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view field = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return field;
}

bool is_below_a_folder_of_drives(std::string_view path) {
    return std::any_of(std::begin(kFoldersOfDrives), std::end(kFoldersOfDrives),
                       [&](std::string_view folder) { return path.starts_with(folder); });
}

bool is_read_only(std::string_view options) {
    while (!options.empty()) {
        if (next_field(options, ',') == "ro") return true;
    }
    return false;
}

class MountedDrives : public api::Drives {
  public:
    explicit MountedDrives(std::filesystem::path table) : table_(std::move(table)), files_(make_file_system()) {}

    [[nodiscard]] std::vector<api::Drive> mounted() override {
        std::vector<api::Drive> drives;
        const auto table = files_->read(table_, kLargestTable);
        if (!table) return drives;
        std::string_view rest = base::as_text(*table);
        while (!rest.empty()) {
            std::string_view line = next_field(rest, '\n');
            next_field(line, ' ');  // the device
            const std::string mount_point = unescaped(next_field(line, ' '));
            const std::string_view type = next_field(line, ' ');
            const std::string_view options = next_field(line, ' ');
            const bool is_a_drive =
                is_below_a_folder_of_drives(mount_point) &&
                std::find(std::begin(kFileSystems), std::end(kFileSystems), type) != std::end(kFileSystems);
            if (!is_a_drive) continue;
            // A later mount on the same folder hides the earlier one.
            std::erase_if(drives, [&](const api::Drive& other) { return other.mount_point == mount_point; });
            const std::filesystem::path path{mount_point};
            drives.push_back({path, path.filename().string(), !is_read_only(options)});
        }
        std::sort(drives.begin(), drives.end(),
                  [](const api::Drive& a, const api::Drive& b) { return a.mount_point < b.mount_point; });
        return drives;
    }

    [[nodiscard]] api::FileResult<api::Released> release(const std::filesystem::path& mount_point) override {
        // Of a stick that was pulled out, the folder below is the machine's own: to sync that says nothing.
        const auto drives = mounted();
        const bool is_there = std::any_of(drives.begin(), drives.end(),
                                          [&](const api::Drive& each) { return each.mount_point == mount_point; });
        if (!is_there) return base::failure(file_error(ENOENT, mount_point));
        {
            const Descriptor root{::open(mount_point.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
            if (!root.is_open() || ::syncfs(root.number()) != 0) return base::failure(file_error(errno, mount_point));
        }
        // Who may not unmount (the kiosk is not root) or finds it in use leaves it mounted, and says so.
        if (::umount2(mount_point.c_str(), UMOUNT_NOFOLLOW) == 0) return api::Released::unmounted;
        return api::Released::synced;
    }

  private:
    std::filesystem::path table_;
    std::unique_ptr<api::FileSystem> files_;
};

}  // namespace

std::unique_ptr<api::Drives> make_drives() {
    return make_drives_of("/proc/self/mounts");
}

std::unique_ptr<api::Drives> make_drives_of(std::filesystem::path mount_table) {
    return std::make_unique<MountedDrives>(std::move(mount_table));
}

}  // namespace platform_linux
