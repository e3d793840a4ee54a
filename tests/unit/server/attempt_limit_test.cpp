#include "app/server/web/attempt_limit.h"

#include "app/server/web/guard.h"
#include "platform/http/address.h"
#include "tests/unit/server/served_school.h"

using namespace server_test;
using namespace std::chrono_literals;
using server::AttemptLimit;
using server::Guard;

namespace {

const std::string kOne = "192.0.2.7", kOther = "192.0.2.8";

// So many tries until one is denied.
int tries_of(AttemptLimit& limit, const std::string& address) {
    int tries = 0;
    while (!limit.take(address)) ++tries;
    return tries;
}

}  // namespace

TEST_CASE("An address has its tries at once, then one after each pause, and slows nobody else") {
    support::FakeClock clock{start_of_test()};
    AttemptLimit limit{clock, {{10, 6s}}};
    CHECK(tries_of(limit, kOne) == 10);
    CHECK(tries_of(limit, kOther) == 10);
    CHECK(limit.take(kOne)->wait == 6s);
    clock.advance(5'500ms);
    CHECK(limit.take(kOne)->wait == 1s);
    clock.advance(500ms);
    CHECK(tries_of(limit, kOne) == 1);
    clock.advance(1h);
    CHECK(tries_of(limit, kOne) == 10);
    // The wall clock has no say in it.
    clock.step_wall(24h);
    CHECK(limit.take(kOne));
}

TEST_CASE("All together have an allowance of their own") {
    support::FakeClock clock{start_of_test()};
    AttemptLimit limit{clock, {{10, 6s}, AttemptLimit::Allowance{25, 1s}}};
    int tries = 0;
    for (int address = 0; address < 9; ++address) tries += tries_of(limit, "192.0.2." + std::to_string(address));
    CHECK(tries == 25);
    clock.advance(1s);
    CHECK(tries_of(limit, kOther) == 1);
}

TEST_CASE("A try that was none is given back, and looking takes none") {
    support::FakeClock clock{start_of_test()};
    AttemptLimit limit{clock, {{2, 6s}, AttemptLimit::Allowance{2, 1s}}};
    for (int i = 0; i < 100; ++i) {
        CHECK_FALSE(limit.look(kOne));
        CHECK_FALSE(limit.take(kOne));
        limit.give_back(kOne);
    }
    CHECK(tries_of(limit, kOne) == 2);
    CHECK(limit.look(kOne)->wait == 6s);
}

TEST_CASE("The first denial of an address is news, those after it are not until it was allowed a try again") {
    support::FakeClock clock{start_of_test()};
    AttemptLimit limit{clock, {{1, 6s}}};
    CHECK_FALSE(limit.take(kOne));
    CHECK(limit.take(kOne)->is_first);
    CHECK_FALSE(limit.take(kOne)->is_first);
    clock.advance(6s);
    CHECK_FALSE(limit.take(kOne));
    CHECK(limit.take(kOne)->is_first);
}

TEST_CASE("However many addresses come, so many are remembered; the others share one allowance, and room comes back") {
    support::FakeClock clock{start_of_test()};
    AttemptLimit limit{clock, {{3, 6s}, {}, 100}};
    int allowed = 0;
    for (int i = 0; i < 10'000; ++i) allowed += limit.take("10.0." + std::to_string(i)) ? 0 : 1;
    CHECK(limit.remembered() == 100);
    CHECK(allowed == 100 + 3);
    // Those who are remembered keep their tries.
    CHECK(tries_of(limit, "10.0.5") == 2);
    clock.advance(6s);
    CHECK_FALSE(limit.take("10.1.1"));
    CHECK(limit.remembered() < 100);
}

TEST_CASE("Who asks is an address or the /64 of one; a proxy's word counts behind a proxy only, and only its last") {
    const auto counted = [](std::string_view text) { return platform_http::counted_as(text).value_or("none"); };
    CHECK(counted("192.0.2.7") == "192.0.2.7");
    CHECK(counted("::ffff:192.0.2.7") == "192.0.2.7");
    CHECK(counted("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
    CHECK(counted("2001:DB8:1:2::1") == "2001:db8:1:2::");
    CHECK(counted("fe80::1%eth0") == "fe80::");
    for (const auto* none : {"", "school.lan", "192.0.2", "192.0.2.7:80", "[::1]", "1.2.3.4, 5.6.7.8", "::1 "}) {
        CHECK(counted(none) == "none");
    }
    CHECK(counted(std::string_view{"192.0.2.7\0x", 11}) == "none");

    support::FakeClock clock{start_of_test()};
    KeptLines lines;
    server::Log log{lines, clock};
    const Guard open{clock, log, false}, proxied{clock, log, true};
    api::HttpRequest request;
    request.from = "127.0.0.1";
    CHECK(proxied.sender_of(request) == "127.0.0.1");
    request.headers = {{"x-forwarded-for", "203.0.113.1,  2001:db8::5"}};
    CHECK(proxied.sender_of(request) == "2001:db8::");
    CHECK(open.sender_of(request) == "127.0.0.1");
    request.headers.push_back({"X-Forwarded-For", "198.51.100.9"});
    CHECK(proxied.sender_of(request) == "198.51.100.9");
    request.headers.push_back({"X-Forwarded-For", "198.51.100.10, unknown"});
    CHECK(proxied.sender_of(request) == "127.0.0.1");
}

TEST_CASE("Who guesses codes is told to wait before a code loses a try, and another address joins meanwhile") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    KioskLog log{"k1"};
    const auto code = at.server->make_join_code(school, {});
    REQUIRE(code);
    const JoiningKiosk kiosk{log, *code};
    const auto join = [&](const std::string& body, const std::string& from) {
        return at.ask(api::HttpMethod::post, "/api/1/join", body, from);
    };
    for (int i = 0; i < 10; ++i) CHECK(join("{}", kOne).status == 400);
    for (int i = 0; i < 20; ++i) {
        const auto denied = join(kiosk.wrong_body(), kOne);
        CHECK(denied.status == 429);
        CHECK(joining::read_refusal(denied.status, denied.body) == joining::Refusal::too_many);
        CHECK(header_of(denied, "Retry-After") == "6");
    }
    // Four tries of the code are left after this one, and none was lost above.
    at.server.clock.advance(6s);
    CHECK(join(kiosk.wrong_body(), kOne).status == 403);
    CHECK(join(kiosk.body(), kOne).status == 429);
    const auto joined = join(kiosk.body(), kOther);
    REQUIRE(joined.status == 200);
    // Who lost the answer asks for it as often as it likes.
    for (int i = 0; i < 30; ++i) CHECK(join(kiosk.body(), kOther).body == joined.body);
    // Nor does it keep that address from anything else.
    CHECK(at.ask(api::HttpMethod::get, "/health", "", kOne).status == 200);
    CHECK(has(at.get("/metrics", "127.0.0.1").body, "vstrecha_joins_refused_total{reason=\"too_many\"} 21\n"));
    CHECK(has(at.lines.text, "event=too_many what=joining from=192.0.2.7"));
}

TEST_CASE("Who sends wrong signatures is told to wait, and kiosks at other addresses are not") {
    RoutedServer at{On::sqlite};
    const auto school = at.server.school();
    KioskLog log{"k1"}, forger{"k1", 99};
    log.check_in(3);
    forger.check_in(1);
    at.server.add(school, log);
    const auto send = [&](const base::Bytes& bundle, const std::string& from) {
        return at.ask(api::HttpMethod::post, "/api/1/bundles", std::string{base::as_text(bundle)}, from);
    };
    const auto forged = forger.all(), good = log.all();
    for (int i = 0; i < 60; ++i) CHECK(send(forged, kOne).status == 401);
    const auto denied = send(good, kOne);
    CHECK(denied.status == 429);
    CHECK(header_of(denied, "Retry-After") == "1");
    CHECK(at.ask(api::HttpMethod::get, "/api/1/kiosks/k1/held", "", kOne).status == 429);
    CHECK(send(good, kOther).status == 200);
    at.server.clock.advance(1s);
    CHECK(send(good, kOne).status == 200);
    CHECK(has(at.lines.text, "event=too_many what=signatures from=192.0.2.7"));
}
