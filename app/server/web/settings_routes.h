#pragma once

#include <string>

#include "app/server/store/store.h"
#include "app/server/web/log.h"
#include "platform/api/http.h"

namespace server {

// What the school has set, down to its kiosks, each its own text. See README.md. Any thread.
class SettingsRoutes {
  public:
    SettingsRoutes(Store& store, Log& log, std::string fingerprint)
        : store_(store), log_(log), fingerprint_(std::move(fingerprint)) {}

    [[nodiscard]] api::HttpResponse tell(const api::HttpRequest& request, const domain::KioskId& kiosk);

  private:
    [[nodiscard]] api::HttpResponse failed(const StoreError& error);

    Store& store_;
    Log& log_;
    const std::string fingerprint_;
};

}  // namespace server
