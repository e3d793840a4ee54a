#include "app/sync/signed_transport.h"

#include <utility>

#include "app/news/messages.h"
#include "app/sync/http_transport.h"
#include "platform/base/bytes.h"

namespace syncing {

SignedTransport::SignedTransport(api::HttpClients& clients, api::HttpHost host, Signer signer)
    : SignedTransport(clients, std::move(host), std::move(signer), Times{}) {}

SignedTransport::SignedTransport(api::HttpClients& clients, api::HttpHost host, Signer signer, const Times& times)
    : signer_(std::move(signer)), fingerprint_(host.fingerprint) {
    host.trust = api::HttpTrust::pinned;
    api::HttpClientLimits limits;
    limits.connect = times.connect;
    limits.total = times.total;
    limits.response_bytes = news::kAnsweredBytes;
    client_ = clients.client_of(host, limits);
}

base::Result<Response, NetworkFailure> SignedTransport::exchange(const Request& request) {
    api::HttpRequest asked;
    asked.method = api::HttpMethod::post;
    asked.target = request.path;
    asked.headers = {{"Content-Type", "application/json"}};
    asked.body = base::as_text(request.body);
    if (!sign(asked, signer_, fingerprint_)) return base::failure(NetworkFailure::cancelled);
    return response_of(client_->send(asked));
}

void SignedTransport::cancel() {
    client_->cancel();
}

}  // namespace syncing
