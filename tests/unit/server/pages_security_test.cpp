// Who must not: OWASP ASVS 5.0, the points about users, sessions, forms and uploads. The table is in tests/README.md.
#include <set>

#include "tests/unit/server/paged_school.h"
#include "tests/unit/server/security.h"
#include "tests/unit/server/signing_in.h"

using namespace server_test;
using api::HttpMethod;
using server::pages::Access;

namespace {

std::string location(const api::HttpResponse& response) {
    return header_of(response, "Location");
}
bool is_post(const server::pages::Route& route) {
    return route.method == HttpMethod::post;
}
bool is_open(const server::pages::Route& route) {
    return route.access == Access::everybody;
}
// What there is of a school, so that nothing was changed where it is the same.
std::string state_of(PagedServer& at, const FullSchool& school) {
    const auto kiosks = at.server->kiosks(school.id);
    const auto rosters = at.server->rosters(school.id);
    const auto parked = at.server->parked(school.id);
    const auto users = at.server->users(school.id);
    const auto brought = at.server->brought_lists(school.id);
    const auto settings = at.server->school_settings(school.id);
    REQUIRE((kiosks && rosters && parked && users && brought && settings));
    std::string text;
    for (const auto& kiosk : *kiosks) {
        text += kiosk.id.value + kiosk.name + std::to_string(static_cast<int>(kiosk.state)) + ";";
    }
    for (const auto& entry : *rosters) text += entry.hash + ";";
    for (const auto& one : parked->bundles) text += std::to_string(one.id) + (one.is_seen ? "s;" : ";");
    for (const auto& user : *users) {
        text += user.login + user.name + (user.is_disabled ? "d" : "") + (user.has_one_time_password ? "o;" : ";");
    }
    for (const auto& lists : *brought) {
        text += lists.kiosk.value + at.server->brought_matching(school.id, lists.kiosk)->seen + ";";
    }
    text += std::to_string(settings->number) + ";";
    return text + *at.server->school_zone(school.id);
}

}  // namespace

TEST_CASE("ASVS 8.2.1: who is not signed in is sent to sign in by every page, and changes nothing") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    const std::string before = state_of(at, school);
    for (const std::string& token : {std::string{}, std::string(64, '0'), std::string{"x"}}) {
        const Browser nobody{at, token};
        for (const auto& route : server::pages::routes()) {
            if (is_open(route)) continue;
            const std::string path = with_ids(std::string{route.path}, school);
            CAPTURE(path, token);
            const auto response = is_post(route) ? nobody.post(path, {{"name", "x"}}) : nobody.get(path);
            CHECK(response.status == 303);
            CHECK(location(response).starts_with("/sign-in"));
            CHECK(response.body.empty());
        }
    }
    CHECK(state_of(at, school) == before);
}

TEST_CASE("ASVS 8.2.2, 8.4.1: for a user of another school every page of the table is not there, and nothing changes") {
    PagedServer at{ON_BOTH};
    const FullSchool school{at, "a", "Школа № 12"}, other{at, "b", "Лицей"};
    replace_first_passwords(at);
    const std::string before = state_of(at, school);
    const Browser stranger = browser_of(at, other.curator);
    int walked = 0;
    for (const auto& route : server::pages::routes()) {
        if (is_open(route)) continue;
        const std::string own{route.path}, path = with_ids(own, school);
        CAPTURE(path);
        if (path == own) {  // without an id: it shows the stranger's own school
            if (is_post(route)) continue;
            const auto response = stranger.get(path);
            CHECK(response.status == 200);
            for (const std::string& secret :
                 {school.log.id().value, school.meeting, std::string{"Холл a"}, std::string{"Шаповаловаa"},
                  std::string{"curator-a"}, std::string{"Школа № 12"}}) {
                CHECK_FALSE(has(response.body, secret));
            }
            continue;
        }
        ++walked;
        // Of lists, and of the files of a catalogue, the number 1 is everybody's own.
        if (own.starts_with("/lists/") || own.starts_with("/settings/catalogue/file/")) continue;
        CHECK((is_post(route) ? stranger.post(path, {{"name", "x"}}) : stranger.get(path)).status == 404);
    }
    CHECK(walked >= 12);
    CHECK(stranger.post("/kiosks/add", {{"name", "x"}, {"replaces", school.log.id().value}}).status == 404);
    CHECK(state_of(at, school) == before);
}

TEST_CASE("ASVS 8.3.1: a reader sees what a curator sees, and is refused whatever changes something") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    const std::string before = state_of(at, school);
    const Browser reader = browser_of(at, school.reader);
    for (const auto& route : server::pages::routes()) {
        if (is_open(route) || route.path == "/sign-out" || route.path == "/account/password") continue;
        const std::string path = with_ids(std::string{route.path}, school);
        CAPTURE(path);
        const auto response = is_post(route) ? reader.post(path, {{"name", "x"}}) : reader.get(path);
        CHECK(response.status == (route.access == Access::curator ? 403 : 200));
        // Nor is he offered what he may not.
        if (response.status != 200 || path == "/account") continue;
        CHECK(lines_with(response.body, "method=\"post\"") == 1);  // to sign out
    }
    CHECK(state_of(at, school) == before);
    CHECK(lines_with(at.lines.text, "reason=role") > 10);
}

TEST_CASE("ASVS 3.5.1: a form without the token of its session changes nothing, nor one from another site") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    const std::string before = state_of(at, school);
    const Browser browser = browser_of(at, school.curator), again = browser_of(at, school.curator);
    for (const auto& route : server::pages::routes()) {
        if (!is_post(route) || is_open(route)) continue;
        const std::string path = with_ids(std::string{route.path}, school);
        CAPTURE(path);
        const Browser::Fields fields{{"name", "x"}, {"zone", "Asia/Omsk"}, {"login", "other"}, {"role", "curator"}};
        const auto with = [&](const std::string& token) {
            auto all = fields;
            all.emplace_back("token", token);
            return all;
        };
        CHECK(browser.post_as_is(path, fields).status == 403);
        CHECK(browser.post_as_is(path, with("")).status == 403);
        CHECK(browser.post_as_is(path, with(std::string(64, '0'))).status == 403);
        CHECK(browser.post_as_is(path, with(again.form_token())).status == 403);  // of another session of the same user
        CHECK(browser.post_as_is(path, with(browser.token())).status == 403);
        for (const char* site : {"cross-site", "same-site"}) {
            CHECK(browser.post_as_is(path, with(browser.form_token()), site).status == 403);
        }
        // An old browser says no more than where the form came from.
        api::HttpHeaders old{{"Host", "school.lan:8443"},
                             {"Origin", "https://elsewhere.example"},
                             {"Cookie", "__Host-vstrecha=" + browser.token()},
                             {"Content-Type", "application/x-www-form-urlencoded"}};
        CHECK(at.ask(HttpMethod::post, path, "token=" + browser.form_token(), "192.0.2.7", old).status == 403);
        // Of another kind than a form: what a script elsewhere sends without being asked for it.
        auto plain = browser.headers();
        plain.push_back({"Content-Type", "text/plain"});
        CHECK(at.ask(HttpMethod::post, path, "token=" + browser.form_token(), "192.0.2.7", plain).status == 400);
    }
    CHECK(state_of(at, school) == before);
    CHECK(at.server->user_of_session(browser.token()));
    // And what is right is right: also from one that sends "null", as a browser does where no page is named to others.
    api::HttpHeaders null{{"Host", "school.lan:8443"},
                          {"Origin", "null"},
                          {"Cookie", "__Host-vstrecha=" + browser.token()},
                          {"Content-Type", "application/x-www-form-urlencoded"}};
    CHECK(at.ask(HttpMethod::post, "/school/zone", "zone=Asia%2FOmsk&token=" + browser.form_token(), "192.0.2.7", null)
              .status == 303);
    CHECK(*at.server->school_zone(school.id) == "Asia/Omsk");
}

TEST_CASE("A page that is asked for by another method says which ones there are") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    const Browser browser = browser_of(at, school.curator);
    std::map<std::string, std::set<HttpMethod>> methods;
    for (const auto& route : server::pages::routes())
        methods[with_ids(std::string{route.path}, school)].insert(route.method);
    for (const auto& [path, of] : methods) {
        for (const auto method :
             {HttpMethod::get, HttpMethod::post, HttpMethod::put, HttpMethod::patch, HttpMethod::remove}) {
            if (of.count(method) > 0) continue;
            if (method == HttpMethod::post && path == "/users/add") continue;
            CAPTURE(path, static_cast<int>(method));
            const auto response = at.ask(method, path, {}, "192.0.2.7", browser.headers());
            // /users/add is no user's page.
            if (method == HttpMethod::get && path == "/users/add") continue;
            CHECK(response.status == 405);
            CHECK_FALSE(header_of(response, "Allow").empty());
        }
    }
    CHECK(browser.get("/nothing").status == 404);
    CHECK(header_of(browser.get("/nothing"), "Content-Type").starts_with("text/html"));
    CHECK(at.get("/nothing").body == R"({"error":"not_found"})");  // to who is no browser
    CHECK(browser.get("/kiosks/").status == 404);
    CHECK(browser.get("//").status == 404);
    CHECK(browser.get("/kiosks/%2e%2e").status == 404);
}

TEST_CASE("ASVS 1.2.1: names of kiosks, people, groups, places and topics come out escaped on every page") {
    PagedServer at{On::sqlite};
    const std::string hostile = "\"><script>alert(1)</script><img src=x onerror='a'>{{TOKEN}}";
    const FullSchool school{at, "a", "Школа " + hostile, hostile};
    replace_first_passwords(at);
    for (const auto& user : {school.curator, school.reader}) {
        const Browser browser = browser_of(at, user);
        int escaped = 0;
        for (const auto& route : server::pages::routes()) {
            if (is_post(route)) continue;
            const std::string path = with_ids(std::string{route.path}, school);
            CAPTURE(path);
            const auto response = browser.get(path);
            if (!header_of(response, "Content-Type").starts_with("text/html")) continue;
            CHECK_FALSE(has(response.body, "<script"));
            CHECK_FALSE(has(response.body, "<img"));
            escaped += has(response.body, "&lt;script&gt;") ? 1 : 0;
        }
        CHECK(escaped >= 7);
    }
    // What was typed comes back as it was typed.
    const Browser browser = browser_of(at, school.curator);
    for (const auto& response :
         {browser.post("/users/add", {{"login", hostile}, {"name", hostile}, {"role", hostile}}),
          browser.post("/kiosks/add", {{"name", hostile + "\n"}}),
          browser.post("/account/password", {{"present", hostile}, {"wanted", hostile}}),
          browser.get("/meetings?day=" + encoded(hostile) + "&state=" + encoded(hostile)),
          browser.get("/?done=" + encoded(hostile)), browser.get("/kiosks?language=" + encoded(hostile)),
          try_sign_in(at, hostile, hostile)}) {
        CHECK_FALSE(has(response.body, "<script"));
        CHECK_FALSE(has(response.body, "<img"));
        for (const auto& header : response.headers) CHECK_FALSE(has(header.value, "script"));
    }
}

TEST_CASE("Whatever a field holds, it is refused or stored as it is, and the page answers") {
    PagedServer at{ON_BOTH};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    const Browser browser = browser_of(at, school.curator);
    const std::vector<std::string> hostile{"' OR '1'='1' --",      "\xff\xfe",
                                           std::string("a\0b", 3), "../../etc/passwd",
                                           "%00%0d%0aX: y",        std::string(10'000, 'x'),
                                           "\r\nSet-Cookie: a=b",  "-1",
                                           "99999999999999999999", "\u202Eabc"};
    for (const auto& route : server::pages::routes()) {
        if (!is_post(route) || is_open(route) || route.path == "/sign-out") continue;
        const std::string own{route.path};
        if (own == "/users/*/disable" || own == "/users/*/reset" || own == "/parked/*/discard") continue;  // no field
        for (const std::string& value : hostile) {
            CAPTURE(own, value.substr(0, 40));
            Browser::Fields fields;
            for (const char* name : {"name", "replaces", "login", "zone", "present", "wanted", "again", "skip", "key",
                                     "value", "do", "stands_for", "seen", "pin", "drive"})
                fields.emplace_back(name, value);
            if (own == "/account/password") fields = {{"present", value}, {"wanted", value}, {"again", "x"}};
            const auto response = browser.post(with_ids(own, school), fields);
            CHECK(response.status < 500);
            for (const auto& header : response.headers) CHECK(header.value.find_first_of("\r\n") == std::string::npos);
            // In the place of an id.
            auto path = own;
            if (const auto star = path.find('*'); star != std::string::npos) {
                path.replace(star, 1, encoded(value.substr(0, 100)));
                CHECK(browser.post(path).status == 404);
            }
        }
    }
    CHECK(at.server->users(school.id)->size() == 3);  // a number may be a login
}

TEST_CASE(
    "ASVS 5.2.1, 5.2.2, 5.3.1: an upload is bounded before it is read, told by its content, and stored under no name") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    const Browser browser = browser_of(at, school.curator);
    const auto limit = [&](const char* target, const api::HttpHeaders& headers) {
        return server::Routes::body_limit({HttpMethod::post, target, headers, "", ""});
    };
    CHECK(limit("/lists/upload", browser.headers()) == server::pages::kUploadBytes);
    CHECK(limit("/lists/upload", {}) == server::pages::kFormBytes);  // without a cookie of ours
    CHECK(limit("/stick/upload", browser.headers()) == server::pages::kStickBytes);
    CHECK(limit("/stick/upload", {}) == server::pages::kFormBytes);
    CHECK(limit("/settings/catalogue/upload", browser.headers()) == server::pages::kCatalogueBytes);
    CHECK(limit("/users/add", browser.headers()) == server::pages::kFormBytes);
    CHECK(limit("/nothing", browser.headers()) == 0);
    CHECK(server::Routes::body_limit({HttpMethod::get, "/lists", {}, "", ""}) == 0);

    const auto before = files_below(at.server.file().parent_path());
    for (const char* name : {"../../server.db", "/etc/passwd", "..\\..\\x.xlsx", "a\nb.csv", "", "люди.xlsx.exe"}) {
        CAPTURE(name);
        const auto response = browser.upload("/lists/upload", {}, {{name, "MZ\x90 no table at all"}});
        CHECK(response.status == 422);
        CHECK_FALSE(has(response.body, "../"));
    }
    CHECK(files_below(at.server.file().parent_path()) == before);
    CHECK(location(browser.post("/lists/publish")) == "/lists?done=gone");
    // Too many files, parts without an end, a boundary that nobody said.
    std::vector<std::pair<std::string, std::string>> many(17, {"a.csv", "x"});
    CHECK(browser.upload("/lists/upload", {}, many).status == 400);
    auto headers = browser.headers();
    headers.push_back({"Content-Type", "multipart/form-data"});
    CHECK(at.ask(HttpMethod::post, "/lists/upload", "--b\r\n\r\n", "192.0.2.7", headers).status == 400);
}

TEST_CASE("ASVS 3.2.1, 3.4.1, 3.4.3, 3.4.4, 3.4.5, 3.4.6: every page forbids what it does not need") {
    PagedServer at{On::sqlite}, behind_proxy{On::sqlite, false};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    const Browser browser = browser_of(at, school.curator);
    for (const auto& route : server::pages::routes()) {
        if (is_post(route)) continue;
        const std::string path = with_ids(std::string{route.path}, school);
        CAPTURE(path);
        const auto response = browser.get(path);
        CHECK(header_of(response, "Content-Security-Policy") ==
              "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
              "frame-ancestors 'none'");
        CHECK(header_of(response, "X-Content-Type-Options") == "nosniff");
        CHECK(header_of(response, "Referrer-Policy") == "no-referrer");
        CHECK(header_of(response, "Strict-Transport-Security") == "max-age=31536000");
        const bool is_everybodys = path == "/style.css" || path == "/icon.svg";
        CHECK(header_of(response, "Cache-Control") == (is_everybodys ? "public, max-age=600" : "no-store"));
    }
    CHECK(header_of(Browser{behind_proxy, ""}.get("/sign-in"), "Strict-Transport-Security").empty());
}
