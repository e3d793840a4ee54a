#include <fcntl.h>

#include <array>
#include <charconv>
#include <string_view>

#include "platform/linux/descriptor.h"
#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

// What a part of a working machine can have; sensors that are broken say other things.
constexpr int kColdest = -60'000, kHottest = 200'000;

std::optional<int> temperature_in(const std::filesystem::path& file) {
    const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!opened.is_open()) return std::nullopt;
    std::array<char, 32> text{};
    const auto length = ::read(opened.number(), text.data(), text.size());
    if (length <= 0) return std::nullopt;
    int number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + length, number);
    const bool is_number = wrong == std::errc{} && (end == text.data() + length || *end == '\n');
    if (!is_number || number < kColdest || number > kHottest) return std::nullopt;
    return number;
}

class LinuxThermometer : public api::Thermometer {
  public:
    explicit LinuxThermometer(std::filesystem::path zones) : zones_(std::move(zones)) {}
    std::optional<int> read() override {
        std::optional<int> hottest;
        std::error_code error;
        for (std::filesystem::directory_iterator zone{zones_, error}, end; !error && zone != end;
             zone.increment(error)) {
            if (!std::string_view{zone->path().filename().native()}.starts_with("thermal_zone")) continue;
            const auto one = temperature_in(zone->path() / "temp");
            if (one && (!hottest || *one > *hottest)) hottest = one;
        }
        return hottest;
    }

  private:
    std::filesystem::path zones_;
};

}  // namespace

std::unique_ptr<api::Thermometer> make_thermometer() {
    return make_thermometer_of("/sys/class/thermal");
}

std::unique_ptr<api::Thermometer> make_thermometer_of(std::filesystem::path zones) {
    return std::make_unique<LinuxThermometer>(std::move(zones));
}

}  // namespace platform_linux
