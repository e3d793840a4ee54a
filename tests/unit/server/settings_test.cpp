#include <atomic>
#include <thread>

#include "app/kiosk_request/authorization.h"
#include "app/news/messages.h"
#include "app/school_settings/text.h"
#include "tests/unit/school_settings/example_settings.h"
#include "tests/unit/server/served_school.h"

// What a school sets for its kiosks: kept, numbered, told to each kiosk.

using namespace server_test;
using api::HttpMethod;
using domain::SettingKey;
using school_settings_test::catalogue_files;
using school_settings_test::pin_hash;
using server::StoreErrorKind;

namespace {

const domain::KioskId kEvery;

school_settings::Content text_for(TestServer& server, const server::SchoolId& school, const domain::KioskId& kiosk) {
    const auto text = server->settings_text(school, kiosk);
    REQUIRE(text);
    CHECK(*server->settings_hash(school, kiosk) == school_settings::hash_of(*text));
    auto content = school_settings::read(*text, server->school(school)->acceptor_public);
    REQUIRE(content);
    return std::move(*content);
}

api::HttpResponse ask(RoutedServer& at, const KioskLog& as, const std::string& target, HttpMethod method,
                      const std::string& body = {}, const std::string& hash = {}) {
    const auto header =
        kiosk_request::authorization({method == HttpMethod::post ? "POST" : "GET", target, body, kFingerprint}, as.id(),
                                     std::string(32, 'a'), as.key().private_half);
    REQUIRE(header);
    api::HttpHeaders headers{{"Authorization", *header}};
    if (!hash.empty()) headers.push_back({"If-None-Match", '"' + hash + '"'});
    return at.ask(method, target, body, "192.0.2.7", headers);
}
api::HttpResponse settings_for(RoutedServer& at, const KioskLog& kiosk, const std::string& hash = {}) {
    return ask(at, kiosk, "/api/1/kiosks/" + kiosk.id().value + "/settings", HttpMethod::get, {}, hash);
}
std::string error_of(std::string_view name) {
    return R"({"error":")" + std::string{name} + R"("})";
}

}  // namespace

TEST_CASE("What is set has a number that grows, is what its setting takes, and is kept") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    CHECK(server->school_settings(school)->number == 0);
    CHECK(*server->set_setting(school, kEvery, SettingKey::find_by, "code") == 1);
    CHECK(*server->set_setting(school, kEvery, SettingKey::sound, "нет") == 2);
    CHECK(*server->set_setting(school, kEvery, SettingKey::sound, "off") == 2);  // it is so already
    CHECK(server->set_setting(school, kEvery, SettingKey::find_by, "smell").error().kind == StoreErrorKind::refused);
    CHECK(server->set_setting(school, kEvery, SettingKey::logo, "logo.png").error().kind == StoreErrorKind::refused);
    CHECK(server->set_setting(school, kEvery, SettingKey::time_zone, "UTC").error().kind == StoreErrorKind::refused);
    CHECK(server->set_setting(school, kEvery, SettingKey::primary_colour, "#FFFF00").error().kind ==
          StoreErrorKind::refused);
    CHECK(*server->set_pin(school, pin_hash()) == 3);
    CHECK(server->set_pin(school, "1234").error().kind == StoreErrorKind::refused);
    CHECK(*server->set_catalogue(school, catalogue_files()) == 4);
    CHECK(*server->set_catalogue(school, catalogue_files()) == 4);
    auto bad = catalogue_files();
    bad[1].content += "unknown = 1\n";
    const auto refused = server->set_catalogue(school, bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == StoreErrorKind::refused);
    CHECK(has(refused.error().detail, "70-kinds.toml"));

    server.reopen();
    const auto settings = server->school_settings(school);
    REQUIRE(settings);
    CHECK(settings->number == 4);
    CHECK(settings->values ==
          server::SchoolSettings::Values{{SettingKey::find_by, "code"}, {SettingKey::sound, "off"}});
    CHECK(settings->pin_set_at == start_of_test());
    CHECK(settings->catalogue.size() == 3);
    CHECK(settings->laid_over().find_by == domain::FindBy::code);

    CHECK(*server->unset_setting(school, kEvery, SettingKey::find_by) == 5);
    CHECK(*server->unset_setting(school, kEvery, SettingKey::find_by) == 5);
    CHECK(*server->set_pin(school, "") == 6);
    CHECK(*server->set_catalogue(school, {}) == 7);
    CHECK_FALSE(server->school_settings(school)->pin_set_at);
    CHECK(server->school_settings(school)->catalogue.empty());
}

TEST_CASE("Each kiosk's text has what is set for every one and above it what is set for this one") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    const KioskLog hall{"hall"}, library{"library", 22};
    server.add(school, hall);
    server.add(school, library);
    CHECK(server->settings_text(school, hall.id())->empty());
    CHECK(server->settings_hash(school, hall.id())->empty());

    REQUIRE(server->set_setting(school, kEvery, SettingKey::find_by, "code"));
    REQUIRE(server->set_setting(school, library.id(), SettingKey::find_by, "names"));
    REQUIRE(server->set_setting(school, library.id(), SettingKey::low_mode, "on"));
    REQUIRE(server->set_pin(school, pin_hash()));
    REQUIRE(server->set_catalogue(school, catalogue_files()));
    const auto for_hall = text_for(server, school, hall.id()), for_library = text_for(server, school, library.id());
    CHECK(for_hall.kiosk == hall.id());
    CHECK(for_hall.school == school.value);
    CHECK(for_hall.number == 5);
    CHECK(for_hall.values == std::map<SettingKey, std::string>{{SettingKey::find_by, "code"}});
    CHECK(for_hall.pin_hash == pin_hash());
    CHECK(for_hall.pin_number == 1);
    CHECK(for_hall.files.size() == 3);
    CHECK(for_library.values ==
          std::map<SettingKey, std::string>{{SettingKey::find_by, "names"}, {SettingKey::low_mode, "on"}});

    REQUIRE(server->unset_setting(school, library.id(), SettingKey::find_by));
    CHECK(text_for(server, school, library.id()).values.at(SettingKey::find_by) == "code");
    // Everything taken back is a text too: kiosks have to hear of it.
    REQUIRE(server->unset_setting(school, library.id(), SettingKey::low_mode));
    REQUIRE(server->unset_setting(school, kEvery, SettingKey::find_by));
    REQUIRE(server->set_pin(school, ""));
    REQUIRE(server->set_catalogue(school, {}));
    const auto nothing = text_for(server, school, hall.id());
    CHECK(nothing.values.empty());
    CHECK(nothing.pin_hash.empty());
    CHECK(nothing.pin_number == 0);
    CHECK(nothing.files.empty());
    REQUIRE(server->set_pin(school, pin_hash()));
    CHECK(text_for(server, school, hall.id()).pin_number == 2);
}

TEST_CASE("What one school sets is none of another's, and no function reaches another's kiosk") {
    TestServer server{ON_BOTH};
    const auto one = server.school(), two = server.school("Лицей");
    const KioskLog hall{"hall"}, library{"library", 22};
    server.add(one, hall);
    server.add(two, library);
    REQUIRE(server->set_setting(one, kEvery, SettingKey::find_by, "code"));
    REQUIRE(server->set_setting(two, kEvery, SettingKey::find_by, "names"));
    CHECK(text_for(server, one, hall.id()).values.at(SettingKey::find_by) == "code");
    CHECK(text_for(server, two, library.id()).values.at(SettingKey::find_by) == "names");
    const auto is_not_found = [](const auto& result) {
        return !result && result.error().kind == StoreErrorKind::not_found;
    };
    CHECK(is_not_found(server->settings_text(one, library.id())));
    CHECK(is_not_found(server->settings_hash(one, library.id())));
    CHECK(is_not_found(server->set_setting(one, library.id(), SettingKey::sound, "off")));
    CHECK(is_not_found(server->unset_setting(one, library.id(), SettingKey::sound)));
    const server::SchoolId nobody{"nobody"};
    CHECK(is_not_found(server->school_settings(nobody)));
    CHECK(is_not_found(server->set_setting(nobody, kEvery, SettingKey::sound, "off")));
    CHECK(is_not_found(server->set_pin(nobody, pin_hash())));
    CHECK(is_not_found(server->set_catalogue(nobody, catalogue_files())));
}

TEST_CASE("Two that change something at once both do, under numbers of their own") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    std::vector<std::thread> threads;
    std::atomic<int> done = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            const SettingKey key =
                i % 2 == 0 ? SettingKey::check_in_opens_before : SettingKey::check_in_closes_after_end;
            for (int minutes = 1; minutes <= 5; ++minutes) {
                if (server->set_setting(school, kEvery, key, std::to_string(100 * i + minutes))) ++done;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(done == 20);
    CHECK(server->school_settings(school)->number == 20);
}

TEST_CASE("A kiosk is told what is set for it: whole, or that it has it already; and the news names it") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    const KioskLog hall{"hall"};
    at.server.add(school, hall);
    const auto news_of = [&] {
        const auto answer =
            ask(at, hall, "/api/1/kiosks/hall/news", HttpMethod::post, news::write(news::Asked{{}, std::nullopt}));
        REQUIRE(answer.status == 200);
        return news::read_answered(answer.body)->settings;
    };
    const auto none = settings_for(at, hall);
    CHECK(none.status == 404);
    CHECK(none.body == error_of("no_settings"));
    CHECK(news_of().empty());

    REQUIRE(at.server->set_setting(school, kEvery, SettingKey::find_by, "code"));
    const auto told = settings_for(at, hall);
    REQUIRE(told.status == 200);
    const std::string hash = school_settings::hash_of(told.body);
    CHECK(header_of(told, "ETag") == '"' + hash + '"');
    CHECK(news_of() == hash);
    CHECK(school_settings::read(told.body, at.server->school(school)->acceptor_public)->kiosk == hall.id());
    const auto again = settings_for(at, hall, hash);
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    REQUIRE(at.server->set_setting(school, kEvery, SettingKey::find_by, "names"));
    CHECK(news_of() != hash);
    CHECK(settings_for(at, hall, hash).status == 200);
    CHECK(has(at.lines.text, "settings_told"));
}

TEST_CASE("Nobody else is told what is set for a kiosk") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    const KioskLog hall{"hall"}, library{"library", 22}, stranger{"stranger", 33};
    at.server.add(school, hall);
    at.server.add(school, library);
    REQUIRE(at.server->set_pin(school, pin_hash()));
    const std::string path = "/api/1/kiosks/hall/settings";
    CHECK(at.get(path).body == error_of("wrong_signature"));
    CHECK(ask(at, library, path, HttpMethod::get).body == error_of("wrong_signature"));
    CHECK(settings_for(at, stranger).body == error_of("unknown_kiosk"));
    const auto posted = ask(at, hall, path, HttpMethod::post, "{}");
    CHECK(posted.status == 405);
    CHECK(header_of(posted, "Allow") == "GET, HEAD");
    REQUIRE(at.server->set_kiosk_state(school, hall.id(), server::KioskState::revoked));
    CHECK(settings_for(at, hall).status == 403);
    CHECK(settings_for(at, hall).body == error_of("revoked"));
    CHECK_FALSE(has(at.lines.text, "argon2"));
}
