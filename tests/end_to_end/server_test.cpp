// The real vstrecha-server as a process: its commands, its sockets, its signals, what it leaves on the disk.
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <thread>

#include "platform/http/certificate.h"
#include "platform/http/client.h"
#include "tests/support/x_driver/process.h"
#include "tests/unit/server/joining_kiosk.h"

using namespace server_test;
using namespace std::chrono_literals;
using api::HttpMethod;
using std::filesystem::path;

namespace {

const path kProgram = path{VSTRECHA_BUILD_DIR} / "bin" / "vstrecha-server";
constexpr auto kPatience = 120s;

std::string text_of(const path& file) {
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return text.str();
}
bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}
std::string found(const std::string& text, const char* pattern) {
    std::smatch match;
    INFO(text);
    REQUIRE(std::regex_search(text, match, std::regex{pattern}));
    return match[1];
}

struct Ran {
    int status = -1;
    std::string text;  // both streams
};

// One folder of a server's data, and what is done with it.
class Data {
  public:
    [[nodiscard]] path data() const { return folder_ / "data"; }
    [[nodiscard]] const support::TemporaryFolder& folder() const { return folder_; }
    Ran command(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {kProgram, "--data", data()});
        return run({arguments, {}, folder_ / "command.txt"});
    }
    Ran run(support::Launch launch) {
        launch.output = folder_ / "command.txt";
        std::filesystem::remove(launch.output);
        support::Process process{launch};
        const auto status = process.wait(kPatience);
        REQUIRE(status);
        return {*status, text_of(launch.output)};
    }

  private:
    support::TemporaryFolder folder_;
};

// A server that runs, and listens.
class Running {
  public:
    explicit Running(const Data& data, const std::vector<std::string>& more = {}) {
        static int number = 0;
        output_ = data.folder().path() / ("server-" + std::to_string(++number) + ".txt");
        std::vector<std::string> command{kProgram, "--data", data.data(), "--listen", "127.0.0.1:0"};
        command.insert(command.end(), more.begin(), more.end());
        process_.emplace(support::Launch{command, {}, output_});
        const auto until = std::chrono::steady_clock::now() + kPatience;
        while (!has(log(), "event=serving") && process_->running() && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(20ms);
        }
        port_ = static_cast<std::uint16_t>(std::stoi(found(log(), "event=serving .*port=([0-9]+)")));
        std::smatch match;
        const std::string text = log();
        if (std::regex_search(text, match, std::regex{"certificate=([0-9a-f]{64})"})) fingerprint_ = match[1];
    }
    [[nodiscard]] std::string log() const { return text_of(output_); }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }
    [[nodiscard]] std::optional<int> end(int signal) {
        REQUIRE(::kill(process_->id(), signal) == 0);
        return process_->wait(20s);
    }
    [[nodiscard]] api::HttpResponse ask(HttpMethod method, const std::string& target, std::string body = {}) const {
        const auto trust = fingerprint_.empty() ? api::HttpTrust::plain : api::HttpTrust::pinned;
        const auto client =
            platform_http::make_http_clients()->client_of({"127.0.0.1", port_, trust, fingerprint_}, {});
        const auto response = client->send({method, target, {}, std::move(body), ""});
        REQUIRE(response);
        return *response;
    }

  private:
    path output_;
    std::optional<support::Process> process_;
    std::uint16_t port_ = 0;
    std::string fingerprint_;
};

std::string bytes_of(const base::Bytes& bundle) {
    return std::string{base::as_text(bundle)};
}

// The code that `kiosk add` prints.
std::string code_in(const Ran& ran) {
    INFO(ran.text);
    REQUIRE(ran.status == 0);
    const auto code = joining::read_code(found(ran.text, "Code +([A-Z2-9]{5}-[A-Z2-9]{5})\n"));
    REQUIRE(code);
    return *code;
}

void join(const Running& server, const KioskLog& log, const std::string& code) {
    JoiningKiosk kiosk{log, code};
    const auto response = server.ask(HttpMethod::post, "/api/1/join", kiosk.body(server.fingerprint()));
    INFO(response.body);
    REQUIRE(response.status == 200);
}

std::filesystem::perms mode_of(const path& file) {
    return std::filesystem::status(file).permissions();
}
constexpr auto kOwnersAlone = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;

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
