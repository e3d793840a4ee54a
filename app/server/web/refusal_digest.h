#pragma once

#include <chrono>
#include <mutex>
#include <optional>

#include "app/server/web/log.h"
#include "platform/http/metrics.h"

namespace server {

// What was refused before it became a request (malformed heads, too large bodies, failed handshakes ...), for the log:
// once a minute at most, by reason and number, because whoever sends a thousand of them must not write a thousand
// lines. Any thread.
class RefusalDigest {
  public:
    RefusalDigest(const api::Clock& clock, Log& log) : clock_(clock), log_(log) {}
    // Whether a minute is over since the last look.
    [[nodiscard]] bool is_due();
    void tell(const platform_http::ServerMetrics& seen);

  private:
    const api::Clock& clock_;
    Log& log_;
    std::mutex mutex_;
    std::optional<std::chrono::milliseconds> looked_;
    platform_http::ServerMetrics told_;
};

}  // namespace server
