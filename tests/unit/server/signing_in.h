#pragma once

#include "tests/unit/server/paged_school.h"

// Signing in as a browser does.
namespace server_test {

inline std::vector<std::string> cookies_of(const api::HttpResponse& response) {
    std::vector<std::string> all;
    for (const auto& header : response.headers) {
        if (header.name == "Set-Cookie") all.push_back(header.value);
    }
    return all;
}
inline std::string cookie_of(const api::HttpResponse& response, const std::string& name) {
    for (const std::string& cookie : cookies_of(response)) {
        if (cookie.starts_with(name + "=")) return cookie.substr(name.size() + 1, cookie.find(';') - name.size() - 1);
    }
    return {};
}

// As a browser signs in: the page first, then its form with its cookie.
inline api::HttpResponse try_sign_in(PagedServer& at, const std::string& login, const std::string& password,
                                     const std::string& from = "192.0.2.7", const std::string& session = "") {
    Browser browser{at, ""};
    browser.from = from;
    const auto page = browser.get("/sign-in");
    const std::string secret = cookie_of(page, "__Host-vstrecha-form");
    auto headers = browser.headers();
    headers.push_back({"Cookie", "__Host-vstrecha-form=" + secret + "; __Host-vstrecha=" + session});
    headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    const std::string body =
        "token=" + server::pages::form_token(secret) + "&login=" + encoded(login) + "&password=" + encoded(password);
    return at.ask(api::HttpMethod::post, "/sign-in", body, from, headers);
}

}  // namespace server_test
