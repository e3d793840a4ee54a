#include "app/eventlog/checkpoint.h"
#include "tests/unit/server/test_server.h"

using namespace server_test;
using server::Refusal;

namespace {

bool is_whole(TestServer& server, const server::SchoolId& school, const KioskLog& log) {
    const auto report = server->audit(school, log.id());
    REQUIRE(report);
    for (const auto& finding : report->findings) {
        UNSCOPED_INFO("flaw " << static_cast<int>(finding.flaw) << " " << finding.first << " to " << finding.last);
    }
    return report->findings.empty() && report->chain_holds;
}

}  // namespace

TEST_CASE("A log that went on after damage is taken: in one bundle, and in two") {
    const bool in_two = GENERATE(false, true);
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(10);
    log.continue_after(10, log.head(), {});
    log.check_in(5);
    server.add(school, log);
    if (in_two) server.taken(log.bundle(1, 10));
    CHECK(server.taken(in_two ? log.bundle(1'000'001, 1'000'006) : log.all()).held == log.held());
    CHECK(server.holds(school, log));
    CHECK(server.taken(log.all()).added == 0);
    CHECK(is_whole(server, school, log));
}

TEST_CASE("Numbers of any size that an event can have are kept") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    const domain::Seq far = domain::Seq{9'007'199'250'000'000};
    log.check_in(3);
    log.continue_after(far, std::nullopt, {{4, far}});
    log.check_in(3);
    server.add(school, log);
    CHECK(server.taken(log.all()).held == log.held());
    CHECK(server.holds(school, log));
    CHECK(server.taken(log.all()).added == 0);
    CHECK(server->kiosks(school)->at(0).held == log.held());
    CHECK(is_whole(server, school, log));
}

TEST_CASE("What a kiosk lost and we hold stays here, and the kiosk's log goes on from where it knows") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(20);
    server.add(school, log);
    server.taken(log.all());
    log.lose(16, 20);
    const bool knows_head = GENERATE(true, false);
    log.continue_after(15, knows_head ? std::optional{log.head()} : std::nullopt, {});
    log.check_in(3);
    const auto taken = server.taken(log.bundle(1'000'001, 1'000'004));
    CHECK(taken.added == 4);
    CHECK(taken.held == log.held());
    CHECK(server.lines(school, log.id()).size() == 24);
    CHECK(is_whole(server, school, log));
    CHECK(server->audit(school, log.id())->lost.empty());
    // The whole of what the kiosk has now is what we hold of it.
    CHECK(server.taken(log.all()).added == 0);
}

TEST_CASE("The end that a kiosk lost, and that a stick had taken before, is taken after the kiosk has gone on") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(20);
    const KioskLog stick = log;
    server.add(school, log);
    const domain::Seq sent = GENERATE(10, 15);
    server.taken(log.bundle(1, sent));
    log.lose(16, 20);
    log.continue_after(15, log.head(), {});
    log.check_in(3);
    server.taken(log.all());
    CHECK(is_whole(server, school, log));
    KioskLog forged{"k1"};
    forged.check_in(20, "forged");
    CHECK(server.refused(forged.bundle(16, 20)).why == Refusal::fork);
    // Another stick had a piece of it, from behind what nobody else has.
    CHECK(server.taken(stick.bundle(18, 19)).added == 2);
    CHECK(is_whole(server, school, log));
    const auto taken = server.taken(stick.bundle(11, 20));
    CHECK(taken.added == 3);
    CHECK(taken.held == log.held());
    CHECK(server.taken(stick.all()).added == 0);
    CHECK(server.lines(school, log.id()).size() == 24);
    CHECK(is_whole(server, school, log));
    // It is no hole in which anything fits.
    CHECK(server.refused(forged.bundle(20, 20)).why == Refusal::fork);
}

TEST_CASE("A kiosk that lost everything goes on, and what it had sent stays") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(20);
    server.add(school, log);
    server.taken(log.all());
    KioskLog anew{"k1"};
    anew.continue_after(0, std::nullopt, {});
    anew.check_in(2);
    CHECK(server.taken(anew.all()).added == 3);
    CHECK(server.lines(school, log.id()).size() == 23);
    CHECK(is_whole(server, school, log));
}

TEST_CASE("A log that names another hash than we hold at the number from which it goes on is a fork") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(20);
    server.add(school, log);
    server.taken(log.all());
    KioskLog other{"k1"};
    other.check_in(20, "other");
    const domain::Seq after = GENERATE(15, 20);
    other.lose(after + 1, 20);
    other.continue_after(after, other.head(), {});
    CHECK(server.refused(other.bundle(1'000'001, 1'000'001)).why == Refusal::fork);
    CHECK(server.holds(school, log));
}

TEST_CASE(
    "Lines that were lost before they were sent leave a hole that the kiosk has named; nothing behind it is lost") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(50);
    const KioskLog before_damage = log;
    server.add(school, log);
    server.taken(log.bundle(1, 10));
    // 11 to 14 and 31 are lost, 50 was the last; the kiosk goes on.
    log.lose(11, 14);
    log.lose(31, 31);
    log.continue_after(50, log.head(), {{11, 14}, {31, 31}});
    log.check_in(4);

    // What a kiosk does that only knows "send from held + 1": the first line that it has behind that.
    const auto first = server.refused(log.bundle(15, 30));
    CHECK(first.why == Refusal::gap);
    CHECK(first.held->seq == 10);
    // The same again: so it is a hole, and the line that names it goes ahead.
    const auto naming = server.refused(log.bundle(1'000'001, 1'000'001));
    CHECK(naming.why == Refusal::gap);
    CHECK(naming.held->seq == 10);
    CHECK(server.taken(log.bundle(15, 30)).held.seq == 30);
    CHECK(server.refused(log.bundle(1'000'001, 1'000'005)).held->seq == 30);  // 32 to 50 are there, and not held yet
    CHECK(server.taken(log.bundle(32, 40)).held.seq == 40);
    CHECK(server.taken(log.bundle(32, 50)).held.seq == 50);
    CHECK(server.taken(log.bundle(1'000'001, 1'000'005)).held == log.held());
    CHECK(server.holds(school, log));
    CHECK(is_whole(server, school, log));
    CHECK(server->audit(school, log.id())->lost == std::vector<domain::LostRange>{{11, 14}, {31, 31}});

    // A stick turns up that has them after all.
    CHECK(server.taken(before_damage.bundle(9, 33)).added == 5);
    CHECK(server.lines(school, log.id()).size() == 55);
    CHECK(server.taken(before_damage.all()).added == 0);
    CHECK(server->held(school, log.id()) == log.held());
}

TEST_CASE("A jump over numbers that nobody has named stays a gap") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(20);
    server.add(school, log);
    server.taken(log.bundle(1, 10));
    KioskLog cut = log;
    cut.lose(13, 16);
    cut.continue_after(20, log.head(), {{13, 16}});  // 11, 12 and 17 to 20 are there
    CHECK(server.refused(cut.bundle(1'000'001, 1'000'001)).why == Refusal::gap);
    CHECK(server.refused(cut.bundle(17, 20)).why == Refusal::gap);
    CHECK(server.taken(cut.bundle(11, 12)).held.seq == 12);
    CHECK(server.taken(cut.bundle(17, 20)).held.seq == 20);
    CHECK(server.taken(cut.bundle(1'000'001, 1'000'001)).held == cut.held());
    CHECK(server.holds(school, cut));
    CHECK(is_whole(server, school, cut));
    // What turns up for the hole must be what was lost: it follows what is before it and leads to what is behind.
    KioskLog forged{"k1"};
    forged.check_in(20, "forged");
    CHECK(server.refused(forged.bundle(13, 16)).why == Refusal::fork);
    CHECK(server.refused(forged.bundle(14, 16)).why == Refusal::fork);
    CHECK(server.taken(log.bundle(15, 16)).added == 2);
    CHECK(is_whole(server, school, cut));
    CHECK(server.taken(log.bundle(13, 14)).added == 2);
    CHECK(is_whole(server, school, cut));
}

TEST_CASE(
    "Of a bundle that ends in a gap nothing is stored, though much of it had been read, but what it names is "
    "remembered") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(1'400);
    log.continue_after(2'000, std::nullopt, {{1'401, 1'900}});  // 1,901 to 2,000 are told to be there
    server.add(school, log);
    server.taken(log.bundle(1, 10));
    const auto refused = server.refused(log.all());
    CHECK(refused.why == Refusal::gap);
    CHECK(refused.held->seq == 10);
    CHECK(server.lines(school, log.id()).size() == 10);
    CHECK(server.taken(log.bundle(1, 1'400)).held.seq == 1'400);
    CHECK(server.refused(log.bundle(1'000'001, 1'000'001)).why == Refusal::gap);
}

TEST_CASE("A forged naming of losses is not remembered") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(20);
    server.add(school, log);
    server.taken(log.bundle(1, 10));
    KioskLog thief{"k1", 33};
    thief.check_in(20);
    thief.continue_after(20, std::nullopt, {{11, 20}});
    CHECK(server.refused(thief.bundle(1'000'001, 1'000'001)).why == Refusal::wrong_signature);
    CHECK(server.refused(log.bundle(15, 20)).why == Refusal::gap);
}

TEST_CASE("A kiosk whose first lines somebody else holds joins behind them, and may bring them too") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(30);
    auto joining = log.as_new();
    joining.held_elsewhere = {20, log.rows()[19].hash};
    REQUIRE(server->add_kiosk(school, joining));
    CHECK(server->audit(school, log.id())->findings.empty());
    KioskLog other{"k1"};
    other.check_in(30, "other");
    CHECK(server.refused(other.bundle(21, 30)).why == Refusal::fork);
    CHECK(server.refused(other.bundle(15, 30)).why == Refusal::fork);
    CHECK(server.taken(log.bundle(21, 25)).held.seq == 25);
    CHECK(is_whole(server, school, log));
    CHECK(server.taken(log.bundle(11, 30)).added == 15);
    CHECK(is_whole(server, school, log));
    CHECK(server.refused(other.bundle(1, 10)).why == Refusal::fork);
    CHECK(server.taken(log.all()).added == 10);
    CHECK(server.holds(school, log));
    CHECK(is_whole(server, school, log));
}

TEST_CASE("A line that was changed, deleted or cut off in the database is found by the audit") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    log.check_in(20);
    server.add(school, log);
    server.taken(log.bundle(1, 10));
    server.taken(log.all());
    CHECK(is_whole(server, school, log));
    using eventlog::Flaw;
    struct Case {
        const char* sql;
        eventlog::Finding found;
    };
    const auto [sql, found] =
        GENERATE(Case{"UPDATE events SET line = replace(line, '\"p7\"', '\"p8\"')", {Flaw::changed, 7, 0}},
                 Case{"DELETE FROM events WHERE seq BETWEEN 7 AND 9", {Flaw::deleted, 7, 9}},
                 Case{"DELETE FROM events WHERE seq > 17", {Flaw::tail_cut, 18, 20}},
                 Case{"UPDATE checkpoints SET line = replace(line, '\"seq\":10', '\"seq\":11') WHERE seq = 10",
                      {Flaw::false_checkpoint, 1, 0}},
                 Case{"DELETE FROM events WHERE seq > 5; DELETE FROM checkpoints", {Flaw::tail_cut, 6, 20}});
    server.run_sql(sql);
    server.reopen();
    const auto report = server->audit(school, log.id());
    REQUIRE(report);
    REQUIRE_FALSE(report->findings.empty());
    CHECK(static_cast<int>(report->findings[0].flaw) == static_cast<int>(found.flaw));
    CHECK(report->findings[0] == found);
}

TEST_CASE("The audit compares with checkpoints that others show") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"}, other{"k1"};
    log.check_in(20);
    other.check_in(20, "other");
    server.add(school, log);
    server.taken(log.all());
    eventlog::Checkpoint shown{log.id(), 15, log.rows()[14].hash, {}, ""};
    CHECK(server->audit(school, log.id(), {shown})->findings.empty());
    shown.hash = other.rows()[14].hash;
    CHECK(server->audit(school, log.id(), {shown})->findings.at(0).flaw == eventlog::Flaw::forked);
}
