#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

#include "app/server/store/store.h"
#include "app/server/web/caller.h"
#include "app/server/web/log.h"
#include "platform/api/http.h"

namespace server {

// Of lists that a kiosk gives, packed.
inline constexpr std::uint64_t kRosterBodyBytes = std::uint64_t{4} << 20;

// The lists of a school: down to its kiosks, and up where a kiosk has what the server has not. See README.md. Any
// thread.
class RosterRoutes {
  public:
    RosterRoutes(Store& store, Log& log, std::string fingerprint)
        : store_(store), log_(log), fingerprint_(std::move(fingerprint)) {}

    [[nodiscard]] api::HttpResponse tell(const api::HttpRequest& request, const domain::KioskId& kiosk);
    [[nodiscard]] api::HttpResponse take(const api::HttpRequest& request, const domain::KioskId& kiosk);

  private:
    [[nodiscard]] StoreResult<std::string> body_of(const SchoolId& school, const std::string& hash,
                                                   const std::string& at_hand);
    [[nodiscard]] api::HttpResponse bring(const SchoolId& school, const domain::KioskId& kiosk,
                                          const std::string& text);
    [[nodiscard]] api::HttpResponse failed(const StoreError& error);
    [[nodiscard]] api::HttpResponse refused(const CallRefused& why);

    Store& store_;
    Log& log_;
    const std::string fingerprint_;
    // Of the last answers: when the lists have changed, all kiosks of a school ask for the same.
    struct Made {
        std::string school, from, to, body;
    };
    std::mutex mutex_;
    std::deque<Made> made_;  // guarded by mutex_
};

}  // namespace server
