// OWASP ASVS 5.0, chapter 16: what the log says, and how faults end.
#include <cstdlib>
#include <ctime>

#include "tests/unit/server/security.h"

using namespace server_test;
using api::HttpMethod;

TEST_CASE("ASVS 16.2.2: a line of the log says when in UTC, wherever the machine stands") {
    support::FakeClock clock{start_of_test()};
    KeptLines lines;
    server::Log log{lines, clock};
    const char* const zone = std::getenv("TZ");
    const std::string before = zone == nullptr ? "" : zone;
    REQUIRE(::setenv("TZ", "Asia/Novokuznetsk", 1) == 0);
    ::tzset();
    log.write(server::Log::Level::info, "here");
    if (zone == nullptr) {
        REQUIRE(::unsetenv("TZ") == 0);
    } else {
        REQUIRE(::setenv("TZ", before.c_str(), 1) == 0);
    }
    ::tzset();
    CHECK(lines.text == "at=2026-11-23T09:00:00.000Z level=info event=here\n");
}

TEST_CASE("ASVS 16.3.1: who proves who it is, and who fails to, is in the log with kiosk and address") {
    RoutedServer at{On::sqlite};
    const auto school = at.server.school();
    KioskLog log{"k1"}, stranger{"k9", 99};
    log.check_in(2);
    stranger.check_in(1);
    const auto code = at.server->make_join_code(school, {});
    REQUIRE(code);
    const JoiningKiosk kiosk{log, *code};
    at.post(kJoin, kiosk.wrong_body());
    CHECK(has(at.lines.text, "level=warning event=join_refused reason=wrong_code from=192.0.2.7\n"));
    at.post(kJoin, kiosk.body());
    CHECK(has(at.lines.text, "level=info event=joined kiosk=k1 from=192.0.2.7\n"));
    JoiningKiosk again = kiosk;
    again.request.nonce = std::string(64, '8');
    at.post(kJoin, again.body());
    CHECK(has(at.lines.text, "event=join_refused reason=code_used from=192.0.2.7\n"));
    at.send(log.all());
    CHECK(has(at.lines.text, "level=info event=bundle_taken kiosk=k1 "));
    at.send(log.bundle(1, 2, "", stranger.key().private_half));
    CHECK(has(at.lines.text, "level=warning event=bundle_refused reason=wrong_signature kiosk=k1 from=192.0.2.7 "));
    at.send(stranger.all());
    CHECK(has(at.lines.text, "level=warning event=bundle_refused reason=unknown_kiosk from=192.0.2.7 "));
    for (const auto& secret : {*code, log.key().private_half, kiosk.request.nonce, std::string{"Холл"}}) {
        CHECK_FALSE(has(at.lines.text, secret));
    }
}

TEST_CASE("ASVS 16.3.2: who is known and may not is in the log") {
    RoutedServer at{On::sqlite};
    const auto school = at.server.school(), elsewhere = at.server.school("Лицей");
    KioskLog log{"k1"};
    log.check_in(2);
    at.server.add(school, log);
    const auto code = at.server->make_join_code(elsewhere, {});
    REQUIRE(code);
    at.post(kJoin, JoiningKiosk{log, *code}.body());
    CHECK(has(at.lines.text, "event=join_refused reason=known_elsewhere from=192.0.2.7\n"));
    REQUIRE(at.server->set_kiosk_state(school, log.id(), server::KioskState::revoked));
    at.send(log.all());
    CHECK(has(at.lines.text, "event=bundle_refused reason=revoked kiosk=k1 from=192.0.2.7 "));
    at.get("/metrics");
    CHECK(has(at.lines.text, "event=metrics_refused from=192.0.2.7\n"));
}

TEST_CASE("ASVS 16.3.3: attempts to get past the checks are in the log, once a minute where they are many") {
    RoutedServer at{On::sqlite};
    at.server.school();
    at.post(kBundles, "hello");
    CHECK(has(at.lines.text, "event=bundle_refused reason=not_a_bundle "));
    for (int i = 0; i < 500; ++i) at.post(kJoin, "{}");
    CHECK(lines_with(at.lines.text, "event=join_refused reason=not_a_message") == 10);
    CHECK(lines_with(at.lines.text, "event=too_many") == 1);
    // What never became a request, because its head could be read in two ways.
    platform_http::ServerMetrics seen;
    at.routes.set_server_metrics([&seen] { return seen; });
    seen.refused[static_cast<std::size_t>(platform_http::Refusal::malformed)] = 3;
    at.get("/health");
    CHECK_FALSE(has(at.lines.text, "http_refused"));
    at.server.clock.advance(std::chrono::minutes{1});
    for (int i = 0; i < 3; ++i) at.get("/health");
    CHECK(lines_with(at.lines.text, "event=http_refused reason=malformed number=3\n") == 1);
    seen.refused[static_cast<std::size_t>(platform_http::Refusal::handshake_failed)] = 2;
    at.routes.tell_refusals();
    CHECK(has(at.lines.text, "event=http_refused reason=handshake_failed number=2\n"));
    CHECK(lines_with(at.lines.text, "event=http_refused") == 2);
}

TEST_CASE("ASVS 16.4.2: nobody writes a line of the log but the server: what is sent stays within its value") {
    support::FakeClock clock{start_of_test()};
    KeptLines lines;
    server::Log log{lines, clock};
    const auto written = [&](const std::string& value) {
        lines.text.clear();
        log.write(server::Log::Level::info, "x", {{"v", value}});
        CHECK(lines_with(lines.text, "\n") == 1);
        return lines.text.substr(lines.text.find("v="));
    };
    CHECK(written("k1\nat=2026 level=info event=joined") == "v=\"k1\\nat=2026 level=info event=joined\"\n");
    CHECK(written("a\r\n\"b\\") == "v=\"a \\n\\\"b\\\\\"\n");
    CHECK(written("a=b") == "v=\"a=b\"\n");
    CHECK(written("\x1b[2J\x7f") == "v=\" [2J \"\n");
    CHECK(written("a\xc2\x9b"
                  "31m\xe2\x80\xa8"
                  "b\xe2\x80\xae"
                  "c\xff") == "v=\"a 31m b c \"\n");
    CHECK(written("Холл") == "v=\"Холл\"\n");
    // By the routes: an address that a proxy's client made up, and a path.
    RoutedServer at{On::sqlite, {false, kFingerprint, false, ""}};
    at.server.school();
    const std::string evil = "1.2.3.4\nat=x event=joined";
    at.ask(HttpMethod::post, kJoin, "{}", "127.0.0.1", {{"X-Forwarded-For", evil}});
    at.ask(HttpMethod::get, "/api/1/kiosks/k1\nevent=joined/held", "", "127.0.0.1");
    CHECK(lines_with(at.lines.text, "\n") == 1);
    CHECK_FALSE(has(at.lines.text, "event=joined"));
}

TEST_CASE("ASVS 16.5.3: what nobody foresaw is a 500 without a word of why, and lets nobody in") {
    RoutedServer at{On::sqlite};
    const auto school = at.server.school();
    KioskLog log{"k1"};
    log.check_in(2);
    at.server.add(school, log);
    at.routes.set_server_metrics(
        []() -> platform_http::ServerMetrics { throw std::runtime_error("invented secret of the machine"); });
    const auto failed = at.get("/metrics", "127.0.0.1");
    CHECK(failed.status == 500);
    CHECK(failed.body == R"({"error":"failed"})");
    CHECK(header_of(failed, "Cache-Control") == "no-store");
    CHECK(has(at.lines.text, "level=error event=answer_failed route=metrics\n"));
    CHECK_FALSE(has(at.lines.text, "secret"));
    at.routes.set_server_metrics({});
    // The database ends in the middle of the check of a signature that does not hold, and of one that does.
    run_beside(at.server, "ALTER TABLE schools RENAME TO gone");
    for (const auto& bundle : {log.all(), log.bundle(1, 2, "", KioskLog{"k9", 99}.key().private_half)}) {
        const auto response = at.send(bundle);
        CHECK(response.status == 503);
        CHECK_FALSE(has(response.body, "gone"));
        CHECK_FALSE(has(response.body, "SELECT"));
    }
    run_beside(at.server, "ALTER TABLE gone RENAME TO schools");
    CHECK(at.server->held(school, log.id())->seq == 0);
    CHECK(at.send(log.all()).status == 200);
}
