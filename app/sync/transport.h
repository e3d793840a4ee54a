#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "platform/base/bytes.h"
#include "platform/base/result.h"

namespace syncing {

// What goes to the server; README.md of app/server has the protocol.
struct Request {
    enum class Kind {
        held,    // GET `path`: how much do you hold?
        bundle,  // POST `body` to `path`
        news     // the same, signed
    };
    Kind kind = Kind::held;
    std::string path;  // "/api/1/bundles", without host
    base::Bytes body;  // a bundle of app/eventlog, a question of app/news; empty for `held`
};

struct Response {
    int status = 0;                                   // of HTTP
    std::optional<std::chrono::seconds> retry_after;  // the header, where it is a number of seconds
    std::string body;  // at most policy::kAnswerBytes, of news news::kAnsweredBytes; more is `too_long`
};

enum class NetworkFailure {
    unreachable,  // no address, no route, refused: the server has seen nothing
    timed_out,    // it may have seen everything, or nothing
    cut,          // the connection ended before the answer did: the same
    not_trusted,  // not the certificate that was pinned, or no TLS at all
    too_long,     // an answer above the limit
    not_http,     // another kind of server answers there
    cancelled
};

// The way to the one server of this kiosk.
class Transport {
  public:
    virtual ~Transport() = default;
    // Waits for the whole answer. One call at a time, on the thread of the runner. Follows no redirect and tries
    // nothing twice: the engine does.
    [[nodiscard]] virtual base::Result<Response, NetworkFailure> exchange(const Request& request) = 0;
    // Any thread: the call that waits, and all later ones, end with `cancelled`.
    virtual void cancel() = 0;
};

}  // namespace syncing
