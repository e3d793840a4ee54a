#include "app/sync/answer.h"
#include "tests/unit/server/served_school.h"

using namespace server_test;
using api::HttpMethod;

namespace {

// As a kiosk understands it.
syncing::Answer understood(const api::HttpResponse& response, const domain::KioskId& kiosk,
                           syncing::Request::Kind asked = syncing::Request::Kind::bundle) {
    return syncing::read_answer(asked, kiosk, {response.status, {}, response.body});
}

std::string held_path(const domain::KioskId& kiosk) {
    return "/api/1/kiosks/" + kiosk.value + "/held";
}

std::string error_of(std::string_view name) {
    return R"({"error":")" + std::string{name} + R"("})";
}

}  // namespace

TEST_CASE("A bundle is taken, and the kiosk understands the answer; so it does each refusal") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    KioskLog log{"k1"}, fork{"k1"}, stranger{"k9", 99};
    log.check_in(6);
    fork.check_in(6, "other");
    stranger.check_in(1);
    at.server.add(school, log);

    const auto taken = at.send(log.bundle(1, 3));
    CHECK(taken.status == 200);
    CHECK(header_of(taken, "Content-Type") == "application/json");
    const auto answer = understood(taken, log.id());
    REQUIRE(std::holds_alternative<syncing::Taken>(answer));
    CHECK(std::get<syncing::Taken>(answer).held == 3);
    CHECK(std::get<syncing::Taken>(answer).checkpoint == at.server->checkpoints(school, log.id())->back());

    const auto gap = at.send(log.bundle(6, 6));
    CHECK(gap.status == 409);
    const auto up_to = understood(gap, log.id());
    REQUIRE(std::holds_alternative<syncing::Gap>(up_to));
    CHECK(std::get<syncing::Gap>(up_to).up_to.held == 3);
    CHECK(std::get<syncing::Gap>(up_to).up_to.head == log.rows()[2].hash);

    const auto forked = at.send(fork.all());
    CHECK(forked.status == 409);
    CHECK(has(forked.body, R"("error":"fork")"));
    CHECK(has(forked.body, R"("held":3)"));
    CHECK(std::holds_alternative<syncing::Fork>(understood(forked, log.id())));

    const auto unknown = at.send(stranger.all());
    CHECK(unknown.status == 401);
    CHECK(unknown.body == error_of("unknown_kiosk"));
    CHECK(std::holds_alternative<syncing::UnknownKiosk>(understood(unknown, stranger.id())));
    const auto forged = at.send(log.bundle(4, 6, "", stranger.key().private_half));
    CHECK(forged.status == 401);
    CHECK(forged.body == error_of("wrong_signature"));

    auto cut = log.bundle(4, 6);
    cut.resize(cut.size() - 5);
    const auto damaged = at.send(cut);
    CHECK(damaged.status == 422);
    CHECK(damaged.body == error_of("damaged"));
    CHECK(std::holds_alternative<syncing::NotTaken>(understood(damaged, log.id())));
    CHECK(at.post("/api/1/bundles", "hello").body == error_of("not_a_bundle"));
    CHECK(at.post("/api/1/bundles", "").status == 422);
    CHECK(at.send(log.bundle(4, 6, school_key())).body == error_of("sealed"));

    REQUIRE(at.server->set_kiosk_state(school, log.id(), server::KioskState::revoked));
    const auto revoked = at.send(log.bundle(4, 6));
    CHECK(revoked.status == 403);
    CHECK(std::holds_alternative<syncing::IsRevoked>(understood(revoked, log.id())));
    CHECK(at.server->held(school, log.id())->seq == 3);

    const std::string metrics = at.get("/metrics", "127.0.0.1").body;
    CHECK(has(metrics, "vstrecha_events_taken_total 3\n"));
    CHECK(has(metrics, "vstrecha_bundles_taken_total 1\n"));
    CHECK(has(metrics, "vstrecha_bundles_refused_total{reason=\"fork\"} 1\n"));
    CHECK(has(metrics, "vstrecha_http_answers_total{route=\"bundles\",status=\"409\"} 2\n"));
    CHECK(has(metrics, "vstrecha_database_reachable 1\n"));
    // Nothing of what people do, and no text of theirs, is logged.
    CHECK_FALSE(has(at.lines.text, "Холл"));
    CHECK_FALSE(has(at.lines.text, "CheckedIn"));
    CHECK(has(at.lines.text, "event=bundle_taken kiosk=k1 held=3 added=3"));
}

TEST_CASE("What is held is told to whoever names the kiosk, and nothing else") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    KioskLog log{"k1"};
    log.check_in(4);
    at.server.add(school, log);
    const auto none = at.get(held_path(log.id()));
    CHECK(none.status == 200);
    const auto kind = syncing::Request::Kind::held;
    const auto nothing = understood(none, log.id(), kind);
    REQUIRE(std::holds_alternative<syncing::HeldUpTo>(nothing));
    CHECK(std::get<syncing::HeldUpTo>(nothing).held == 0);
    REQUIRE(at.send(log.all()).status == 200);
    const auto some = at.get(held_path(log.id()));
    CHECK(some.body == R"({"head":")" + base::to_hex(log.head()) + R"(","held":4})");
    CHECK(std::get<syncing::HeldUpTo>(understood(some, log.id(), kind)).held == 4);

    const auto unknown = at.get("/api/1/kiosks/k2/held");
    CHECK(unknown.status == 404);
    CHECK(std::holds_alternative<syncing::UnknownKiosk>(understood(unknown, domain::KioskId{"k2"}, kind)));
    for (const char* path : {"/api/1/kiosks//held", "/api/1/kiosks/held", "/api/1/kiosks/k%31/held",
                             "/api/1/kiosks/k1/held/", "/api/1/kiosks/../k1/held", "/api/1/kiosks/k1'--/held"}) {
        CAPTURE(path);
        CHECK(at.get(path).body == error_of("not_found"));
    }
    CHECK(at.get("/api/1/kiosks/" + std::string(65, 'k') + "/held").body == error_of("not_found"));
}

TEST_CASE("A kiosk joins by its code over the route, and each refusal has its status") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    KioskLog log{"k1"};
    const auto code = at.server->make_join_code(school, {});
    REQUIRE(code);
    JoiningKiosk kiosk{log, *code};
    const auto refusal_of = [](const api::HttpResponse& response) {
        return joining::read_refusal(response.status, response.body);
    };
    CHECK(refusal_of(at.post("/api/1/join", "{}")) == joining::Refusal::not_a_message);
    CHECK(refusal_of(at.post("/api/1/join", kiosk.wrong_body())) == joining::Refusal::wrong_code);
    const auto joined = at.post("/api/1/join", kiosk.body());
    REQUIRE(joined.status == 200);
    CHECK(kiosk.read(joined.body).school == school.value);
    CHECK(at.post("/api/1/join", kiosk.body()).body == joined.body);
    JoiningKiosk again = kiosk;
    again.request.nonce = std::string(64, '1');
    CHECK(refusal_of(at.post("/api/1/join", again.body())) == joining::Refusal::code_used);
    CHECK_FALSE(has(at.lines.text, *code));
    CHECK_FALSE(has(at.lines.text, "Холл"));
}

TEST_CASE("For every route: a kiosk of one school gets nothing of another's, and changes nothing there") {
    RoutedServer at{ON_BOTH};
    const auto ours = at.server.school("Наша"), theirs = at.server.school("Чужая");
    KioskLog log{"k1"}, thief{"k2", 22};
    log.check_in(5);
    thief.check_in(5);
    at.server.add(ours, log);
    at.server.add(theirs, thief);
    REQUIRE(at.send(log.bundle(1, 3)).status == 200);
    REQUIRE(at.send(thief.bundle(1, 2)).status == 200);

    // bundles: under the other's name, and the other's bytes again.
    CHECK(at.send(log.bundle(4, 5, "", thief.key().private_half)).status == 401);
    CHECK(at.send(log.bundle(1, 3)).status == 200);
    // join: with a code of the one school as the other's kiosk, and with the other's key.
    const auto code = at.server->make_join_code(theirs, {});
    REQUIRE(code);
    CHECK(at.post("/api/1/join", JoiningKiosk{log, *code}.body()).status == 409);
    KioskLog disguised{"k1", 22};
    CHECK(at.post("/api/1/join", JoiningKiosk{disguised, *code}.body()).status == 409);
    // held, health, metrics: no route tells whose a kiosk is, or how many a school has.
    for (const auto& response : {at.get(held_path(log.id())), at.get("/health"), at.get("/health", "127.0.0.1"),
                                 at.get("/metrics"), at.get("/metrics", "127.0.0.1")}) {
        for (const auto& secret : {ours.value, theirs.value, std::string{"Наша"}, std::string{"Холл"}}) {
            CHECK_FALSE(has(response.body, secret));
        }
    }
    CHECK_FALSE(has(at.get("/metrics", "127.0.0.1").body, "k1"));
    CHECK(at.server->held(ours, log.id())->seq == 3);
    CHECK(at.server->held(theirs, thief.id())->seq == 2);
    CHECK(at.server->kiosks(ours)->size() == 1);
    CHECK(at.server->kiosks(theirs)->size() == 1);
    CHECK(at.server->kiosk(ours, log.id())->public_key == log.key().public_half);
}

TEST_CASE(
    "Other paths are 404, other methods 405 with what is allowed, and every answer has the headers that guard it") {
    RoutedServer at{On::sqlite};
    for (const char* path : {"/", "/api", "/api/1/bundles/", "/API/1/bundles", "/health/", "/admin", "//health"}) {
        CAPTURE(path);
        const auto response = at.get(path);
        CHECK(response.status == 404);
        CHECK(response.body == error_of("not_found"));
    }
    for (const char* path : {"/api/1/bundles", "/api/1/join"}) {
        const auto response = at.get(path);
        CHECK(response.status == 405);
        CHECK(response.body == error_of("method_not_allowed"));
        CHECK(header_of(response, "Allow") == "POST");
    }
    for (const char* path : {"/health", "/metrics", "/api/1/kiosks/k1/held"}) {
        for (const HttpMethod method : {HttpMethod::post, HttpMethod::put, HttpMethod::patch, HttpMethod::remove}) {
            const auto response = at.ask(method, path);
            CHECK(response.status == 405);
            CHECK(header_of(response, "Allow") == "GET, HEAD");
        }
    }
    const auto guarded = at.get("/health?x=1");
    CHECK(guarded.status == 200);
    CHECK(header_of(guarded, "X-Content-Type-Options") == "nosniff");
    CHECK(header_of(guarded, "Cache-Control") == "no-store");
    CHECK(header_of(guarded, "Strict-Transport-Security") == "max-age=31536000");
    RoutedServer plain{On::sqlite, {false, "", false, ""}};
    CHECK(header_of(plain.get("/health"), "Strict-Transport-Security").empty());
}

TEST_CASE("The inside is told to this machine only, and to nobody for whom a proxy asks, unless it was opened") {
    RoutedServer at{On::sqlite};
    CHECK(at.get("/health").body == R"({"status":"ok"})");
    CHECK(at.get("/health", "127.0.0.1").body == R"({"database":"reachable","status":"ok","version":"1.2.3"})");
    CHECK(at.get("/metrics").status == 403);
    CHECK(at.get("/metrics", "::1").status == 200);
    CHECK(at.ask(HttpMethod::get, "/metrics", "", "127.0.0.1", {{"x-forwarded-for", "192.0.2.1"}}).status == 403);
    RoutedServer open{On::sqlite, {true, "", true, ""}};
    CHECK(open.get("/metrics").status == 200);
}

TEST_CASE("How much of a body is read depends on the route") {
    const auto limit = [](HttpMethod method, const char* target) {
        return server::Routes::body_limit({method, target, {}, "", ""});
    };
    CHECK(limit(HttpMethod::post, "/api/1/bundles") == server::kBundleBodyBytes);
    CHECK(limit(HttpMethod::post, "/api/1/join?x") == joining::kMessageBytes);
    CHECK(limit(HttpMethod::put, "/api/1/bundles") == 0);
    CHECK(limit(HttpMethod::post, "/health") == 0);
    CHECK(limit(HttpMethod::get, "/api/1/kiosks/k1/held") == 0);
    CHECK(limit(HttpMethod::post, "/api/1/kiosks/k1/held") == 0);
    CHECK(limit(HttpMethod::post, "/api/1/kiosks/k1/roster") == server::kRosterBodyBytes);
    CHECK(limit(HttpMethod::get, "/api/1/kiosks/k1/roster") == 0);
    CHECK(limit(HttpMethod::post, "/") == 0);
}

TEST_CASE("A database that went away is 503 with a time to wait, everywhere, and comes back by itself") {
    RoutedServer at{On::postgresql};
    const auto school = at.server.school();
    KioskLog log{"k1"};
    log.check_in(2);
    at.server.add(school, log);
    const auto code = at.server->make_join_code(school, {});
    REQUIRE(code);
    const std::string request = JoiningKiosk{log, *code}.body();
    support::PostgresServer::shared().stop();
    for (int i = 0; i < 2; ++i) {
        for (const auto& response :
             {at.send(log.all()), at.get(held_path(log.id())), at.post("/api/1/join", request), at.get("/health")}) {
            CHECK(response.status == 503);
            CHECK(header_of(response, "Retry-After") == "5");
            CHECK(std::holds_alternative<syncing::Later>(understood(response, log.id())));
        }
    }
    CHECK(has(at.get("/metrics", "127.0.0.1").body, "vstrecha_database_reachable 0\n"));
    support::PostgresServer::shared().start();
    CHECK(at.send(log.all()).status == 200);
    CHECK(at.post("/api/1/join", request).status == 200);
}

TEST_CASE("Over TLS with the pinned certificate: join, a bundle, what is held, and too large a body") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    const auto keys = platform_http::make_certificate(
        {"localhost"}, std::chrono::floor<std::chrono::seconds>(start_of_test()), std::chrono::years{10});
    REQUIRE(keys);
    const std::string fingerprint = *platform_http::fingerprint(keys->certificate);
    KeptLines lines;
    server::Log log{lines, server.clock};
    server::Routes routes{*server.operator->(), log, server.clock, {true, fingerprint, false, ""}};
    platform_http::Listen listen;
    listen.tls = *keys;
    const auto http = platform_http::Server::start(
        listen, {}, [&](const api::HttpRequest& request) { return routes.handle(request); },
        server::Routes::body_limit);
    REQUIRE(http);
    const auto client = platform_http::make_http_clients()->client_of(
        {"127.0.0.1", (*http)->port(), api::HttpTrust::pinned, fingerprint}, {});
    const auto ask = [&](HttpMethod method, const std::string& target, std::string body) {
        const auto response = client->send({method, target, {}, std::move(body), ""});
        REQUIRE(response);
        return *response;
    };
    KioskLog kiosk_log{"k1"};
    kiosk_log.check_in(3);
    const auto code = server->make_join_code(school, {});
    REQUIRE(code);
    const JoiningKiosk kiosk{kiosk_log, *code};
    // Somebody between the two, whose certificate the kiosk saw.
    CHECK(ask(HttpMethod::post, "/api/1/join", kiosk.body(std::string(64, 'e'))).status == 403);
    CHECK(ask(HttpMethod::post, "/api/1/join", kiosk.body(*client->met_fingerprint())).status == 200);
    const auto bundle = kiosk_log.all();
    CHECK(ask(HttpMethod::post, "/api/1/bundles", std::string{base::as_text(bundle)}).status == 200);
    CHECK(has(ask(HttpMethod::get, held_path(kiosk_log.id()), "").body, "\"held\":3"));
    CHECK(ask(HttpMethod::post, "/api/1/join", std::string(joining::kMessageBytes + 1, ' ')).status == 413);
    CHECK(ask(HttpMethod::post, "/health", "x").status == 413);
}

TEST_CASE("A copy that was made while the store works opens as a store, holds all, and is its owner's alone") {
    TestServer server{On::sqlite};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(50);
    server.add(school, log);
    server.taken(log.bundle(1, 40));
    const support::TemporaryFolder folder;
    const auto to = folder / "copy.db";
    REQUIRE(server->back_up(to));
    CHECK(server->back_up(to).error().kind == server::StoreErrorKind::exists);
    const auto mode = std::filesystem::status(to).permissions();
    CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    server.taken(log.bundle(41, 50));

    support::FakeEntropy entropy;
    const auto files = platform_linux::make_file_system();
    const auto locks = platform_linux::make_process_locks();
    const auto copy = server::Store::open(server::SqliteFile{to}, {server.clock, entropy, *files, *locks});
    REQUIRE(copy);
    CHECK((*copy)->held(school, log.id())->seq == 40);
    CHECK((*copy)->audit(school, log.id())->findings.empty());
    TestServer other{On::postgresql};
    CHECK(other->back_up(folder / "no.db").error().kind == server::StoreErrorKind::refused);
}
