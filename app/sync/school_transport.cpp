#include "app/sync/school_transport.h"

#include <utility>

#include "app/sync/http_transport.h"
#include "app/sync/policy.h"

namespace syncing {

namespace {

std::unique_ptr<api::HttpClient> client_of(api::HttpClients& clients, api::HttpHost host) {
    host.trust = api::HttpTrust::pinned;
    api::HttpClientLimits limits;
    limits.total = policy::kDownWithin;
    limits.response_bytes = policy::kDownAnswerBytes;
    return clients.client_of(host, limits);
}

}  // namespace

HttpSchoolTransport::HttpSchoolTransport(api::HttpClients& clients, const api::HttpHost& host, Signer signer,
                                         std::string what)
    : signer_(std::move(signer)),
      target_("/api/1/kiosks/" + signer_.kiosk.value + "/" + std::move(what)),
      fingerprint_(host.fingerprint),
      client_(client_of(clients, host)) {}

base::Result<Response, NetworkFailure> HttpSchoolTransport::send(api::HttpMethod method, api::HttpHeaders headers,
                                                                 std::string body) {
    api::HttpRequest asked;
    asked.method = method;
    asked.target = target_;
    asked.headers = std::move(headers);
    asked.body = std::move(body);
    if (!sign(asked, signer_, fingerprint_)) return base::failure(NetworkFailure::cancelled);
    return response_of(client_->send(asked));
}

base::Result<Response, NetworkFailure> HttpSchoolTransport::ask(const std::string& hash) {
    api::HttpHeaders headers;
    if (!hash.empty()) headers.push_back({"If-None-Match", '"' + hash + '"'});
    return send(api::HttpMethod::get, std::move(headers), {});
}

base::Result<Response, NetworkFailure> HttpSchoolTransport::give(base::ByteView packed) {
    return send(api::HttpMethod::post, {{"Content-Type", "application/octet-stream"}},
                std::string{base::as_text(packed)});
}

void HttpSchoolTransport::cancel() {
    client_->cancel();
}

}  // namespace syncing
