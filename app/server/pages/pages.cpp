#include "app/server/pages/pages.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "app/i18n/texts.h"
#include "app/server/pages/handlers.h"
#include "platform/base/bytes.h"

namespace server::pages {

namespace {

using api::HttpMethod;
using api::HttpRequest;
using api::HttpResponse;
using namespace std::chrono_literals;

constexpr auto kGet = HttpMethod::get, kPost = HttpMethod::post;
HttpResponse never(Visit& visit) {
    return not_found(visit);
}
// POST /sign-in is answered by Pages itself, which counts who tries.
constexpr std::array kRoutes{
    Route{kGet, "/", Access::reader, 0, show_overview},
    Route{kGet, "/sign-in", Access::everybody, 0, show_sign_in},
    Route{kPost, "/sign-in", Access::everybody, kFormBytes, never},
    Route{kPost, "/sign-out", Access::user, kFormBytes, sign_out},
    Route{kGet, "/account", Access::user, 0, show_account},
    Route{kPost, "/account/password", Access::user, kFormBytes, change_password},
    Route{kGet, "/kiosks", Access::reader, 0, list_kiosks},
    Route{kGet, "/kiosks/add", Access::curator, 0, ask_new_kiosk},
    Route{kPost, "/kiosks/add", Access::curator, kFormBytes, add_kiosk},
    Route{kGet, "/kiosks/*", Access::reader, 0, show_kiosk},
    Route{kPost, "/kiosks/*/rename", Access::curator, kFormBytes, rename_kiosk},
    Route{kGet, "/kiosks/*/revoke", Access::curator, 0, ask_revoke_kiosk},
    Route{kPost, "/kiosks/*/revoke", Access::curator, kFormBytes, revoke_kiosk},
    Route{kGet, "/meetings", Access::reader, 0, list_meetings},
    Route{kGet, "/meetings/*", Access::reader, 0, show_meeting},
    Route{kGet, "/lists", Access::reader, 0, show_lists},
    Route{kPost, "/lists/upload", Access::curator, kUploadBytes, upload_lists},
    Route{kPost, "/lists/publish", Access::curator, kFormBytes, publish_lists},
    Route{kPost, "/lists/forget", Access::curator, kFormBytes, forget_upload},
    Route{kGet, "/lists/*/revert", Access::curator, 0, ask_revert_lists},
    Route{kPost, "/lists/*/revert", Access::curator, kFormBytes, revert_lists},
    Route{kGet, "/parked", Access::reader, 0, list_parked},
    Route{kGet, "/parked/*/bundle", Access::curator, 0, download_parked},
    Route{kPost, "/parked/*/seen", Access::curator, kFormBytes, see_parked},
    Route{kGet, "/parked/*/discard", Access::curator, 0, ask_discard_parked},
    Route{kPost, "/parked/*/discard", Access::curator, kFormBytes, discard_parked},
    Route{kGet, "/match", Access::reader, 0, list_brought},
    Route{kGet, "/match/*", Access::reader, 0, show_brought},
    Route{kGet, "/match/*/decide/*", Access::curator, 0, ask_decide_brought},
    Route{kPost, "/match/*/decide/*", Access::curator, kFormBytes, decide_brought},
    Route{kGet, "/match/*/confirm", Access::curator, 0, ask_confirm_brought},
    Route{kPost, "/match/*/confirm", Access::curator, kFormBytes, confirm_brought},
    Route{kGet, "/match/*/discard", Access::curator, 0, ask_discard_brought},
    Route{kPost, "/match/*/discard", Access::curator, kFormBytes, discard_brought},
    Route{kGet, "/settings", Access::reader, 0, show_settings},
    Route{kPost, "/settings/set", Access::curator, kFormBytes, set_setting},
    Route{kPost, "/settings/pin", Access::curator, kFormBytes, set_pin},
    Route{kGet, "/settings/pin/unset", Access::curator, 0, ask_unset_pin},
    Route{kPost, "/settings/pin/unset", Access::curator, kFormBytes, unset_pin},
    Route{kGet, "/settings/catalogue", Access::reader, 0, show_catalogue},
    Route{kPost, "/settings/catalogue/upload", Access::curator, kCatalogueBytes, upload_catalogue},
    Route{kPost, "/settings/catalogue/publish", Access::curator, kFormBytes, publish_catalogue},
    Route{kPost, "/settings/catalogue/forget", Access::curator, kFormBytes, forget_catalogue},
    Route{kGet, "/settings/catalogue/reset", Access::curator, 0, ask_reset_catalogue},
    Route{kPost, "/settings/catalogue/reset", Access::curator, kFormBytes, reset_catalogue},
    Route{kGet, "/settings/catalogue/file/*", Access::curator, 0, download_catalogue},
    Route{kGet, "/kiosks/*/settings", Access::reader, 0, show_kiosk_settings},
    Route{kPost, "/kiosks/*/settings", Access::curator, kFormBytes, set_kiosk_setting},
    Route{kGet, "/stick", Access::curator, 0, show_stick},
    Route{kPost, "/stick/upload", Access::curator, kStickBytes, upload_bundles},
    Route{kPost, "/stick/drive", Access::curator, kFormBytes, take_drive},
    Route{kGet, "/stick/*/receipt", Access::curator, 0, download_receipt},
    Route{kGet, "/users", Access::curator, 0, list_users},
    Route{kPost, "/users/add", Access::curator, kFormBytes, add_user},
    Route{kGet, "/users/*", Access::curator, 0, ask_user},
    Route{kPost, "/users/*/reset", Access::curator, kFormBytes, reset_user},
    Route{kPost, "/users/*/disable", Access::curator, kFormBytes, disable_user},
    Route{kPost, "/users/*/enable", Access::curator, kFormBytes, enable_user},
    Route{kPost, "/school/zone", Access::curator, kFormBytes, set_zone},
    Route{kGet, "/style.css", Access::everybody, 0, show_style},
    Route{kGet, "/icon.svg", Access::everybody, 0, show_icon},
};

// A person types a password wrong a few times. Of a login more than of an address, because whoever knows a login can
// use its tries up; then its owner waits for seconds.
constexpr AttemptLimit::Rules kOfAddress{{10, 6s}}, kOfLogin{{20, 10s}};
constexpr const char* kZoneUnlessSaid = "Europe/Moscow";

// Nothing where it does not fit; else what stands for each '*'.
std::optional<std::vector<std::string>> parts_of(std::string_view pattern, std::string_view path) {
    std::vector<std::string> parts;
    while (true) {
        const auto wanted = pattern.substr(0, pattern.find('/', 1)), given = path.substr(0, path.find('/', 1));
        if (wanted == "/*") {
            if (given.size() < 2) return std::nullopt;
            parts.emplace_back(given.substr(1));
        } else if (wanted != given) {
            return std::nullopt;
        }
        pattern.remove_prefix(wanted.size());
        path.remove_prefix(given.size());
        if (pattern.empty() || path.empty()) break;
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return parts;
}

struct Found {
    const Route* route = nullptr;
    std::vector<std::string> parts{};
};
// A path without a star stands before one with it.
Found find_route(HttpMethod method, std::string_view path) {
    const auto wanted = method == HttpMethod::head ? kGet : method;
    for (const Route& route : kRoutes) {
        if (route.method != wanted) continue;
        if (auto parts = parts_of(route.path, path)) return {&route, std::move(*parts)};
    }
    return {};
}

domain::Language language_of(const HttpRequest& request) {
    const auto kept = cookie(request, kLanguageCookie);
    if (kept) return *kept == "en" ? domain::Language::english : domain::Language::russian;
    // The first of the two that is named; what a browser names first it likes best.
    const auto header = api::find_header(request.headers, "Accept-Language").value_or("");
    const auto russian = header.find("ru"), english = header.find("en");
    return english < russian ? domain::Language::english : domain::Language::russian;
}

// Of another site, as far as the browser says. An old one says nothing, and ours says "null", because no page of ours
// is named to anybody: then the token of the form decides.
bool is_of_another_site(const HttpRequest& request) {
    if (const auto site = api::find_header(request.headers, "Sec-Fetch-Site")) {
        return *site != "same-origin" && *site != "none";
    }
    const auto origin = api::find_header(request.headers, "Origin");
    if (!origin || *origin == "null") return false;
    const auto host = api::find_header(request.headers, "Host").value_or("");
    return *origin != "https://" + std::string{host} && *origin != "http://" + std::string{host};
}

// In the same time wherever they differ.
bool same(std::string_view one, std::string_view other) {
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace

std::span<const Route> routes() {
    return kRoutes;
}

Pages::Pages(Ports ports, bool is_under_tls)
    : texts_(std::move(ports.texts)),
      site_{ports.store,
            ports.log,
            ports.clock,
            ports.entropy,
            ports.templates,
            texts_,
            ports.catalogue,
            std::move(ports.address),
            std::move(ports.around),
            is_under_tls},
      guard_(ports.clock, ports.log, !is_under_tls),
      of_address_(ports.clock, kOfAddress),
      of_login_(ports.clock, kOfLogin) {}

bool Pages::is_page(std::string_view path) {
    return find_route(kGet, path).route != nullptr || find_route(kPost, path).route != nullptr;
}

std::uint64_t Pages::body_limit(const HttpRequest& head) {
    const Found found = find_route(head.method, head.path());
    if (!found.route) return 0;
    // Nobody is to fill the memory who has not at least a cookie of ours.
    const bool is_large = found.route->body_bytes > kFormBytes;
    return is_large && !cookie(head, kSessionCookie) ? kFormBytes : found.route->body_bytes;
}

Visit Pages::visit_of(const HttpRequest& request) {
    Visit visit{site_, request, language_of(request)};
    visit.from = guard_.sender_of(request);
    return visit;
}

HttpResponse Pages::not_found(const HttpRequest& request) {
    return finished(request, pages::not_found(visit_of(request)));
}

HttpResponse Pages::handle(const HttpRequest& request) {
    return finished(request, answer(request));
}

HttpResponse Pages::finished(const HttpRequest& request, HttpResponse response) const {
    const auto add = [&response](const char* name, const char* value) { response.headers.push_back({name, value}); };
    add("X-Content-Type-Options", "nosniff");
    add("Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
        "'none'");
    add("Referrer-Policy", "no-referrer");
    add("Cross-Origin-Opener-Policy", "same-origin");
    add("Cross-Origin-Resource-Policy", "same-origin");
    if (!api::find_header(response.headers, "Cache-Control")) add("Cache-Control", "no-store");
    if (site_.is_under_tls) add("Strict-Transport-Security", "max-age=31536000");
    const auto query = read_fields(request.query());
    if (query && query->has("language")) {
        const bool is_english = query->value("language") == "en";
        response.headers.push_back({"Set-Cookie", std::string{kLanguageCookie} + "=" + (is_english ? "en" : "ru") +
                                                      "; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly" +
                                                      (site_.is_under_tls ? "; Secure" : "")});
    }
    return response;
}

HttpResponse Pages::answer(const HttpRequest& request) {
    Visit visit = visit_of(request);
    Found found = find_route(request.method, request.path());
    if (!found.route) {
        if (!is_page(request.path())) return pages::not_found(visit);
        HttpResponse refused = message(visit, 405, visit.text("This is not how this page is asked for"),
                                       visit.text("Go back and try it from there."));
        const bool is_post = find_route(kPost, request.path()).route != nullptr;
        const bool is_get = find_route(kGet, request.path()).route != nullptr;
        refused.headers.push_back({"Allow", is_post && is_get ? "GET, HEAD, POST" : is_post ? "POST" : "GET, HEAD"});
        return refused;
    }
    auto query = read_fields(request.query());
    if (!query) return pages::not_found(visit);
    visit.query = std::move(*query);
    if (visit.query.has("language")) {
        const bool is_english = visit.query.value("language") == "en";
        visit.language = is_english ? domain::Language::english : domain::Language::russian;
    }
    visit.parts = std::move(found.parts);
    return admit(visit, *found.route);
}

HttpResponse Pages::admit(Visit& visit, const Route& route) {
    const bool is_post = route.method == kPost;
    const auto refuse = [&](std::string_view why) {
        site_.log.write(Log::Level::warning, "page_refused",
                        {{"reason", why}, {"route", route.path}, {"user", visit.user.id.value}, {"from", visit.from}});
    };
    const auto from_elsewhere = [&](std::string_view why) {
        refuse(why);
        return message(visit, 403, visit.text("This did not come from a page of ours"),
                       visit.text("Go back, open the page again and repeat it. Nothing was changed."));
    };
    if (is_post && is_of_another_site(visit.request)) return from_elsewhere("another_site");
    if (route.access != Access::everybody) {
        visit.token = cookie(visit.request, kSessionCookie).value_or("");
        auto user = site_.store.user_of_session(visit.token);
        if (!user) {
            if (user.error().kind != StoreErrorKind::not_found) return failed(visit, user.error());
            visit.token.clear();
            // Who asks for a page is asked who he is; what he wanted to change is not done.
            HttpResponse response = go_to("/sign-in", is_post ? "signed_out" : "");
            return response;
        }
        visit.user = std::move(*user);
        auto school = site_.store.school(visit.user.school);
        if (!school) return failed(visit, school.error());
        visit.school = std::move(*school);
        auto zone = site_.store.school_zone(visit.user.school);
        if (!zone) return failed(visit, zone.error());
        visit.zone_name = std::move(*zone);
    }
    for (const std::string& name : {visit.zone_name, std::string{kZoneUnlessSaid}, std::string{"UTC"}}) {
        if (visit.zone || name.empty()) continue;
        if (auto loaded = i18n::load_time_zone(name)) visit.zone = std::move(*loaded);
    }
    if (is_post) {
        auto form = read_form(visit.request);
        if (!form)
            return message(visit, 400, visit.text("The form was not understood"),
                           visit.text("Go back and try it again."));
        visit.form = std::move(*form);
        const bool is_sign_in = route.access == Access::everybody;
        const std::string secret = is_sign_in ? cookie(visit.request, kFormCookie).value_or("") : visit.token;
        if (secret.empty() || !same(visit.form.value("token"), form_token(secret))) {
            if (!is_sign_in) return from_elsewhere("form_token");
            refuse("form_token");
            return sign_in_page(
                visit, 403, visit.text("The page was open for too long, or your browser keeps no cookies. Try again."),
                visit.form.value("login"));
        }
        if (is_sign_in) return sign_in(visit);
    }
    if (route.access == Access::curator || route.access == Access::reader) {
        if (visit.user.has_one_time_password) return go_to("/account", "one_time");
    }
    if (route.access == Access::curator && !visit.may_change()) {
        refuse("role");
        return message(visit, 403, visit.text("You may look at everything here, and change nothing"),
                       visit.text("A curator of the school can do this."));
    }
    // Whoever guesses another one's password with a session that he found.
    if (route.answer == change_password) {
        if (denied(visit, visit.user.login)) return go_to("/account", "too_many");
    }
    HttpResponse response = route.answer(visit);
    if (is_post && response.status < 400) {
        site_.log.write(Log::Level::info, "page_changed", {{"route", route.path}, {"user", visit.user.id.value}});
    }
    return response;
}

// Takes a try of the address and of the login.
std::optional<std::chrono::seconds> Pages::denied(Visit& visit, const std::string& login) {
    const auto of_address = of_address_.take(visit.from);
    const auto of_login = of_address ? std::nullopt : of_login_.take(login);
    const auto& denied = of_address ? of_address : of_login;
    if (!denied) return std::nullopt;
    if (denied->is_first) {
        site_.log.write(Log::Level::warning, "too_many",
                        {{"what", of_address ? "sign_in_address" : "sign_in_login"}, {"from", visit.from}});
    }
    if (of_login) of_address_.give_back(visit.from);
    return denied->wait;
}

HttpResponse Pages::sign_in(Visit& visit) {
    const std::string typed = visit.form.value("login");
    const std::string login = read_login(typed).value_or("");
    const auto too_many = [&](std::chrono::seconds wait) {
        HttpResponse response =
            sign_in_page(visit, 429, visit.text("Too many tries. Wait a minute and try again."), typed);
        response.headers.push_back({"Retry-After", std::to_string(wait.count())});
        return response;
    };
    if (const auto wait = denied(visit, login)) return too_many(*wait);
    const auto give_back = [&] {
        of_address_.give_back(visit.from);
        of_login_.give_back(login);
    };
    const auto answer = site_.store.sign_in(typed, visit.form.value("password"));
    if (!answer) {
        give_back();
        return failed(visit, answer.error());
    }
    if (!*answer && answer->error() == SignInRefusal::busy) {
        give_back();
        return too_many(5s);
    }
    if (!*answer) {
        // No login: a person who types the password into the wrong field must not find it in the log.
        const auto known = site_.store.user_named(login);
        site_.log.write(Log::Level::warning, "sign_in_failed",
                        {{"user", known ? known->id.value : "unknown"}, {"from", visit.from}});
        return sign_in_page(visit, 401, visit.text("Login or password is not right."), typed);
    }
    give_back();
    // Whoever signed in here before is signed out: a browser has one session.
    if (const auto before = cookie(visit.request, kSessionCookie)) {
        if (const auto ended = site_.store.end_session(*before); !ended) return failed(visit, ended.error());
    }
    const User& user = (*answer)->user;
    site_.log.write(Log::Level::info, "signed_in",
                    {{"user", user.id.value}, {"school", user.school.value}, {"from", visit.from}});
    HttpResponse response = user.has_one_time_password ? go_to("/account", "one_time") : go_to("/");
    response.headers.push_back(session_cookie((*answer)->token));
    return response;
}

}  // namespace server::pages
