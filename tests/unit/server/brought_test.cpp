#include "app/kiosk_request/authorization.h"
#include "app/roster_snapshot/packing.h"
#include "app/server/program/match_requests.h"
#include "tests/unit/roster_snapshot/example_school.h"
#include "tests/unit/server/served_school.h"

// Lists that a kiosk brings to a school that has others: kept, compared, decided, confirmed.

using namespace server_test;
using domain::MeetingId;
using domain::PersonId;
using server::StoreErrorKind;

namespace {

// The school's: the same people as the kiosk's, under other ids.
domain::Roster schools() {
    domain::Roster roster = roster_snapshot_test::example().roster;
    for (auto& person : roster.people) person.id.value = "s" + person.id.value;
    for (auto& group : roster.groups) {
        group.id.value = "s" + group.id.value;
        group.mentor.value = "s" + group.mentor.value;
        for (auto& mentee : group.mentees) mentee.person.value = "s" + mentee.person.value;
    }
    for (auto& meeting : roster.meetings) {
        meeting.id.value = "s" + meeting.id.value;
        meeting.group.value = "s" + meeting.group.value;
    }
    return roster;
}
domain::Roster kiosks() {
    return roster_snapshot_test::example().roster;
}
// With a child whom the school may know as p2 or may not.
domain::Roster with_doubtful() {
    domain::Roster roster = kiosks();
    roster.people[1].class_name = domain::ClassName{1, ""};
    roster.people[1].birth_date.reset();
    return roster;
}

std::string text_of(const KioskLog& kiosk, const server::SchoolId& school, domain::Roster roster) {
    const auto text = roster_snapshot::write({school.value, std::move(roster)}, kiosk.key().private_half);
    REQUIRE(text);
    return *text;
}

// A school with lists, and a kiosk with its own.
struct Joined {
    explicit Joined(On on) : server(on), school(server.school()), kiosk("k1") {
        server.add(school, kiosk);
        REQUIRE(server->publish_roster(school, schools(), 0));
    }
    server::StoreResult<server::BroughtLists> bring(domain::Roster roster) {
        return server->bring_roster(school, kiosk.id(), text_of(kiosk, school, std::move(roster)));
    }
    server::BroughtMatching shown() {
        auto found = server->brought_matching(school, kiosk.id());
        REQUIRE(found);
        return *std::move(found);
    }
    nlohmann::json ask(nlohmann::json request) {
        request["kiosk"] = kiosk.id().value;
        auto answer = server::answer_match(*server.operator->(), request);
        if (!answer) return {{"error", answer.error().detail}};
        return *std::move(answer);
    }

    TestServer server;
    server::SchoolId school;
    KioskLog kiosk;
};

bool is_there(const domain::MergedAttendance& attendance, const char* meeting, const char* person) {
    return attendance.presence(MeetingId{meeting}, PersonId{person}).is_there();
}

}  // namespace

TEST_CASE("Brought lists wait, one of each kiosk, and the newest takes the place of those before") {
    Joined at{ON_BOTH};
    CHECK(at.server->brought_lists(at.school)->empty());
    CHECK(at.server->brought_matching(at.school, at.kiosk.id()).error().kind == StoreErrorKind::not_found);
    const auto first = at.bring(kiosks());
    REQUIRE(first);
    CHECK(first->people == 3);
    CHECK(first->came_at == start_of_test());
    at.server.clock.advance(std::chrono::hours{1});
    CHECK(at.bring(kiosks())->came_at == start_of_test());  // the same ones
    CHECK(at.bring(with_doubtful())->came_at == start_of_test() + std::chrono::hours{1});
    at.server.reopen();
    const auto all = at.server->brought_lists(at.school);
    REQUIRE(all->size() == 1);
    CHECK(all->front().kiosk == at.kiosk.id());
    CHECK(all->front().hash != first->hash);
    CHECK(at.shown().brought.people[1].class_name->grade == 1);
    CHECK(at.server->rosters(at.school)->size() == 1);  // nothing was published

    REQUIRE(at.server->discard_brought(at.school, at.kiosk.id()));
    CHECK(at.server->brought_lists(at.school)->empty());
    CHECK(at.server->discard_brought(at.school, at.kiosk.id()).error().kind == StoreErrorKind::not_found);
}

TEST_CASE("Only the kiosk's own lists for this school are kept, and those that are known already are not") {
    Joined at{ON_BOTH};
    KioskLog other{"k2", 22};
    at.server.add(at.school, other);
    const auto bring = [&](const std::string& text) {
        return at.server->bring_roster(at.school, at.kiosk.id(), text).error().kind;
    };
    CHECK(bring(text_of(other, at.school, kiosks())) == StoreErrorKind::refused);
    CHECK(bring(text_of(at.kiosk, server::SchoolId{"elsewhere"}, kiosks())) == StoreErrorKind::refused);
    CHECK(bring("{}") == StoreErrorKind::refused);
    CHECK(bring(text_of(at.kiosk, at.school, schools())) == StoreErrorKind::exists);
    CHECK(at.server->brought_lists(at.school)->empty());
    // What waited is known by now.
    REQUIRE(at.bring(kiosks()));
    CHECK(bring(text_of(at.kiosk, at.school, schools())) == StoreErrorKind::exists);
    CHECK(at.server->brought_lists(at.school)->empty());
}

TEST_CASE("Brought lists of one school are not reached with another's id") {
    Joined at{ON_BOTH};
    REQUIRE(at.bring(kiosks()));
    const auto seen = at.shown().seen;
    for (const auto& school : {at.server.school("Лицей"), server::SchoolId{"nobody"}}) {
        CHECK(at.server->bring_roster(school, at.kiosk.id(), text_of(at.kiosk, school, kiosks())).error().kind ==
              StoreErrorKind::not_found);
        CHECK(at.server->brought_matching(school, at.kiosk.id()).error().kind == StoreErrorKind::not_found);
        CHECK(at.server->decide_brought(school, at.kiosk.id(), "p2", "").error().kind == StoreErrorKind::not_found);
        CHECK(at.server->confirm_brought(school, at.kiosk.id(), seen).error().kind == StoreErrorKind::not_found);
        CHECK(at.server->discard_brought(school, at.kiosk.id()).error().kind == StoreErrorKind::not_found);
        const auto waiting = at.server->brought_lists(school);
        CHECK((!waiting || waiting->empty()));
    }
    CHECK(at.shown().seen == seen);
}

TEST_CASE("Confirmed, the lists have aliases for all that was brought, and nothing waits any more") {
    Joined at{ON_BOTH};
    REQUIRE(at.bring(kiosks()));
    const auto shown = at.shown();
    CHECK(shown.matching.doubtful() == 0);
    const auto done = at.server->confirm_brought(at.school, at.kiosk.id(), shown.seen);
    REQUIRE(done);
    CHECK(done->number == 2);
    const auto roster = at.server->roster(at.school);
    REQUIRE(roster);
    CHECK(roster->people == schools().people);
    CHECK(roster->aliases.size() == 3 + 1 + 2);
    CHECK(domain::covers(*roster, kiosks()));
    CHECK(at.server->rosters(at.school)->front().made_by == server::RosterOrigin::matching);
    CHECK(at.server->brought_lists(at.school)->empty());
    // A second time there is nothing to confirm; and what the kiosk brings again is known.
    CHECK(at.server->confirm_brought(at.school, at.kiosk.id(), shown.seen).error().kind == StoreErrorKind::not_found);
    CHECK(at.bring(kiosks()).error().kind == StoreErrorKind::exists);

    // An import knows nothing of it, and older lists that are put back neither: it stays.
    auto imported = schools();
    imported.people[0].code = "0999";
    CHECK(at.server->publish_roster(at.school, imported, 2)->number == 3);
    CHECK(at.server->roster(at.school)->aliases == roster->aliases);
    CHECK(at.server->revert_roster(at.school, 1)->number == 4);
    CHECK(at.server->roster(at.school)->people == schools().people);
    CHECK(at.server->roster(at.school)->aliases == roster->aliases);
}

TEST_CASE("While somebody is doubtful nothing is confirmed; a person's word decides, and the last one counts") {
    Joined at{ON_BOTH};
    REQUIRE(at.bring(with_doubtful()));
    const auto shown = at.shown();
    REQUIRE(shown.matching.doubtful() == 1);
    const auto refused = at.server->confirm_brought(at.school, at.kiosk.id(), shown.seen);
    CHECK(refused.error().kind == StoreErrorKind::refused);
    CHECK(has(refused.error().detail, "doubtful"));

    const auto decide = [&](const std::string& brought, const std::string& is) {
        return at.server->decide_brought(at.school, at.kiosk.id(), brought, is);
    };
    CHECK(decide("p2", "nobody").error().kind == StoreErrorKind::not_found);
    CHECK(decide("sp2", "sp2").error().kind == StoreErrorKind::not_found);
    CHECK(decide("p2", "sg1").error().kind == StoreErrorKind::not_found);
    CHECK(decide("g1", "sp1").error().kind == StoreErrorKind::not_found);
    CHECK(decide("m1", "sm1").error().kind == StoreErrorKind::not_found);
    REQUIRE(decide("p2", ""));
    CHECK(at.shown().matching.people[1].verdict == roster_matching::Verdict::added);
    REQUIRE(decide("p2", "sp2"));
    at.server.reopen();
    // What was shown before is not what is confirmed.
    CHECK(at.server->confirm_brought(at.school, at.kiosk.id(), shown.seen).error().kind == StoreErrorKind::exists);
    CHECK(at.server->rosters(at.school)->size() == 1);
    // It stays said, though the kiosk brings something else.
    auto changed = with_doubtful();
    changed.people[0].cards = {"77778888"};
    REQUIRE(at.bring(changed));
    const auto now = at.shown();
    CHECK(now.matching.doubtful() == 0);
    CHECK(now.matching.people[1].is_decided);
    REQUIRE(at.server->confirm_brought(at.school, at.kiosk.id(), now.seen));
    CHECK(at.server->roster(at.school)->aliases.resolve(PersonId{"p2"}) == PersonId{"sp2"});
}

TEST_CASE("What has changed since it was shown is not confirmed: the school's lists, or the kiosk's") {
    Joined at{ON_BOTH};
    REQUIRE(at.bring(kiosks()));
    const auto shown = at.shown();
    auto other = schools();
    other.people[0].code = "0999";
    REQUIRE(at.server->publish_roster(at.school, other, 1));
    const auto late = at.server->confirm_brought(at.school, at.kiosk.id(), shown.seen);
    CHECK(late.error().kind == StoreErrorKind::exists);
    CHECK(at.server->rosters(at.school)->size() == 2);
    const auto again = at.shown();
    auto mine = kiosks();
    mine.people[0].code = "0777";
    REQUIRE(at.bring(mine));
    CHECK(at.server->confirm_brought(at.school, at.kiosk.id(), again.seen).error().kind == StoreErrorKind::exists);
    CHECK(at.server->confirm_brought(at.school, at.kiosk.id(), at.shown().seen)->number == 3);
}

TEST_CASE("Two kiosks bring lists, and a kiosk that is revoked meanwhile keeps nobody from confirming") {
    Joined at{ON_BOTH};
    KioskLog second{"k2", 22};
    at.server.add(at.school, second);
    REQUIRE(at.bring(kiosks()));
    auto theirs = kiosks();
    for (auto& person : theirs.people) person.id.value += "b";
    theirs.groups[0].mentor.value += "b";
    for (auto& mentee : theirs.groups[0].mentees) mentee.person.value += "b";
    REQUIRE(at.server->bring_roster(at.school, second.id(), text_of(second, at.school, theirs)));
    CHECK(at.server->brought_lists(at.school)->size() == 2);
    const auto of_second = at.server->brought_matching(at.school, second.id())->seen;
    REQUIRE(at.server->set_kiosk_state(at.school, at.kiosk.id(), server::KioskState::revoked));
    REQUIRE(at.server->confirm_brought(at.school, at.kiosk.id(), at.shown().seen));
    CHECK(at.server->confirm_brought(at.school, second.id(), of_second).error().kind == StoreErrorKind::exists);
    REQUIRE(
        at.server->confirm_brought(at.school, second.id(), at.server->brought_matching(at.school, second.id())->seen));
    const auto roster = at.server->roster(at.school);
    CHECK(roster->number == 3);
    CHECK(roster->aliases.resolve(PersonId{"p1"}) == PersonId{"sp1"});
    CHECK(roster->aliases.resolve(PersonId{"p1b"}) == PersonId{"sp1"});
}

TEST_CASE("What was recorded under brought ids counts for the school's meeting, and both sides make it held") {
    Joined at{ON_BOTH};
    KioskLog second{"k2", 22};
    at.server.add(at.school, second);
    using domain::CheckedIn;
    at.kiosk.put(CheckedIn{MeetingId{"m1"}, PersonId{"p1"}, domain::FoundBy::card});
    at.kiosk.put(domain::MeetingConfirmed{MeetingId{"m1"}});
    at.kiosk.put(domain::Retracted{2, domain::RetractionReason::curator, "так"});
    second.put(CheckedIn{MeetingId{"sm1"}, PersonId{"sp2"}, domain::FoundBy::card});
    at.server.taken(at.kiosk.all());
    at.server.taken(second.all());
    CHECK_FALSE(is_there(*at.server->attendance_of(at.school, MeetingId{"sm1"}), "sm1", "sp1"));
    REQUIRE(at.bring(kiosks()));
    REQUIRE(at.server->confirm_brought(at.school, at.kiosk.id(), at.shown().seen));
    for (const char* asked : {"sm1", "m1"}) {
        const auto attendance = at.server->attendance_of(at.school, MeetingId{asked});
        REQUIRE(attendance);
        CHECK(is_there(*attendance, "sm1", "sp1"));
        CHECK(is_there(*attendance, "sm1", "sp2"));
        CHECK_FALSE(attendance->record(MeetingId{"sm1"}).confirmed);
        CHECK(attendance->meetings() == std::vector{MeetingId{"sm1"}});
        const auto roster = schools();
        CHECK(domain::state_of(roster.meetings[0], roster.groups[0], attendance->record(MeetingId{"sm1"}),
                               roster.meetings[0].starts) == domain::MeetingState::held);
    }
    const auto all = at.server->attendance(at.school);
    CHECK(is_there(*all, "sm1", "sp1"));
    CHECK(all->meetings() == std::vector{MeetingId{"sm1"}});
    CHECK(at.server.holds(at.school, at.kiosk));  // no line is another one
}

TEST_CASE(
    "A kiosk that gives its lists to a school with others is told that they wait, and later that they are known") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    KioskLog kiosk{"k1"};
    at.server.add(school, kiosk);
    REQUIRE(at.server->publish_roster(school, schools(), 0));
    const auto give = [&](const std::string& text) {
        const auto packed = roster_snapshot::pack(text);
        const std::string body{base::as_text(packed)}, target = "/api/1/kiosks/k1/roster";
        const auto header = kiosk_request::authorization({"POST", target, body, kFingerprint}, kiosk.id(),
                                                         std::string(32, 'a'), kiosk.key().private_half);
        return at.ask(api::HttpMethod::post, target, body, "192.0.2.7", {{"Authorization", *header}});
    };
    const std::string text = text_of(kiosk, school, kiosks());
    for (int times = 0; times < 2; ++times) {
        const auto told = give(text);
        CHECK(told.status == 202);
        CHECK(has(told.body, R"("waits":"matching")"));
    }
    CHECK_FALSE(has(at.lines.text, "Мадина"));
    // The school's own older ones are no lists of the kiosk's.
    CHECK(give(*at.server->roster_text(school, 1)).status == 409);
    REQUIRE(at.server->confirm_brought(school, kiosk.id(), at.server->brought_matching(school, kiosk.id())->seen));
    CHECK(give(text).status == 409);
}

TEST_CASE("The curator's requests tell who is whom in words, and a refusal is a sentence") {
    Joined at{On::sqlite};
    CHECK(at.ask({{"do", "match_list"}})["kiosks"].empty());
    REQUIRE(at.bring(with_doubtful()));
    const auto list = at.ask({{"do", "match_list"}})["kiosks"];
    REQUIRE(list.size() == 1);
    CHECK(list[0]["doubtful"] == 1);
    CHECK(list[0]["people"] == 3);
    auto shown = at.ask({{"do", "match_show"}});
    CHECK(shown["number"] == 1);
    CHECK(shown["people"][0]["is"]["id"] == "sp1");
    CHECK(shown["people"][0]["is"]["says"] == "Шаповалова Мадина Максимовна, 10А, 28.02.2010");
    CHECK(shown["people"][1]["verdict"] == "doubtful");
    CHECK(shown["people"][1]["possible"][0]["id"] == "sp2");
    CHECK(shown["groups"][0]["says"] == "7а: Шаповалова Мадина Максимовна – Ёлкин Тимур, Оюн Ай-кыс Рашид кызы");
    CHECK(has(std::string{at.ask({{"do", "match_confirm"}, {"seen", shown["seen"]}})["error"]}, "decide first"));
    CHECK(at.ask({{"do", "match_decide"}, {"brought", "p2"}, {"stands_for", ""}}).empty());
    CHECK(has(std::string{at.ask({{"do", "match_confirm"}, {"seen", shown["seen"]}})["error"]}, "look again"));
    shown = at.ask({{"do", "match_show"}});
    const auto done = at.ask({{"do", "match_confirm"}, {"seen", shown["seen"]}});
    CHECK(done["number"] == 2);
    CHECK(done["new_people"] == 1);
    CHECK(at.ask({{"do", "match_discard"}}).contains("error"));
    CHECK(at.ask({{"do", "match_dance"}}).contains("error"));
}
