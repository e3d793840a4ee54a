#include "app/server/web/roster_routes.h"

#include "app/roster_snapshot/packing.h"
#include "app/server/web/caller.h"
#include "platform/base/bytes.h"

namespace server {

namespace {

using api::HttpRequest;
using api::HttpResponse;

// Differences are some hundred bytes; whole lists are not kept, nor is a difference that is as long.
constexpr std::size_t kMostMade = 32;
constexpr std::size_t kLongestMade = 64 * 1024;

HttpResponse json(int status, const std::string& body) {
    return {status, {{"Content-Type", "application/json"}}, body};
}
HttpResponse error(int status, std::string_view name) {
    return json(status, R"({"error":")" + std::string{name} + R"("})");
}

}  // namespace

HttpResponse RosterRoutes::failed(const StoreError& error) {
    log_.write(Log::Level::error, "roster_failed", {{"detail", error.detail}});
    return server::error(503, "try_later");
}

StoreResult<std::string> RosterRoutes::body_of(const SchoolId& school, const std::string& hash,
                                               const std::string& at_hand) {
    if (at_hand.empty()) return store_.packed_roster(school, hash);
    {
        const std::lock_guard lock{mutex_};
        for (const Made& made : made_) {
            if (made.school == school.value && made.from == at_hand && made.to == hash) return made.body;
        }
    }
    const auto older = store_.roster_text(school, at_hand);
    if (!older && older.error().kind != StoreErrorKind::not_found) return base::failure(older.error());
    if (!older) return store_.packed_roster(school, hash);
    const auto text = store_.roster_text(school, hash);
    if (!text) return base::failure(text.error());
    const auto difference = roster_snapshot::pack_difference(*text, *older);
    std::string body{base::as_text(difference)};
    if (body.size() <= kLongestMade) {
        const std::lock_guard lock{mutex_};
        made_.push_back({school.value, at_hand, hash, body});
        if (made_.size() > kMostMade) made_.pop_front();
    }
    return body;
}

HttpResponse RosterRoutes::refused(const CallRefused& why) {
    log_.write(why.status == 503 ? Log::Level::error : Log::Level::warning, "roster_refused",
               {{"reason", why.name}, {"detail", why.detail}});
    return error(why.status, why.name);
}

HttpResponse RosterRoutes::tell(const HttpRequest& request, const domain::KioskId& kiosk) {
    const auto caller = caller_of(store_, request, fingerprint_, kiosk);
    if (!caller) return refused(caller.error());
    const auto hash = store_.roster_hash(caller->school);
    if (!hash) return failed(hash.error());
    if (hash->empty()) return error(404, "no_roster");
    const std::string at_hand = hash_at_hand(request);
    const api::HttpHeader tag{"ETag", '"' + *hash + '"'};
    if (at_hand == *hash) return {304, {tag}, {}};
    auto body = body_of(caller->school, *hash, at_hand);
    if (!body) return failed(body.error());
    log_.write(Log::Level::info, "roster_told", {{"kiosk", kiosk.value}, {"bytes", std::uint64_t{body->size()}}});
    return {200, {{"Content-Type", "application/octet-stream"}, tag}, std::move(*body)};
}

HttpResponse RosterRoutes::take(const HttpRequest& request, const domain::KioskId& kiosk) {
    const auto caller = caller_of(store_, request, fingerprint_, kiosk);
    if (!caller) return refused(caller.error());
    const auto text = roster_snapshot::unpack(base::as_bytes(request.body), {});
    if (!text) return error(422, "not_a_roster");
    const auto taken = store_.take_back_roster(caller->school, kiosk, *text);
    if (taken) {
        log_.write(Log::Level::info, "roster_taken", {{"kiosk", kiosk.value}, {"number", taken->number}});
        return json(200, R"({"number":)" + std::to_string(taken->number) + R"(,"hash":")" + taken->hash + R"("})");
    }
    switch (taken.error().kind) {
        case StoreErrorKind::exists: return bring(caller->school, kiosk, *text);
        case StoreErrorKind::refused:
            log_.write(Log::Level::warning, "roster_refused",
                       {{"kiosk", kiosk.value}, {"reason", "not_a_roster"}, {"detail", taken.error().detail}});
            return error(422, "not_a_roster");
        default: return failed(taken.error());
    }
}

// The school has lists that are as new: the kiosk's own ones wait to be matched with them.
HttpResponse RosterRoutes::bring(const SchoolId& school, const domain::KioskId& kiosk, const std::string& text) {
    const auto brought = store_.bring_roster(school, kiosk, text);
    if (brought) {
        log_.write(Log::Level::info, "roster_brought", {{"kiosk", kiosk.value}, {"people", brought->people}});
        return json(202, R"({"waits":"matching","hash":")" + brought->hash + R"("})");
    }
    switch (brought.error().kind) {
        case StoreErrorKind::exists:   // it will take the school's
        case StoreErrorKind::refused:  // the school's own, and older ones
            return error(409, "has_roster");
        default: return failed(brought.error());
    }
}

}  // namespace server
