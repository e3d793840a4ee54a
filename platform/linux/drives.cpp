#include <fcntl.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string>
#include <string_view>

#include "platform/linux/descriptor.h"
#include "platform/linux/drive_watch.h"
#include "platform/linux/file_error.h"
#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

constexpr std::string_view kFoldersOfDrives[] = {"/media/", "/run/media/", "/mnt/"};
constexpr std::string_view kFileSystems[] = {"vfat", "msdos", "exfat", "ntfs",  "ntfs3", "fuseblk", "ext2",
                                             "ext3", "ext4",  "f2fs",  "btrfs", "xfs",   "hfsplus", "udf"};
constexpr std::uint64_t kLargestTable = 1 << 20;
constexpr std::size_t kMostNotes = 64;
// How long a drive may take to be let go by the helper, which syncs it once more; and how often is looked whether the
// helper has said no.
constexpr std::chrono::seconds kPatience{20};
constexpr int kLookMilliseconds = 200;

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

std::optional<api::DriveTrouble> trouble_of(std::string_view word) {
    if (word == "unformatted") return api::DriveTrouble::unformatted;
    if (word == "not_supported") return api::DriveTrouble::not_supported;
    if (word == "damaged") return api::DriveTrouble::damaged;
    return std::nullopt;
}

class MountedDrives : public api::Drives {
  public:
    explicit MountedDrives(DrivePlaces places) : places_(std::move(places)), files_(make_file_system()) {}

    [[nodiscard]] std::vector<api::Drive> mounted() override {
        std::vector<api::Drive> drives;
        const auto table = files_->read(places_.mount_table, kLargestTable);
        if (!table) return drives;
        std::string_view rest = base::as_text(*table);
        while (!rest.empty()) {
            std::string_view line = next_field(rest, '\n');
            const std::string device = unescaped(next_field(line, ' '));
            const std::string mount_point = unescaped(next_field(line, ' '));
            const std::string_view type = next_field(line, ' ');
            const std::string_view options = next_field(line, ' ');
            const bool is_a_drive =
                is_below_a_folder_of_drives(mount_point) &&
                std::find(std::begin(kFileSystems), std::end(kFileSystems), type) != std::end(kFileSystems);
            if (!is_a_drive) continue;
            // A later mount on the same folder hides the earlier one.
            std::erase_if(drives, [&](const api::Drive& other) { return other.mount_point == mount_point; });
            if (is_gone(device)) continue;
            const std::filesystem::path path{mount_point};
            drives.push_back({path, path.filename().string(), !is_read_only(options)});
        }
        std::sort(drives.begin(), drives.end(),
                  [](const api::Drive& a, const api::Drive& b) { return a.mount_point < b.mount_point; });
        return drives;
    }

    [[nodiscard]] std::vector<api::DriveNote> noted() override {
        std::vector<api::DriveNote> notes;
        if (places_.notes.empty()) return notes;
        const auto names = files_->list(places_.notes);
        if (!names) return notes;
        for (const std::string& name : *names) {
            if (notes.size() == kMostNotes) break;
            if (name.starts_with('.')) continue;
            const auto content = files_->read(places_.notes / name, 64);
            if (!content) continue;
            std::string_view text = base::as_text(*content);
            if (const auto trouble = trouble_of(next_field(text, '\n'))) notes.push_back({name, *trouble});
        }
        return notes;
    }

    [[nodiscard]] std::unique_ptr<api::DrivesWatch> watch(std::function<void()> changed) override {
        return make_drive_watch(places_.mount_table, places_.notes, std::move(changed));
    }

    [[nodiscard]] api::FileResult<api::Released> release(const std::filesystem::path& mount_point) override {
        // Of a stick that was pulled out, the folder below is the machine's own: to sync that says nothing.
        if (!is_mounted(mount_point)) return base::failure(file_error(ENOENT, mount_point));
        {
            const Descriptor root{::open(mount_point.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
            if (!root.is_open() || ::syncfs(root.number()) != 0) return base::failure(file_error(errno, mount_point));
        }
        if (::umount2(mount_point.c_str(), UMOUNT_NOFOLLOW) == 0) return api::Released::unmounted;
        // The kiosk is not root; the helper is. Who finds it in use leaves it mounted.
        const int error = errno;
        const bool asked = (error == EPERM || error == EACCES) && has_it_unmounted(mount_point);
        return asked ? api::Released::unmounted : api::Released::synced;
    }

  private:
    [[nodiscard]] bool is_mounted(const std::filesystem::path& mount_point) {
        const auto drives = mounted();
        return std::any_of(drives.begin(), drives.end(),
                           [&](const api::Drive& each) { return each.mount_point == mount_point; });
    }

    [[nodiscard]] bool is_gone(std::string_view device) const {
        if (places_.devices.empty() || !device.starts_with("/dev/")) return false;
        device.remove_prefix(5);
        struct stat status {};
        return ::stat((places_.devices / device).c_str(), &status) != 0 && errno == ENOENT;
    }

    // Puts a request for the helper down and waits for the mount to be gone; false where there is no helper, or it says
    // no, which it does by taking the request away.
    [[nodiscard]] bool has_it_unmounted(const std::filesystem::path& mount_point) {
        if (places_.requests.empty() || mount_point.parent_path() != places_.mounts) return false;
        const std::filesystem::path request = places_.requests / mount_point.filename();
        const Descriptor table{::open(places_.mount_table.c_str(), O_RDONLY | O_CLOEXEC)};
        {
            const Descriptor put{::open(request.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
            if (!put.is_open() || !table.is_open()) return false;
        }
        const auto until = std::chrono::steady_clock::now() + kPatience;
        while (std::chrono::steady_clock::now() < until) {
            const bool refused = !files_->exists(request);  // looked at first: it is taken away last
            if (!is_mounted(mount_point)) return true;
            if (refused) return false;
            pollfd waited{table.number(), POLLPRI, 0};
            (void)::poll(&waited, 1, kLookMilliseconds);
        }
        (void)files_->remove(request);
        return !is_mounted(mount_point);
    }

    DrivePlaces places_;
    std::unique_ptr<api::FileSystem> files_;
};

}  // namespace

std::unique_ptr<api::Drives> make_drives() {
    return make_drives_of(
        {"/proc/self/mounts", "/dev", "/run/vstrecha/usb", "/run/vstrecha/usb-requests", "/media/vstrecha"});
}

std::unique_ptr<api::Drives> make_drives_of(DrivePlaces places) {
    return std::make_unique<MountedDrives>(std::move(places));
}

}  // namespace platform_linux
