#include "app/sync/signed_transport.h"

#include <array>
#include <utility>

#include "app/kiosk_request/authorization.h"
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
    std::array<std::uint8_t, kiosk_request::kNonceDigits / 2> nonce{};
    signer_.random(nonce);
    api::HttpRequest asked;
    asked.method = api::HttpMethod::post;
    asked.target = request.path;
    asked.body = base::as_text(request.body);
    const auto header = kiosk_request::authorization({"POST", asked.target, asked.body, fingerprint_}, signer_.kiosk,
                                                     base::to_hex(nonce), signer_.kiosk_private);
    if (!header) return base::failure(NetworkFailure::cancelled);  // the key is none: nothing goes out unsigned
    asked.headers = {{"Content-Type", "application/json"}, {"Authorization", *header}};
    return response_of(client_->send(asked));
}

void SignedTransport::cancel() {
    client_->cancel();
}

}  // namespace syncing
