#include "app/sync/signer.h"

#include <array>

#include "app/kiosk_request/authorization.h"
#include "platform/base/bytes.h"

namespace syncing {

bool sign(api::HttpRequest& request, const Signer& signer, const std::string& fingerprint) {
    std::array<std::uint8_t, kiosk_request::kNonceDigits / 2> nonce{};
    signer.random(nonce);
    const kiosk_request::Asked asked{request.method == api::HttpMethod::post ? "POST" : "GET", request.target,
                                     request.body, fingerprint};
    const auto header = kiosk_request::authorization(asked, signer.kiosk, base::to_hex(nonce), signer.kiosk_private);
    if (!header) return false;
    request.headers.push_back({"Authorization", *header});
    return true;
}

}  // namespace syncing
