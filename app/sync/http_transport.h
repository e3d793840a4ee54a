#pragma once

#include <memory>
#include <string>

#include "app/sync/transport.h"
#include "platform/api/http.h"

namespace syncing {

// Times of one exchange. The question is short, a bundle may have a slow line before it; both below
// policy::kAnswerWithin.
struct HttpTimes {
    std::chrono::milliseconds connect = std::chrono::seconds{10};  // name, connection and handshake
    std::chrono::milliseconds held = std::chrono::seconds{20};     // all of it, connecting included
    std::chrono::milliseconds bundle = std::chrono::seconds{120};
};

// What HTTP gave, in the words of a transport.
[[nodiscard]] base::Result<Response, NetworkFailure> response_of(
    base::Result<api::HttpResponse, api::HttpError> answer);

// The way over HTTP to a server whose certificate is pinned: `host` names it, whatever its HttpTrust says.
class HttpTransport final : public Transport {
  public:
    HttpTransport(api::HttpClients& clients, api::HttpHost host, const HttpTimes& times = {});

    [[nodiscard]] base::Result<Response, NetworkFailure> exchange(const Request& request) override;
    void cancel() override;

  private:
    // A connection each: a limit of time belongs to a client. The server closes what is idle, so that at rest none of
    // them is open.
    std::unique_ptr<api::HttpClient> asks_, sends_;
};

}  // namespace syncing
