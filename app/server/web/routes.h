#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "app/server/store/store.h"
#include "app/server/web/counters.h"
#include "app/server/web/guard.h"
#include "app/server/web/log.h"
#include "app/server/web/refusal_digest.h"
#include "app/server/web/roster_routes.h"
#include "app/server/web/settings_routes.h"
#include "platform/api/http.h"

namespace server {

namespace pages {
class Pages;
}

// Of a bundle, compressed. A kiosk sends up to 256 KiB of lines at once (app/sync/policy.h); others may send more.
inline constexpr std::uint64_t kBundleBodyBytes = std::uint64_t{4} << 20;
inline constexpr std::uint64_t kBundleContentBytes = std::uint64_t{16} << 20;  // of its lines

// What the server answers to kiosks and to whoever watches over it; app/server/README.md says it for those who write to
// it. Knows no sockets. Any thread.
class Routes {
  public:
    struct Options {
        bool is_under_tls = true;       // no: behind a proxy on this machine
        std::string fingerprint{};      // of the certificate that kiosks see; empty: there is none
        bool tells_everybody = false;   // /metrics and the details of /health also beyond loopback
        std::string version{};          // of the program
        std::chrono::seconds later{5};  // Retry-After of a 503
    };
    Routes(Store& store, Log& log, const api::Clock& clock, Options options);

    [[nodiscard]] api::HttpResponse handle(const api::HttpRequest& request);
    // For platform_http::BodyLimit: never waits.
    [[nodiscard]] static std::uint64_t body_limit(const api::HttpRequest& head);
    // What was refused unread since the last time goes into the log; by itself once a minute, while somebody asks.
    void tell_refusals();
    // What answers a browser: a path that is a page's, and a browser that asks for what there is not. Before the first
    // request; without it there are no pages.
    void set_pages(pages::Pages* pages) { pages_ = pages; }
    // Where /metrics has the server's own figures from. Before the first request.
    void set_server_metrics(std::function<platform_http::ServerMetrics()> metrics) { metrics_ = std::move(metrics); }

  private:
    [[nodiscard]] std::optional<api::HttpResponse> page(Route route, const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse guarded(Route route, const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse answer_or_fail(Route route, const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse answer(Route route, const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse take_bundle(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse tell_held(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse tell_roster(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse take_roster(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse tell_settings(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse tell_news(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse join(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse tell_health(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse tell_metrics(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse later(std::string_view event, const StoreError& why);
    [[nodiscard]] api::HttpResponse error(int status, std::string_view name) const;
    [[nodiscard]] bool may_see_inside(const api::HttpRequest& request) const;

    Store& store_;
    Log& log_;
    const Options options_;
    RosterRoutes rosters_;
    SettingsRoutes settings_;
    Counters counters_;
    Guard guard_;
    RefusalDigest refusals_;
    std::function<platform_http::ServerMetrics()> metrics_;
    pages::Pages* pages_ = nullptr;
};

// Of this machine, and not passed on by a proxy for somebody else.
[[nodiscard]] bool is_from_loopback(const api::HttpRequest& request);

}  // namespace server
