#include <fcntl.h>
#include <sys/timex.h>
#include <time.h>

#include <array>
#include <cstdint>
#include <string>

#include "platform/linux/descriptor.h"
#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

using std::chrono::milliseconds;
using Wall = std::chrono::sys_time<milliseconds>;

milliseconds read_clock(clockid_t id) {
    timespec now{};
    ::clock_gettime(id, &now);
    return std::chrono::floor<milliseconds>(std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec});
}

bool kernel_holds_it_synchronised() {
    timex state{};
    const int result = ::adjtimex(&state);
    return result >= 0 && result != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

// The first 8 hexadecimal digits of the kernel's boot id; zeros where /proc is not there.
std::string read_boot_id() {
    std::string id;
    const Descriptor file{::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)};
    std::array<char, 64> text{};
    const ssize_t size = file.is_open() ? ::read(file.number(), text.data(), text.size()) : 0;
    for (ssize_t i = 0; i < size && id.size() < 8; ++i) {
        const char c = text[static_cast<std::size_t>(i)];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) id += c;
    }
    id.resize(8, '0');
    return id;
}

// A clock that was told the time runs on a time line of its own: what is said of the boot's true time is not true of it.
std::string id_of_shifted_boot(Wall wall_at_boot) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::uint64_t mix = static_cast<std::uint64_t>(wall_at_boot.time_since_epoch().count()) * 0x9E3779B97F4A7C15u;
    std::string id = read_boot_id();
    for (char& c : id) {
        const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
        c = kDigits[(static_cast<std::uint64_t>(digit) ^ (mix >> 60)) & 0xF];
        mix <<= 4;
    }
    return id;
}

class LinuxClock : public api::Clock {
  public:
    [[nodiscard]] api::ClockReading read() const override {
        return {Wall{read_clock(CLOCK_REALTIME)}, kernel_holds_it_synchronised(), read_clock(CLOCK_BOOTTIME)};
    }
    [[nodiscard]] const std::string& boot_id() const override { return boot_id_; }

  private:
    std::string boot_id_ = read_boot_id();
};

class ShiftedClock : public api::Clock {
  public:
    explicit ShiftedClock(Wall wall) : wall_at_boot_(wall - read_clock(CLOCK_BOOTTIME)) {}
    [[nodiscard]] api::ClockReading read() const override {
        const milliseconds mono = read_clock(CLOCK_BOOTTIME);
        return {wall_at_boot_ + mono, true, mono};
    }
    [[nodiscard]] const std::string& boot_id() const override { return boot_id_; }

  private:
    Wall wall_at_boot_;
    std::string boot_id_ = id_of_shifted_boot(wall_at_boot_);
};

}  // namespace

std::unique_ptr<api::Clock> make_clock() {
    return std::make_unique<LinuxClock>();
}

std::unique_ptr<api::Clock> make_clock_starting_at(Wall wall) {
    return std::make_unique<ShiftedClock>(wall);
}

}  // namespace platform_linux
