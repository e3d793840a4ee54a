// Every page, by whom it is seen, and what it does. pages_security_test.cpp has who must not.
#include <set>

#include "tests/unit/school_settings/example_settings.h"
#include "tests/unit/server/paged_school.h"

using namespace server_test;
using server::pages::Access;

namespace {

std::string location(const api::HttpResponse& response) {
    return header_of(response, "Location");
}
std::string text_of(const std::filesystem::path& file) {
    const auto bytes = platform_linux::make_file_system()->read(file, 1 << 24);
    REQUIRE(bytes);
    return std::string{base::as_text(*bytes)};
}
std::string first_lines(const std::string& text, int lines) {
    std::size_t end = 0;
    while (lines-- > 0) end = text.find('\n', end) + 1;
    return text.substr(0, end);
}
const std::filesystem::path kDemo{VSTRECHA_BUILD_DIR "/share/vstrecha/demo/school-12"};

}  // namespace

TEST_CASE("Every page of the table answers a curator of the school, in both languages and on both databases") {
    PagedServer at{ON_BOTH};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    Browser browser = browser_of(at, school.curator);
    for (const char* language : {"ru", "en"}) {
        browser.language = language;
        for (const auto& route : server::pages::routes()) {
            if (route.method != api::HttpMethod::get) continue;
            const std::string path = with_ids(std::string{route.path}, school);
            CAPTURE(path, language);
            const auto response = browser.get(path);
            CHECK(response.status == 200);
            if (!header_of(response, "Content-Type").starts_with("text/html")) continue;
            CHECK(has(response.body, std::string{"<html lang=\""} + language + "\">"));
            CHECK(has(response.body, "</html>"));
            CHECK_FALSE(has(response.body, "[["));
            CHECK_FALSE(has(response.body, "{{"));
            CHECK_FALSE(has(response.body, "<script"));
            CHECK_FALSE(has(response.body, "style="));
        }
    }
}

TEST_CASE("Every link and every form of every page leads somewhere that there is") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    for (const auto& user : {school.curator, school.reader}) {
        const Browser browser = browser_of(at, user);
        std::set<std::string> links, forms, seen;
        const auto collect = [](const std::string& body, const std::string& before, std::set<std::string>& into) {
            for (auto begin = body.find(before); begin != std::string::npos; begin = body.find(before, begin)) {
                begin += before.size();
                std::string target = body.substr(begin, body.find('"', begin) - begin);
                for (auto amp = target.find("&amp;"); amp != std::string::npos; amp = target.find("&amp;"))
                    target.replace(amp, 5, "&");
                if (!target.starts_with("#s-")) into.insert(target.substr(0, target.find('#')));
            }
        };
        links.insert("/");
        while (!links.empty()) {
            const std::string target = *links.begin();
            links.erase(links.begin());
            // Other days would go on for ever.
            if (!seen.insert(target).second || seen.size() > 150) continue;
            CAPTURE(target);
            const auto response = browser.get(target);
            CHECK(response.status == 200);
            std::set<std::string> found;
            collect(response.body, "href=\"", found);
            for (const std::string& one : found) {
                CHECK(one.starts_with("/"));
                if (!one.starts_with("/meetings?") || target == "/meetings") links.insert(one);
            }
            collect(response.body, "method=\"post\" action=\"", forms);
        }
        CHECK(seen.size() >= 20);
        for (const std::string& form : forms) {
            CAPTURE(form);
            // A token is asked for: there is such a route.
            CHECK(browser.post_as_is(form, {}).status == 403);
        }
        CHECK(forms.size() >= (user == school.curator ? 12u : 2u));
    }
}

TEST_CASE("The overview says how the kiosks are, which meetings there are today, and what needs attention") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    Browser browser = browser_of(at, school.curator);
    std::string body = browser.get("/").body;
    for (const char* part :
         {"Холл a", "Its way to the server is not steady.", "Its drive is nearly full: 1.0 GB are left.",
          "1 parcel of records was set aside", "13:20", "#s-mentor", "Group 7a", "waiting for the mentee"}) {
        CAPTURE(part);
        CHECK(has(body, part));
    }
    browser.language = "ru";
    body = browser.get("/").body;
    CHECK(has(body, "Требует внимания"));
    CHECK(has(body, "ждём наставляемого"));
    CHECK(has(body, "понедельник, 23 ноября"));
    at.server.clock.advance(std::chrono::hours{30});
    Browser later = browser_of(at, school.curator);
    CHECK(has(later.get("/").body, "Nothing was heard of it for 30 hours"));
    CHECK(has(later.get("/kiosks").body, "silent"));
}

TEST_CASE("A kiosk gets an address, a code and a QR code, and joins by them in place of another") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    const Browser browser = browser_of(at, school.curator);
    const auto page = browser.post("/kiosks/add", {{"name", "Библиотека"}, {"replaces", school.log.id().value}});
    CHECK(page.status == 200);
    CHECK(has(page.body, "school.lan:8443"));
    CHECK(has(page.body, "It takes the place of:"));
    CHECK(has(page.body, "<path d=\"M4 4h7v1h-7z"));
    const auto begin = page.body.find("<p class=\"code\">") + 16;
    const std::string shown = page.body.substr(begin, 5),
                      rest = page.body.substr(page.body.find("</span>", begin) + 7, 5);
    KioskLog joins{"new1", 44};
    CHECK(at.post("/api/1/join", JoiningKiosk{joins, *joining::read_code(shown + rest)}.body()).status == 200);
    CHECK(at.server->kiosk(school.id, joins.id())->name == "Библиотека");
    CHECK(at.server->kiosk(school.id, school.log.id())->state == server::KioskState::replaced);
    at.address.host.clear();
    CHECK(browser.post("/kiosks/add").status == 503);
}

TEST_CASE("A kiosk is renamed, and shut out after a page that says what that does") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    const Browser browser = browser_of(at, school.curator);
    const std::string path = "/kiosks/" + school.log.id().value;
    CHECK(location(browser.post(path + "/rename", {{"name", "Актовый зал"}})) == path + "?done=renamed");
    CHECK(at.server->kiosk(school.id, school.log.id())->name == "Актовый зал");
    CHECK(has(browser.get(path + "?done=renamed").body, "The kiosk has its new name."));
    CHECK(location(browser.post(path + "/rename", {{"name", ""}})) == path + "?done=no_name");
    CHECK(has(browser.get(path + "/revoke").body, "What it has sent so far stays and counts."));
    CHECK(at.server->kiosk(school.id, school.log.id())->state == server::KioskState::active);
    CHECK(browser.post(path + "/revoke").status == 303);
    CHECK(at.server->kiosk(school.id, school.log.id())->state == server::KioskState::revoked);
}

TEST_CASE("Meetings are shown by day and week and by state, and one meeting says why it is as it is") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    Browser browser = browser_of(at, school.curator);
    const std::string link = "/meetings/" + school.meeting;
    CHECK(has(browser.get("/meetings").body, link));
    CHECK(has(browser.get("/meetings?day=2026-11-29&span=week").body, link));
    CHECK_FALSE(has(browser.get("/meetings?day=2026-11-24").body, link));
    CHECK_FALSE(has(browser.get("/meetings?day=2026-11-30&span=week").body, link));
    CHECK(has(browser.get("/meetings?day=2026-11-23&state=going").body, link));
    CHECK_FALSE(has(browser.get("/meetings?day=2026-11-23&state=held").body, link));
    for (const char* strange : {"2026-02-31", "2026-99-99", "x", "0000-00-00", "2026-11-23'--"}) {
        CHECK(browser.get("/meetings?day=" + encoded(strange)).status == 200);  // today
    }
    browser.language = "ru";
    const std::string body = browser.get(link).body;
    CHECK(has(body, "Пока отмечен только наставник."));
    CHECK(has(body, "запись 1 киоска «Холл a»: Шаповаловаa Мадина (наставник): отметка картой. Учтено."));
    CHECK(browser.get("/meetings/nothing").status == 404);
}

TEST_CASE("Files are read by the school's own catalogue, where it has one") {
    PagedServer at{On::sqlite};
    const auto school = at.server.school();
    const auto user = FullSchool::user(at, school, "curator", "Куратор", server::UserRole::curator);
    replace_first_passwords(at);
    Browser browser = browser_of(at, user);
    const std::vector<std::pair<std::string, std::string>> files{{"people.xlsx", text_of(kDemo / "people.xlsx")},
                                                                 {"groups.csv", text_of(kDemo / "groups.csv")},
                                                                 {"meetings.xlsx", text_of(kDemo / "meetings.xlsx")}};
    // What the files have is spelt as the catalogue does.
    REQUIRE(at.server->set_catalogue(school, school_settings_test::catalogue_files({"РЕГУЛЯРНАЯ"})));
    REQUIRE(browser.upload("/lists/upload", {}, files).status == 200);
    REQUIRE(location(browser.post("/lists/publish")) == "/lists?done=published");
    const auto meetings = at.server->roster(school)->meetings;
    CHECK(std::any_of(meetings.begin(), meetings.end(), [](const auto& each) { return each.kind == "РЕГУЛЯРНАЯ"; }));
    CHECK(std::none_of(meetings.begin(), meetings.end(), [](const auto& each) { return each.kind == "Регулярная"; }));
}

TEST_CASE("The school's files are looked at first and published then; what was uploaded is gone afterwards") {
    PagedServer at{On::sqlite};
    const auto school = at.server.school();
    const auto user = FullSchool::user(at, school, "curator", "Куратор", server::UserRole::curator);
    replace_first_passwords(at);
    Browser browser = browser_of(at, user);
    browser.language = "ru";
    const std::vector<std::pair<std::string, std::string>> files{
        {"C:\\Списки\\люди.xlsx", text_of(kDemo / "people.xlsx")},
        {"groups.csv", text_of(kDemo / "groups.csv")},
        {"meetings.xlsx", text_of(kDemo / "meetings.xlsx")}};
    CHECK(browser.upload("/lists/upload", {}, {}).status == 422);
    CHECK(location(browser.post("/lists/publish")) == "/lists?done=gone");
    const auto preview = browser.upload("/lists/upload", {}, files);
    CHECK(preview.status == 200);
    CHECK(has(preview.body, "<b>люди.xlsx"));
    CHECK_FALSE(has(preview.body, "C:\\"));
    CHECK(has(preview.body, "Пока ничего не изменено."));
    CHECK(at.server->rosters(school)->empty());
    CHECK(location(browser.post("/lists/publish")) == "/lists?done=published");
    REQUIRE(at.server->rosters(school)->size() == 1);
    CHECK(at.server->roster(school)->people.size() > 10);
    CHECK(location(browser.post("/lists/publish")) == "/lists?done=gone");
    CHECK(has(browser.upload("/lists/upload", {}, files).body, "Списки те же: менять нечего."));
    CHECK(at.server->rosters(school)->size() == 1);

    // Somebody else was quicker; and who does not want them after all.
    const std::vector<std::pair<std::string, std::string>> fewer{
        {"meetings.csv", first_lines(text_of(kDemo / "meetings.csv"), 9)}};
    const auto changed = browser.upload("/lists/upload", {{"skip", "yes"}}, fewer);
    INFO(changed.body);
    CHECK(has(changed.body, "action=\"/lists/publish\""));
    auto roster = *at.server->roster(school);
    roster.meetings.pop_back();
    REQUIRE(at.server->publish_roster(school, roster, 1));
    CHECK(location(browser.post("/lists/publish")) == "/lists?done=taken");
    CHECK(has(browser.upload("/lists/upload", {{"skip", "yes"}}, fewer).body, "/lists/forget"));
    CHECK(location(browser.post("/lists/forget")) == "/lists?done=forgotten");
    CHECK(location(browser.post("/lists/publish")) == "/lists?done=gone");

    CHECK(browser.get("/lists/2/revert").status == 404);  // the newest
    CHECK(has(browser.get("/lists/1/revert").body, "Вернуть эти списки?"));
    CHECK(location(browser.post("/lists/1/revert")) == "/lists?done=reverted");
    CHECK(at.server->rosters(school)->front().number == 3);
}

TEST_CASE("Files with errors are told row by row and not taken over") {
    PagedServer at{On::sqlite};
    const auto school = at.server.school();
    const auto user = FullSchool::user(at, school, "curator", "Куратор", server::UserRole::curator);
    replace_first_passwords(at);
    Browser browser = browser_of(at, user);
    browser.language = "ru";
    const auto response = browser.upload(
        "/lists/upload", {},
        {{"люди<script>.csv", "ФИО;Класс\nИванов <b>Иван</b>;Ё9\n;5А\n"}, {"x.exe", std::string(100, '\0')}});
    CHECK(response.status == 422);
    CHECK(has(response.body, "строка 3"));
    CHECK(has(response.body, "«Ё9» — не класс."));
    CHECK(has(response.body, "люди&lt;script&gt;.csv"));
    CHECK_FALSE(has(response.body, "<b>Иван"));
    CHECK(location(browser.post("/lists/publish")) == "/lists?done=gone");
}

TEST_CASE(
    "What was set aside is told with its reason, downloaded, marked as seen and discarded after a page that warns") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    const Browser browser = browser_of(at, school.curator);
    CHECK(has(browser.get("/parked").body, "They contradict what the kiosk has sent before"));
    const std::string path = "/parked/" + std::to_string(school.parked);
    const auto bundle = browser.get(path + "/bundle");
    CHECK(bundle.body == *at.server->parked_bytes(school.id, school.parked));
    CHECK(header_of(bundle, "Content-Type") == "application/octet-stream");
    CHECK(header_of(bundle, "Content-Disposition").starts_with("attachment; filename=\"vstrecha-"));
    CHECK(location(browser.post(path + "/seen")) == "/parked?done=seen");
    CHECK(at.server->parked(school.id)->bundles.at(0).is_seen);
    CHECK(has(browser.get(path + "/discard").body, "This cannot be undone."));
    CHECK(at.server->parked(school.id)->bundles.size() == 1);
    CHECK(location(browser.post(path + "/discard")) == "/parked?done=discarded");
    CHECK(at.server->parked(school.id)->bundles.empty());
}

TEST_CASE("A curator adds, resets and shuts out others, and not himself") {
    PagedServer at{On::sqlite};
    const FullSchool school{at, "a", "Школа № 12"};
    replace_first_passwords(at);
    const Browser browser = browser_of(at, school.curator), reader = browser_of(at, school.reader);
    const auto page = browser.post("/users/add", {{"login", "o.petrova"}, {"name", "Ольга"}, {"role", "curator"}});
    CHECK(page.status == 200);
    const std::string password = page.body.substr(page.body.find("<p class=\"code\">") + 16, 11);
    const auto in = at.server->sign_in("o.petrova", password);
    REQUIRE(in);
    REQUIRE(*in);
    CHECK((*in)->user.role == server::UserRole::curator);
    CHECK(browser.post("/users/add", {{"login", "o.petrova"}, {"name", "Ольга"}, {"role", "reader"}}).status == 422);
    CHECK(browser.post("/users/add", {{"login", "о.петрова"}, {"name", "Ольга"}, {"role", "reader"}}).status == 422);
    CHECK(browser.post("/users/add", {{"login", "other"}, {"name", ""}, {"role", "reader"}}).status == 422);
    // A role that is none is the lesser one.
    CHECK(browser.post("/users/add", {{"login", "third"}, {"name", "Имя"}, {"role", "admin"}}).status == 200);
    CHECK(at.server->user_named("third")->role == server::UserRole::reader);

    CHECK(reader.get("/").status == 200);
    CHECK(browser.post("/users/" + school.reader.value + "/disable").status == 303);
    CHECK(location(reader.get("/")) == "/sign-in");
    CHECK(browser.post("/users/" + school.reader.value + "/enable").status == 303);
    CHECK(has(browser.post("/users/" + school.reader.value + "/reset").body, "reader-a"));
    CHECK(location(browser.post("/users/" + school.curator.value + "/disable")) == "/users?done=yourself");
    CHECK(location(browser.post("/users/" + school.curator.value + "/reset")) == "/account");
    CHECK(browser.get("/").status == 200);
    CHECK(location(browser.post("/school/zone", {{"zone", "Asia/Omsk"}})) == "/settings?done=zone");
    CHECK(location(browser.post("/school/zone", {{"zone", "../../etc"}})) == "/settings?done=no_zone");
    CHECK(*at.server->school_zone(school.id) == "Asia/Omsk");
}

TEST_CASE("The language is the browser's first one, or the chosen one, which is kept") {
    PagedServer at{On::sqlite};
    Browser browser{at, ""};
    const auto is_russian = [&] { return has(browser.get("/sign-in").body, "<html lang=\"ru\">"); };
    browser.language = "";
    CHECK(is_russian());
    browser.language = "de, ru;q=0.8, en;q=0.5";
    CHECK(is_russian());
    browser.language = "en-GB, ru";
    CHECK_FALSE(is_russian());
    const auto chosen = browser.get("/sign-in?language=ru");
    CHECK(has(chosen.body, "<html lang=\"ru\">"));
    bool is_kept = false;
    for (const auto& header : chosen.headers) is_kept = is_kept || header.value.starts_with("vstrecha-language=ru; ");
    CHECK(is_kept);
}
