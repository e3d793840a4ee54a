#include "app/domain/attendance.h"
#include "app/kiosk_request/authorization.h"
#include "app/news/messages.h"
#include "tests/unit/server/served_school.h"

using namespace server_test;
using domain::KioskId;
using server::StoreErrorKind;

namespace {

const std::string kNonce(kiosk_request::kNonceDigits, 'a');

std::string news_path(const KioskId& kiosk) {
    return "/api/1/kiosks/" + kiosk.value + "/news";
}

std::string authorization_of(const KioskLog& log, const std::string& target, const std::string& body,
                             const std::string& fingerprint = kFingerprint) {
    const auto header =
        kiosk_request::authorization({"POST", target, body, fingerprint}, log.id(), kNonce, log.key().private_half);
    REQUIRE(header);
    return *header;
}

api::HttpResponse ask(RoutedServer& at, const KioskLog& log, const news::Asked& asked = {}) {
    const std::string target = news_path(log.id()), body = news::write(asked);
    return at.ask(api::HttpMethod::post, target, body, "192.0.2.7",
                  {{"Authorization", authorization_of(log, target, body)}});
}

// Of those numbers, byte for byte as recorded.
std::vector<std::string> lines_of(const KioskLog& log, const std::vector<domain::Seq>& numbers) {
    std::vector<std::string> lines;
    for (const domain::Seq seq : numbers) lines.push_back(log.rows()[log.index_of(seq)].line);
    return lines;
}

news::Answered told(TestServer& server, const server::SchoolId& school, const KioskLog& asker, news::Have have = {}) {
    const auto answered = server->news_for(school, asker.id(), have);
    REQUIRE(answered);
    return *answered;
}

news::Health some_health(domain::Instant clock) {
    news::Health health;
    health.version = "1.2.3";
    health.uptime = std::chrono::seconds{3'600};
    health.clock = clock;
    health.disk_free = 900;
    health.disk_total = 10'000;
    health.unsent = 4;
    health.unsent_age = std::chrono::seconds{80};
    health.problem = "no_space";
    health.last_error = "unreachable";
    health.temperature = 51'500;
    return health;
}

}  // namespace

TEST_CASE(
    "A kiosk is told what the others of its school recorded above what it has, and nothing where nothing is new") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog own{"k0"}, hall{"k1", 21}, library{"k2", 22}, silent{"k3", 23};
    for (const auto* log : {&own, &hall, &library, &silent}) server.add(school, *log);
    own.check_in(3);
    hall.check_in(4);
    library.check_in(2);
    server.taken(own.all());
    server.taken(hall.bundle(1, 3));
    server.taken(library.all());

    auto answered = told(server, school, own);
    CHECK_FALSE(answered.more);
    REQUIRE(answered.kiosks.size() == 2);
    CHECK(answered.kiosks[0] == news::OfKiosk{hall.id(), 3, lines_of(hall, {1, 2, 3})});
    CHECK(answered.kiosks[1] == news::OfKiosk{library.id(), 2, lines_of(library, {1, 2})});

    const news::Have have{{hall.id(), 3}, {library.id(), 2}};
    CHECK(told(server, school, own, have) == news::Answered{});
    server.taken(hall.bundle(4, 4));
    answered = told(server, school, own, have);
    REQUIRE(answered.kiosks.size() == 1);
    CHECK(answered.kiosks[0] == news::OfKiosk{hall.id(), 4, lines_of(hall, {4})});
    // Each of the others is told the rest; a kiosk that is revoked has recorded what it has.
    REQUIRE(server->set_kiosk_state(school, hall.id(), server::KioskState::revoked));
    CHECK(told(server, school, silent).kiosks.size() == 3);
    // Whom it names and nobody knows, and what it names of itself, is passed over.
    CHECK(told(server, school, own, {{KioskId{"nobody"}, 7}, {own.id(), 0}, {hall.id(), 4}, {library.id(), 2}})
              .kiosks.empty());
    // Another process of the same database answers the same.
    if (!server.is_sqlite()) {
        const auto other = server.open();
        const auto same = other->news_for(school, own.id(), have);
        REQUIRE(same);
        CHECK(*same == answered);
    }
}

TEST_CASE("Nothing of another school is told, whatever is asked") {
    TestServer server{ON_BOTH};
    const auto ours = server.school("Наша"), theirs = server.school("Чужая");
    KioskLog own{"k0"}, other{"k1", 21};
    own.check_in(3);
    other.check_in(3);
    server.add(ours, own);
    server.add(theirs, other);
    server.taken(own.all());
    server.taken(other.all());
    CHECK(told(server, ours, own).kiosks.empty());
    CHECK(told(server, ours, own, {{other.id(), 1}}).kiosks.empty());
    const auto health = some_health(server.clock.read().wall);
    for (const auto& school : {theirs, server::SchoolId{"nobody"}, server::SchoolId{}}) {
        CHECK(server->news_for(school, own.id(), {}).error().kind == StoreErrorKind::not_found);
        CHECK(server->keep_health(school, own.id(), health).error().kind == StoreErrorKind::not_found);
    }
    REQUIRE(server->keep_health(ours, own.id(), health));
    CHECK(server->health(theirs)->empty());
    CHECK(server->health(server::SchoolId{"nobody"}).error().kind == StoreErrorKind::not_found);
}

TEST_CASE("What speaks of no meeting is left out, and the numbers go on behind it") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog own{"k0"}, hall{"k1", 21};
    server.add(school, own);
    server.add(school, hall);
    hall.put(domain::RosterApplied{1, 2, 3, 4});
    hall.check_in(1);
    hall.put_unknown("mood", "{}");
    hall.put(domain::Retracted{2, domain::RetractionReason::not_me, {}});
    hall.put(domain::ClockCorrected{"b0070000", start_of_test(), domain::ClockWord::curator});
    hall.put(domain::LogExported{5, "somewhere"});
    server.taken(hall.all());
    auto answered = told(server, school, own);
    REQUIRE(answered.kiosks.size() == 1);
    CHECK(answered.kiosks[0] == news::OfKiosk{hall.id(), 6, lines_of(hall, {2, 4, 5})});
    hall.put(domain::LogExported{6, "somewhere"});
    server.taken(hall.bundle(7, 7));
    answered = told(server, school, own, {{hall.id(), 6}});
    REQUIRE(answered.kiosks.size() == 1);
    CHECK(answered.kiosks[0] == news::OfKiosk{hall.id(), 7, {}});
    CHECK(told(server, school, own, {{hall.id(), 7}}).kiosks.empty());
}

TEST_CASE("Of an answer it is told that there was one, and nothing that is sealed") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog own{"k0"}, hall{"k1", 21};
    server.add(school, own);
    server.add(school, hall);
    hall.put(domain::Rated{domain::MeetingId{"m1"}, domain::PersonId{"p1"}, "c2VhbGVkIHdvcmRz"});
    server.taken(hall.all());
    const auto answered = told(server, school, own);
    REQUIRE(answered.kiosks.size() == 1);
    REQUIRE(answered.kiosks[0].lines.size() == 1);
    const auto event = eventlog::from_line(answered.kiosks[0].lines[0]);
    REQUIRE(event);
    CHECK(event->kiosk == hall.id());
    CHECK(event->seq == 1);
    domain::Attendance attendance;
    attendance.apply(*event);
    CHECK(attendance.presence(domain::MeetingId{"m1"}, domain::PersonId{"p1"}).rated);
    CHECK_FALSE(has(answered.kiosks[0].lines[0], "c2VhbGVk"));
    // What is held stays what came.
    CHECK(server.holds(school, hall));
}

TEST_CASE("It goes back two days by the time of arrival, also for a kiosk that was away for longer") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog own{"k0"}, hall{"k1", 21};
    server.add(school, own);
    server.add(school, hall);
    hall.check_in(10);
    server.taken(hall.bundle(1, 2));
    server.clock.advance(std::chrono::hours{1});
    server.taken(hall.bundle(3, 6));
    server.clock.advance(std::chrono::hours{47});
    CHECK(told(server, school, own).kiosks.at(0).lines == lines_of(hall, {1, 2, 3, 4, 5, 6}));
    server.clock.advance(std::chrono::minutes{1});
    CHECK(told(server, school, own).kiosks.at(0) == news::OfKiosk{hall.id(), 6, lines_of(hall, {3, 4, 5, 6})});
    CHECK(told(server, school, own, {{hall.id(), 1}}).kiosks.at(0).lines == lines_of(hall, {3, 4, 5, 6}));
    CHECK(told(server, school, own, {{hall.id(), 4}}).kiosks.at(0).lines == lines_of(hall, {5, 6}));
    server.clock.advance(std::chrono::hours{200});
    CHECK(told(server, school, own).kiosks.at(0) == news::OfKiosk{hall.id(), 6, {}});
    server.taken(hall.bundle(7, 10));
    CHECK(told(server, school, own).kiosks.at(0) == news::OfKiosk{hall.id(), 10, lines_of(hall, {7, 8, 9, 10})});
}

TEST_CASE("One answer is bounded, and asking on gives every line once") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog own{"k0"}, hall{"k1", 21}, library{"k2", 22};
    for (const auto* log : {&own, &hall, &library}) server.add(school, *log);
    hall.check_in(1'300);
    server.taken(hall.all());
    const std::string words(9'000, 'x');
    for (int i = 0; i < 60; ++i) library.put(domain::MeetingCancelled{domain::MeetingId{"m1"}, words});
    server.taken(library.all());

    news::Have have;
    std::map<KioskId, std::vector<std::string>> all;
    int answers = 0;
    for (bool more = true; more; ++answers) {
        const auto answered = told(server, school, own, have);
        std::size_t bytes = 0;
        for (const auto& of : answered.kiosks) {
            CHECK(of.up_to > have[of.kiosk]);
            have[of.kiosk] = of.up_to;
            for (const auto& line : of.lines) bytes += line.size();
            auto& lines = all[of.kiosk];
            lines.insert(lines.end(), of.lines.begin(), of.lines.end());
        }
        CHECK(bytes < news::kLinesBytes + eventlog::kMaxLineBytes);
        CHECK(news::write(answered).size() < news::kAnsweredBytes);
        more = answered.more;
        REQUIRE(answers < 20);
    }
    CHECK(answers >= 3);
    for (const auto* log : {&hall, &library}) {
        REQUIRE(all[log->id()].size() == log->rows().size());
        for (std::size_t i = 0; i < log->rows().size(); ++i) REQUIRE(all[log->id()][i] == log->rows()[i].line);
    }
}

TEST_CASE("A server that was put back to a backup tells nothing that is known, and later what is new") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog own{"k0"}, hall{"k1", 21};
    server.add(school, own);
    server.add(school, hall);
    hall.check_in(8);
    server.taken(hall.bundle(1, 4));  // as of the backup; the asker was told of six
    CHECK(told(server, school, own, {{hall.id(), 6}}).kiosks.empty());
    server.taken(hall.bundle(5, 8));
    CHECK(told(server, school, own, {{hall.id(), 6}}).kiosks.at(0) ==
          news::OfKiosk{hall.id(), 8, lines_of(hall, {7, 8})});
}

TEST_CASE("Damage that a kiosk named leaves a gap, and what is behind it is told") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog own{"k0"}, hall{"k1", 21};
    server.add(school, own);
    server.add(school, hall);
    hall.check_in(3);
    server.taken(hall.all());
    const auto head = hall.head();
    hall.continue_after(3, head, {});
    hall.check_in(1);
    const domain::Seq continued = hall.rows()[3].seq;
    server.taken(hall.bundle(continued, continued + 1));
    CHECK(told(server, school, own, {{hall.id(), 2}}).kiosks.at(0) ==
          news::OfKiosk{hall.id(), continued + 1, lines_of(hall, {3, continued + 1})});
}

TEST_CASE("The route answers who signed for itself, and refuses everybody else") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    KioskLog own{"k0"}, hall{"k1", 21}, stranger{"k9", 99};
    at.server.add(school, own);
    at.server.add(school, hall);
    hall.check_in(2);
    at.server.taken(hall.all());

    const auto good = ask(at, own);
    CHECK(good.status == 200);
    CHECK(header_of(good, "Content-Type") == "application/json");
    const auto answered = news::read_answered(good.body);
    REQUIRE(answered);
    CHECK(answered->kiosks.at(0) == news::OfKiosk{hall.id(), 2, lines_of(hall, {1, 2})});

    const std::string body = news::write(news::Asked{}), path = news_path(own.id());
    const auto refused = [&](const std::string& target, const std::string& sent, api::HttpHeaders headers) {
        const auto response = at.ask(api::HttpMethod::post, target, sent, "192.0.2.7", std::move(headers));
        CHECK_FALSE(has(response.body, "lines"));
        return std::to_string(response.status) + " " + response.body;
    };
    const std::string wrong = R"(401 {"error":"wrong_signature"})", unknown = R"(401 {"error":"unknown_kiosk"})";
    const std::string mine = authorization_of(own, path, body);
    CHECK(refused(path, body, {}) == wrong);
    CHECK(refused(path, body, {{"Authorization", "Bearer abc"}}) == wrong);
    CHECK(refused(path, body + " ", {{"Authorization", mine}}) == wrong);
    // Replayed to another path: another kiosk's, another query, another server.
    CHECK(refused(news_path(hall.id()), body, {{"Authorization", mine}}) == wrong);
    CHECK(refused(path + "?more", body, {{"Authorization", mine}}) == wrong);
    CHECK(refused(path, body, {{"Authorization", authorization_of(own, path, body, std::string(64, '0'))}}) == wrong);
    // Another kiosk of the school, and one that signs under a name that is not its own.
    CHECK(refused(path, body, {{"Authorization", authorization_of(hall, path, body)}}) == wrong);
    KioskLog thief{own.id().value, 77};
    CHECK(refused(path, body, {{"Authorization", authorization_of(thief, path, body)}}) == wrong);
    const auto of_stranger = news_path(stranger.id());
    CHECK(refused(of_stranger, body, {{"Authorization", authorization_of(stranger, of_stranger, body)}}) == unknown);
    for (const std::string& no_message : {std::string{}, std::string{"{}"}, std::string{R"({"news":1,"have":[]})"}}) {
        CHECK(refused(path, no_message, {{"Authorization", authorization_of(own, path, no_message)}}) ==
              R"(400 {"error":"not_a_message"})");
    }
    CHECK(at.get(path).status == 405);
    CHECK(header_of(at.get(path), "Allow") == "POST");
    CHECK(at.post("/api/1/kiosks//news", body).status == 404);
    CHECK(server::Routes::body_limit({api::HttpMethod::post, path, {}, {}, {}}) == news::kAskedBytes);

    for (const auto state : {server::KioskState::revoked, server::KioskState::replaced}) {
        REQUIRE(at.server->set_kiosk_state(school, own.id(), state));
        CHECK(refused(path, body, {{"Authorization", mine}}) == R"(403 {"error":"revoked"})");
    }
    REQUIRE(at.server->set_kiosk_state(school, own.id(), server::KioskState::active));
    CHECK(ask(at, own).status == 200);
    CHECK(has(at.get("/metrics", "127.0.0.1").body, "vstrecha_http_answers_total{route=\"news\",status=\"200\"} 2\n"));
}

TEST_CASE("How a kiosk is is kept, with the difference of the clocks, and is the last word of each") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    KioskLog hall{"k1", 21}, library{"k2", 22};
    at.server.add(school, hall);
    at.server.add(school, library);
    const auto now = at.server.clock.read().wall;
    CHECK(at.server->health(school)->empty());
    REQUIRE(ask(at, hall, {{}, some_health(now + std::chrono::minutes{5})}).status == 200);
    auto calm = some_health(now - std::chrono::milliseconds{300});
    calm.problem.clear();
    calm.temperature.reset();
    calm.disk_free = 9'000;
    REQUIRE(ask(at, library, {{}, calm}).status == 200);
    REQUIRE(ask(at, library).status == 200);  // says nothing of it, and changes nothing

    auto kept = at.server->health(school);
    REQUIRE(kept);
    REQUIRE(kept->size() == 2);
    CHECK(kept->at(0).kiosk == hall.id());
    CHECK(kept->at(0).heard_at == now);
    CHECK(kept->at(0).clock_offset == std::chrono::minutes{5});
    CHECK(kept->at(0).health == some_health(now + std::chrono::minutes{5}));
    CHECK(kept->at(1).health == calm);
    CHECK(kept->at(1).clock_offset == std::chrono::milliseconds{-300});
    const std::string metrics = at.get("/metrics", "127.0.0.1").body;
    CHECK(has(metrics, "vstrecha_kiosks_heard 2\n"));
    CHECK(has(metrics, "vstrecha_kiosks_in_trouble 1\n"));
    CHECK(has(metrics, "vstrecha_kiosks_clock_off 1\n"));
    CHECK(has(metrics, "vstrecha_kiosks_disk_low 1\n"));

    at.server.clock.advance(std::chrono::minutes{10});
    REQUIRE(ask(at, hall, {{}, calm}).status == 200);
    at.server.reopen();
    kept = at.server->health(school);
    REQUIRE(kept);
    CHECK(kept->at(0).health.problem.empty());
    CHECK_FALSE(kept->at(0).health.temperature);
    CHECK(kept->at(0).heard_at == now + std::chrono::minutes{10});
    const auto counts = at.server->health_counts(std::chrono::minutes{5});
    REQUIRE(counts);
    CHECK(counts->heard == 1);
    CHECK(counts->in_trouble == 0);
}
