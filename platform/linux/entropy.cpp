#include <sys/random.h>

#include <cerrno>

#include "platform/base/check.h"
#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

class LinuxEntropy : public api::Entropy {
  public:
    void fill(std::span<std::uint8_t> bytes) override {
        while (!bytes.empty()) {
            const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
            if (got < 0 && errno == EINTR) continue;
            VS_CHECK(got > 0);  // the kernel promises it; a machine that breaks this must not make keys
            bytes = bytes.subspan(static_cast<std::size_t>(got));
        }
    }
};

}  // namespace

std::unique_ptr<api::Entropy> make_entropy() {
    return std::make_unique<LinuxEntropy>();
}

}  // namespace platform_linux
