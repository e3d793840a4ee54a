#include "app/server/web/caller.h"

#include "app/kiosk_request/authorization.h"
#include "platform/base/bytes.h"

namespace server {

namespace {

std::string_view word_of(api::HttpMethod method) {
    switch (method) {
        case api::HttpMethod::get: return "GET";
        case api::HttpMethod::head: return "HEAD";
        case api::HttpMethod::post: return "POST";
        case api::HttpMethod::put: return "PUT";
        case api::HttpMethod::patch: return "PATCH";
        case api::HttpMethod::remove: return "DELETE";
    }
    return "GET";
}

}  // namespace

base::Result<Caller, CallRefused> caller_of(Store& store, const api::HttpRequest& request,
                                            const std::string& fingerprint, const domain::KioskId& of) {
    const auto refused = [](int status, std::string name, std::string detail = {}) {
        return base::failure(CallRefused{status, std::move(name), std::move(detail)});
    };
    const auto header = api::find_header(request.headers, "Authorization");
    const auto caller = header ? kiosk_request::read_authorization(*header) : std::nullopt;
    if (!caller || caller->kiosk != of) return refused(401, "wrong_signature");
    const auto known = store.presented(of);
    if (!known && known.error().kind == StoreErrorKind::not_found) return refused(401, "unknown_kiosk");
    if (!known) return refused(503, "try_later", known.error().detail);
    const kiosk_request::Asked asked{word_of(request.method), request.target, request.body, fingerprint};
    if (!kiosk_request::signature_holds(*caller, asked, known->public_key)) return refused(401, "wrong_signature");
    if (known->state != KioskState::active) return refused(403, "revoked");
    return Caller{known->school, of};
}

std::string hash_at_hand(const api::HttpRequest& request) {
    constexpr std::size_t kHashDigits = 64;
    const auto header = api::find_header(request.headers, "If-None-Match");
    if (!header || header->size() != kHashDigits + 2 || header->front() != '"' || header->back() != '"') return {};
    const std::string_view hash = header->substr(1, kHashDigits);
    return base::is_hex(hash, kHashDigits) ? std::string{hash} : std::string{};
}

}  // namespace server
