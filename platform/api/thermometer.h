#pragma once

#include <optional>

namespace api {

class Thermometer {
  public:
    virtual ~Thermometer() = default;
    // The hottest part that the machine measures, in thousandths of a degree Celsius; nothing where it measures none.
    // Any thread. Waits for no device.
    [[nodiscard]] virtual std::optional<int> read() = 0;
};

}  // namespace api
