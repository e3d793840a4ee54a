#include "platform/linux/drive_watch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <thread>
#include <utility>

#include "platform/linux/descriptor.h"

namespace platform_linux {

namespace {

class DriveWatch : public api::DrivesWatch {
  public:
    DriveWatch(const std::filesystem::path& mount_table, std::filesystem::path notes, std::function<void()> changed)
        : notes_(std::move(notes)),
          changed_(std::move(changed)),
          // Opened here: what changes from now on is told, even before the thread has begun.
          table_(::open(mount_table.c_str(), O_RDONLY | O_CLOEXEC)),
          folder_(notes_.empty() ? -1 : ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)),
          stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        follow_notes();
        if (stop_.is_open()) thread_ = std::thread{[this] { run(); }};
    }
    ~DriveWatch() override {
        if (!thread_.joinable()) return;
        const std::uint64_t one = 1;
        (void)!::write(stop_.number(), &one, sizeof one);
        thread_.join();
    }
    DriveWatch(const DriveWatch&) = delete;
    DriveWatch& operator=(const DriveWatch&) = delete;

  private:
    void run() {
        std::array<pollfd, 3> waited{pollfd{stop_.number(), POLLIN, 0}, pollfd{table_.number(), POLLPRI, 0},
                                     pollfd{folder_.number(), POLLIN, 0}};
        while (true) {
            if (::poll(waited.data(), waited.size(), -1) < 0) {
                if (errno == EINTR) continue;
                return;
            }
            if (waited[0].revents != 0) return;
            const bool notes = waited[2].revents != 0;
            if (notes) drain();
            follow_notes();
            if (notes || waited[1].revents != 0) changed_();
        }
    }

    // The folder itself, or the nearest one above in which it will come to be.
    void follow_notes() {
        if (!folder_.is_open()) return;
        constexpr std::uint32_t kNotes = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF;
        constexpr std::uint32_t kAbove = IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF;
        // A second time, since the folder may have come while the one above was not followed yet.
        for (int time = 0; time < 2; ++time) {
            std::filesystem::path followed = notes_;
            int number = -1;
            while (true) {
                number = ::inotify_add_watch(folder_.number(), followed.c_str(),
                                             IN_ONLYDIR | (followed == notes_ ? kNotes : kAbove));
                if (number >= 0 || !followed.has_relative_path()) break;
                followed = followed.parent_path();
            }
            if (number == watch_) return;
            // Only one is followed: /run has enough of its own to tell.
            if (watch_ >= 0) (void)::inotify_rm_watch(folder_.number(), watch_);
            watch_ = number;
        }
    }

    void drain() {
        alignas(inotify_event) std::array<char, 4096> events;
        while (::read(folder_.number(), events.data(), events.size()) > 0) {
        }
    }

    const std::filesystem::path notes_;
    const std::function<void()> changed_;
    Descriptor table_, folder_, stop_;
    int watch_ = -1;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<api::DrivesWatch> make_drive_watch(const std::filesystem::path& mount_table,
                                                   std::filesystem::path notes, std::function<void()> changed) {
    return std::make_unique<DriveWatch>(mount_table, std::move(notes), std::move(changed));
}

}  // namespace platform_linux
