#pragma once

#include "app/catalogue/catalogue.h"
#include "app/server/pages/pages.h"
#include "tests/support/fake_drive.h"
#include "tests/unit/roster_snapshot/example_school.h"
#include "tests/unit/server/served_school.h"

// Routes with pages, a school with everything that a page can show, and browsers that are signed in.
namespace server_test {

struct PageFiles {
    server::pages::Templates::ByLanguage texts;
    domain::Catalogue catalogue;
    std::vector<catalogue::CatalogueFile> catalogue_files;
    std::unique_ptr<server::pages::Templates> templates;
};
// Read once: nothing of it changes.
inline const PageFiles& page_files() {
    static const PageFiles files = [] {
        const std::filesystem::path assets{VSTRECHA_BUILD_DIR "/share/vstrecha"};
        const auto system = platform_linux::make_file_system();
        PageFiles read;
        for (const auto language : {domain::Language::russian, domain::Language::english}) {
            auto texts = i18n::Texts::load(language, assets);
            REQUIRE(texts);
            read.texts[static_cast<std::size_t>(language)] = *texts;
        }
        auto catalogue = catalogue::load(*system, assets);
        REQUIRE(catalogue);
        read.catalogue = std::move(*catalogue);
        auto of_catalogue = catalogue::read_files(*system, assets / "catalogue");
        REQUIRE(of_catalogue);
        read.catalogue_files = std::move(*of_catalogue);
        auto templates = web_page::Templates::load(*system, assets, "server", read.texts);
        if (!templates) FAIL(templates.error());
        read.templates = std::move(*templates);
        return read;
    }();
    return files;
}

class PagedServer : public RoutedServer {
  public:
    explicit PagedServer(On on, bool is_under_tls = true)
        : RoutedServer(on, {is_under_tls, kFingerprint, false, "1.2.3"}),
          pages({*server.operator->(),
                 log,
                 server.clock,
                 entropy,
                 *page_files().templates,
                 page_files().texts,
                 page_files().catalogue,
                 [this] { return address; },
                 {&drive, &drive, page_files().catalogue_files}},
                is_under_tls) {
        routes.set_pages(&pages);
    }

    joining::Address address{"school.lan", 8443};
    SharedEntropy entropy;
    support::FakeDrive drive;  // in the machine of the server
    server::pages::Pages pages;
};

inline std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        out += "%" + base::to_hex({&byte, 1});
    }
    return out;
}

// What a browser sends that is signed in as somebody.
class Browser {
  public:
    using Fields = std::vector<std::pair<std::string, std::string>>;
    Browser(PagedServer& of, std::string token) : at_(of), token_(std::move(token)) {}

    [[nodiscard]] api::HttpHeaders headers(const std::string& site = "same-origin") const {
        api::HttpHeaders all{{"Host", "school.lan:8443"}, {"Accept", "text/html"}, {"Sec-Fetch-Site", site}};
        if (!token_.empty()) all.push_back({"Cookie", "a=b; __Host-vstrecha=" + token_ + "; " + more_cookies});
        if (!language.empty()) all.push_back({"Accept-Language", language});
        return all;
    }
    api::HttpResponse get(const std::string& target) const {
        return at_.ask(api::HttpMethod::get, target, {}, from, headers());
    }
    [[nodiscard]] std::string form_token() const { return server::pages::form_token(token_); }
    api::HttpResponse post(const std::string& target, Fields fields = {}) const {
        fields.emplace_back("token", form_token());
        return post_as_is(target, fields);
    }
    api::HttpResponse post_as_is(const std::string& target, const Fields& fields,
                                 const std::string& site = "same-origin") const {
        std::string body;
        for (const auto& [name, value] : fields) body += (body.empty() ? "" : "&") + name + "=" + encoded(value);
        auto all = headers(site);
        all.push_back({"Content-Type", "application/x-www-form-urlencoded"});
        return at_.ask(api::HttpMethod::post, target, body, from, all);
    }
    api::HttpResponse upload(const std::string& target, const Fields& fields,
                             const std::vector<std::pair<std::string, std::string>>& files) const {
        std::string body;
        const auto part = [&body](const std::string& disposition, const std::string& content) {
            body += "--border\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
        };
        for (const auto& [name, value] : fields) part("name=\"" + name + "\"", value);
        part("name=\"token\"", form_token());
        for (const auto& [name, content] : files) part("name=\"files\"; filename=\"" + name + "\"", content);
        auto all = headers();
        all.push_back({"Content-Type", "multipart/form-data; boundary=border"});
        return at_.ask(api::HttpMethod::post, target, body + "--border--\r\n", from, all);
    }
    [[nodiscard]] const std::string& token() const { return token_; }

    std::string from = "192.0.2.7", language = "en", more_cookies = "c=d";

  private:
    PagedServer& at_;
    std::string token_;
};

// A school of the server with kiosks, lists, records and users; ids end in `mark`, so that two schools differ.
struct FullSchool {
    FullSchool(PagedServer& at, const std::string& mark, const std::string& name, const std::string& hostile = "")
        : log("kiosk" + mark, static_cast<std::uint8_t>(mark.front())) {
        auto& store = at.server;
        const auto added = store->add_school({name, school_key()});
        REQUIRE(added);
        id = added->id;
        REQUIRE(store->set_school_zone(id, "Europe/Moscow"));
        REQUIRE(store->add_kiosk(id, {log.id(), "Холл " + mark + hostile, log.key().public_half, {}}));
        domain::Roster roster = roster_snapshot_test::example().roster;
        for (domain::Person& person : roster.people) {
            person.name.surname += mark + hostile;
            person.cards.clear();
        }
        roster.groups.front().number = "7" + mark + hostile;
        roster.meetings.front().id.value = meeting = "meeting" + mark;
        roster.meetings.front().topic = "дроби " + mark + hostile;
        roster.meetings.front().place = "214 " + mark + hostile;
        roster.meetings.pop_back();
        REQUIRE(store->publish_roster(id, roster, 0));
        roster.meetings.front().place = "215 " + mark + hostile;
        const auto newest = store->publish_roster(id, roster, 1);
        if (!newest) FAIL(newest.error().detail);
        REQUIRE(store->bring_roster(id, log.id(), brought(mark, hostile)));
        log.put(domain::CheckedIn{domain::MeetingId{meeting}, domain::PersonId{"p1"}, domain::FoundBy::card});
        store.taken(log.all());
        // Of an older copy: it is set aside.
        KioskLog fork{log.id().value, static_cast<std::uint8_t>(mark.front())};
        fork.put(domain::MeetingCancelled{domain::MeetingId{meeting}, "карантин" + hostile});
        CHECK(store.refused(fork.all()).is_parked);
        news::Health health;
        health.version = "1.0";
        health.clock = at.server.clock.read().wall;
        health.clock_trusted = true;
        health.disk_free = 1'000'000'000;
        health.disk_total = 16'000'000'000;
        health.problem = "unreachable";
        REQUIRE(store->keep_health(id, log.id(), health));
        curator = user(at, "curator-" + mark, "Куратор " + mark + hostile, server::UserRole::curator);
        reader = user(at, "reader-" + mark, "Директор " + mark + hostile, server::UserRole::reader);
        parked = store->parked(id)->bundles.at(0).id;
    }

    // What the kiosk had before it joined: the same people under other ids, and nobody who is doubtful.
    [[nodiscard]] std::string brought(const std::string& mark, const std::string& hostile) const {
        domain::Roster roster = roster_snapshot_test::example().roster;
        for (domain::Person& person : roster.people) {
            person.id.value = "b" + person.id.value;
            person.name.surname += mark + hostile;
        }
        domain::Group& group = roster.groups.front();
        group.id.value = "b" + group.id.value;
        group.mentor.value = "b" + group.mentor.value;
        for (domain::Mentee& mentee : group.mentees) mentee.person.value = "b" + mentee.person.value;
        for (domain::Meeting& each : roster.meetings) {
            each.id.value = "b" + each.id.value;
            each.group = group.id;
        }
        const auto text = roster_snapshot::write({id.value, std::move(roster)}, log.key().private_half);
        if (!text) FAIL(text.error().what);
        return *text;
    }

    // Signed in, and past the first password, which would cost 200 ms each.
    static server::UserId user(PagedServer& at, const server::SchoolId& school, const std::string& login,
                               const std::string& name, server::UserRole role) {
        const auto given = at.server->add_user(school, {login, name, role});
        if (!given) FAIL(given.error().detail);
        return given->user;
    }
    server::UserId user(PagedServer& at, const std::string& login, const std::string& name,
                        server::UserRole role) const {
        return user(at, id, login, name, role);
    }

    server::SchoolId id;
    KioskLog log;
    std::string meeting;
    server::UserId curator, reader;
    std::int64_t parked = 0;
};

// The one-time passwords of all users count as replaced.
inline void replace_first_passwords(PagedServer& at) {
    if (at.server.is_sqlite()) {
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open(at.server.file().c_str(), &database) == SQLITE_OK);
        CHECK(sqlite3_exec(database, "UPDATE users SET one_time_until = 0", nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(database);
    } else {
        support::PostgresServer::shared().run(at.server.address(), "UPDATE users SET one_time_until = 0");
    }
}
inline Browser browser_of(PagedServer& at, const server::UserId& user) {
    const auto token = at.server->open_session(user);
    REQUIRE(token);
    return {at, *token};
}

inline std::string with_ids(std::string path, const FullSchool& school) {
    const auto put = [&path](const std::string& begin, const std::string& id) {
        if (path.starts_with(begin + "*")) path.replace(begin.size(), 1, id);
    };
    put("/kiosks/", school.log.id().value);
    put("/meetings/", school.meeting);
    put("/lists/", "1");
    put("/parked/", std::to_string(school.parked));
    put("/match/", school.log.id().value);
    put("/match/" + school.log.id().value + "/decide/", "bp2");
    put("/settings/catalogue/file/", "1");
    put("/stick/", school.log.id().value);
    put("/users/", school.reader.value);
    return path;
}

}  // namespace server_test
