#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "platform/http/metrics.h"

namespace platform_http {

// Counts connections, all and those of an address. Any thread.
class Census {
  public:
    Census(std::size_t most, std::size_t most_of_address) : most_(most), most_of_address_(most_of_address) {}

    // Lets a connection in, or says why not.
    [[nodiscard]] std::optional<Refusal> enter(const std::string& address);
    // Of one that was let in.
    void leave(const std::string& address);

  private:
    const std::size_t most_;
    const std::size_t most_of_address_;
    mutable std::mutex mutex_;
    std::size_t all_ = 0;
    std::unordered_map<std::string, std::size_t> of_address_;
};

}  // namespace platform_http
