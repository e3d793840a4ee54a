#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "platform/api/http.h"
#include "platform/http/limits.h"
#include "platform/http/metrics.h"

// What this project refuses in the head of a message although the RFCs let a reader be lenient, or Beast is. Two
// readers of one connection that disagree about where a request ends are how a request is smuggled past a proxy; so
// what can be read in two ways is not read at all.
namespace platform_http {

struct HeadLimits {
    std::size_t bytes = 16 * 1024;
    std::size_t line = 8 * 1024;
    std::size_t lines = 100;  // the first one not counted
};

// Looks for the end of a head in bytes as they come, and at what can only be seen there: line ends that are not CRLF,
// control characters, lines that continue the one before, an empty first line, and the limits.
class HeadScanner {
  public:
    explicit HeadScanner(const HeadLimits& limits) : limits_(limits) {}

    enum class Found { more, end, refused };
    // `bytes` is all of the connection since the message began; what was looked at in an earlier call is not looked at
    // again. After `end` or `refused` begin with a new scanner.
    [[nodiscard]] Found scan(std::string_view bytes);
    [[nodiscard]] std::size_t head_bytes() const { return at_; }  // after `end`: with the empty line
    [[nodiscard]] Refusal refusal() const { return refusal_; }    // after `refused`

  private:
    [[nodiscard]] Found refuse(Refusal why);

    HeadLimits limits_;
    std::size_t at_ = 0;
    std::size_t line_began_ = 0;
    std::size_t lines_ = 0;
    bool after_return_ = false;
    Refusal refusal_ = Refusal::malformed;
};

// How a message says where its body ends.
struct Framing {
    std::optional<std::uint64_t> content_length;
    bool chunked = false;
};
// Nothing where the headers contradict themselves or can be read in two ways: more than one Content-Length, also of
// equal value; one that is more than digits; a Transfer-Encoding other than "chunked", or more than one; both of them.
[[nodiscard]] std::optional<Framing> framing_of(const api::HttpHeaders& headers);

[[nodiscard]] std::optional<api::HttpMethod> method_of(std::string_view name);  // upper case only
[[nodiscard]] std::string_view name_of(api::HttpMethod method);

// What is wrong with a request's first line and headers; nothing where nothing is. `version`: 10 or 11.
[[nodiscard]] std::optional<Refusal> problem_of_request(std::string_view method, std::string_view target, int version,
                                                        const api::HttpHeaders& headers);

// Path and query as a request carries them: begins with '/', printable ASCII without space and '#'.
[[nodiscard]] bool is_target(std::string_view target);
[[nodiscard]] bool is_header_name(std::string_view name);
// No control characters, no white space at either end.
[[nodiscard]] bool is_header_value(std::string_view value);

}  // namespace platform_http
