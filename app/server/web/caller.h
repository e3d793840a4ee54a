#pragma once

#include <string>

#include "app/server/store/store.h"
#include "platform/api/http.h"

namespace server {

// A kiosk that signed its request (app/kiosk_request).
struct Caller {
    SchoolId school;
    domain::KioskId kiosk;
};
struct CallRefused {
    int status = 401;
    std::string name;    // "unknown_kiosk", "wrong_signature", "revoked", "try_later"
    std::string detail;  // for the log
};
// Who asks for what is `of` that kiosk. wrong_signature also where nobody signed, or another kiosk did. `fingerprint`:
// of the certificate that kiosks see.
[[nodiscard]] base::Result<Caller, CallRefused> caller_of(Store& store, const api::HttpRequest& request,
                                                          const std::string& fingerprint, const domain::KioskId& of);

// The one text that the kiosk says it has (If-None-Match), as 64 hexadecimal digits; empty: none that we could have given.
[[nodiscard]] std::string hash_at_hand(const api::HttpRequest& request);

}  // namespace server
