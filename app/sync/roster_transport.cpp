#include "app/sync/roster_transport.h"

#include <utility>

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
    api::HttpRequest asked;
    asked.method = method;
    asked.target = "/api/1/kiosks/" + signer_.kiosk.value + "/roster";
    asked.headers = std::move(headers);
    asked.body = std::move(body);
    if (!sign(asked, signer_, fingerprint_)) return base::failure(NetworkFailure::cancelled);
    return response_of(client_->send(asked));
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
