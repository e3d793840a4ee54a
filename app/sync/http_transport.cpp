#include "app/sync/http_transport.h"

#include <charconv>
#include <utility>

#include "app/sync/policy.h"

namespace syncing {

namespace {

NetworkFailure failure_of(api::HttpError error) {
    switch (error) {
        case api::HttpError::resolve:
        case api::HttpError::connect: return NetworkFailure::unreachable;
        case api::HttpError::timeout: return NetworkFailure::timed_out;
        case api::HttpError::tls:
        case api::HttpError::wrong_certificate: return NetworkFailure::not_trusted;
        case api::HttpError::closed: return NetworkFailure::cut;
        case api::HttpError::too_large: return NetworkFailure::too_long;
        case api::HttpError::malformed: return NetworkFailure::not_http;
        case api::HttpError::cancelled: return NetworkFailure::cancelled;
    }
    return NetworkFailure::cut;
}

// It may also be a date, which a clock that nobody trusts can do nothing with.
std::optional<std::chrono::seconds> retry_after(const api::HttpHeaders& headers) {
    const auto text = api::find_header(headers, "Retry-After");
    if (!text) return std::nullopt;
    std::uint32_t number = 0;
    const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (wrong != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return std::chrono::seconds{number};
}

std::unique_ptr<api::HttpClient> client_of(api::HttpClients& clients, api::HttpHost host, const HttpTimes& times,
                                           std::chrono::milliseconds total) {
    host.trust = api::HttpTrust::pinned;
    api::HttpClientLimits limits;
    limits.connect = times.connect;
    limits.total = total;
    limits.response_bytes = policy::kAnswerBytes;
    return clients.client_of(host, limits);
}

}  // namespace

base::Result<Response, NetworkFailure> response_of(base::Result<api::HttpResponse, api::HttpError> answer) {
    if (!answer) return base::failure(failure_of(answer.error()));
    return Response{answer->status, retry_after(answer->headers), std::move(answer->body)};
}

HttpTransport::HttpTransport(api::HttpClients& clients, api::HttpHost host, const HttpTimes& times)
    : asks_(client_of(clients, host, times, times.held)),
      sends_(client_of(clients, std::move(host), times, times.bundle)) {}

base::Result<Response, NetworkFailure> HttpTransport::exchange(const Request& request) {
    const bool sends = request.kind == Request::Kind::bundle;
    api::HttpRequest asked;
    asked.method = sends ? api::HttpMethod::post : api::HttpMethod::get;
    asked.target = request.path;
    if (sends) {
        asked.headers = {{"Content-Type", "application/octet-stream"}};
        asked.body = base::as_text(request.body);
    }
    return response_of((sends ? sends_ : asks_)->send(asked));
}

void HttpTransport::cancel() {
    asks_->cancel();
    sends_->cancel();
}

}  // namespace syncing
