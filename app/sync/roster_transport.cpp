#include "app/sync/roster_transport.h"

#include <array>
#include <utility>

#include "app/kiosk_request/authorization.h"
#include "app/sync/http_transport.h"
#include "app/sync/policy.h"

namespace syncing {

namespace {

std::unique_ptr<api::HttpClient> client_of(api::HttpClients& clients, api::HttpHost host) {
    host.trust = api::HttpTrust::pinned;
    api::HttpClientLimits limits;
    limits.total = policy::kRosterWithin;
    limits.response_bytes = policy::kRosterAnswerBytes;
    return clients.client_of(host, limits);
}

}  // namespace

HttpRosterTransport::HttpRosterTransport(api::HttpClients& clients, const api::HttpHost& host, Signer signer)
    : signer_(std::move(signer)), fingerprint_(host.fingerprint), client_(client_of(clients, host)) {}

base::Result<Response, NetworkFailure> HttpRosterTransport::send(api::HttpMethod method, api::HttpHeaders headers,
                                                                 std::string body) {
    std::array<std::uint8_t, kiosk_request::kNonceDigits / 2> nonce{};
    signer_.random(nonce);
    api::HttpRequest asked;
    asked.method = method;
    asked.target = "/api/1/kiosks/" + signer_.kiosk.value + "/roster";
    asked.body = std::move(body);
    const auto is_signed = kiosk_request::authorization(
        {method == api::HttpMethod::post ? "POST" : "GET", asked.target, asked.body, fingerprint_}, signer_.kiosk,
        base::to_hex(nonce), signer_.kiosk_private);
    // Without it the server refuses, and the status of sending says that the key is none.
    if (is_signed) headers.push_back({"Authorization", *is_signed});
    asked.headers = std::move(headers);
    auto answer = client_->send(asked);
    if (!answer) return base::failure(failure_of(answer.error()));
    return Response{answer->status, retry_after(answer->headers), std::move(answer->body)};
}

base::Result<Response, NetworkFailure> HttpRosterTransport::ask(const std::string& hash) {
    api::HttpHeaders headers;
    if (!hash.empty()) headers.push_back({"If-None-Match", '"' + hash + '"'});
    return send(api::HttpMethod::get, std::move(headers), {});
}

base::Result<Response, NetworkFailure> HttpRosterTransport::give(base::ByteView packed) {
    return send(api::HttpMethod::post, {{"Content-Type", "application/octet-stream"}},
                std::string{base::as_text(packed)});
}

void HttpRosterTransport::cancel() {
    client_->cancel();
}

}  // namespace syncing
