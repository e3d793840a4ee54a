#include "app/kiosk_request/authorization.h"

#include <array>

#include "app/eventlog/signing.h"
#include "platform/base/bytes.h"
#include "platform/base/id.h"

namespace kiosk_request {

namespace {

constexpr std::string_view kScheme = "Vstrecha";

std::string transcript_of(const Asked& asked, const domain::KioskId& kiosk, std::string_view nonce) {
    return eventlog::transcript(
        {"vstrecha kiosk request 1", asked.fingerprint, asked.method, asked.target, asked.body, kiosk.value, nonce});
}

}  // namespace

std::optional<std::string> authorization(const Asked& asked, const domain::KioskId& kiosk, const std::string& nonce,
                                         const std::string& kiosk_private) {
    if (!base::is_id(kiosk.value) || !base::is_hex(nonce, kNonceDigits)) return std::nullopt;
    const auto signature = eventlog::signature_of(transcript_of(asked, kiosk, nonce), kiosk_private);
    if (!signature) return std::nullopt;
    return std::string{kScheme} + ' ' + kiosk.value + ' ' + nonce + ' ' + *signature;
}

std::optional<Caller> read_authorization(std::string_view header) {
    std::array<std::string_view, 4> words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool is_last = i + 1 == words.size();
        const auto end = is_last ? header.size() : header.find(' ');
        if (end == std::string_view::npos) return std::nullopt;
        words[i] = header.substr(0, end);
        header.remove_prefix(is_last ? end : end + 1);
    }
    if (words[0] != kScheme || !base::is_id(words[1]) || !base::is_hex(words[2], kNonceDigits) ||
        !base::is_hex(words[3], eventlog::kSignatureDigits)) {
        return std::nullopt;
    }
    return Caller{domain::KioskId{std::string{words[1]}}, std::string{words[2]}, std::string{words[3]}};
}

bool signature_holds(const Caller& caller, const Asked& asked, std::string_view kiosk_public) {
    return eventlog::signature_holds(transcript_of(asked, caller.kiosk, caller.nonce), caller.signature, kiosk_public);
}

}  // namespace kiosk_request
