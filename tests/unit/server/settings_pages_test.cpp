// What a school sets for its kiosks, in a browser: settings, the PIN, the catalogue, the time zone.
#include "tests/unit/school_settings/example_settings.h"
#include "tests/unit/server/paged_school.h"
#include "tests/unit/server/security.h"

using namespace server_test;
using domain::SettingKey;

namespace {

std::string location(const api::HttpResponse& response) {
    return header_of(response, "Location");
}
std::vector<std::pair<std::string, std::string>> as_files(const std::vector<catalogue::CatalogueFile>& files) {
    std::vector<std::pair<std::string, std::string>> sent;
    for (const auto& file : files) sent.emplace_back(file.name, file.content);
    return sent;
}

struct Settings {
    explicit Settings(On on) : at(on), school(at, "a", "Школа № 12") {
        replace_first_passwords(at);
        curator.emplace(browser_of(at, school.curator));
        reader.emplace(browser_of(at, school.reader));
    }
    [[nodiscard]] server::SchoolSettings now() { return *at.server->school_settings(school.id); }
    [[nodiscard]] std::string kiosk_path() const { return "/kiosks/" + school.log.id().value + "/settings"; }

    PagedServer at;
    FullSchool school;
    std::optional<Browser> curator, reader;
};

}  // namespace

TEST_CASE("A setting is set and unset for every kiosk and for one, in the words of the language") {
    Settings at{ON_BOTH};
    at.curator->language = "ru";
    const std::string empty = at.curator->get("/settings").body;
    CHECK(has(empty, "как найти себя без карты"));
    CHECK(has(empty, "у каждого киоска своё"));
    CHECK_FALSE(has(empty, "value=\"logo\""));  // no school's to set
    CHECK(location(at.curator->post("/settings/set", {{"key", "find-by"}, {"value", "code"}, {"do", "set"}})) ==
          "/settings?done=set");
    CHECK(at.now().values.at(SettingKey::find_by) == "code");
    CHECK(has(at.curator->get("/settings").body, "<span class=\"badge good\">по коду из цифр</span>"));
    CHECK(has(at.curator->get(at.kiosk_path()).body, "как для всех киосков: по коду из цифр"));
    CHECK(location(at.curator->post(at.kiosk_path(), {{"key", "find-by"}, {"value", "names"}, {"do", "set"}})) ==
          at.kiosk_path() + "?done=set");
    CHECK(at.now().of_kiosks.at(at.school.log.id()).at(SettingKey::find_by) == "names");
    CHECK(has(at.curator->get("/settings").body, "1 своя настройка"));
    CHECK(at.curator->post(at.kiosk_path(), {{"key", "find-by"}, {"value", ""}, {"do", "unset"}}).status == 303);
    CHECK(location(at.curator->post("/settings/set", {{"key", "find-by"}, {"do", "unset"}})) == "/settings?done=unset");
    CHECK(at.now().values.empty());
    CHECK(location(at.curator->post("/settings/set", {{"key", "logo"}, {"value", "a.png"}})) ==
          "/settings?done=no_setting");
    CHECK(location(at.curator->post("/settings/set", {{"key", "nothing"}, {"value", "x"}})) ==
          "/settings?done=no_setting");
    CHECK(at.curator->post("/kiosks/nobody/settings", {{"key", "sound"}, {"value", "on"}}).status == 404);
    CHECK(lines_with(at.at.lines.text, "event=settings_changed") == 4);
}

TEST_CASE("A value that a setting does not take is refused with the reason, and stays where it was typed") {
    Settings at{On::sqlite};
    const auto refused = [&](const std::string& key, const std::string& value) {
        const auto response = at.curator->post("/settings/set", {{"key", key}, {"value", value}, {"do", "set"}});
        CHECK(response.status == 422);
        return response.body;
    };
    const std::string minutes = refused("check-in-opens-before", "a\"b");
    CHECK(has(minutes, "Not kept: check-in opens so many minutes before the start. It is a number of minutes"));
    CHECK(has(minutes, "value=\"a&quot;b\""));
    CHECK(has(refused("find-by", ""), "Choose one."));
    CHECK(has(refused("primary-colour", "#FFFFFF"), "contrast"));
    CHECK(has(refused("school-name", ""), "It is a name"));
    CHECK(at.now().number == 0);
}

TEST_CASE(
    "The PIN is set by two fields that agree, is shown nowhere, and is left to the kiosks after a page that asks") {
    Settings at{ON_BOTH};
    CHECK(location(at.curator->post("/settings/pin", {{"pin", "12a4"}, {"again", "12a4"}})) == "/settings?done=no_pin");
    CHECK(location(at.curator->post("/settings/pin", {{"pin", "739182"}, {"again", "739183"}})) ==
          "/settings?done=other_pin");
    CHECK_FALSE(at.now().pin_set_at);
    CHECK(location(at.curator->post("/settings/pin", {{"pin", "739182"}, {"again", "739182"}})) ==
          "/settings?done=pin");
    CHECK(at.now().pin_set_at == start_of_test());
    const std::string body = at.curator->get("/settings").body;
    CHECK(has(body, "It is the same on every kiosk. It was set: today"));
    CHECK_FALSE(has(body, "739182"));
    CHECK_FALSE(has(at.at.lines.text, "739182"));
    const auto text = at.at.server->settings_text(at.school.id, at.school.log.id());
    REQUIRE(text);
    const auto content = school_settings::read_kept(*text);
    REQUIRE(content);
    CHECK(eventlog::pin_matches("739182", content->pin_hash));
    CHECK(has(at.curator->get("/settings/pin/unset").body, "Do you know it?"));
    CHECK(at.reader->post("/settings/pin/unset").status == 403);
    CHECK(location(at.curator->post("/settings/pin/unset")) == "/settings?done=pin_unset");
    CHECK_FALSE(at.now().pin_set_at);
    CHECK(location(at.curator->post("/settings/pin", {{"pin", "1234"}, {"again", "1234"}})) ==
          "/settings?done=easy_pin");
}

TEST_CASE("A catalogue is looked at first, published then, downloaded as it is, and given back for the program's own") {
    Settings at{ON_BOTH};
    auto files = school_settings_test::catalogue_files({"Экскурсия <b>"});
    CHECK(has(at.curator->get("/settings/catalogue").body, "The catalogue is the program"));
    CHECK(location(at.curator->post("/settings/catalogue/publish")) == "/settings/catalogue?done=gone");
    CHECK(at.curator->upload("/settings/catalogue/upload", {}, {}).status == 422);
    const auto preview = at.curator->upload("/settings/catalogue/upload", {}, as_files(files));
    INFO(preview.body);
    CHECK(preview.status == 200);
    CHECK(has(preview.body, "Nothing is changed yet."));
    CHECK(has(preview.body, "Outing"));
    CHECK(at.now().catalogue.empty());
    // What was kept for one page is nothing for the other.
    CHECK(location(at.curator->post("/lists/publish")) == "/lists?done=gone");
    REQUIRE(at.curator->upload("/settings/catalogue/upload", {}, as_files(files)).status == 200);
    CHECK(location(at.curator->post("/settings/catalogue/publish")) == "/settings/catalogue?done=catalogue");
    REQUIRE(at.now().catalogue.size() == 3);
    CHECK(has(at.curator->get("/settings/catalogue").body, "The school has its own"));
    const auto file = at.curator->get("/settings/catalogue/file/2");
    CHECK(file.body == files[1].content);
    CHECK(header_of(file, "Content-Disposition") == "attachment; filename=\"70-kinds.toml\"");
    CHECK(at.curator->get("/settings/catalogue/file/4").status == 404);
    CHECK(at.curator->get("/settings/catalogue/file/0").status == 404);
    CHECK(has(at.curator->get("/settings/catalogue/reset").body, "Download them first"));
    CHECK(location(at.curator->post("/settings/catalogue/reset")) == "/settings/catalogue?done=catalogue_reset");
    CHECK(at.now().catalogue.empty());
    CHECK(at.curator->get("/settings/catalogue/file/1").body == page_files().catalogue_files.front().content);
    REQUIRE(at.curator->upload("/settings/catalogue/upload", {}, as_files(files)).status == 200);
    CHECK(location(at.curator->post("/settings/catalogue/forget")) == "/settings/catalogue?done=forgotten");
    CHECK(location(at.curator->post("/settings/catalogue/publish")) == "/settings/catalogue?done=gone");
}

TEST_CASE("Errors of a catalogue are told by file and line, one of each file, and nothing is changed") {
    Settings at{On::sqlite};
    auto files = school_settings_test::catalogue_files();
    files[0].content += "surprise = 1\n";
    files[1].content += "[[meeting_kinds]\n";
    const auto response = at.curator->upload("/settings/catalogue/upload", {}, as_files(files));
    INFO(response.body);
    CHECK(response.status == 422);
    CHECK(has(response.body, "2 errors: these files cannot be taken over."));
    CHECK(has(response.body, "10-form.toml, line"));
    CHECK(has(response.body, "70-kinds.toml, line"));
    CHECK(has(response.body, "unknown key &quot;surprise&quot;"));
    CHECK(location(at.curator->post("/settings/catalogue/publish")) == "/settings/catalogue?done=gone");
    // What only all together lack, and what is no catalogue at all.
    files = school_settings_test::catalogue_files();
    files.pop_back();
    CHECK(
        has(at.curator->upload("/settings/catalogue/upload", {}, as_files(files)).body, "no file has the rating tags"));
    CHECK(has(at.curator->upload("/settings/catalogue/upload", {}, {{"a.exe", "MZ"}}).body, "ends in .toml"));
    CHECK(has(at.curator->upload("/settings/catalogue/upload", {}, {{"a.toml", "x"}, {"a.toml", "x"}}).body,
              "no two have the same one"));
    CHECK(has(at.curator->upload("/settings/catalogue/upload", {}, {{"a.toml", std::string(200'000, '#')}}).body,
              "The files are too large"));
    CHECK(at.now().number == 0);
}

TEST_CASE("A reader sees what is set and is offered nothing; the time zone is a setting too") {
    Settings at{On::sqlite};
    for (const std::string& path : {std::string{"/settings"}, at.kiosk_path(), std::string{"/settings/catalogue"}}) {
        CAPTURE(path);
        const auto response = at.reader->get(path);
        CHECK(response.status == 200);
        CHECK(lines_with(response.body, "method=\"post\"") == 1);
    }
    CHECK(has(at.reader->get("/settings").body, "<p>Europe/Moscow</p>"));
    CHECK(location(at.curator->post("/school/zone", {{"zone", "Asia/Tomsk"}})) == "/settings?done=zone");
    CHECK(has(at.curator->get("/settings").body, "<option value=\"Asia/Tomsk\" selected>"));
}
