#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/domain/ids.h"

// A request that a kiosk signs, see README.md.
namespace kiosk_request {

// What is asked, as each side sees it for itself.
struct Asked {
    std::string_view method;  // as on the wire: "GET", "POST"
    std::string_view target;  // path and query as on the wire
    std::string_view body;
    std::string_view fingerprint;  // of the server's certificate, as api::HttpHost has it; empty under plain HTTP
};

// Who says to ask it; nothing is proven before signature_holds().
struct Caller {
    domain::KioskId kiosk;
    std::string nonce;      // 32 hexadecimal digits, drawn for each request
    std::string signature;  // hexadecimal, Ed25519
    friend bool operator==(const Caller&, const Caller&) = default;
};

inline constexpr std::size_t kNonceDigits = 32;

// The value of the header `Authorization`: "Vstrecha ID NONCE SIGNATURE". Nothing where the key is none, or the kiosk's
// id or the nonce is not as above.
[[nodiscard]] std::optional<std::string> authorization(const Asked& asked, const domain::KioskId& kiosk,
                                                       const std::string& nonce, const std::string& kiosk_private);
// Nothing for whatever is not of that form.
[[nodiscard]] std::optional<Caller> read_authorization(std::string_view header);
// `kiosk_public`: hexadecimal, the key by which the server knows Caller::kiosk.
[[nodiscard]] bool signature_holds(const Caller& caller, const Asked& asked, std::string_view kiosk_public);

}  // namespace kiosk_request
