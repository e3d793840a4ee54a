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

[[nodiscard]] NetworkFailure failure_of(api::HttpError error);
// Of the header Retry-After, where it is a number: it may also be a date, which a clock that nobody trusts can do
// nothing with.
[[nodiscard]] std::optional<std::chrono::seconds> retry_after(const api::HttpHeaders& headers);

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
