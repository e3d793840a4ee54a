#pragma once

#include <functional>
#include <span>
#include <string>

#include "app/domain/ids.h"
#include "platform/api/http.h"

namespace syncing {

// By whom a request is signed (app/kiosk_request).
struct Signer {
    domain::KioskId kiosk;
    std::string kiosk_private;                            // hex, Ed25519
    std::function<void(std::span<std::uint8_t>)> random;  // from the thread that asks
};

// Adds the header Authorization to a GET or POST that is otherwise whole. False where the key is none: nothing is to go
// out unsigned. `fingerprint`: of the certificate to which the connection is pinned.
[[nodiscard]] bool sign(api::HttpRequest& request, const Signer& signer, const std::string& fingerprint);

}  // namespace syncing
