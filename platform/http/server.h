#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/api/http.h"
#include "platform/base/result.h"
#include "platform/http/certificate.h"
#include "platform/http/limits.h"
#include "platform/http/metrics.h"

namespace platform_http {

struct Listen {
    std::string address = "127.0.0.1";       // an IP address; "0.0.0.0" or "::" (both families) for all of them
    std::uint16_t port = 0;                  // 0: one that is free
    std::optional<CertificateAndKey> tls{};  // nothing: plain HTTP, for loopback behind a proxy and for tests
};

enum class ServerError {
    bad_address,      // not an IP address, or none of this machine
    in_use,           // somebody listens there already
    no_permission,    // a port below 1024, most often
    bad_certificate,  // certificate and key are no PEM, do not fit each other, or are too weak
    machine           // the system could not: no descriptors, no memory
};

// Answers one request; called by a worker, by several at a time, with whole requests only. It may wait: other requests
// find other workers. A HEAD arrives as a GET; the body of its answer is left away. Date, Connection and Content-Length
// are the server's own; an answer that names one of them, or cannot be written as HTTP, becomes a 500, and so does an
// exception.
using Handler = std::function<api::HttpResponse(const api::HttpRequest&)>;

// How many bytes the body of a request may have; asked when the head was read, on a thread that reads for everybody: it
// must not wait and must not throw. `head` has no body yet.
using BodyLimit = std::function<std::uint64_t(const api::HttpRequest& head)>;

// An HTTP/1.1 server with TLS 1.2 or 1.3. It listens from start() to stop(). Whoever is slow or silent costs a
// descriptor and some memory and nothing else: a request meets a worker when its last byte is here, and a worker is
// free again when it has returned the answer, not when the answer was taken.
class Server {
  public:
    [[nodiscard]] static base::Result<std::unique_ptr<Server>, ServerError> start(const Listen& listen,
                                                                                  const ServerLimits& limits,
                                                                                  Handler handler,
                                                                                  BodyLimit body_limit = {});
    ~Server();  // stop() at once
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] std::uint16_t port() const;     // any thread
    [[nodiscard]] ServerMetrics metrics() const;  // any thread; never waits

    // Accepts nothing more, closes what is idle or has not sent a whole request, lets workers and answers finish for so
    // long, then closes everything. A handler that runs is waited for, however long that takes. Not from the handler;
    // one thread.
    void stop(std::chrono::milliseconds within);

  private:
    class Machine;
    explicit Server(std::unique_ptr<Machine> machine);
    std::unique_ptr<Machine> machine_;
};

}  // namespace platform_http
