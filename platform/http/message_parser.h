#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "platform/api/http.h"
#include "platform/http/head_rules.h"
#include "platform/http/metrics.h"

// Messages out of the bytes of a connection, however they are cut: Boost.Beast's parser between the rules of
// head_rules.h. No sockets, no time. One thread at a time.
namespace platform_http {

// Requests, one after another.
class RequestParser {
  public:
    explicit RequestParser(const HeadLimits& limits);
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    enum class Progress {
        more,    // it needs more bytes
        head,    // the head is whole and nothing of the body was read: body_allowed() goes on
        whole,   // take() gives the request
        refused  // refusal() says why; nothing more can be read of this connection
    };
    // Reads as far as `bytes` go. What comes after `head` or `whole` is kept for body_allowed() and next().
    [[nodiscard]] Progress feed(std::string_view bytes);
    // After `head`. A body that is said or turns out to be larger is refused.
    [[nodiscard]] Progress body_allowed(std::uint64_t limit);
    // After `whole`: the next request, of which bytes may be here already.
    [[nodiscard]] Progress next();

    [[nodiscard]] bool begun() const;                    // something of a request is here
    [[nodiscard]] const api::HttpRequest& head() const;  // from `head` on
    [[nodiscard]] bool waits_for_continue() const;       // from `head` on; the client waits for "100 Continue"
    [[nodiscard]] bool keep_alive() const;               // from `head` on
    [[nodiscard]] std::size_t body_bytes() const;        // received so far
    [[nodiscard]] api::HttpRequest take();               // after `whole`
    [[nodiscard]] Refusal refusal() const;               // after `refused`

  private:
    class Reader;
    std::unique_ptr<Reader> reader_;
};

// The answer to one request. Answers of 1xx before it are passed over.
class ResponseParser {
  public:
    ResponseParser(const HeadLimits& limits, std::uint64_t body_limit, api::HttpMethod method);
    ~ResponseParser();
    ResponseParser(const ResponseParser&) = delete;
    ResponseParser& operator=(const ResponseParser&) = delete;

    enum class Progress { more, whole, too_large, malformed };
    // An answer whose end is that of the connection is malformed: nobody could tell it from one that was cut.
    [[nodiscard]] Progress feed(std::string_view bytes);
    [[nodiscard]] bool begun() const;        // a byte of the answer is here
    [[nodiscard]] bool keep_alive() const;   // after `whole`; no where bytes beyond the answer are here
    [[nodiscard]] api::HttpResponse take();  // after `whole`

  private:
    class Reader;
    std::unique_ptr<Reader> reader_;
};

}  // namespace platform_http
