// Lists that a kiosk brought, beside the school's, in a browser: who is whom, decided, confirmed, discarded.
#include "tests/unit/server/paged_school.h"
#include "tests/unit/server/security.h"

using namespace server_test;

namespace {

std::string location(const api::HttpResponse& response) {
    return header_of(response, "Location");
}

// The school's: the same people as the kiosk's, under other ids.
domain::Roster schools() {
    domain::Roster roster = roster_snapshot_test::example().roster;
    for (auto& person : roster.people) person.id.value = "s" + person.id.value;
    domain::Group& group = roster.groups.front();
    group.id.value = "s" + group.id.value;
    group.mentor.value = "s" + group.mentor.value;
    for (auto& mentee : group.mentees) mentee.person.value = "s" + mentee.person.value;
    for (auto& meeting : roster.meetings) {
        meeting.id.value = "s" + meeting.id.value;
        meeting.group = group.id;
    }
    return roster;
}
// The kiosk's: one moved up since, of one the birth date is missing, and one whom the school does not know.
domain::Roster kiosks() {
    domain::Roster roster = roster_snapshot_test::example().roster;
    roster.people[0].class_name = domain::ClassName{9, "А"};
    roster.people[1].class_name = domain::ClassName{1, ""};
    roster.people[1].birth_date.reset();
    domain::Person newcomer = roster.people[0];
    newcomer.id.value = "p4";
    newcomer.name = {"Константинопольская-Вознесенская", "Александра", "Владиславовна"};
    newcomer.birth_date = roster_snapshot_test::date(2010, 3, 1);
    newcomer.code = "0999";
    newcomer.cards = {"77001122"};
    newcomer.pictures = {5, 6, 7};
    roster.people.push_back(newcomer);
    roster.groups.front().mentees.push_back({newcomer.id, "", std::nullopt});
    return roster;
}

struct Matching {
    explicit Matching(On on) : at(on), school(at.server.school()), kiosk("k1") {
        REQUIRE(at.server->add_kiosk(school, {kiosk.id(), "Библиотека", kiosk.key().public_half, {}}));
        REQUIRE(at.server->publish_roster(school, schools(), 0));
        const auto user = FullSchool::user(at, school, "curator", "Куратор", server::UserRole::curator);
        const auto other = FullSchool::user(at, school, "reader", "Директор", server::UserRole::reader);
        replace_first_passwords(at);
        curator.emplace(browser_of(at, user));
        reader.emplace(browser_of(at, other));
    }
    void bring() {
        const auto text = roster_snapshot::write({school.value, kiosks()}, kiosk.key().private_half);
        REQUIRE(text);
        const auto brought = at.server->bring_roster(school, kiosk.id(), *text);
        if (!brought) FAIL(brought.error().detail);
    }
    [[nodiscard]] std::string seen() { return at.server->brought_matching(school, kiosk.id())->seen; }

    PagedServer at;
    server::SchoolId school;
    KioskLog kiosk;
    std::optional<Browser> curator, reader;
};

}  // namespace

TEST_CASE("Lists that wait are found from the overview and the navigation, and where none wait a sentence says so") {
    Matching at{On::sqlite};
    CHECK(has(at.curator->get("/match").body, "No lists wait."));
    CHECK_FALSE(has(at.curator->get("/").body, "class=\"count\""));
    at.bring();
    const std::string overview = at.curator->get("/").body;
    CHECK(has(overview, "1 kiosk has brought lists of its own."));
    CHECK(has(overview, "<span class=\"count\">1</span>"));
    const std::string list = at.curator->get("/match").body;
    CHECK(has(list, "Библиотека"));
    CHECK(has(list, "1 to decide"));
    CHECK(at.curator->get("/match/k9").status == 404);
    CHECK(at.curator->get("/match/k1/decide/nobody").status == 404);
}

TEST_CASE("The page says who is whom and why, what differs, who is new, and what has to be decided") {
    Matching at{On::sqlite};
    at.bring();
    const std::string body = at.curator->get("/match/k1").body;
    INFO(body);
    for (const char* part :
         {"Ёлкин Тимур", "The same name, but the classes differ and a birth date is missing.", "value=\"sp2\"",
          "New people: 1", "Константинопольская-Вознесенская Александра Владиславовна",
          "The same people, written differently: 1", "class: 9А at the kiosk, 10А at the school",
          "The same name and birth date.", "The same people: 1", "1 is doubtful"}) {
        CAPTURE(part);
        CHECK(has(body, part));
    }
    CHECK_FALSE(has(body, "Оюн Ай-кыс Рашид кызы, 11"));
    CHECK(has(at.curator->get("/match/k1?all=yes").body, "At the school: Оюн Ай-кыс Рашид кызы"));
    CHECK(location(at.curator->get("/match/k1/confirm")) == "/match/k1?done=undecided");
    // A reader sees the same, and is offered nothing.
    const std::string seen = at.reader->get("/match/k1").body;
    CHECK(has(seen, "It may be"));
    CHECK(lines_with(seen, "method=\"post\"") == 1);
    CHECK_FALSE(has(seen, "/decide/"));
    CHECK_FALSE(has(seen, "/discard"));
}

TEST_CASE("Who is doubtful is decided, what was seen is confirmed, and who needs a new card is told") {
    Matching at{ON_BOTH};
    at.bring();
    CHECK(location(at.curator->post("/match/k1/decide/p2", {{"stands_for", ""}})) == "/match/k1?done=undecided");
    CHECK(location(at.curator->post("/match/k1/decide/p2", {{"stands_for", "sp9"}})) == "/match/k1?done=changed");
    CHECK(at.curator->post("/match/k1/decide/sp2", {{"stands_for", "new"}}).status == 404);
    const std::string before = at.seen();
    CHECK(location(at.curator->post("/match/k1/decide/p2", {{"stands_for", "sp2"}})) == "/match/k1?done=decided");
    CHECK(location(at.curator->get("/match/k1/confirm?seen=" + before)) == "/match/k1?done=changed");
    CHECK(location(at.curator->post("/match/k1/confirm", {{"seen", before}})) == "/match/k1?done=changed");
    // Another word: it is somebody new after all, and back again.
    CHECK(has(at.curator->get("/match/k1/decide/p2").body, "<option value=\"sp2\" selected>"));
    CHECK(at.curator->post("/match/k1/decide/p2", {{"stands_for", "new"}}).status == 303);
    CHECK(has(at.curator->get("/match/k1").body, "New people: 2"));
    CHECK(at.curator->post("/match/k1/decide/p2", {{"stands_for", "sp2"}}).status == 303);

    const std::string shown = at.curator->get("/match/k1").body;
    CHECK(has(shown, "/match/k1/confirm?seen=" + at.seen()));
    CHECK(has(shown, "Somebody of the school has said so."));
    CHECK(has(at.curator->get("/match/k1/confirm?seen=" + at.seen()).body, "cannot be parted again"));
    const auto done = at.curator->post("/match/k1/confirm", {{"seen", at.seen()}});
    INFO(done.body);
    CHECK(done.status == 200);
    CHECK(has(done.body, "The lists are published"));
    const auto roster = at.at.server->roster(at.school);
    CHECK(roster->people.size() == 4);
    CHECK(roster->aliases.resolve(domain::PersonId{"p2"}).value == "sp2");
    CHECK(at.at.server->brought_lists(at.school)->empty());
    CHECK(at.curator->get("/match/k1").status == 404);
    CHECK(has(at.at.lines.text, "event=match_confirmed"));
}

TEST_CASE("Brought lists are discarded after a page that asks once more") {
    Matching at{ON_BOTH};
    at.bring();
    CHECK(has(at.curator->get("/match/k1/discard").body, "What you have decided about them is forgotten."));
    CHECK(at.at.server->brought_lists(at.school)->size() == 1);
    CHECK(at.reader->post("/match/k1/discard").status == 403);
    CHECK(location(at.curator->post("/match/k1/discard")) == "/match?done=let_go");
    CHECK(at.at.server->brought_lists(at.school)->empty());
}
