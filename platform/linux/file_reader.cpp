#include "platform/linux/file_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "platform/linux/file_error.h"

namespace platform_linux {

namespace {

namespace fs = std::filesystem;

class LinuxFileReader : public api::FileReader {
  public:
    LinuxFileReader(Descriptor file, fs::path path, std::uint64_t size)
        : file_(std::move(file)), path_(std::move(path)), size_(size) {}
    [[nodiscard]] std::uint64_t size() const override { return size_; }

    [[nodiscard]] api::FileResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> to) override {
        std::size_t done = 0;
        while (done < to.size()) {
            const ssize_t got =
                ::pread(file_.number(), to.data() + done, to.size() - done, static_cast<off_t>(offset + done));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return base::failure(file_error(errno, path_));
            if (got == 0) break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

    void forget(std::uint64_t offset, std::uint64_t length) override {
        static_cast<void>(::posix_fadvise(file_.number(), static_cast<off_t>(offset), static_cast<off_t>(length),
                                          POSIX_FADV_DONTNEED));
    }

  private:
    Descriptor file_;
    fs::path path_;
    std::uint64_t size_;
};

}  // namespace

std::unique_ptr<api::FileReader> make_file_reader(Descriptor file, std::filesystem::path path, std::uint64_t size) {
    return std::make_unique<LinuxFileReader>(std::move(file), std::move(path), size);
}

int sync_folder(int folder) {
    if (::fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP) return 0;
    return errno;
}

}  // namespace platform_linux
