// Signing in at the pages: cookies, who guesses, and the log. OWASP ASVS 5.0, as pages_security_test.cpp.
#include <atomic>
#include <thread>

#include "tests/unit/server/security.h"
#include "tests/unit/server/signing_in.h"

using namespace server_test;

namespace {

std::string location(const api::HttpResponse& response) {
    return header_of(response, "Location");
}

}  // namespace

TEST_CASE("ASVS 3.3.1, 3.3.2, 3.3.4, 7.2.4: the cookie of a session is the host's alone, and new at each sign-in") {
    PagedServer at{On::sqlite};
    const auto school = at.server.school();
    const auto given = at.server->add_user(school, {"testova", "Ольга", server::UserRole::curator});
    REQUIRE(given);
    const auto first = try_sign_in(at, "testova", given->password),
               second = try_sign_in(at, "testova", given->password);
    CHECK(location(first) == "/account?done=one_time");
    const auto cookies = cookies_of(first);
    REQUIRE(cookies.size() == 1);
    CHECK(cookies[0].ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"));
    const std::string token = cookie_of(first, "__Host-vstrecha");
    CHECK(base::is_hex(token, 64));
    CHECK(token != cookie_of(second, "__Host-vstrecha"));
    // Of one browser: the session before ends.
    const auto third = try_sign_in(at, "testova", given->password, "192.0.2.7", cookie_of(second, "__Host-vstrecha"));
    CHECK(third.status == 303);
    CHECK_FALSE(at.server->user_of_session(cookie_of(second, "__Host-vstrecha")));
    CHECK(at.server->user_of_session(token));
    // Nothing else is shown until the first password is replaced.
    const Browser browser{at, token};
    for (const char* path : {"/", "/kiosks", "/users", "/lists"})
        CHECK(location(browser.get(path)) == "/account?done=one_time");
    CHECK(location(browser.post("/school/zone", {{"zone", "Asia/Omsk"}})) == "/account?done=one_time");
    const auto changed = browser.post(
        "/account/password", {{"present", given->password}, {"wanted", "зелёная лампа"}, {"again", "зелёная лампа"}});
    CHECK(location(changed) == "/?done=password");
    const std::string fresh = cookie_of(changed, "__Host-vstrecha");
    CHECK(fresh != token);
    CHECK(location(browser.get("/")) == "/sign-in");  // ASVS 7.4.3: and so did the other session
    CHECK_FALSE(at.server->user_of_session(cookie_of(third, "__Host-vstrecha")));
    // ASVS 7.4.1: signing out ends it at the server, not only in the browser.
    const Browser now{at, fresh};
    CHECK(now.get("/").status == 200);
    const auto out = now.post("/sign-out");
    CHECK(location(out) == "/sign-in?done=out");
    CHECK(cookies_of(out).at(0).starts_with("__Host-vstrecha=; "));
    CHECK(location(now.get("/")) == "/sign-in");
}

TEST_CASE("ASVS 6.3.1: who guesses passwords is slowed by address and by login, and hashes nothing meanwhile") {
    PagedServer at{On::sqlite};
    const auto school = at.server.school();
    const auto given = at.server->add_user(school, {"testova", "Ольга", server::UserRole::curator});
    REQUIRE(given);
    int looked_at = 0;
    for (int i = 0; i < 1'000; ++i) {
        // From one address with a thousand logins; and from many addresses with one.
        const bool one_address = i % 2 == 0;
        const auto response = one_address
                                  ? try_sign_in(at, "login" + std::to_string(i), "wrong", "203.0.113.5")
                                  : try_sign_in(at, "testova", "wrong",
                                                "198.51." + std::to_string(i / 250) + "." + std::to_string(i % 250));
        looked_at += response.status == 401 ? 1 : 0;
        if (response.status != 401) CHECK(response.status == 429);
        if (response.status == 429) CHECK_FALSE(header_of(response, "Retry-After").empty());
    }
    CHECK(looked_at == 30);  // ten of the address, twenty of the login
    CHECK(lines_with(at.lines.text, "what=sign_in_address") == 1);
    CHECK(lines_with(at.lines.text, "what=sign_in_login") == 1);
    CHECK(lines_with(at.lines.text, "event=sign_in_failed") == 30);
    at.server.clock.advance(std::chrono::seconds{10});
    CHECK(try_sign_in(at, "testova", given->password).status == 303);
    CHECK_FALSE(has(at.lines.text, "testova"));  // ASVS 16.2.5: a login is not written, nor what was typed for one
    CHECK_FALSE(has(at.lines.text, given->password));
}

TEST_CASE("Many that sign in at once wait in no queue, and records come in meanwhile") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    std::atomic<int> busy{0}, wrong{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 6; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 5; ++i) {
                const auto answer = at.server->sign_in("login" + std::to_string(thread), "wrong password");
                if (!answer) continue;
                ++(answer->error() == server::SignInRefusal::busy ? busy : wrong);
            }
        });
    }
    KioskLog log{"second", 77};
    log.check_in(20);
    REQUIRE(at.server->add_kiosk(school.id, log.as_new()));
    CHECK(at.send(log.all()).status == 200);
    for (auto& thread : threads) thread.join();
    CHECK(wrong >= 1);
    CHECK(busy >= 1);
    CHECK(busy + wrong == 30);
}

TEST_CASE("ASVS 16.3.1: who signed in, failed, signed out and changed something is in the log, by ids") {
    PagedServer at{On::sqlite};
    const auto school = at.server.school();
    const auto given = at.server->add_user(school, {"testova", "Ольга Тестова", server::UserRole::curator});
    REQUIRE(given);
    try_sign_in(at, "testova", "wrong password", "203.0.113.9");
    CHECK(has(at.lines.text, "event=sign_in_failed user=" + given->user.value + " from=203.0.113.9"));
    try_sign_in(at, "nobody", "wrong password");
    CHECK(has(at.lines.text, "event=sign_in_failed user=unknown"));
    const auto in = try_sign_in(at, "testova", given->password);
    CHECK(has(at.lines.text, "event=signed_in user=" + given->user.value + " school=" + school.value));
    replace_first_passwords(at);
    const Browser browser{at, cookie_of(in, "__Host-vstrecha")};
    browser.post("/users/add", {{"login", "second"}, {"name", "Вторая"}, {"role", "reader"}});
    CHECK(has(at.lines.text, "event=user_added"));
    browser.post("/sign-out");
    CHECK(has(at.lines.text, "event=signed_out user=" + given->user.value));
    for (const char* personal : {"Тестова", "Вторая", "testova", "second", "wrong password"})
        CHECK_FALSE(has(at.lines.text, personal));
}
