#pragma once

#include <memory>
#include <string>

#include "app/sync/signer.h"
#include "app/sync/transport.h"
#include "platform/api/http.h"

namespace syncing {

// The way to one thing that the school decides on its server, its lists or its settings; each request is signed by this
// kiosk (app/kiosk_request).
class SchoolTransport {
  public:
    virtual ~SchoolTransport() = default;
    // Both wait for the whole answer; one call at a time. `hash`: of the text that is at hand; empty: none is.
    [[nodiscard]] virtual base::Result<Response, NetworkFailure> ask(const std::string& hash) = 0;
    // Gives the server a packed text: lists only.
    [[nodiscard]] virtual base::Result<Response, NetworkFailure> give(base::ByteView packed) = 0;
    // Any thread: the call that waits, and all later ones, end with `cancelled`.
    virtual void cancel() = 0;
};

class HttpSchoolTransport final : public SchoolTransport {
  public:
    // `what`: the last word of the path, "roster" or "settings".
    HttpSchoolTransport(api::HttpClients& clients, const api::HttpHost& host, Signer signer, std::string what);

    [[nodiscard]] base::Result<Response, NetworkFailure> ask(const std::string& hash) override;
    [[nodiscard]] base::Result<Response, NetworkFailure> give(base::ByteView packed) override;
    void cancel() override;

  private:
    [[nodiscard]] base::Result<Response, NetworkFailure> send(api::HttpMethod method, api::HttpHeaders headers,
                                                              std::string body);

    Signer signer_;
    std::string target_;
    std::string fingerprint_;
    std::unique_ptr<api::HttpClient> client_;
};

}  // namespace syncing
