#include "app/network_pull/page.h"

#include <vector>

#include "platform/linux/linux.h"
#include "tests/support/catch.h"

using namespace network_pull;
using namespace std::chrono_literals;
using api::HttpMethod;
using api::HttpResponse;

namespace {

constexpr const char* kHost = "192.168.1.20:8444";

web_page::Templates::ByLanguage texts() {
    const std::filesystem::path assets = std::filesystem::path{VSTRECHA_BUILD_DIR} / "share" / "vstrecha";
    static const web_page::Templates::ByLanguage both{*i18n::Texts::load(domain::Language::russian, assets),
                                                      *i18n::Texts::load(domain::Language::english, assets)};
    return both;
}

const web_page::Templates& templates() {
    static const auto files = platform_linux::make_file_system();
    static const auto loaded = web_page::Templates::load(
        *files, std::filesystem::path{VSTRECHA_BUILD_DIR} / "share" / "vstrecha", "network_pull", texts());
    if (!loaded) FAIL(loaded.error());
    return **loaded;
}

// An offer, and a browser that keeps its cookie.
struct Visit {
    domain::Millis now{0};
    int changes = 0;
    int tokens = 0;
    bool makes = true;
    std::vector<Wanted> asked;
    std::vector<domain::Seq> firsts;  // of the records that were asked for
    std::optional<std::vector<Part>> parts{{{1, 120}}};
    bool takes_files = false;
    std::vector<web_page::SentFile> sent;
    Handed handed = Handed::previewed;
    Page page{{templates(), texts(), "Школа № 12 <имени>", [this] { return now; },
               [this] { return std::string(63, '0') + std::to_string(++tokens); }, [this] { return parts; },
               [this](Wanted wanted, domain::Seq first) -> std::optional<File> {
                   asked.push_back(wanted);
                   if (wanted == Wanted::records) firsts.push_back(first);
                   if (!makes) return std::nullopt;
                   return File{"attendance_2026-11-27_14-07.csv", base::Bytes{0x61, 0x3B, 0x62, 0x0D, 0x0A}};
               },
               [this] { ++changes; },
               takes_files ? std::function<Handed(std::vector<web_page::SentFile>)>{[this](auto files) {
                   sent = std::move(files);
                   return handed;
               }}
                           : nullptr},
              Offer{"482913", domain::Millis{0}},
              kHost};
    std::string cookie;

    explicit Visit(bool takes = false) : takes_files(takes) {}
    HttpResponse ask(HttpMethod method, std::string target, std::string body = {}, api::HttpHeaders more = {}) {
        api::HttpRequest request{method, std::move(target), std::move(more), std::move(body), "192.168.1.7"};
        if (!api::find_header(request.headers, "Host")) request.headers.push_back({"Host", kHost});
        if (!cookie.empty()) request.headers.push_back({"Cookie", cookie});
        if (method == HttpMethod::post && !api::find_header(request.headers, "Content-Type"))
            request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
        return page.handle(request);
    }
    HttpResponse get(std::string target) { return ask(HttpMethod::get, std::move(target)); }
    HttpResponse enter(const std::string& code) { return ask(HttpMethod::post, "/enter", "code=" + code); }
    void come_in() {
        const HttpResponse in = enter("482913");
        REQUIRE(in.status == 303);
        const std::string set{api::find_header(in.headers, "Set-Cookie").value()};
        cookie = set.substr(0, set.find(';'));
    }
};

bool has(const HttpResponse& response, std::string_view part) {
    return response.body.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("With the code a device comes in, takes each file, and ends it") {
    Visit visit;
    const HttpResponse form = visit.get("/?code=482913");
    CHECK(form.status == 200);
    CHECK(has(form, "value=\"482913\""));
    CHECK(has(form, "Школа № 12 &lt;имени&gt;"));
    CHECK_FALSE(visit.page.state().has_visitor);  // to look at the address is not to come in

    const HttpResponse in = visit.enter("482+913");  // as the screen shows it
    REQUIRE(in.status == 303);
    CHECK(api::find_header(in.headers, "Location") == "/");
    const std::string set{api::find_header(in.headers, "Set-Cookie").value()};
    CHECK(set.starts_with("__Host-"));
    for (const char* flag : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"}) {
        CHECK(set.find(flag) != std::string::npos);
    }
    CHECK(visit.changes == 1);
    CHECK(visit.page.state().has_visitor);
    visit.cookie = set.substr(0, set.find(';'));

    CHECK(has(visit.get("/"), "/journal.xlsx"));
    const HttpResponse csv = visit.get("/journal.csv");
    CHECK(csv.status == 200);
    CHECK(csv.body == "a;b\r\n");
    CHECK(api::find_header(csv.headers, "Content-Disposition") ==
          "attachment; filename=\"attendance_2026-11-27_14-07.csv\"");
    CHECK(visit.get("/journal.xlsx").status == 200);
    const HttpResponse records = visit.get("/records/1");
    CHECK(records.status == 200);
    CHECK(api::find_header(records.headers, "Content-Type") == "application/zip");
    CHECK(visit.asked == std::vector<Wanted>{Wanted::csv, Wanted::xlsx, Wanted::records});

    CHECK(visit.ask(HttpMethod::post, "/finish").status == 200);
    CHECK(visit.page.state().closed == Closed::by_visitor);
    CHECK(visit.get("/journal.csv").status == 303);
    CHECK(visit.get("/").status == 410);
    CHECK(visit.asked.size() == 3);
}

TEST_CASE("Without the cookie nothing is made, whatever is asked for") {
    Visit visit;
    for (const char* target : {"/journal.xlsx", "/journal.csv", "/records/1"}) {
        CHECK(visit.get(target).status == 303);
        visit.cookie = "__Host-vstrecha-pull=" + std::string(64, '0');
        CHECK(visit.get(target).status == 303);
        visit.cookie.clear();
    }
    CHECK(visit.ask(HttpMethod::post, "/finish").status == 303);
    CHECK(visit.asked.empty());
    CHECK(visit.page.state() == State{});
}

TEST_CASE("A wrong code says how many tries are left; the fifth closes it; what is no code costs none") {
    Visit visit;
    for (const char* typed : {"", "12345", "1234567", "abc", "%00%00%00%00%00%00"})
        CHECK(visit.enter(typed).status == 422);
    CHECK(visit.page.state().tries_left == kTries);
    const HttpResponse wrong = visit.enter("000000");
    CHECK(wrong.status == 403);
    CHECK(has(wrong, "4 попытки"));
    CHECK_FALSE(api::find_header(wrong.headers, "Set-Cookie"));
    for (int i = 0; i < 3; ++i) CHECK(visit.enter("000000").status == 403);
    CHECK(visit.enter("000000").status == 410);
    CHECK(visit.enter("482913").status == 410);
    CHECK(visit.page.state().closed == Closed::by_tries);
    CHECK(visit.changes == 5);
}

TEST_CASE("A second device is told that one is in already") {
    Visit visit;
    visit.come_in();
    const std::string first = std::exchange(visit.cookie, "");
    CHECK(visit.get("/").status == 403);
    CHECK(visit.enter("482913").status == 403);
    CHECK(visit.get("/journal.csv").status == 303);
    visit.cookie = first;
    CHECK(visit.get("/journal.csv").status == 200);
}

TEST_CASE("After ten minutes the device that came in is out") {
    Visit visit;
    visit.come_in();
    visit.now = 10min;
    CHECK(visit.get("/").status == 410);
    CHECK(visit.get("/journal.csv").status == 303);
    CHECK(visit.asked.empty());
    CHECK(visit.page.state().closed == Closed::by_time);
}

TEST_CASE("A site whose name points here reads nothing, and its form uses up no try") {
    Visit visit;
    for (const char* host : {"evil.example", "evil.example:8444", "192.168.1.20", "192.168.1.21:8444", ""}) {
        CHECK(visit.ask(HttpMethod::get, "/", {}, {{"Host", host}}).status == 421);
    }
    for (const char* origin : {"https://evil.example", "null", "http://192.168.1.20:8444"}) {
        CHECK(visit.ask(HttpMethod::post, "/enter", "code=000000", {{"Origin", origin}}).status == 403);
    }
    CHECK(visit.page.state().tries_left == kTries);
    CHECK(visit.ask(HttpMethod::post, "/enter", "code=482913", {{"Origin", "https://192.168.1.20:8444"}}).status ==
          303);
}

TEST_CASE("What cannot be made is said, and can be asked for again") {
    Visit visit;
    visit.come_in();
    visit.makes = false;
    const HttpResponse none = visit.get("/journal.xlsx");
    CHECK(none.status == 503);
    CHECK(has(none, "href=\"/\""));
    visit.makes = true;
    CHECK(visit.get("/journal.xlsx").status == 200);
}

TEST_CASE(
    "Nothing is kept by a browser, runs in it, or stands in another's frame; other paths and methods are not there") {
    Visit visit;
    visit.come_in();
    for (const char* target : {"/", "/journal.csv", "/nothing", "/style.css", "/enter"}) {
        const HttpResponse response = visit.get(target);
        CHECK(api::find_header(response.headers, "Cache-Control") == "no-store");
        CHECK(api::find_header(response.headers, "Content-Security-Policy")->starts_with("default-src 'none'"));
        CHECK(api::find_header(response.headers, "X-Content-Type-Options") == "nosniff");
        CHECK_FALSE(has(response, "<script"));
    }
    CHECK(visit.get("/nothing").status == 404);
    CHECK(visit.get("/../etc/passwd").status == 404);
    CHECK(visit.ask(HttpMethod::put, "/").status == 405);
    CHECK(visit.ask(HttpMethod::post, "/journal.csv").status == 404);
}

TEST_CASE("A browser that wants English has it") {
    Visit visit;
    CHECK(has(visit.ask(HttpMethod::get, "/", {}, {{"Accept-Language", "en-GB,en;q=0.9,ru;q=0.5"}}), "lang=\"en\""));
    CHECK(has(visit.ask(HttpMethod::get, "/", {}, {{"Accept-Language", "ru-RU,ru;q=0.9,en;q=0.5"}}), "lang=\"ru\""));
    CHECK(has(visit.get("/"), "lang=\"ru\""));
}

TEST_CASE("Many records are offered in parts; of none and of a disk that gives nothing it is said") {
    Visit visit;
    visit.come_in();
    CHECK(has(visit.get("/"), "Зашифрованные записи (ZIP)"));
    visit.parts = {{{101, 20100}, {20101, 20500}}};
    const HttpResponse two = visit.get("/");
    CHECK(has(two, "href=\"/records/101\""));
    CHECK(has(two, "href=\"/records/20101\""));
    CHECK(visit.get("/records/20101").status == 200);
    CHECK(visit.firsts == std::vector<domain::Seq>{20101});
    for (const char* target : {"/records", "/records/", "/records/0", "/records/-1", "/records/1x",
                               "/records/99999999999999999999", "/records/1/2"})
        CHECK(visit.get(target).status == 404);
    visit.parts = std::vector<Part>{};
    CHECK(has(visit.get("/"), "Новых записей нет"));
    visit.parts.reset();
    CHECK(has(visit.get("/"), "Киоск не смог посмотреть свои записи"));
    CHECK(visit.firsts.size() == 1);
}

TEST_CASE("School files that the visitor sends are handed on, and he is told to confirm them at the kiosk") {
    Visit visit{true};
    const api::HttpHeaders type{{"Content-Type", "multipart/form-data; boundary=x"}};
    const auto part = [](const std::string& name, const std::string& content) {
        return "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name + "\"\r\n\r\n" + content +
               "\r\n";
    };
    const std::string two = part("C:\\школа\\люди.xlsx", "PK") + part("группы.csv", "a;b") + "--x--\r\n";
    // Nobody but the visitor, and no large body of anybody else.
    CHECK(visit.ask(HttpMethod::post, "/send", two, type).status == 303);
    CHECK(visit.sent.empty());
    api::HttpRequest head{HttpMethod::post, "/send", {}, {}, {}};
    CHECK(visit.page.body_limit(head) == kBodyBytes);
    visit.come_in();
    head.headers.push_back({"Cookie", visit.cookie});
    CHECK(visit.page.body_limit(head) == kSentBytes);
    head.target = "/enter";
    CHECK(visit.page.body_limit(head) == kBodyBytes);

    CHECK(has(visit.get("/"), "action=\"/send\""));
    const HttpResponse sent = visit.ask(HttpMethod::post, "/send", two, type);
    CHECK(sent.status == 200);
    CHECK(has(sent, "подойдите к киоску"));
    REQUIRE(visit.sent.size() == 2);
    CHECK(visit.sent[0].name == "люди.xlsx");
    CHECK(visit.sent[1].content == "a;b");

    visit.handed = Handed::not_now;
    CHECK(visit.ask(HttpMethod::post, "/send", two, type).status == 503);
    visit.sent.clear();
    // A form without a file, too many of them, and no form at all.
    CHECK(visit.ask(HttpMethod::post, "/send", part("", "") + "--x--\r\n", type).status == 422);
    std::string many;
    for (int i = 0; i < 17; ++i) many += part("a.csv", "b");
    CHECK(visit.ask(HttpMethod::post, "/send", many + "--x--\r\n", type).status == 422);
    CHECK(visit.ask(HttpMethod::post, "/send", "files", type).status == 422);
    CHECK(visit.sent.empty());
}

TEST_CASE("A kiosk that takes no files over the network shows no form for them and reads none") {
    Visit visit;
    visit.come_in();
    CHECK_FALSE(has(visit.get("/"), "<input type=\"file\""));
    CHECK(visit.ask(HttpMethod::post, "/send").status == 404);
    api::HttpRequest head{HttpMethod::post, "/send", {{"Cookie", visit.cookie}}, {}, {}};
    CHECK(visit.page.body_limit(head) == kBodyBytes);
}
