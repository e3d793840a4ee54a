#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace api {

enum class HttpMethod { get, head, post, put, patch, remove };  // remove: DELETE

struct HttpHeader {
    std::string name;   // as it was written; compared without regard to ASCII case
    std::string value;  // without white space around it
    friend bool operator==(const HttpHeader&, const HttpHeader&) = default;
};
using HttpHeaders = std::vector<HttpHeader>;

// The same letters, ASCII case aside.
[[nodiscard]] bool same_header_name(std::string_view one, std::string_view other);
// The value of the first header of that name; the view lives as long as `headers`.
[[nodiscard]] std::optional<std::string_view> find_header(const HttpHeaders& headers, std::string_view name);

struct HttpRequest {
    HttpMethod method = HttpMethod::get;
    std::string target = "/";  // path and query as they stand on the wire: "/api/1/kiosks?since=5", still %-escaped
    HttpHeaders headers;
    std::string body;  // any bytes
    std::string from;  // the sender's IP address; the server fills it in, the client does not look at it

    [[nodiscard]] std::string_view path() const;   // the target up to a '?'
    [[nodiscard]] std::string_view query() const;  // the target after the first '?'; empty where there is none
};

struct HttpResponse {
    int status = 200;  // 200 to 599
    HttpHeaders headers;
    std::string body;  // any bytes
};

enum class HttpError {
    resolve,            // the host has no address, or no name server answered
    connect,            // nobody listens there, or there is no way there
    timeout,            // one of the two times of HttpClientLimits ran out
    tls,                // no TLS, or none that both sides speak
    wrong_certificate,  // not the pinned one; or none that the system trusts for this host
    closed,             // the other side, or the way there, ended before the answer was whole
    too_large,          // the answer is larger than HttpClientLimits allows
    malformed,          // the answer is not HTTP; or the request could not be written as HTTP
    cancelled           // by HttpClient::cancel()
};

// Whom a client believes to be the host.
enum class HttpTrust {
    plain,   // anybody: HTTP without TLS
    pinned,  // who has the certificate of HttpHost::fingerprint; its name and its dates do not matter
    system   // who has a certificate for the host's name from an authority that the system trusts
};

struct HttpHost {
    std::string name;  // a host name or an IP address
    std::uint16_t port = 0;
    HttpTrust trust = HttpTrust::pinned;
    std::string fingerprint;  // SHA-256 of the certificate's DER, 64 lower-case hexadecimal digits
};

struct HttpClientLimits {
    std::chrono::milliseconds connect{10'000};           // for name, connection and TLS handshake together
    std::chrono::milliseconds total{60'000};             // for the whole of send(), connecting included
    std::size_t response_bytes = std::size_t{16} << 20;  // of the body
    std::size_t header_bytes = 16 * 1024;                // of the answer's head
};

// Talks to one host, over one connection that is kept between calls and made anew after an error. One thread at a time,
// but for cancel().
class HttpClient {
  public:
    virtual ~HttpClient() = default;
    // Waits for the answer, for HttpClientLimits::total at most. Any status is an answer; redirections are not
    // followed. After an error nobody knows whether the host has seen the request. A request is sent a second time only
    // where the kept connection turned out to be closed before any answer, and never a POST or a PATCH. Host,
    // Content-Length, Transfer-Encoding, Expect and Connection are the client's own: malformed where `request` names
    // one of them.
    [[nodiscard]] virtual base::Result<HttpResponse, HttpError> send(const HttpRequest& request) = 0;
    // The fingerprint of the certificate that was met last, also where it was refused: this is how a kiosk learns whom
    // it meets first (pin nothing, be refused, ask a person or a code, pin). Nothing before the first certificate.
    [[nodiscard]] virtual std::optional<std::string> met_fingerprint() const = 0;
    // Any thread: the send() that waits, and all later ones, end with `cancelled`, without waiting for anything.
    virtual void cancel() = 0;
};

// Makes clients. Any thread.
class HttpClients {
  public:
    virtual ~HttpClients() = default;
    // Never fails and never waits; what is wrong with the host shows in send().
    [[nodiscard]] virtual std::unique_ptr<HttpClient> client_of(const HttpHost& host,
                                                                const HttpClientLimits& limits) = 0;
};

}  // namespace api
