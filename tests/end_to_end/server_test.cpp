// The real vstrecha-server as a process: its commands, its sockets, its signals, what it leaves on the disk.
#include <condition_variable>
#include <mutex>

#include <iostream>

#include "app/kiosk_request/authorization.h"
#include "app/roster_snapshot/packing.h"
#include "platform/linux/linux.h"
#include "tests/end_to_end/running_server.h"
#include "tests/support/avahi/avahi_daemon.h"

using namespace server_test;

namespace {

// What the server tells this kiosk of the lists, where it has the text of `hash`.
api::HttpResponse lists_for(const Running& server, const KioskLog& kiosk, const std::string& hash = {}) {
    const std::string target = "/api/1/kiosks/" + kiosk.id().value + "/roster";
    const auto header = kiosk_request::authorization({"GET", target, "", server.fingerprint()}, kiosk.id(),
                                                     std::string(32, 'a'), kiosk.key().private_half);
    REQUIRE(header);
    api::HttpHeaders headers{{"Authorization", *header}};
    if (!hash.empty()) headers.push_back({"If-None-Match", '"' + hash + '"'});
    return server.ask(HttpMethod::get, target, {}, headers);
}

// The lines between ```sh and ``` behind this heading of the README.
std::string example_of_readme() {
    const std::string readme = text_of(path{VSTRECHA_SOURCE_DIR} / "app" / "server" / "README.md");
    const auto heading = readme.find("### By hand");
    REQUIRE(heading != std::string::npos);
    const auto begin = readme.find("```sh\n", heading) + 6, end = readme.find("```", begin);
    return readme.substr(begin, end - begin);
}

}  // namespace

TEST_CASE("First start, a code, a kiosk joins and sends, the README's curl works, SIGTERM, and all is there again") {
    Data data;
    KioskLog log{"k1"};
    log.check_in(5);
    std::string fingerprint;
    {
        Running server{data, {"--public-address", "school.lan:9443"}};
        fingerprint = server.fingerprint();
        CHECK(mode_of(data.data() / "tls" / "key.pem") == kOwnersAlone);
        CHECK(mode_of(data.data() / "admin.token") == kOwnersAlone);
        CHECK((mode_of(data.data()) & std::filesystem::perms::others_all) == std::filesystem::perms::none);
        const Ran added = data.command({"kiosk", "add", "--name", "Библиотека"});
        CHECK(has(added.text, "Address  school.lan:9443\n"));
        CHECK(has(added.text, "10 minutes"));
        CHECK(has(added.text, "█"));
        const std::string code = code_in(added);
        join(server, log, code);
        REQUIRE(server.ask(HttpMethod::post, "/api/1/bundles", bytes_of(log.bundle(1, 2))).status == 200);
        CHECK(has(server.ask(HttpMethod::get, "/api/1/kiosks/k1/held").body, "\"held\":2"));

        const path bundle = data.folder() / "bundle.bin";
        std::ofstream{bundle, std::ios::binary} << bytes_of(log.bundle(3, 5));
        const Ran curl = data.run({{"bash", "-euc", example_of_readme()},
                                   {{"SERVER", "https://localhost:" + std::to_string(server.port())},
                                    {"DATA", data.data()},
                                    {"KIOSK", "k1"},
                                    {"BUNDLE", bundle}},
                                   {}});
        INFO(curl.text);
        CHECK(curl.status == 0);
        CHECK(has(curl.text, R"("status":"ok")"));
        CHECK(has(curl.text, R"(\"seq\":5,)"));
        CHECK(has(curl.text, R"("held":5})"));
        CHECK(has(curl.text, R"({"error":"not_a_message"})"));
        CHECK(has(curl.text, "vstrecha_events_taken_total 5\n"));

        const Ran list = data.command({"kiosk", "list"});
        CHECK(has(list.text, "k1  active"));
        CHECK(has(list.text, "held 5"));
        CHECK(has(list.text, "Библиотека"));
        const Ran shown = data.command({"kiosk", "show", "k1"});
        CHECK(has(shown.text, "state         active\n"));
        CHECK(has(shown.text, "held          5\n"));
        CHECK_FALSE(has(shown.text, "uptime"));  // it has said nothing of itself yet
        CHECK(has(data.command({"kiosk", "show", "k7"}).text, "There is no such kiosk here."));
        CHECK(server.end(SIGTERM) == 0);
        CHECK(has(server.log(), "event=stopped"));
        CHECK_FALSE(has(server.log(), code));
        CHECK_FALSE(has(server.log(), "Библиотека"));
        CHECK_FALSE(std::filesystem::exists(data.data() / "admin.token"));
    }
    // Without a server the same commands read the data themselves.
    CHECK(has(data.command({"kiosk", "list"}).text, "held 5"));
    Running again{data};
    CHECK(again.fingerprint() == fingerprint);
    CHECK(again.ask(HttpMethod::get, "/api/1/kiosks/k1/held").body ==
          R"({"head":")" + base::to_hex(log.head()) + R"(","held":5})");
    CHECK(has(data.command({"school", "list"}).text, "kiosks 1"));
    CHECK(again.end(SIGINT) == 0);
}

TEST_CASE("Commands reach the server that runs: names, schools, revocation, an audit, and a copy that starts") {
    Data data, copy;
    KioskLog log{"k1"};
    log.check_in(4);
    Running server{data};
    join(server, log, code_in(data.command({"kiosk", "add"})));
    REQUIRE(server.ask(HttpMethod::post, "/api/1/bundles", bytes_of(log.bundle(1, 3))).status == 200);
    CHECK(data.command({"kiosk", "rename", "k1", "Второй этаж"}).status == 0);
    CHECK(has(data.command({"kiosk", "list"}).text, "Второй этаж"));
    const Ran verified = data.command({"verify"});
    CHECK(verified.status == 0);
    CHECK(has(verified.text, "k1  events 3  whole"));
    CHECK(data.command({"school", "add", "Лицей"}).status == 0);
    const Ran ambiguous = data.command({"kiosk", "add"});
    CHECK(ambiguous.status == 3);
    CHECK(has(ambiguous.text, "more than one school"));
    CHECK(has(data.command({"kiosk", "rename", "k7", "x"}).text, "There is no such kiosk here."));

    CHECK(data.command({"backup", copy.data()}).status == 0);
    CHECK(data.command({"backup", copy.data()}).status == 3);
    CHECK(mode_of(copy.data() / "server.db") == kOwnersAlone);
    CHECK(mode_of(copy.data() / "tls" / "key.pem") == kOwnersAlone);
    CHECK(data.command({"kiosk", "revoke", "k1"}).status == 0);
    CHECK(server.ask(HttpMethod::post, "/api/1/bundles", bytes_of(log.bundle(4, 4))).status == 403);
    CHECK(copy.command({"verify"}).text == verified.text);
    const Running restored{copy};
    CHECK(restored.fingerprint() == server.fingerprint());
    CHECK(restored.ask(HttpMethod::post, "/api/1/bundles", bytes_of(log.bundle(4, 4))).status == 200);
}

TEST_CASE("Why a meeting is in its state is told with and without a server that runs") {
    Data data;
    KioskLog log{"k1"};
    log.check_in(2);
    log.put(domain::Retracted{1, domain::RetractionReason::not_me, ""});
    Ran before;
    {
        Running server{data};
        join(server, log, code_in(data.command({"kiosk", "add", "--name", "Холл"})));
        REQUIRE(server.ask(HttpMethod::post, "/api/1/bundles", bytes_of(log.all())).status == 200);
        before = data.command({"meeting", "why", "m1"});
        CHECK(server.end(SIGTERM) == 0);
    }
    CHECK(before.status == 0);
    CHECK(has(before.text, "- 2026-11-23 07:00:00 UTC, event 1 of kiosk k1 (Холл): person p1 checked in by pictures. "
                           "It was taken back by event 3.\n"));
    CHECK(has(before.text, "event 2 of kiosk k1 (Холл): person p2 checked in by pictures. It counts.\n"));
    CHECK(data.command({"meeting", "why", "m1"}).text == before.text);
    CHECK(data.command({"meeting", "list"}).text == "m1  2026-11-23  sides_unknown  p2 present\n");
    CHECK(data.command({"meeting", "list", "--day", "2026-11-23"}).text == data.command({"meeting", "list"}).text);
    CHECK(data.command({"meeting", "list", "--day", "2026-11-24"}).text.empty());
    CHECK(has(data.command({"meeting", "list", "--day", "yesterday"}).text, "a day is written as 2026-11-23"));
    const Ran unknown = data.command({"meeting", "why", "m7"});
    CHECK(unknown.status == 3);
    CHECK(has(unknown.text, "nothing was recorded of this meeting"));
}

TEST_CASE("The school's files go in at the server, and a kiosk gets the lists, then a small difference") {
    const path demo = path{VSTRECHA_SOURCE_DIR} / "assets" / "demo" / "school-12";
    const std::string people = demo / "people.xlsx", groups = demo / "groups.csv", meetings = demo / "meetings.csv";
    Data data;
    KioskLog kiosk{"k1"};
    const Running server{data};
    join(server, kiosk, code_in(data.command({"kiosk", "add"})));
    CHECK(lists_for(server, kiosk).body == R"({"error":"no_roster"})");
    CHECK(has(data.command({"roster", "show"}).text, "no lists yet"));
    const Ran trial = data.command({"roster", "import", "--dry-run", people, groups, meetings});
    INFO(trial.text);
    CHECK(trial.status == 0);
    CHECK(has(trial.text, "--dry-run"));
    CHECK(lists_for(server, kiosk).status == 404);
    CHECK(data.command({"roster", "import", people, groups, meetings}).status == 0);
    CHECK(has(data.command({"roster", "show"}).text, "No. 1  "));
    const auto whole = lists_for(server, kiosk);
    REQUIRE(whole.status == 200);
    const auto bytes = base::as_bytes(whole.body);
    const auto text = roster_snapshot::unpack(bytes, {});
    REQUIRE(text);
    const std::string hash = base::to_hex(roster_snapshot::hash_of(*text));
    CHECK(lists_for(server, kiosk, hash).status == 304);

    // The same files again, with one meeting more.
    const path more = data.folder() / "more.csv";
    std::ofstream{more} << text_of(meetings) << "1;20.12.2026;12:00;12:20;207;Регулярная;Химия\n";
    CHECK(data.command({"roster", "import", more}).status == 0);
    const auto difference = lists_for(server, kiosk, hash);
    REQUIRE(difference.status == 200);
    const auto newer = roster_snapshot::unpack(base::as_bytes(difference.body), *text);
    REQUIRE(newer);
    std::cout << "lists: " << text->size() << " bytes, whole " << whole.body.size() << ", difference "
              << difference.body.size() << "\n";
    CHECK(difference.body.size() * 10 < whole.body.size());
    const Ran history = data.command({"roster", "history"});
    CHECK(has(history.text, "No. 2  "));
    CHECK(data.command({"roster", "revert", "1"}).text == "No. 3\n");
    CHECK(data.command({"roster", "revert", "7"}).status == 3);
    CHECK(data.command({"roster", "import", data.folder() / "nothing.csv"}).status == 3);
    CHECK_FALSE(has(server.log(), "Шестаков"));
}

TEST_CASE("What the school sets is told by commands with and without a server that runs, and no PIN is anywhere") {
    Data data;
    KioskLog kiosk{"k1"};
    const auto set_pin = [&data](const std::string& pin) {
        return data.run({{"sh", "-c", "printf '%s\\n' \"$2\" | \"$0\" --data \"$1\" pin set", kProgram, data.data(), pin}, {}, {}});
    };
    const path catalogue = path{VSTRECHA_BUILD_DIR} / "share" / "vstrecha" / "catalogue";
    {
        const Running server{data};
        join(server, kiosk, code_in(data.command({"kiosk", "add"})));
        CHECK(data.command({"settings", "set", "find-by", "code"}).text == "find-by = code\n");
        CHECK(data.command({"settings", "set", "find_by", "names", "--kiosk", "k1"}).status == 0);
        CHECK(data.command({"settings", "set", "find-by", "smell"}).status == 1);
        CHECK(data.command({"settings", "set", "logo", "logo.png"}).status == 1);
        CHECK(data.command({"settings", "set", "sound", "off", "--kiosk", "nobody"}).status == 3);
        CHECK(set_pin("13579a").status == 1);
        CHECK(set_pin("975310").status == 0);
        CHECK(data.command({"catalogue", "import", catalogue}).status == 0);
        const std::string target = "/api/1/kiosks/k1/settings";
        const auto header = kiosk_request::authorization({"GET", target, "", server.fingerprint()}, kiosk.id(),
                                                         std::string(32, 'a'), kiosk.key().private_half);
        const auto told = server.ask(HttpMethod::get, target, {}, {{"Authorization", *header}});
        REQUIRE(told.status == 200);
        CHECK(has(told.body, R"({"setting":"find-by","value":"names"})"));
        CHECK(has(told.body, R"({"file":"70-meeting-kinds.toml",)"));
        CHECK(has(server.log(), "event=settings_changed do=settings_set"));
        CHECK(has(server.log(), "event=settings_changed do=pin_set"));
        for (const char* secret : {"975310", "argon2"}) CHECK_FALSE(has(server.log(), secret));
    }
    const Ran shown = data.command({"settings", "show"});
    CHECK(has(shown.text, "find-by = code"));
    CHECK(has(shown.text, "find-by = names"));
    CHECK(has(data.command({"catalogue", "show"}).text, "70-meeting-kinds.toml"));
    CHECK(data.command({"settings", "unset", "find-by", "--kiosk", "k1"}).status == 0);
    CHECK(data.command({"pin", "unset"}).status == 0);
    CHECK(data.command({"catalogue", "reset"}).status == 0);
    CHECK(data.command({"catalogue", "import", data.folder() / "nothing"}).status == 3);
    const Ran left = data.command({"settings", "show"});
    CHECK_FALSE(has(left.text, "find-by = names"));
    CHECK_FALSE(has(data.command({"catalogue", "show"}).text, ".toml"));
}

TEST_CASE("Nobody without the token is answered by the admin listener") {
    Data data;
    const Running server{data};
    const std::string file = text_of(data.data() / "admin.token");
    const auto port = static_cast<std::uint16_t>(std::stoi(file));
    const std::string token = file.substr(file.find('\n') + 1, 64);
    const auto ask = [port](const api::HttpHeaders& headers) {
        const auto client =
            platform_http::make_http_clients()->client_of({"127.0.0.1", port, api::HttpTrust::plain, ""}, {});
        const auto answer = client->send({HttpMethod::post, "/admin", headers, R"({"do":"kiosk_list"})", ""});
        REQUIRE(answer);
        return answer->status;
    };
    CHECK(ask({{"Authorization", "Bearer " + token}}) == 200);
    CHECK(ask({}) == 403);
    CHECK(ask({{"Authorization", "Bearer"}}) == 403);
    CHECK(ask({{"Authorization", token}}) == 403);
    CHECK(ask({{"Authorization", "Bearer " + std::string(64, '0')}}) == 403);
    CHECK(ask({{"Authorization", "Bearer " + token}, {"X-Forwarded-For", "192.0.2.1"}}) == 403);
    // Nor is it there for the network.
    CHECK(server.ask(HttpMethod::post, "/admin").status == 404);
    CHECK_FALSE(has(server.log(), token));
}

TEST_CASE("What keeps it from starting is a sentence, and the status says whose fault it is") {
    Data data, other;
    const Ran nothing = data.command({"kiosk", "list"});
    CHECK(nothing.status == 3);
    CHECK(has(nothing.text, "start vstrecha-server first"));
    CHECK_FALSE(std::filesystem::exists(data.data()));
    const Running server{data};
    const std::string taken = "127.0.0.1:" + std::to_string(server.port());

    const auto fails = [](const Ran& ran, int status, std::string_view sentence) {
        INFO(ran.text);
        CHECK(ran.status == status);
        CHECK(has(ran.text, sentence));
        CHECK(has(ran.text, "vstrecha-server: "));
    };
    fails(data.command({"--listen", "127.0.0.1:0"}), 3, "Another vstrecha-server uses these data.");
    fails(other.command({"--listen", taken}), 3, "Another program listens at 127.0.0.1");
    fails(other.command({"--listen", "203.0.113.9:8443"}), 3, "is no IP address of this machine");
    fails(other.command({"--listen", "8443"}), 2, "--listen needs an address and a port");
    fails(other.command({"--plain-http", "--listen", "0.0.0.0:0"}), 2, "for a proxy on this machine");
    fails(other.command({"--certificate", "x.pem"}), 2, "belong together");
    fails(other.command({"--certificate", "none.pem", "--key", "none.pem"}), 3, "There is no none.pem.");
    const path junk = other.folder() / "junk.pem";
    std::ofstream{junk} << "junk";
    fails(other.command({"--certificate", junk, "--key", junk}), 3, "holds no PEM certificate");
    fails(other.command({"--certificate", data.data() / "tls" / "certificate.pem", "--key",
                         other.data() / "tls" / "key.pem", "--listen", "127.0.0.1:0"}),
          3, "do not belong to each other");
    fails(other.command({"--database", "postgresql://vstrecha:secret@127.0.0.1:1/none"}), 3, "not to be reached");
    CHECK_FALSE(has(other.command({"--database", "postgresql://vstrecha:secret@127.0.0.1:1/none"}).text, "secret"));
    fails(other.command({"kiosk", "add"}), 3, "--public-address");
    CHECK(other.command({"--no-such-option"}).status == 2);
    CHECK(other.command({"--version"}).status == 0);

    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open((other.data() / "server.db").c_str(), &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, "UPDATE schema_version SET version = 99", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
    fails(other.command({}), 3, "written by a newer vstrecha-server");
}

TEST_CASE("Two servers of one PostgreSQL: what one was told, the other knows") {
    const std::string address = support::PostgresServer::shared().create_database();
    Data one, two;
    const std::vector<std::string> where{"--database", address};
    Running first{one, where};
    const Running second{two, where};
    const auto command = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--database", address});
        return one.command(std::move(arguments));
    };
    CHECK(has(command({"kiosk", "add"}).text, "there is no school yet"));
    CHECK(command({"school", "add", "Школа № 12"}).status == 0);
    KioskLog log{"k1"};
    log.check_in(3);
    join(first, log, code_in(command({"kiosk", "add"})));
    CHECK(second.ask(HttpMethod::post, "/api/1/bundles", bytes_of(log.all())).status == 200);
    CHECK(has(first.ask(HttpMethod::get, "/api/1/kiosks/k1/held").body, "\"held\":3"));
    CHECK(has(command({"backup", one.folder() / "copy"}).text, "PostgreSQL is backed up by its own programs"));
    CHECK(first.end(SIGTERM) == 0);
    CHECK(has(second.ask(HttpMethod::get, "/api/1/kiosks/k1/held").body, "\"held\":3"));
}

TEST_CASE("Behind a proxy on this machine it speaks plain HTTP, and kiosks are bound to the proxy's certificate") {
    Data data;
    const auto keys = platform_http::make_certificate(
        {"localhost"}, std::chrono::floor<std::chrono::seconds>(start_of_test()), std::chrono::years{10});
    REQUIRE(keys);
    const path certificate = data.folder() / "proxy.pem";
    std::ofstream{certificate} << keys->certificate;
    const Running server{data, {"--plain-http", "--certificate", certificate}};
    CHECK(server.fingerprint() == *platform_http::fingerprint(keys->certificate));
    const auto client =
        platform_http::make_http_clients()->client_of({"127.0.0.1", server.port(), api::HttpTrust::plain, ""}, {});
    KioskLog log{"k1"};
    JoiningKiosk kiosk{log, code_in(data.command({"kiosk", "add"}))};
    const auto answer = client->send({HttpMethod::post, "/api/1/join", {}, kiosk.body(server.fingerprint()), ""});
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK_FALSE(api::find_header(answer->headers, "Strict-Transport-Security"));
}

TEST_CASE("A server says in its network where it is, by the name of its machine; --quiet and a loopback do not") {
    support::AvahiDaemon::shared();
    std::mutex mutex;
    std::condition_variable told;
    std::vector<api::FoundService> found;
    const auto search = platform_linux::make_service_discovery()->search(
        joining::kServiceType, [&](const std::vector<api::FoundService>& services) {
            const std::lock_guard lock{mutex};
            found = services;
            told.notify_all();
        });
    const Data silent, alone, open;
    const Running quiet{silent, {"--listen", "0.0.0.0:0", "--quiet"}}, loopback{alone};
    std::optional<Running> server{std::in_place, open, std::vector<std::string>{"--listen", "0.0.0.0:0"}};
    const auto only = [&] { return found.size() == 1 && found[0].port == server->port(); };
    {
        std::unique_lock lock{mutex};
        CHECK(told.wait_for(lock, 30s, only));
        REQUIRE_FALSE(found.empty());
        CHECK_FALSE(found[0].name.empty());
        CHECK_FALSE(has(found[0].name, "Школа"));
    }
    CHECK(server->end(SIGTERM) == 0);
    std::unique_lock lock{mutex};
    CHECK(told.wait_for(lock, 30s, [&] { return found.empty(); }));
}
