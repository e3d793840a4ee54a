#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "platform/linux/descriptor.h"
#include "platform/linux/file_error.h"
#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

// The file itself stays: removing it would let two processes lock two files of one name.
class FlockLock : public api::ProcessLock {
  public:
    explicit FlockLock(Descriptor file) : file_(std::move(file)) {}

  private:
    Descriptor file_;
};

class FlockLocks : public api::ProcessLocks {
  public:
    [[nodiscard]] api::FileResult<std::unique_ptr<api::ProcessLock>> take(const std::filesystem::path& path) override {
        Descriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
        if (!file.is_open()) return base::failure(file_error(errno, path));
        int result = 0;
        do {
            result = ::flock(file.number(), LOCK_EX | LOCK_NB);
        } while (result != 0 && errno == EINTR);
        if (result != 0) return base::failure(file_error(errno == EWOULDBLOCK ? EEXIST : errno, path));
        return std::make_unique<FlockLock>(std::move(file));
    }
};

}  // namespace

std::unique_ptr<api::ProcessLocks> make_process_locks() {
    return std::make_unique<FlockLocks>();
}

}  // namespace platform_linux
