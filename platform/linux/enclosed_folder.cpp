#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>

#include "platform/linux/descriptor.h"
#include "platform/linux/file_error.h"
#include "platform/linux/file_reader.h"
#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

namespace fs = std::filesystem;

class PlainFileWriter : public api::FileWriter {
  public:
    PlainFileWriter(Descriptor file, fs::path path) : file_(std::move(file)), path_(std::move(path)) {}

    [[nodiscard]] api::FileResult<void> write(base::ByteView more) override {
        while (!more.empty()) {
            const ssize_t written = ::write(file_.number(), more.data(), more.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return base::failure(file_error(errno, path_));
            more = more.subspan(static_cast<std::size_t>(written));
        }
        return {};
    }
    [[nodiscard]] api::FileResult<void> finish() override {
        int error = ::fsync(file_.number()) == 0 ? 0 : errno;
        if (!file_.close() && error == 0) error = errno;
        if (error != 0) return base::failure(file_error(error, path_));
        return {};
    }

  private:
    Descriptor file_;
    fs::path path_;
};

// Each part of a path is opened by itself from the folder before it, and never through a link.
class LinuxEnclosedFolder : public api::EnclosedFolder {
  public:
    LinuxEnclosedFolder(Descriptor root, dev_t drive, api::MadeFor made_for)
        : root_(std::move(root)), drive_(drive), made_for_(made_for) {}

    [[nodiscard]] api::FileResult<void> visit(const fs::path& folder, const Each& each) override {
        auto opened = enter(folder, false);
        if (!opened) return base::failure(opened.error());
        const int number = ::dup(opened->number());
        DIR* const listing = number < 0 ? nullptr : ::fdopendir(number);
        if (listing == nullptr) {
            const int error = errno;
            if (number >= 0) ::close(number);
            return base::failure(file_error(error, folder));
        }
        int error = 0;
        while (true) {
            errno = 0;
            const dirent* const entry = ::readdir(listing);
            if (entry == nullptr) {
                error = errno;
                break;
            }
            const std::string name = entry->d_name;
            if (name == "." || name == "..") continue;
            if (!each(name, kind_of(opened->number(), *entry))) break;
        }
        ::closedir(listing);
        if (error != 0) return base::failure(file_error(error, folder));
        return {};
    }

    [[nodiscard]] api::FileResult<std::unique_ptr<api::FileReader>> open(const fs::path& file) override {
        auto folder = enter(file.parent_path(), false);
        if (!folder) return base::failure(folder.error());
        // Without O_NONBLOCK a pipe would wait for somebody to write.
        Descriptor opened{::openat(folder->number(), file.filename().c_str(),
                                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
        if (!opened.is_open()) return base::failure(outside(errno, file));
        struct stat status {};
        if (::fstat(opened.number(), &status) != 0) return base::failure(file_error(errno, file));
        if (!S_ISREG(status.st_mode) || status.st_dev != drive_) return base::failure(file_error(EACCES, file));
        return make_file_reader(std::move(opened), file, static_cast<std::uint64_t>(status.st_size));
    }

    [[nodiscard]] api::FileResult<std::unique_ptr<api::FileWriter>> create(const fs::path& file) override {
        auto folder = enter(file.parent_path(), false);
        if (!folder) return base::failure(folder.error());
        const fs::path name = file.filename();
        if (!is_name(name)) return base::failure(file_error(EACCES, file));
        if (::unlinkat(folder->number(), name.c_str(), 0) != 0 && errno != ENOENT)
            return base::failure(file_error(errno, file));
        Descriptor made{
            ::openat(folder->number(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
        if (!made.is_open()) return base::failure(outside(errno, file));
        give_to_all(made.number(), 0666);
        return std::make_unique<PlainFileWriter>(std::move(made), file);
    }

    [[nodiscard]] api::FileResult<void> make_folders(const fs::path& folder) override {
        auto made = enter(folder, true);
        if (!made) return base::failure(made.error());
        return {};
    }

    [[nodiscard]] api::FileResult<void> rename(const fs::path& from, const fs::path& to) override {
        auto before = enter(from.parent_path(), false);
        if (!before) return base::failure(before.error());
        auto behind = enter(to.parent_path(), false);
        if (!behind) return base::failure(behind.error());
        if (!is_name(from.filename()) || !is_name(to.filename())) return base::failure(file_error(EACCES, to));
        if (::renameat(before->number(), from.filename().c_str(), behind->number(), to.filename().c_str()) != 0)
            return base::failure(file_error(errno, from));
        int error = sync_folder(behind->number());
        if (error == 0 && from.parent_path() != to.parent_path()) error = sync_folder(before->number());
        if (error != 0) return base::failure(file_error(error, to));
        return {};
    }

    [[nodiscard]] api::FileResult<void> remove(const fs::path& file) override {
        auto folder = enter(file.parent_path(), false);
        if (!folder) return base::failure(folder.error());
        int error = ::unlinkat(folder->number(), file.filename().c_str(), 0) == 0 ? 0 : errno;
        if (error == 0) error = sync_folder(folder->number());
        if (error != 0) return base::failure(file_error(error, file));
        return {};
    }

    [[nodiscard]] api::FileResult<api::FileSystem::Space> space() override {
        struct statvfs found {};
        if (::fstatvfs(root_.number(), &found) != 0) return base::failure(file_error(errno, {}));
        return api::FileSystem::Space{std::uint64_t{found.f_blocks} * found.f_frsize,
                                      std::uint64_t{found.f_bavail} * found.f_frsize};
    }

  private:
    [[nodiscard]] static bool is_name(const fs::path& part) {
        return !part.empty() && part != "." && part != ".." && part != "/";
    }
    // ELOOP is a link, ENOTDIR one in place of a folder, ENXIO a pipe or a device: all lead out.
    [[nodiscard]] static api::FileError outside(int error, const fs::path& path) {
        const bool leads_out = error == ELOOP || error == ENOTDIR || error == ENXIO;
        return file_error(leads_out ? EACCES : error, path);
    }
    [[nodiscard]] static api::EntryKind kind_of(int folder, const dirent& entry) {
        unsigned char type = entry.d_type;
        if (type == DT_UNKNOWN) {
            struct stat status {};
            if (::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return api::EntryKind::other;
            type = S_ISREG(status.st_mode) ? DT_REG : S_ISDIR(status.st_mode) ? DT_DIR : DT_UNKNOWN;
        }
        return type == DT_REG ? api::EntryKind::file : type == DT_DIR ? api::EntryKind::folder : api::EntryKind::other;
    }

    // Whatever the process's mask says. The file systems of most sticks know no rights, and refuse.
    void give_to_all(int number, mode_t mode) const {
        if (made_for_ == api::MadeFor::everybody) static_cast<void>(::fchmod(number, mode));
    }

    [[nodiscard]] api::FileResult<Descriptor> enter(const fs::path& folder, bool makes) {
        Descriptor here{::openat(root_.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
        if (!here.is_open()) return base::failure(file_error(errno, folder));
        for (const fs::path& part : folder) {
            if (!is_name(part)) return base::failure(file_error(EACCES, folder));
            constexpr int kHow = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
            Descriptor next{::openat(here.number(), part.c_str(), kHow)};
            if (!next.is_open() && errno == ENOENT && makes) {
                if (::mkdirat(here.number(), part.c_str(), 0700) != 0 && errno != EEXIST)
                    return base::failure(file_error(errno, folder));
                if (const int error = sync_folder(here.number()); error != 0)
                    return base::failure(file_error(error, folder));
                next = Descriptor{::openat(here.number(), part.c_str(), kHow)};
                if (next.is_open()) give_to_all(next.number(), 0777);
            }
            if (!next.is_open()) return base::failure(outside(errno, folder));
            struct stat status {};
            if (::fstat(next.number(), &status) != 0) return base::failure(file_error(errno, folder));
            if (status.st_dev != drive_) return base::failure(file_error(EACCES, folder));
            here = std::move(next);
        }
        return here;
    }

    Descriptor root_;
    dev_t drive_;
    api::MadeFor made_for_;
};

class LinuxEnclosedFolders : public api::EnclosedFolders {
  public:
    [[nodiscard]] api::FileResult<std::unique_ptr<api::EnclosedFolder>> open(const fs::path& folder,
                                                                             api::MadeFor made_for) override {
        Descriptor root{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
        struct stat status {};
        if (!root.is_open() || ::fstat(root.number(), &status) != 0) return base::failure(file_error(errno, folder));
        return std::make_unique<LinuxEnclosedFolder>(std::move(root), status.st_dev, made_for);
    }
};

}  // namespace

std::unique_ptr<api::EnclosedFolders> make_enclosed_folders() {
    return std::make_unique<LinuxEnclosedFolders>();
}

}  // namespace platform_linux
