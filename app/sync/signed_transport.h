#pragma once

#include <memory>
#include <string>

#include "app/sync/signer.h"
#include "app/sync/transport.h"
#include "platform/api/http.h"

namespace syncing {

// The way over HTTP for what a kiosk signs (app/kiosk_request): a POST of Request::body, over a connection of its own
// to a server whose certificate is pinned, so that no bundle on a slow line stands before it.
class SignedTransport final : public Transport {
  public:
    struct Times {
        std::chrono::milliseconds connect = std::chrono::seconds{10};  // name, connection and handshake
        std::chrono::milliseconds total = std::chrono::seconds{20};
    };
    SignedTransport(api::HttpClients& clients, api::HttpHost host, Signer signer);
    SignedTransport(api::HttpClients& clients, api::HttpHost host, Signer signer, const Times& times);

    [[nodiscard]] base::Result<Response, NetworkFailure> exchange(const Request& request) override;
    void cancel() override;

  private:
    Signer signer_;
    std::string fingerprint_;
    std::unique_ptr<api::HttpClient> client_;
};

}  // namespace syncing
