// Signing in and out, and the own account.
#include <array>

#include "app/server/pages/handlers.h"
#include "platform/base/bytes.h"

namespace server::pages {

namespace {

constexpr const char* kCookieRules = "; Path=/; Secure; HttpOnly; SameSite=Strict";

std::string sentence_of(const Visit& visit, PasswordProblem problem) {
    switch (problem) {
        case PasswordProblem::too_short:
            return visit.texts().plural("A password needs {n} character at least.",
                                        "A password needs {n} characters at least.",
                                        static_cast<long long>(kShortestPassword));
        case PasswordProblem::too_long: return visit.text("This password is too long.");
        case PasswordProblem::too_common:
            return visit.text(
                "This password is one of those that are tried first. Three words that only you would put together are "
                "a good one.");
        case PasswordProblem::holds_login: return visit.text("The password must not hold the login.");
        case PasswordProblem::same: return visit.text("This is the password that you have now.");
        case PasswordProblem::wrong: return visit.text("The present password is not right.");
        case PasswordProblem::busy: return visit.text("The server is busy. Try it again in some seconds.");
    }
    return {};
}

api::HttpResponse account_page(const Visit& visit, int status, const std::string& problem) {
    View view;
    view.set("TITLE", visit.text("My account"))
        .set("NAME", visit.user.name)
        .set("LOGIN", visit.user.login)
        .set("ROLE", visit.may_change() ? visit.text("curator: sees and changes everything of the school")
                                        : visit.text("reader: sees everything of the school and changes nothing"));
    if (!problem.empty()) view.add("PROBLEM").set("SENTENCE", problem);
    return page(visit, "account", "account", std::move(view), status);
}

}  // namespace

api::HttpHeader session_cookie(const std::string& token) {
    return {"Set-Cookie", std::string{kSessionCookie} + "=" + token + kCookieRules};
}
api::HttpHeader ended_cookie() {
    return {"Set-Cookie", std::string{kSessionCookie} + "=" + kCookieRules + "; Max-Age=0"};
}

api::HttpResponse sign_in_page(const Visit& visit, int status, const std::string& problem, const std::string& login) {
    std::array<std::uint8_t, 16> drawn{};
    visit.site.entropy.fill(drawn);
    // The same as long as the browser stays, so that two open pages do not shut each other out.
    const auto kept = cookie(visit.request, kFormCookie);
    const std::string secret = kept && base::is_hex(*kept, 2 * drawn.size()) ? *kept : base::to_hex(drawn);
    View view;
    view.set("TITLE", visit.text("Sign in")).set("LOGIN", login).set("FORM_TOKEN", form_token(secret));
    if (!problem.empty()) view.add("PROBLEM").set("SENTENCE", problem);
    auto response = page(visit, "sign_in", "sign-in", std::move(view), status);
    response.headers.push_back({"Set-Cookie", std::string{kFormCookie} + "=" + secret + kCookieRules});
    return response;
}

api::HttpResponse show_sign_in(Visit& visit) {
    return sign_in_page(visit, 200, "", "");
}

api::HttpResponse sign_out(Visit& visit) {
    const auto ended = visit.site.store.end_session(visit.token);
    if (!ended) return failed(visit, ended.error());
    visit.site.log.write(Log::Level::info, "signed_out", {{"user", visit.user.id.value}});
    auto response = go_to("/sign-in", "out");
    response.headers.push_back(ended_cookie());
    response.headers.push_back({"Clear-Site-Data", "\"cache\""});
    return response;
}

api::HttpResponse show_account(Visit& visit) {
    return account_page(visit, 200, "");
}

api::HttpResponse change_password(Visit& visit) {
    const std::string wanted = visit.form.value("wanted");
    if (wanted != visit.form.value("again")) {
        return account_page(visit, 422, visit.text("The new password was typed differently the second time."));
    }
    const auto changed = visit.site.store.change_password(visit.user, visit.form.value("present"), wanted);
    if (!changed) return failed(visit, changed.error());
    if (!*changed) {
        if (changed->error() == PasswordProblem::wrong) {
            visit.site.log.write(Log::Level::warning, "password_refused",
                                 {{"user", visit.user.id.value}, {"from", visit.from}});
        }
        return account_page(visit, 422, sentence_of(visit, changed->error()));
    }
    visit.site.log.write(Log::Level::info, "password_changed", {{"user", visit.user.id.value}});
    auto response = go_to(visit.user.has_one_time_password ? "/" : "/account", "password");
    response.headers.push_back(session_cookie(**changed));
    return response;
}

}  // namespace server::pages
