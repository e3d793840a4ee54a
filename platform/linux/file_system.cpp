#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "platform/linux/descriptor.h"
#include "platform/linux/file_error.h"
#include "platform/linux/file_reader.h"
#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

namespace fs = std::filesystem;

// 0 or an errno.
int write_all(int file, base::ByteView content) {
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

// 0 or an errno.
int sync_folder(const fs::path& folder) {
    const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return opened.is_open() ? platform_linux::sync_folder(opened.number()) : errno;
}

fs::path folder_of(const fs::path& file) {
    return file.has_parent_path() ? file.parent_path() : fs::path{"."};
}

// 0 or an errno.
int copy_all(int from, int to) {
    base::Bytes block(256 * 1024);
    while (true) {
        const ssize_t got = ::read(from, block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return errno;
        if (got == 0) return 0;
        if (const int error = write_all(to, base::ByteView{block.data(), static_cast<std::size_t>(got)}); error != 0)
            return error;
    }
}

class LinuxFileSystem : public api::FileSystem {
  public:
    [[nodiscard]] api::FileResult<base::Bytes> read(const fs::path& path, std::uint64_t limit) override {
        const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!file.is_open()) return base::failure(file_error(errno, path));
        struct stat status {};
        if (::fstat(file.number(), &status) != 0) return base::failure(file_error(errno, path));
        if (S_ISDIR(status.st_mode)) return base::failure(file_error(EISDIR, path));
        if (static_cast<std::uint64_t>(status.st_size) > limit) return base::failure(file_error(EFBIG, path));

        // Read to the end rather than to the size: files of /proc say 0, and a file may grow meanwhile.
        base::Bytes content(static_cast<std::size_t>(status.st_size) + 1);
        std::size_t size = 0;
        while (true) {
            if (size == content.size()) content.resize(content.size() * 2 + 4096);
            const ssize_t got = ::read(file.number(), content.data() + size, content.size() - size);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return base::failure(file_error(errno, path));
            if (got == 0) break;
            size += static_cast<std::size_t>(got);
            if (size > limit) return base::failure(file_error(EFBIG, path));
        }
        content.resize(size);
        return content;
    }

    [[nodiscard]] api::FileResult<void> write_atomically(const fs::path& path, base::ByteView content) override {
        const fs::path folder = folder_of(path);
        std::string name = (folder / ("." + path.filename().string() + ".XXXXXX")).string();
        Descriptor file{::mkostemp(name.data(), O_CLOEXEC)};
        if (!file.is_open()) return base::failure(file_error(errno, path));

        int error = write_all(file.number(), content);
        if (error == 0 && ::fsync(file.number()) != 0) error = errno;
        if (!file.close() && error == 0) error = errno;
        if (error == 0 && ::rename(name.c_str(), path.c_str()) != 0) error = errno;
        if (error != 0) {
            ::unlink(name.c_str());
            return base::failure(file_error(error, path));
        }
        error = sync_folder(folder);
        if (error != 0) return base::failure(file_error(error, path));
        return {};
    }

    [[nodiscard]] api::FileResult<void> make_folders(const fs::path& folder) override {
        if (folder.empty()) return {};
        std::error_code error;
        if (fs::is_directory(folder, error)) return {};
        if (const fs::path parent = folder.parent_path(); parent != folder) {
            if (auto made = make_folders(parent); !made) return made;
        }
        if (::mkdir(folder.c_str(), 0700) != 0) {
            const int number = errno;
            if (number == EEXIST && fs::is_directory(folder, error)) return {};
            return base::failure(file_error(number, folder));
        }
        if (const int number = sync_folder(folder_of(folder)); number != 0) {
            return base::failure(file_error(number, folder));
        }
        return {};
    }

    [[nodiscard]] bool exists(const fs::path& path) override {
        std::error_code error;
        return fs::exists(path, error);
    }

    [[nodiscard]] api::FileResult<std::vector<std::string>> list(const fs::path& folder) override {
        std::error_code error;
        std::vector<std::string> names;
        fs::directory_iterator entry{folder, error};
        while (!error && entry != fs::directory_iterator{}) {
            names.push_back(entry->path().filename().string());
            entry.increment(error);
        }
        if (error) return base::failure(file_error(error.value(), folder));
        std::sort(names.begin(), names.end());
        return names;
    }

    [[nodiscard]] api::FileResult<void> remove(const fs::path& path) override {
        if (::remove(path.c_str()) != 0) return base::failure(file_error(errno, path));
        if (const int error = sync_folder(folder_of(path)); error != 0) return base::failure(file_error(error, path));
        return {};
    }

    [[nodiscard]] api::FileResult<std::unique_ptr<api::FileReader>> open(const fs::path& path) override {
        Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!file.is_open()) return base::failure(file_error(errno, path));
        struct stat status {};
        if (::fstat(file.number(), &status) != 0) return base::failure(file_error(errno, path));
        if (S_ISDIR(status.st_mode)) return base::failure(file_error(EISDIR, path));
        return make_file_reader(std::move(file), path, static_cast<std::uint64_t>(status.st_size));
    }

    [[nodiscard]] api::FileResult<void> write_at(const fs::path& path, std::uint64_t offset,
                                                 base::ByteView content) override {
        bool made = false;
        Descriptor file{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
        if (!file.is_open() && errno == ENOENT) {
            file = Descriptor{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
            made = true;
        }
        if (!file.is_open()) return base::failure(file_error(errno, path));
        int error = ::lseek(file.number(), static_cast<off_t>(offset), SEEK_SET) < 0 ? errno : 0;
        if (error == 0) error = write_all(file.number(), content);
        if (error == 0 && ::fdatasync(file.number()) != 0) error = errno;
        if (!file.close() && error == 0) error = errno;
        if (error == 0 && made) error = sync_folder(folder_of(path));
        if (error == 0) return {};
        // A name that was never synced must not be there for the next call, which would take it for one that lasts.
        if (made) ::unlink(path.c_str());
        return base::failure(file_error(error, path));
    }

    [[nodiscard]] api::FileResult<void> rename(const fs::path& from, const fs::path& to) override {
        if (::rename(from.c_str(), to.c_str()) != 0) return base::failure(file_error(errno, from));
        int error = sync_folder(folder_of(to));
        if (error == 0 && folder_of(from) != folder_of(to)) error = sync_folder(folder_of(from));
        if (error != 0) return base::failure(file_error(error, to));
        return {};
    }

    [[nodiscard]] api::FileResult<void> copy(const fs::path& from, const fs::path& to, Copying copying) override {
        int error = 0;
        if (copying == Copying::share && ::link(from.c_str(), to.c_str()) == 0) {
            error = sync_folder(folder_of(to));
            if (error != 0) return base::failure(file_error(error, to));
            return {};
        }
        const Descriptor source{::open(from.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!source.is_open()) return base::failure(file_error(errno, from));
        Descriptor file{::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        if (!file.is_open()) return base::failure(file_error(errno, to));
        error = copy_all(source.number(), file.number());
        if (error == 0 && ::fsync(file.number()) != 0) error = errno;
        if (!file.close() && error == 0) error = errno;
        if (error == 0) error = sync_folder(folder_of(to));
        if (error == 0) return {};
        ::unlink(to.c_str());
        return base::failure(file_error(error, to));
    }

    [[nodiscard]] api::FileResult<Space> space(const fs::path& path) override {
        struct statvfs status {};
        if (::statvfs(path.c_str(), &status) != 0) return base::failure(file_error(errno, path));
        return Space{std::uint64_t{status.f_blocks} * status.f_frsize,
                     std::uint64_t{status.f_bavail} * status.f_frsize};
    }
};

}  // namespace

std::unique_ptr<api::FileSystem> make_file_system() {
    return std::make_unique<LinuxFileSystem>();
}

}  // namespace platform_linux
