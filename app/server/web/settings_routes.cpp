#include "app/server/web/settings_routes.h"

#include "app/school_settings/text.h"
#include "app/server/web/caller.h"

namespace server {

namespace {

api::HttpResponse error(int status, std::string_view name) {
    return {status, {{"Content-Type", "application/json"}}, R"({"error":")" + std::string{name} + R"("})"};
}

}  // namespace

api::HttpResponse SettingsRoutes::failed(const StoreError& why) {
    log_.write(Log::Level::error, "settings_failed", {{"detail", why.detail}});
    return error(503, "try_later");
}

api::HttpResponse SettingsRoutes::tell(const api::HttpRequest& request, const domain::KioskId& kiosk) {
    const auto caller = caller_of(store_, request, fingerprint_, kiosk);
    if (!caller) {
        const CallRefused& why = caller.error();
        log_.write(why.status == 503 ? Log::Level::error : Log::Level::warning, "settings_refused",
                   {{"reason", why.name}, {"detail", why.detail}});
        return error(why.status, why.name);
    }
    const auto hash = store_.settings_hash(caller->school, kiosk);
    if (!hash) return failed(hash.error());
    if (hash->empty()) return error(404, "no_settings");
    if (hash_at_hand(request) == *hash) return {304, {{"ETag", '"' + *hash + '"'}}, {}};
    // Made anew: it may have changed since.
    auto text = store_.settings_text(caller->school, kiosk);
    if (!text) return failed(text.error());
    log_.write(Log::Level::info, "settings_told", {{"kiosk", kiosk.value}, {"bytes", std::uint64_t{text->size()}}});
    const std::string tag = '"' + school_settings::hash_of(*text) + '"';
    return {200, {{"Content-Type", "application/octet-stream"}, {"ETag", tag}}, std::move(*text)};
}

}  // namespace server
