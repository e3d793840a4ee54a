#pragma once

#include <optional>
#include <string>

#include "app/server/web/attempt_limit.h"
#include "app/server/web/log.h"
#include "platform/api/http.h"

namespace server {

// Who guesses is slowed: codes to join, and signatures of kiosks. Asked for every request. Any thread.
class Guard {
  public:
    // `is_behind_proxy`: everybody comes from its address, and X-Forwarded-For names them.
    Guard(const api::Clock& clock, Log& log, bool is_behind_proxy);

    enum class Kind {
        open,     // nothing to guess
        joining,  // each request is a try: counted before it is looked at, so that no code loses one of its own
        kiosk     // a request that carries a kiosk's signature: one that does not hold is a try
    };
    // How many seconds to wait, where the request is not to be looked at.
    [[nodiscard]] std::optional<std::chrono::seconds> refuses(Kind kind, const api::HttpRequest& request);
    // What was answered to a request that was looked at.
    void answered(Kind kind, const api::HttpRequest& request, int status);

    // As the limits count: an address, or the /64 of one. Of a proxy's request whom it names last, because what stands
    // before was written by whoever asked.
    [[nodiscard]] std::string sender_of(const api::HttpRequest& request) const;

  private:
    void tell(Kind kind, const std::string& sender, const AttemptLimit::Denied& denied);

    Log& log_;
    const bool is_behind_proxy_;
    AttemptLimit joining_, kiosks_;
};

}  // namespace server
