#include <fcntl.h>

#include <string>

#include "platform/linux/descriptor.h"
#include "platform/linux/linux.h"

namespace platform_linux {
namespace {

class LinuxLineSink : public api::LineSink {
  public:
    explicit LinuxLineSink(Descriptor file) : file_(std::move(file)) {}
    void write(std::string_view line) override {
        std::string whole(line);
        whole += '\n';
        // One write, so that who reads along sees whole lines.
        [[maybe_unused]] const auto written = ::write(file_.number(), whole.data(), whole.size());
    }

  private:
    Descriptor file_;
};

}  // namespace

std::unique_ptr<api::LineSink> make_line_sink(const std::filesystem::path& file) {
    Descriptor opened{::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600)};
    if (!opened.is_open()) return nullptr;
    return std::make_unique<LinuxLineSink>(std::move(opened));
}

std::filesystem::path executable_path() {
    std::error_code error;
    auto path = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::filesystem::path{} : path;
}

}  // namespace platform_linux
