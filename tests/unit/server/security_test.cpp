// OWASP ASVS 5.0, point by point: what applies to a server without pages and users. The table is in tests/README.md;
// security_log_test.cpp has chapter 16, tests/end_to_end/security_test.cpp what needs the real program and TLS.
#include "tests/unit/server/security.h"
#include "app/kiosk_request/authorization.h"

using namespace server_test;
using api::HttpMethod;

TEST_CASE("ASVS 2.2.2: the server itself checks what a kiosk's own software would never send") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    KioskLog log{"k1"};
    log.check_in(3);
    const auto code = at.server->make_join_code(school, {});
    REQUIRE(code);
    const JoiningKiosk kiosk{log, *code};
    const std::string good = kiosk.body();
    const std::string name = R"("name":"Холл")", pruned = R"("pruned_up_to":0)", id = R"("kiosk":"k1")";
    std::string deep(joining::kMessageBytes, '[');
    const std::vector<std::string> bad{
        deep,
        R"({"join":)" + deep.substr(0, 4000),
        with(good, pruned, R"("pruned_up_to":-1)"),
        with(good, pruned, R"("pruned_up_to":1.5)"),
        with(good, pruned, R"("pruned_up_to":1e999)"),
        with(good, pruned, R"("pruned_up_to":9007199254740993)"),
        with(good, pruned, R"("pruned_up_to":99999999999999999999)"),
        with(good, pruned, R"("pruned_up_to":"0")"),
        with(good, pruned, pruned + "," + pruned),  // twice
        with(good, id, id + R"(,"kiosk":"k2")"),
        with(good, name, R"("name":"a\u0000b")"),
        with(good, name, R"("name":"a\nb")"),
        with(good, name, R"("name":"\ud800")"),
        with(good, name, "\"name\":\"\xff\""),
        with(good, name, "\"name\":\"" + std::string(joining::kNameBytes + 1, 'x') + "\""),
        with(good, name, R"("name":null)"),
        with(good, name, R"("name":{"a":1})"),
        with(good, id, R"("kiosk":"../k1")"),
        with(good, id, R"("kiosk":"k1' OR '1'='1")"),
        with(good, id, R"("kiosk":"")"),
        with(good, R"("join":1)", R"("join":2)"),
        good + " {}",
        good.substr(0, good.size() - 1),
        "\xEF\xBB\xBF" + good + std::string(joining::kMessageBytes, ' '),
        "",
    };
    int number = 0;
    for (const std::string& body : bad) {
        CAPTURE(++number, body.substr(0, 200));
        // Each from an address of its own: it is the message that is refused.
        const auto response = at.ask(HttpMethod::post, kJoin, body, "192.0.2." + std::to_string(number));
        CHECK(response.status == 400);
        CHECK(joining::read_refusal(response.status, response.body) == joining::Refusal::not_a_message);
    }
    CHECK(at.server->kiosks(school)->empty());
    CHECK(at.post(kJoin, good).status == 200);  // and the code has lost nothing

    // Lines with a signature that holds.
    const std::string line = log.rows()[0].line, second = log.rows()[1].line;
    const std::vector<std::vector<std::string>> lists{
        {with(line, R"("kiosk":"k1")", R"("kiosk":"k2")")},
        {line, line},
        {second, line},
        {with(line, R"("seq":1)", R"("seq":2)")},
        {with(line, R"("seq":1)", R"("seq":18446744073709551617)")},
        {with(line, R"("seq":1)", R"("seq":1,"seq":1)")},
        {with(line, R"("at":)", R"( "at":)")},
        {with(line, R"("m1")", "\"\xff\"")},
        {"{" + std::string(8000, '[')},
        {line + "\r"},
    };
    for (const auto& lines : lists) {
        CAPTURE(lines.front());
        CHECK(at.post(kBundles, packed(content_of(log, lines))).status == 422);
    }
    CHECK(at.post(kBundles, packed(header_line("k1", 0) + "\n")).status == 422);
    CHECK(at.server->held(school, log.id())->seq == 0);
    CHECK(at.post(kBundles, packed(content_of(log, {line, second}))).status == 200);
}

TEST_CASE("ASVS 2.3.3: a request does all that it does or nothing, wherever it is interrupted") {
    RoutedServer at{On::sqlite};
    const auto school = at.server->add_school({"Школа № 12", ""}), elsewhere = at.server->add_school({"Лицей", ""});
    REQUIRE(school);
    KioskLog old{"k0", 33}, log{"k1"}, other{"k2", 22};
    log.check_in(5);
    at.server.add(school->id, old);
    at.server.add(elsewhere->id, other);
    const auto code = at.server->make_join_code(school->id, {"", old.id()});
    REQUIRE(code);
    const JoiningKiosk kiosk{log, *code};
    for (const char* step : {"INSERT ON kiosks", "UPDATE ON kiosks", "UPDATE ON schools", "UPDATE ON join_codes"}) {
        CAPTURE(step);
        run_beside(at.server, std::string{"CREATE TRIGGER cut BEFORE "} + step +
                                  " BEGIN SELECT RAISE(ABORT, 'invented secret'); END");
        const auto response = at.post(kJoin, kiosk.body());
        CHECK(response.status == 503);
        CHECK_FALSE(has(response.body, "secret"));
        run_beside(at.server, "DROP TRIGGER cut");
        CHECK(at.server->kiosks(school->id)->size() == 1);
        CHECK(at.server->kiosk(school->id, old.id())->state == server::KioskState::active);
        CHECK(at.server->school(school->id)->school_public.empty());
    }
    // Nor does who has a code, and is refused for another reason, change anything of the school.
    CHECK(at.post(kJoin, JoiningKiosk{other, *code}.body()).status == 409);
    CHECK(at.server->school(school->id)->school_public.empty());
    CHECK(at.post(kJoin, kiosk.body()).status == 200);
    CHECK(at.server->kiosk(school->id, old.id())->state == server::KioskState::replaced);

    for (const char* step : {"INSERT ON events", "INSERT ON checkpoints", "UPDATE ON kiosks"}) {
        CAPTURE(step);
        run_beside(at.server, std::string{"CREATE TRIGGER cut BEFORE "} + step +
                                  " BEGIN SELECT RAISE(ABORT, 'invented secret'); END");
        const auto response = at.send(log.all());
        CHECK(response.status == 503);
        CHECK_FALSE(has(response.body, "secret"));
        run_beside(at.server, "DROP TRIGGER cut");
        CHECK(at.server->held(school->id, log.id())->seq == 0);
        CHECK(at.server.lines(school->id, log.id()).empty());
        CHECK(at.server->checkpoints(school->id, log.id())->empty());
    }
    CHECK(at.send(log.all()).status == 200);
    CHECK(at.server.holds(school->id, log));
}

TEST_CASE("ASVS 2.4.1: a thousand tries to join burn no code and find none, whatever address they come from") {
    RoutedServer at{On::sqlite};
    const auto school = at.server.school();
    KioskLog log{"k1"};
    const auto code = at.server->make_join_code(school, {});
    REQUIRE(code);
    const JoiningKiosk kiosk{log, *code};
    int looked_at = 0, denied = 0;
    for (int i = 0; i < 1'000; ++i) {
        // Every selector in turn, as who does not know which ones live.
        joining::Request guess = kiosk.request;
        guess.selector = {joining::kCodeAlphabet[static_cast<std::size_t>(i / 32)],
                          joining::kCodeAlphabet[static_cast<std::size_t>(i % 32)]};
        joining::Key key{};
        const auto body = joining::write_request(guess, key, kFingerprint, log.key().private_half);
        REQUIRE(body);
        const auto response =
            at.ask(HttpMethod::post, kJoin, *body, i % 2 == 0 ? "203.0.113.5" : "2001:db8::" + std::to_string(i));
        response.status == 429 ? ++denied : ++looked_at;
    }
    CHECK(looked_at == 20);  // ten of each network
    CHECK(denied == 980);
    CHECK(lines_with(at.lines.text, "event=too_many") == 2);
    CHECK(at.post(kJoin, kiosk.body()).status == 200);
}

TEST_CASE("ASVS 5.2.1: what is larger than its limit is refused, at the limit and not before") {
    RoutedServer at{On::sqlite};
    const auto school = at.server.school();
    KioskLog log{"k1"}, small{"k2", 22};
    at.server.add(school, log);
    at.server.add(school, small);
    const auto limit = [](const char* target) {
        return server::Routes::body_limit({HttpMethod::post, target, {}, "", ""});
    };
    CHECK(limit(kBundles) == server::kBundleBodyBytes);
    CHECK(limit(kJoin) == joining::kMessageBytes);
    CHECK(limit("/api/1/bundles/../join") == 0);
    const std::string text(15'000, 'x');
    for (int i = 0; i < 1'150; ++i) log.put_unknown("future", "{\"x\":\"" + text + "\"}");
    const auto all = log.all();
    REQUIRE(all.size() < server::kBundleBodyBytes);
    CHECK(at.send(all).status == 413);
    CHECK(at.server->held(school, log.id())->seq == 0);
    CHECK(at.send(log.bundle(1, 1'000)).status == 200);
    // A line of 16 KiB, and one byte more.
    small.put_unknown("future", "{\"x\":\"\"}");
    const std::string line = small.rows()[0].line;
    const std::string fill(eventlog::kMaxLineBytes - line.size(), 'x');
    CHECK(at.post(kBundles, packed(content_of(small, {with(line, R"("")", "\"x" + fill + "\"")}))).status == 413);
    CHECK(at.post(kBundles, packed(content_of(small, {with(line, R"("")", "\"" + fill + "\"")}))).status == 200);
}

TEST_CASE("ASVS 5.2.3: a bundle that grows when it is unpacked is stopped at the first line that is none") {
    RoutedServer at{On::sqlite};
    const auto school = at.server.school();
    KioskLog log{"k1"};
    log.check_in(2);
    at.server.add(school, log);
    const std::string good = content_of(log, {log.rows()[0].line, log.rows()[1].line});
    const std::string header = header_line("k1", 100) + "\n";
    const std::string zeros(std::size_t{32} << 20, '\0');
    const std::string skipped{"\x50\x2A\x4D\x18\x04\0\0\0skip", 12};
    const std::vector<std::string> bombs{
        packed(zeros),                                             // a header's line that does not end
        packed(header + zeros),                                    // an event's
        packed(header + std::string(std::size_t{1} << 20, '\n')),  // a million lines
        bomb(header, 'x', 4'096),                                  // 128 MiB of one line
        framed(good, kWindow128MiB),
        packed(good) + packed(good).substr(9),           // a second frame
        "VSTRBND1c" + skipped + packed(good).substr(9),  // a frame that is to be skipped
        packed(good) + skipped,
        packed(good) + std::string(100, '\0'),
        // Says that it holds 2^60 bytes: a frame header with a content size of 8 bytes and one segment.
        std::string{"VSTRBND1c\x28\xB5\x2F\xFD\xE0\0\0\0\0\0\0\0\x10", 22} + std::string(64, '\0'),
    };
    for (std::size_t i = 0; i < bombs.size(); ++i) {
        CAPTURE(i);
        const auto status = at.ask(HttpMethod::post, kBundles, bombs[i], "192.0.2.9").status;
        CHECK((status == 422 || status == 413));
        CHECK(at.server->held(school, log.id())->seq == 0);
    }
    // In honest frames it is taken.
    CHECK(at.post(kBundles, framed(good, kWindow2MiB)).status == 200);
    CHECK(at.post(kBundles, packed(good)).status == 200);
}

TEST_CASE("ASVS 5.2.5: an archive is no bundle: no link and no name in it becomes a file") {
    RoutedServer at{On::sqlite};
    at.server.school();
    const auto folder = at.server.file().parent_path();
    CHECK(at.post(kBundles, "first").status == 422);
    const auto before = files_below(folder);
    // A tar with a symbolic link to /etc/passwd, and a ZIP with an entry "../../evil" that is one.
    std::string tar(1536, '\0');
    tar.replace(0, 4, "link").replace(124, 11, "00000000000").replace(156, 1, "2").replace(157, 11, "/etc/passwd");
    tar.replace(257, 5, "ustar");
    constexpr char kZip[] =
        "PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x0b\0\0\0\x0b\0\0\0\x0a\0\0\0../../evil/etc/passwd";
    const std::string zip(kZip, sizeof kZip - 1);
    for (const std::string& body : {tar, zip, packed(tar), packed(zip), "VSTRBND1s" + tar}) {
        const int status = at.post(kBundles, body).status;
        CHECK((status == 422 || status == 413));
    }
    CHECK(files_below(folder) == before);
}

TEST_CASE("ASVS 5.3.2: nothing that is sent becomes the name of a file, and no path reaches another route") {
    RoutedServer at{On::sqlite};
    const auto school = at.server.school();
    KioskLog log{"k1"};
    const auto code = at.server->make_join_code(school, {});
    REQUIRE(code);
    JoiningKiosk kiosk{log, *code};
    kiosk.request.name = "../../../etc/cron.d/x";
    const auto before = files_below(at.server.file().parent_path().parent_path());
    REQUIRE(at.post(kJoin, kiosk.body()).status == 200);
    CHECK(at.server->kiosk(school, log.id())->name == kiosk.request.name);  // text, and nothing else
    CHECK(files_below(at.server.file().parent_path().parent_path()) == before);
    // Nor does a kiosk take a server's word for one: the school's id names a file of it.
    const std::string proof(64, '0');
    for (const char* id : {"s1", "../../x", "a/b", ".", "..", "a.pub", "", "a\\u0000b"}) {
        const std::string answer = R"({"joined":1,"school":")" + std::string{id} +
                                   R"(","school_name":"Ш","school_public":")" + proof + R"(","acceptor_public":")" +
                                   proof + R"(","proof":")" + proof + "\"}";
        const auto read = joining::read_answer(answer, kiosk.request, {}, kFingerprint);
        CHECK(read.error() == (std::string_view{id} == "s1" ? joining::MessageError::wrong_proof
                                                            : joining::MessageError::not_a_message));
    }
    for (const std::string path : {"/api/1/kiosks/%2e%2e/held",
                                   "/api/1/kiosks/../bundles",
                                   "/api/1/kiosks/k1/../k1/held",
                                   "/api/1/./bundles",
                                   "/api//1/bundles",
                                   "//api/1/bundles",
                                   "/api/1/bundles;x=1",
                                   "/api/1/bundles.",
                                   "/api/1/bundles%00",
                                   "/api/1/bundles/",
                                   "/api/1/BUNDLES",
                                   "/api/1/kiosks/k1%2fheld",
                                   "/api/1/kiosks/k1;a/held",
                                   "/%61pi/1/bundles",
                                   "/..;/metrics",
                                   "/metrics%20",
                                   "/metrics/.",
                                   "/health%3f",
                                   "/..%5cmetrics",
                                   "/admin",
                                   "/api/1/kiosks/C:/held",
                                   "/api/1/kiosks/NUL./held"}) {
        CAPTURE(path);
        for (const auto method : {HttpMethod::get, HttpMethod::post, HttpMethod::put}) {
            CHECK(at.ask(method, path, "", "127.0.0.1").status == 404);
        }
    }
    const std::string id(65, 'k'), longest(8'000, 'k');
    CHECK(at.get("/api/1/kiosks/" + id + "/held").status == 404);
    CHECK(at.get("/api/1/kiosks/" + longest + "/held").status == 404);
    // Headers by which some servers are told another method or path.
    for (const char* header : {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"}) {
        CHECK(at.ask(HttpMethod::get, kBundles, "", "192.0.2.1", {{header, "POST"}}).status == 405);
        CHECK(at.ask(HttpMethod::post, "/health", "", "192.0.2.1", {{header, "GET"}}).status == 405);
    }
    for (const char* header : {"X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Path", "X-Forwarded-Prefix"}) {
        CHECK(at.ask(HttpMethod::get, "/none", "", "127.0.0.1", {{header, "/metrics"}}).status == 404);
    }
    // From elsewhere nobody is this machine by saying so.
    for (const char* header : {"X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host", "Host"}) {
        CHECK(at.ask(HttpMethod::get, "/metrics", "", "192.0.2.1", {{header, "127.0.0.1"}}).status == 403);
    }
}

TEST_CASE("ASVS 7.2.3: what stands in the place of a session is drawn anew, 128 bits or more, and is nobody else's") {
    // A signed request: a nonce of 128 bits, and a signature that holds for this server, request and kiosk alone.
    CHECK(kiosk_request::kNonceDigits * 4 >= 128);
    KioskLog one{"k1"}, other{"k2", 22};
    const std::string nonce(kiosk_request::kNonceDigits, '7');
    const kiosk_request::Asked asked{"POST", "/api/1/kiosks/k1/news", "{}", kFingerprint};
    const auto header = kiosk_request::authorization(asked, one.id(), nonce, one.key().private_half);
    REQUIRE(header);
    const auto caller = kiosk_request::read_authorization(*header);
    REQUIRE(caller);
    CHECK(kiosk_request::signature_holds(*caller, asked, one.key().public_half));
    CHECK_FALSE(kiosk_request::signature_holds(*caller, asked, other.key().public_half));
    auto stolen = *caller;
    stolen.kiosk = other.id();
    CHECK_FALSE(kiosk_request::signature_holds(stolen, asked, other.key().public_half));
    const std::string elsewhere(64, 'e');
    for (const kiosk_request::Asked& changed :
         {kiosk_request::Asked{"GET", asked.target, asked.body, asked.fingerprint},
          kiosk_request::Asked{asked.method, "/api/1/kiosks/k2/news", asked.body, asked.fingerprint},
          kiosk_request::Asked{asked.method, asked.target, "{\"a\":1}", asked.fingerprint},
          kiosk_request::Asked{asked.method, asked.target, asked.body, elsewhere}}) {
        CHECK_FALSE(kiosk_request::signature_holds(*caller, changed, one.key().public_half));
    }
    // A code to join is no session: it works once. Another one each time, all the same.
    TestServer server{On::sqlite};
    const auto school = server.school();
    std::set<std::string> codes;
    for (int i = 0; i < 5; ++i) codes.insert(*server->make_join_code(school, {}));
    CHECK(codes.size() == 5);
}
