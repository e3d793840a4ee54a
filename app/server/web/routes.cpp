#include "app/server/web/routes.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/news/messages.h"
#include "app/server/pages/pages.h"
#include "app/server/web/caller.h"
#include "platform/base/bytes.h"
#include "platform/base/id.h"

namespace server {

namespace {

using Json = nlohmann::json;
using api::HttpMethod;
using api::HttpRequest;
using api::HttpResponse;

constexpr std::string_view kBundlesPath = "/api/1/bundles", kJoinPath = "/api/1/join", kHealthPath = "/health",
                           kMetricsPath = "/metrics";
constexpr std::string_view kKioskBefore = "/api/1/kiosks/", kHeldAfter = "/held", kRosterAfter = "/roster",
                           kNewsAfter = "/news", kSettingsAfter = "/settings";
// Two heartbeats may be lost before a kiosk counts as not heard.
constexpr std::chrono::minutes kHeardWithin{15};

// The kiosk of /api/1/kiosks/ID and `after`; nothing where that is not the path, or no id can look like this.
std::optional<domain::KioskId> kiosk_of(std::string_view path, std::string_view after) {
    if (!path.starts_with(kKioskBefore) || !path.ends_with(after)) return std::nullopt;
    if (path.size() <= kKioskBefore.size() + after.size()) return std::nullopt;
    const auto id = path.substr(kKioskBefore.size(), path.size() - kKioskBefore.size() - after.size());
    if (!base::is_id(id)) return std::nullopt;
    return domain::KioskId{std::string{id}};
}

Route route_of(std::string_view path) {
    if (path == kBundlesPath) return Route::bundles;
    if (path == kJoinPath) return Route::join;
    if (path == kHealthPath) return Route::health;
    if (path == kMetricsPath) return Route::metrics;
    if (kiosk_of(path, kHeldAfter)) return Route::held;
    if (kiosk_of(path, kRosterAfter)) return Route::roster;
    if (kiosk_of(path, kSettingsAfter)) return Route::settings;
    return kiosk_of(path, kNewsAfter) ? Route::news : Route::other;
}

bool is_post(Route route) {
    return route == Route::bundles || route == Route::join || route == Route::news;
}

// A bundle and what is told of a kiosk are the kiosks'; who only looks (or asks with another method) guesses nothing.
Guard::Kind guarded_as(Route route, HttpMethod method) {
    if (route == Route::other || route == Route::health || route == Route::metrics) return Guard::Kind::open;
    if (route != Route::join) return Guard::Kind::kiosk;
    return method == HttpMethod::post ? Guard::Kind::joining : Guard::Kind::open;
}

int status_of(Refusal why) {
    switch (why) {
        case Refusal::unknown_kiosk:
        case Refusal::wrong_signature: return 401;
        case Refusal::another_school:
        case Refusal::revoked: return 403;
        case Refusal::gap:
        case Refusal::fork: return 409;
        case Refusal::too_large: return 413;
        case Refusal::not_a_bundle:
        case Refusal::sealed:
        case Refusal::damaged:
        case Refusal::not_in_order: return 422;
        case Refusal::try_later:
        case Refusal::storage: return 503;
    }
    return 503;
}

HttpResponse json(int status, const Json& body) {
    return {status, {{"Content-Type", "application/json"}}, body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Json held_json(const Held& held) {
    return {{"held", held.seq}, {"head", base::to_hex(held.head)}};
}

}  // namespace

bool is_from_loopback(const HttpRequest& request) {
    for (const char* header : {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"}) {
        if (api::find_header(request.headers, header)) return false;
    }
    return request.from.starts_with("127.") || request.from == "::1";
}

Routes::Routes(Store& store, Log& log, const api::Clock& clock, Options options)
    : store_(store),
      log_(log),
      options_(std::move(options)),
      rosters_(store, log, options_.fingerprint),
      settings_(store, log, options_.fingerprint),
      guard_(clock, log, !options_.is_under_tls),
      refusals_(clock, log) {}

std::uint64_t Routes::body_limit(const HttpRequest& head) {
    if (head.method != HttpMethod::post) return 0;
    const Route route = route_of(head.path());
    if (route == Route::bundles) return kBundleBodyBytes;
    if (route == Route::roster) return kRosterBodyBytes;
    if (route == Route::news) return news::kAskedBytes;
    if (route == Route::other) return pages::Pages::body_limit(head);
    return route == Route::join ? joining::kMessageBytes : 0;
}

HttpResponse Routes::handle(const HttpRequest& request) {
    const Route route = route_of(request.path());
    if (auto shown = page(route, request)) return *std::move(shown);
    HttpResponse response = guarded(route, request);
    if (response.status == 503) response.headers.push_back({"Retry-After", std::to_string(options_.later.count())});
    const auto add = [&response](const char* name, const char* value) { response.headers.push_back({name, value}); };
    add("X-Content-Type-Options", "nosniff");
    add("Cache-Control", "no-store");
    add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    add("Referrer-Policy", "no-referrer");
    if (options_.is_under_tls) add("Strict-Transport-Security", "max-age=31536000");
    counters_.answered(route, response.status);
    return response;
}

std::optional<HttpResponse> Routes::page(Route route, const HttpRequest& request) {
    if (route != Route::other || pages_ == nullptr) return std::nullopt;
    const bool is_page = pages::Pages::is_page(request.path());
    const auto accepts = api::find_header(request.headers, "Accept").value_or("");
    if (!is_page && accepts.find("text/html") == std::string_view::npos) return std::nullopt;
    HttpResponse response;
    try {
        if (refusals_.is_due()) tell_refusals();
        response = is_page ? pages_->handle(request) : pages_->not_found(request);
    } catch (...) {
        log_.write(Log::Level::error, "answer_failed", {{"route", "pages"}});
        response = error(500, "failed");
        response.headers.push_back({"X-Content-Type-Options", "nosniff"});
        response.headers.push_back({"Cache-Control", "no-store"});
        response.headers.push_back({"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"});
    }
    counters_.answered(Route::pages, response.status);
    return response;
}

void Routes::tell_refusals() {
    if (metrics_) refusals_.tell(metrics_());
}

HttpResponse Routes::guarded(Route route, const HttpRequest& request) {
    const Guard::Kind kind = guarded_as(route, request.method);
    if (const auto wait = guard_.refuses(kind, request)) {
        if (route == Route::join) counters_.refused(joining::Refusal::too_many);
        HttpResponse denied = error(429, joining::name_of(joining::Refusal::too_many));
        denied.headers.push_back({"Retry-After", std::to_string(wait->count())});
        return denied;
    }
    HttpResponse response = answer_or_fail(route, request);
    guard_.answered(kind, request, response.status);
    return response;
}

// Libraries' own errors are caught where they are wrapped; what comes here is memory, or a bug. Whoever asked is told
// nothing of it, and what an exception says may be somebody's data.
HttpResponse Routes::answer_or_fail(Route route, const HttpRequest& request) {
    try {
        if (refusals_.is_due()) tell_refusals();
        return answer(route, request);
    } catch (...) {
        log_.write(Log::Level::error, "answer_failed", {{"route", name_of(route)}});
        return error(500, "failed");
    }
}

HttpResponse Routes::answer(Route route, const HttpRequest& request) {
    if (route == Route::other) return error(404, "not_found");
    if (route == Route::roster && request.method == HttpMethod::post) return take_roster(request);
    const bool is_asked = request.method == HttpMethod::get || request.method == HttpMethod::head;
    if (is_post(route) ? request.method != HttpMethod::post : !is_asked) {
        HttpResponse refused = error(405, "method_not_allowed");
        refused.headers.push_back({"Allow", is_post(route)           ? "POST"
                                            : route == Route::roster ? "GET, HEAD, POST"
                                                                     : "GET, HEAD"});
        return refused;
    }
    switch (route) {
        case Route::bundles: return take_bundle(request);
        case Route::held: return tell_held(request);
        case Route::roster: return tell_roster(request);
        case Route::settings: return tell_settings(request);
        case Route::news: return tell_news(request);
        case Route::join: return join(request);
        case Route::health: return tell_health(request);
        case Route::metrics: return tell_metrics(request);
        case Route::pages:
        case Route::other: break;
    }
    return error(404, "not_found");
}

HttpResponse Routes::take_bundle(const HttpRequest& request) {
    base::ByteView left = base::as_bytes(request.body);
    const auto source = [&left](std::span<std::uint8_t> to) {
        const std::size_t size = std::min(to.size(), left.size());
        std::copy_n(left.begin(), size, to.begin());
        left = left.subspan(size);
        return size;
    };
    Delivery delivery;
    delivery.content_bytes = kBundleContentBytes;
    const auto result = store_.ingest(source, delivery);
    if (result) {
        counters_.taken(result->added);
        log_.write(Log::Level::info, "bundle_taken",
                   {{"kiosk", result->kiosk.value}, {"held", result->held.seq}, {"added", result->added}});
        return json(200, {{"held", result->held.seq}, {"checkpoint", result->checkpoint}});
    }
    const Refused& refused = result.error();
    const int status = status_of(refused.why);
    counters_.refused(refused.why);
    log_.write(status == 503 ? Log::Level::error : Log::Level::warning, "bundle_refused",
               {{"reason", name_of(refused.why)},
                {"kiosk", refused.kiosk.value},
                {"from", guard_.sender_of(request)},
                {"bytes", std::uint64_t{request.body.size()}},
                {"parked", refused.is_parked ? "yes" : "no"},
                {"detail", refused.detail}});
    if (!refused.held) return error(status, name_of(refused.why));
    Json body = held_json(*refused.held);
    body["error"] = name_of(refused.why);
    return json(status, body);
}

HttpResponse Routes::tell_held(const HttpRequest& request) {
    const auto kiosk = kiosk_of(request.path(), kHeldAfter);
    if (!kiosk) return error(404, "not_found");
    const auto school = store_.school_of(*kiosk);
    const auto held = school ? store_.held(*school, *kiosk) : StoreResult<Held>{base::failure(school.error())};
    if (held) return json(200, held_json(*held));
    if (held.error().kind == StoreErrorKind::not_found) return error(404, "unknown_kiosk");
    return later("held_failed", held.error());
}

HttpResponse Routes::tell_news(const HttpRequest& request) {
    const auto kiosk = kiosk_of(request.path(), kNewsAfter);
    if (!kiosk) return error(404, "not_found");
    const auto caller = caller_of(store_, request, options_.fingerprint, *kiosk);
    if (!caller) {
        const CallRefused& why = caller.error();
        log_.write(why.status == 503 ? Log::Level::error : Log::Level::warning, "news_refused",
                   {{"reason", why.name}, {"detail", why.detail}});
        return error(why.status, why.name);
    }
    const auto asked = news::read_asked(request.body);
    if (!asked) return error(400, "not_a_message");
    if (asked->health) {
        const auto kept = store_.keep_health(caller->school, caller->kiosk, *asked->health);
        if (!kept) return later("health_failed", kept.error());
    }
    auto told = store_.news_for(caller->school, caller->kiosk, asked->have);
    if (!told) return later("news_failed", told.error());
    auto roster = store_.roster_hash(caller->school);
    if (!roster) return later("news_failed", roster.error());
    told->roster = std::move(*roster);
    auto settings = store_.settings_hash(caller->school, caller->kiosk);
    if (!settings) return later("news_failed", settings.error());
    told->settings = std::move(*settings);
    return {200, {{"Content-Type", "application/json"}}, news::write(*told)};
}

HttpResponse Routes::later(std::string_view event, const StoreError& why) {
    log_.write(Log::Level::error, event, {{"detail", why.detail}});
    return error(503, "try_later");
}

HttpResponse Routes::tell_roster(const HttpRequest& request) {
    return rosters_.tell(request, *kiosk_of(request.path(), kRosterAfter));
}

HttpResponse Routes::tell_settings(const HttpRequest& request) {
    return settings_.tell(request, *kiosk_of(request.path(), kSettingsAfter));
}

HttpResponse Routes::take_roster(const HttpRequest& request) {
    return rosters_.take(request, *kiosk_of(request.path(), kRosterAfter));
}

HttpResponse Routes::join(const HttpRequest& request) {
    const auto answered = store_.join(request.body, options_.fingerprint);
    if (!answered) log_.write(Log::Level::error, "join_failed", {{"detail", answered.error().detail}});
    if (!answered || !*answered) {
        const auto why = answered ? answered->error() : joining::Refusal::try_later;
        counters_.refused(why);
        log_.write(Log::Level::warning, "join_refused",
                   {{"reason", joining::name_of(why)}, {"from", guard_.sender_of(request)}});
        return error(joining::status_of(why), joining::name_of(why));
    }
    counters_.joined();
    const auto kiosk = joining::kiosk_in(request.body);
    log_.write(Log::Level::info, "joined", {{"kiosk", kiosk ? kiosk->value : ""}, {"from", guard_.sender_of(request)}});
    return {200, {{"Content-Type", "application/json"}}, **answered};
}

HttpResponse Routes::tell_health(const HttpRequest& request) {
    const bool is_reachable = store_.answers();
    Json body{{"status", is_reachable ? "ok" : "unavailable"}};
    if (may_see_inside(request)) {
        body["database"] = is_reachable ? "reachable" : "unreachable";
        body["version"] = options_.version;
    }
    if (is_reachable) return json(200, body);
    body["error"] = "try_later";
    return json(503, body);
}

HttpResponse Routes::tell_metrics(const HttpRequest& request) {
    if (!may_see_inside(request)) {
        log_.write(Log::Level::warning, "metrics_refused", {{"from", guard_.sender_of(request)}});
        return error(403, "only_from_this_machine");
    }
    const auto http = metrics_ ? metrics_() : platform_http::ServerMetrics{};
    const auto kiosks = store_.health_counts(kHeardWithin);
    return {200,
            {{"Content-Type", "text/plain; version=0.0.4"}},
            counters_.text(http, kiosks ? std::optional{*kiosks} : std::nullopt)};
}

HttpResponse Routes::error(int status, std::string_view name) const {
    return json(status, {{"error", name}});
}

bool Routes::may_see_inside(const HttpRequest& request) const {
    return options_.tells_everybody || is_from_loopback(request);
}

}  // namespace server
