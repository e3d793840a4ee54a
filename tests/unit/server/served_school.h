#pragma once

#include "app/server/web/routes.h"
#include "platform/http/client.h"
#include "platform/http/server.h"
#include "tests/unit/server/joining_kiosk.h"

namespace server_test {

class KeptLines : public api::LineSink {
  public:
    void write(std::string_view line) override { text += std::string{line} + "\n"; }
    std::string text;  // Log writes under a lock of its own
};

// Routes over a store, asked as a worker of the server asks them.
class RoutedServer {
  public:
    explicit RoutedServer(On on, server::Routes::Options options = {true, kFingerprint, false, "1.2.3"})
        : server(on), log(lines, server.clock), routes(*server.operator->(), log, server.clock, std::move(options)) {}

    api::HttpResponse ask(api::HttpMethod method, const std::string& target, const std::string& body = {},
                          const std::string& from = "192.0.2.7", api::HttpHeaders headers = {}) {
        return routes.handle({method, target, std::move(headers), body, from});
    }
    api::HttpResponse get(const std::string& target, const std::string& from = "192.0.2.7") {
        return ask(api::HttpMethod::get, target, {}, from);
    }
    api::HttpResponse post(const std::string& target, const std::string& body) {
        return ask(api::HttpMethod::post, target, body);
    }
    api::HttpResponse send(base::ByteView bundle) { return post("/api/1/bundles", std::string{base::as_text(bundle)}); }

    TestServer server;
    KeptLines lines;
    server::Log log;
    server::Routes routes;
};

inline std::string header_of(const api::HttpResponse& response, std::string_view name) {
    return std::string{api::find_header(response.headers, name).value_or("")};
}
inline bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace server_test
