// OWASP ASVS 5.0 at the real vstrecha-server, over TLS; the table is in tests/README.md.
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <memory>

#include "tests/end_to_end/running_server.h"
#include "tests/unit/http/raw_socket.h"
#include "tests/unit/server/bomb.h"

using namespace server_test;

namespace {

// What somebody says over TLS who keeps to no rules.
class TlsSocket {
  public:
    struct Speaks {
        int from = TLS1_2_VERSION, to = TLS1_3_VERSION;
        const char* suites = "ALL:@SECLEVEL=0";  // up to 1.2
        bool falls_back = false;                 // says that it tried a newer version before
    };
    explicit TlsSocket(const Running& server) : TlsSocket(server, Speaks{}) {}
    TlsSocket(const Running& server, const Speaks& speaks)
        : socket_(server.port()), context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free) {
        SSL_CTX_set_security_level(context_.get(), 0);
        REQUIRE(SSL_CTX_set_cipher_list(context_.get(), speaks.suites) == 1);
        REQUIRE(SSL_CTX_set_min_proto_version(context_.get(), speaks.from) == 1);
        REQUIRE(SSL_CTX_set_max_proto_version(context_.get(), speaks.to) == 1);
        ssl_.reset(SSL_new(context_.get()));
        if (speaks.falls_back) SSL_set_mode(ssl_.get(), SSL_MODE_SEND_FALLBACK_SCSV);
        SSL_set_fd(ssl_.get(), socket_.descriptor());
        ERR_clear_error();
        is_let_in_ = SSL_connect(ssl_.get()) == 1;
        if (!is_let_in_) reason_ = ERR_GET_REASON(ERR_peek_error());
    }
    [[nodiscard]] bool is_let_in() const { return is_let_in_; }
    [[nodiscard]] int reason() const { return reason_; }
    [[nodiscard]] SSL* ssl() const { return ssl_.get(); }
    // All that comes until the server closes.
    std::string ask(std::string_view bytes) {
        REQUIRE(is_let_in_);
        REQUIRE(SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0);
        std::string answer;
        std::array<char, 4096> more{};
        for (int got = 0; (got = SSL_read(ssl_.get(), more.data(), static_cast<int>(more.size()))) > 0;) {
            answer.append(more.data(), static_cast<std::size_t>(got));
        }
        return answer;
    }

  private:
    http_test::RawSocket socket_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, &SSL_free};
    bool is_let_in_ = false;
    int reason_ = 0;
};

std::string status_line(const std::string& answer) {
    return answer.substr(0, answer.find('\r'));
}

std::size_t answers_in(const std::string& text) {
    std::size_t count = 0;
    for (auto at = text.find("HTTP/1.1 "); at != std::string::npos; at = text.find("HTTP/1.1 ", at + 1)) ++count;
    return count;
}

// Peak memory of a process since reset_peak(), in MB.
void reset_peak(pid_t process) {
    std::ofstream{"/proc/" + std::to_string(process) + "/clear_refs"} << "5";
}
double peak_of(pid_t process) {
    const std::string status = text_of("/proc/" + std::to_string(process) + "/status");
    return std::stod(found(status, "VmHWM:\\s+([0-9]+) kB")) / 1024;
}

}  // namespace

TEST_CASE("TLS of the server is not talked down: no old version, no weak suite, no fallback, nothing begun anew") {
    Data data;
    const Running server{data};
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
        const TlsSocket old{server, {version, version}};
        CHECK_FALSE(old.is_let_in());
        CHECK(old.reason() == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION);
    }
    const auto speaks_with = [&](const char* suites) {
        return TlsSocket{server, {TLS1_2_VERSION, TLS1_2_VERSION, suites}}.is_let_in();
    };
    CHECK(speaks_with("ECDHE-ECDSA-AES128-GCM-SHA256:@SECLEVEL=0"));
    CHECK(speaks_with("ECDHE-ECDSA-CHACHA20-POLY1305:@SECLEVEL=0"));
    for (const char* weak : {"ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0", "ECDHE-ECDSA-AES256-SHA384:@SECLEVEL=0",
                             "aNULL:@SECLEVEL=0", "eNULL:@SECLEVEL=0", "AES128-GCM-SHA256:@SECLEVEL=0",
                             "DHE:@SECLEVEL=0", "PSK:@SECLEVEL=0", "AES256-SHA:@SECLEVEL=0"}) {
        CAPTURE(weak);
        CHECK_FALSE(speaks_with(weak));
    }
    const TlsSocket fallen{server, {TLS1_2_VERSION, TLS1_2_VERSION, "ALL:@SECLEVEL=0", true}};
    CHECK_FALSE(fallen.is_let_in());
    CHECK(fallen.reason() == SSL_R_TLSV1_ALERT_INAPPROPRIATE_FALLBACK);
    const TlsSocket again{server, {TLS1_2_VERSION, TLS1_2_VERSION}};
    REQUIRE(again.is_let_in());
    CHECK(SSL_get_secure_renegotiation_support(again.ssl()) == 1);
    REQUIRE(SSL_renegotiate(again.ssl()) == 1);
    ERR_clear_error();
    CHECK(SSL_do_handshake(again.ssl()) != 1);
    CHECK(ERR_GET_REASON(ERR_peek_error()) == SSL_R_NO_RENEGOTIATION);
    CHECK(SSL_SESSION_has_ticket(SSL_get0_session(again.ssl())) == 0);
    CHECK(server.ask(HttpMethod::get, "/health").status == 200);
}

TEST_CASE("What one reader takes for one request and another for two is answered once, with 400, over TLS") {
    Data data;
    Running server{data};
    const std::string start = "POST /api/1/join HTTP/1.1\r\nHost: a\r\n";
    const std::string hidden = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    const std::string length = "Content-Length: " + std::to_string(hidden.size());
    const std::vector<std::string> tricks{
        start + "Content-Length: 0\r\n" + length + "\r\n\r\n",
        start + length + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        start + "Transfer-Encoding: x, chunked\r\n\r\n0\r\n\r\n",
        start + "X: a\r\n " + length + "\r\n\r\n",
        start + "X: a\n" + length + "\r\n\r\n",
        start + "X: a\r" + length + "\r\n\r\n",
        start + std::string("X: \0", 4) + length + "\r\n\r\n",
        start + "Content-Length : 0\r\n\r\n",
        start + "Content-Length: +0\r\n\r\n",
        start + "Transfer-Encoding: chunked\r\n\r\n0;a=\"\n\"\r\n\r\n",
        "GET /health HTTP/1.1\n\n",
        "GET https://127.0.0.1/metrics HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET metrics HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /health HTTP/1.1\r\n\r\n",
    };
    for (const std::string& trick : tricks) {
        CAPTURE(trick);
        const std::string answer = TlsSocket{server}.ask(trick + hidden);
        CHECK(status_line(answer) == "HTTP/1.1 400 Bad Request");
        CHECK(answers_in(answer) == 1);
    }
    // In earnest both are answered.
    const std::string honest = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";
    CHECK(answers_in(TlsSocket{server}.ask(honest + hidden)) == 2);
    CHECK(server.end(SIGTERM) == 0);
    CHECK(
        has(server.log(), "level=warning event=http_refused reason=malformed number=" + std::to_string(tricks.size())));
}

TEST_CASE("Paths, hosts and headers of every kind: nothing is found behind them, and nothing of them comes back") {
    Data data;
    const Running server{data};
    const auto asked = [&](const std::string& method, const std::string& target, const std::string& headers = "") {
        return TlsSocket{server}.ask(method + " " + target + " HTTP/1.1\r\nHost: evil.example\r\n" + headers +
                                     "Connection: close\r\n\r\n");
    };
    for (const char* target :
         {"/../tls/key.pem", "/..%2f..%2fetc/passwd", "/%2e%2e/admin.token", "/tls/key.pem", "/admin", "//health",
          "/health/", "/health;a", "/health%00", "/metrics%2f", "/api/1/kiosks/%2e%2e%2f%2e%2e%2fmetrics/held",
          "/api/1/kiosks/../../../metrics", "/.git/config", "/server.db", "/%c0%ae%c0%ae/metrics"}) {
        CAPTURE(target);
        const std::string answer = asked("GET", target);
        CHECK(status_line(answer) == "HTTP/1.1 404 Not Found");
        CHECK(has(answer, R"({"error":"not_found"})"));
        CHECK_FALSE(has(answer, "evil.example"));
    }
    CHECK(status_line(asked("GET", "/" + std::string(9'000, 'a'))) == "HTTP/1.1 414 URI Too Long");
    const auto too_large = "HTTP/1.1 431 Request Header Fields Too Large";
    CHECK(status_line(asked("GET", "/health", "X: " + std::string(9'000, 'a') + "\r\n")) == too_large);
    std::string many;
    for (int i = 0; i < 101; ++i) many += "X: a\r\n";
    CHECK(status_line(asked("GET", "/health", many)) == too_large);
    const std::string traced = asked("TRACE", "/health", "Authorization: Bearer invented\r\n");
    CHECK(status_line(traced) == "HTTP/1.1 501 Not Implemented");
    CHECK_FALSE(has(traced, "invented"));
    CHECK(status_line(asked("POST", "/health", "X-HTTP-Method-Override: GET\r\n")) ==
          "HTTP/1.1 405 Method Not Allowed");
    const std::string healthy = asked("GET", "/health?a=%0d%0aX-Evil:%201", "X-Forwarded-Host: evil.example\r\n");
    CHECK(status_line(healthy) == "HTTP/1.1 200 OK");
    CHECK_FALSE(has(healthy, "evil.example"));
    CHECK_FALSE(has(healthy, "X-Evil"));
    CHECK_FALSE(has(healthy, "Server:"));
}

TEST_CASE("ASVS 5.2.3: bundles that unpack to a hundred gigabytes cost the server's memory nothing of them") {
    Data data;
    const Running server{data};
    KioskLog log{"k1"};
    log.check_in(3);
    join(server, log, code_in(data.command({"kiosk", "add"})));
    const std::string header = R"({"bundle":1,"kiosk":"k1","first":1,"last":9,"before":")" + std::string(64, '0') +
                               R"(","events":9})" + std::string{"\n"};
    constexpr std::size_t kLargest = std::size_t{4} << 20;
    // Once, so that what the server keeps for good is there.
    REQUIRE(server.ask(HttpMethod::post, "/api/1/bundles", bytes_of(log.bundle(1, 1))).status == 200);
    reset_peak(server.id());
    const double before = peak_of(server.id());
    for (const std::string& bundle : {bomb("", 'x', kLargest), bomb("", '\n', kLargest), bomb(header, 'x', kLargest),
                                      bomb(header, '\n', kLargest), bomb(header, '{', kLargest, kWindow128MiB),
                                      bomb(header, 'x', kLargest, kWindow2TiB), std::string(kLargest, 'x')}) {
        const auto answer = server.ask(HttpMethod::post, "/api/1/bundles", bundle);
        CHECK((answer.status == 422 || answer.status == 413));
    }
    CHECK(server.ask(HttpMethod::post, "/api/1/bundles", std::string(kLargest + 1, 'x')).status == 413);
    CHECK(server.ask(HttpMethod::post, "/api/1/join", std::string(4096, '[')).status == 400);
    CHECK(server.ask(HttpMethod::post, "/api/1/join", std::string(100'000, '[')).status == 413);
    const double peak = peak_of(server.id());
    INFO("MB before: " << before << ", at the most: " << peak);
    // The body itself, what is parked of it, zstd's window, SQLite's pages. AddressSanitizer keeps what was freed, up to
    // 256 MB of it.
#if defined(__SANITIZE_ADDRESS__)
    CHECK(peak - before < 32 + 256);
#else
    CHECK(peak - before < 32);
#endif
    CHECK(server.ask(HttpMethod::post, "/api/1/bundles", bytes_of(log.all())).status == 200);
}

TEST_CASE(
    "ASVS 7.2.3: the token of the admin listener has 256 bits, another one at each start, and the old one is over") {
    Data data;
    const auto token = [&data] {
        const std::string file = text_of(data.data() / "admin.token");
        return found(file, "^[0-9]+\n([0-9a-f]{64})\n$");
    };
    std::string first;
    {
        Running server{data};
        first = token();
        CHECK(server.end(SIGTERM) == 0);
        CHECK_FALSE(has(server.log(), first));
    }
    const Running server{data};
    CHECK(token() != first);
    const auto port = static_cast<std::uint16_t>(std::stoi(text_of(data.data() / "admin.token")));
    const auto client =
        platform_http::make_http_clients()->client_of({"127.0.0.1", port, api::HttpTrust::plain, ""}, {});
    const auto ask = [&](const std::string& bearer, const std::string& body) {
        const auto answer =
            client->send({HttpMethod::post, "/admin", {{"Authorization", "Bearer " + bearer}}, body, ""});
        REQUIRE(answer);
        return *answer;
    };
    CHECK(ask(first, R"({"do":"kiosk_list"})").status == 403);
    CHECK(has(server.log(), "level=warning event=admin_refused"));
    // Who has it can still not bring it down, nor have it write where it likes.
    for (const std::string& body : {std::string(60'000, '['), std::string{"{\"do\":"} + std::string(60'000, '['),
                                    std::string{R"({"do":7})"}, std::string{"\xff"}, std::string{}}) {
        CHECK(has(ask(token(), body).body, "\"error\""));
    }
    CHECK(has(ask(token(), R"({"do":"backup","to":"../elsewhere"})").body, "\"error\""));
    CHECK(ask(token(), R"({"do":"kiosk_list"})").status == 200);
}

TEST_CASE("ASVS 16.4.2: the log is in no file and behind no route of the server, and its folder is its owner's alone") {
    Data data;
    const Running server{data};
    static_cast<void>(server.ask(HttpMethod::post, "/api/1/bundles", "hello"));
    REQUIRE(has(server.log(), "event=bundle_refused"));
    CHECK((mode_of(data.data()) & std::filesystem::perms::others_all) == std::filesystem::perms::none);
    for (const auto& entry : std::filesystem::recursive_directory_iterator{data.data()}) {
        if (!entry.is_regular_file()) continue;
        CAPTURE(entry.path());
        CHECK_FALSE(has(text_of(entry.path()), "event=bundle_refused"));
    }
    for (const char* target : {"/log", "/logs", "/api/1/log", "/server.log", "/debug"}) {
        CHECK(server.ask(HttpMethod::get, target).status == 404);
    }
}

TEST_CASE("ASVS 16.4.3: each line of the log has left the process when its answer is given, whole, in UTC") {
    Data data;
    Running server{data};
    for (int i = 0; i < 20; ++i) {
        static_cast<void>(server.ask(HttpMethod::post, "/api/1/bundles", "hello " + std::to_string(i)));
    }
    CHECK(server.end(SIGKILL));
    std::istringstream lines{server.log()};
    int refused = 0;
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(std::regex_search(
            line,
            std::regex{"^at=[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z level=(info|warning|error) event="}));
        if (has(line, "event=bundle_refused")) ++refused;
    }
    CHECK(refused == 20);
}
