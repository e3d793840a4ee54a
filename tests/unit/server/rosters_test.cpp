#include <thread>

#include "app/kiosk_request/authorization.h"
#include "app/roster_snapshot/packing.h"
#include "tests/unit/roster_snapshot/example_school.h"
#include "tests/unit/server/served_school.h"

// The schools' lists: kept, published, told to kiosks and taken from them.

using namespace server_test;
using api::HttpMethod;
using server::RosterOrigin;
using server::StoreErrorKind;

namespace {

domain::Roster lists() {
    return roster_snapshot_test::example().roster;
}
// Another child in the same class, by the number of the change.
domain::Roster with_child(int number) {
    domain::Roster roster = lists();
    domain::Person child = roster.people.front();
    child.id.value = "new" + std::to_string(number);
    child.name.given = "Саян";
    child.code = "9" + std::to_string(number);
    child.cards.clear();
    child.pictures = {3, 4, 5};
    roster.people.push_back(child);
    return roster;
}
bool same(const domain::Roster& one, const domain::Roster& other) {
    return one.people == other.people && one.groups == other.groups && one.meetings == other.meetings;
}

std::string roster_path(const domain::KioskId& kiosk) {
    return "/api/1/kiosks/" + kiosk.value + "/roster";
}
std::string error_of(std::string_view name) {
    return R"({"error":")" + std::string{name} + R"("})";
}
std::string hash_of(std::string_view text) {
    return base::to_hex(roster_snapshot::hash_of(text));
}
base::Bytes bytes_of(const std::string& body) {
    const auto bytes = base::as_bytes(body);
    return {bytes.begin(), bytes.end()};
}

api::HttpResponse ask_signed(RoutedServer& at, const KioskLog& as, HttpMethod method, const std::string& target,
                             const std::string& body = {}, const std::string& hash = {}) {
    const auto header =
        kiosk_request::authorization({method == HttpMethod::post ? "POST" : "GET", target, body, kFingerprint}, as.id(),
                                     std::string(32, 'a'), as.key().private_half);
    REQUIRE(header);
    api::HttpHeaders headers{{"Authorization", *header}};
    if (!hash.empty()) headers.push_back({"If-None-Match", '"' + hash + '"'});
    return at.ask(method, target, body, "192.0.2.7", headers);
}
api::HttpResponse lists_for(RoutedServer& at, const KioskLog& kiosk, const std::string& hash = {}) {
    return ask_signed(at, kiosk, HttpMethod::get, roster_path(kiosk.id()), {}, hash);
}
api::HttpResponse give(RoutedServer& at, const KioskLog& kiosk, const std::string& text) {
    const auto packed = roster_snapshot::pack(text);
    return ask_signed(at, kiosk, HttpMethod::post, roster_path(kiosk.id()), std::string{base::as_text(packed)});
}
std::string own_text(const KioskLog& kiosk, const server::SchoolId& school, domain::Roster roster) {
    const auto text = roster_snapshot::write({school.value, std::move(roster)}, kiosk.key().private_half);
    REQUIRE(text);
    return *text;
}

}  // namespace

TEST_CASE("Lists get the next number, are signed by the school, and nothing changes where they say the same") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    CHECK(server->roster_hash(school)->empty());
    CHECK(server->rosters(school)->empty());
    CHECK(server->roster(school)->number == 0);
    CHECK(server->roster_text(school, 1).error().kind == StoreErrorKind::not_found);

    const auto first = server->publish_roster(school, lists(), 0);
    REQUIRE(first);
    CHECK(first->number == 1);
    CHECK(first->people == 3);
    CHECK(first->groups == 1);
    CHECK(first->meetings == 2);
    CHECK(first->made_at == start_of_test());
    CHECK(first->made_by == RosterOrigin::import);
    const auto again = server->publish_roster(school, lists(), 1);
    REQUIRE(again);
    CHECK(again->number == 1);
    CHECK(again->hash == first->hash);
    server.clock.advance(std::chrono::hours{1});
    const auto second = server->publish_roster(school, with_child(1), 1);
    REQUIRE(second);
    CHECK(second->number == 2);

    server.reopen();
    CHECK(*server->roster_hash(school) == second->hash);
    CHECK(same(*server->roster(school), with_child(1)));
    CHECK(server->roster(school)->number == 2);
    const auto text = server->roster_text(school, 1);
    REQUIRE(text);
    CHECK(hash_of(*text) == first->hash);
    CHECK(*server->roster_text(school, first->hash) == *text);
    const auto read = roster_snapshot::read(*text, server->school(school)->acceptor_public);
    REQUIRE(read);
    CHECK(read->school == school.value);
    CHECK(same(read->roster, lists()));
    const auto packed = server->packed_roster(school, second->hash);
    REQUIRE(packed);
    CHECK(*roster_snapshot::unpack(base::as_bytes(*packed), {}) == *server->roster_text(school, 2));
    REQUIRE(server->rosters(school)->size() == 2);
    CHECK(server->rosters(school)->front().made_at == start_of_test() + std::chrono::hours{1});
}

TEST_CASE(
    "Lists that were made from older ones than the newest are refused, and so are those that no kiosk would take") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    REQUIRE(server->publish_roster(school, lists(), 0));
    CHECK(server->publish_roster(school, with_child(1), 0).error().kind == StoreErrorKind::exists);
    CHECK(server->publish_roster(school, with_child(1), 2).error().kind == StoreErrorKind::exists);
    domain::Roster twins = with_child(1);
    twins.people.back().pictures = twins.people.front().pictures;
    const auto refused = server->publish_roster(school, twins, 1);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == StoreErrorKind::refused);
    CHECK_FALSE(has(refused.error().detail, "Саян"));
    CHECK(server->rosters(school)->size() == 1);
    CHECK(server->publish_roster(server::SchoolId{"nobody"}, lists(), 0).error().kind == StoreErrorKind::not_found);
}

TEST_CASE("The newest sixteen are kept, numbers are never used twice, and older ones can be put back") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    for (std::uint64_t i = 0; i < 18; ++i) REQUIRE(server->publish_roster(school, with_child(static_cast<int>(i)), i));
    const auto all = server->rosters(school);
    REQUIRE(all);
    REQUIRE(all->size() == server::kRostersKept);
    CHECK(all->front().number == 18);
    CHECK(all->back().number == 3);
    CHECK(server->revert_roster(school, 2).error().kind == StoreErrorKind::not_found);
    const auto back = server->revert_roster(school, 5);
    REQUIRE(back);
    CHECK(back->number == 19);
    CHECK(back->made_by == RosterOrigin::revert);
    CHECK(same(*server->roster(school), with_child(4)));
    CHECK(server->revert_roster(school, 19)->number == 19);
}

TEST_CASE("Two that publish at once never give one number twice") {
    const auto on = ON_BOTH;
    TestServer server{on};
    const auto school = server.school();
    // Another process where the database allows it, else another thread of this one.
    auto other = server.is_sqlite() ? nullptr : server.open();
    server::Store& second = other ? *other : *server.operator->();
    const auto work = [&](server::Store& store, int from) {
        for (int published = 0; published < 10;) {
            const auto newest = store.roster(school);
            if (!newest) continue;
            const auto done = store.publish_roster(school, with_child(from + published), newest->number);
            if (done) ++published;
        }
    };
    std::thread one{[&] { work(*server.operator->(), 100); }};
    work(second, 200);
    one.join();
    const auto all = server->rosters(school);
    REQUIRE(all);
    CHECK(all->front().number == 20);
    for (std::size_t i = 1; i < all->size(); ++i) CHECK((*all)[i].number + 1 == (*all)[i - 1].number);
}

TEST_CASE("Lists of one school are not reached with another's id") {
    TestServer server{ON_BOTH};
    const auto ours = server.school("Наша"), theirs = server.school("Чужая");
    const auto first = server->publish_roster(ours, lists(), 0);
    REQUIRE(first);
    CHECK(server->roster_hash(theirs)->empty());
    CHECK(server->rosters(theirs)->empty());
    CHECK(server->roster(theirs)->people.empty());
    CHECK(server->roster_text(theirs, 1).error().kind == StoreErrorKind::not_found);
    CHECK(server->roster_text(theirs, first->hash).error().kind == StoreErrorKind::not_found);
    CHECK(server->packed_roster(theirs, first->hash).error().kind == StoreErrorKind::not_found);
    CHECK(server->revert_roster(theirs, 1).error().kind == StoreErrorKind::not_found);
    CHECK(server->rosters(server::SchoolId{"nobody"}).error().kind == StoreErrorKind::not_found);
    KioskLog kiosk{"k1"};
    server.add(ours, kiosk);
    CHECK(server->take_back_roster(theirs, kiosk.id(), own_text(kiosk, theirs, lists())).error().kind ==
          StoreErrorKind::not_found);
    CHECK(server->rosters(theirs)->empty());
}

TEST_CASE("A kiosk is told that there are no lists, the whole, that nothing is new, and a difference to what it has") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    KioskLog kiosk{"k1"};
    at.server.add(school, kiosk);
    CHECK(lists_for(at, kiosk).status == 404);
    CHECK(lists_for(at, kiosk).body == error_of("no_roster"));

    const auto first = at.server->publish_roster(school, lists(), 0);
    REQUIRE(first);
    const auto whole = lists_for(at, kiosk);
    CHECK(whole.status == 200);
    CHECK(header_of(whole, "ETag") == '"' + first->hash + '"');
    CHECK(header_of(whole, "Content-Type") == "application/octet-stream");
    const auto text = roster_snapshot::unpack(bytes_of(whole.body), {});
    REQUIRE(text);
    CHECK(hash_of(*text) == first->hash);

    const auto same_again = lists_for(at, kiosk, first->hash);
    CHECK(same_again.status == 304);
    CHECK(same_again.body.empty());
    CHECK(header_of(same_again, "ETag") == '"' + first->hash + '"');

    const auto second = at.server->publish_roster(school, with_child(1), 1);
    REQUIRE(second);
    for (int times = 0; times < 2; ++times) {
        const auto difference = lists_for(at, kiosk, first->hash);
        CHECK(difference.status == 200);
        CHECK(difference.body.size() < whole.body.size());
        CHECK(roster_snapshot::unpack(bytes_of(difference.body), {}).error() ==
              roster_snapshot::PackingError::another_base);
        const auto newer = roster_snapshot::unpack(bytes_of(difference.body), *text);
        REQUIRE(newer);
        CHECK(hash_of(*newer) == second->hash);
    }
    // What is no hash of ours gets the whole.
    for (const std::string& hash : {std::string(64, '0'), std::string{"x"}, std::string(64, 'G')}) {
        const auto all = lists_for(at, kiosk, hash);
        CHECK(all.status == 200);
        CHECK(roster_snapshot::unpack(bytes_of(all.body), {}));
    }
    CHECK_FALSE(has(at.lines.text, "Саян"));
}

TEST_CASE("Only the kiosk itself, known and not revoked, is told the lists of its school") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school(), other = at.server.school("Лицей");
    KioskLog kiosk{"k1"}, neighbour{"k2", 22}, stranger{"k9", 99}, foreign{"k3", 33};
    at.server.add(school, kiosk);
    at.server.add(school, neighbour);
    at.server.add(other, foreign);
    REQUIRE(at.server->publish_roster(school, lists(), 0));

    CHECK(at.get(roster_path(kiosk.id())).status == 401);
    CHECK(at.get(roster_path(kiosk.id())).body == error_of("wrong_signature"));
    CHECK(lists_for(at, stranger).status == 401);
    CHECK(lists_for(at, stranger).body == error_of("unknown_kiosk"));
    // Signed well, but by another kiosk than the path names; and with another kiosk's key.
    CHECK(ask_signed(at, neighbour, HttpMethod::get, roster_path(kiosk.id())).body == error_of("wrong_signature"));
    KioskLog thief{"k1", 22};
    CHECK(lists_for(at, thief).body == error_of("wrong_signature"));
    // For another target, and for another server.
    const auto elsewhere = kiosk_request::authorization({"GET", roster_path(kiosk.id()), "", std::string(64, '0')},
                                                        kiosk.id(), std::string(32, 'a'), kiosk.key().private_half);
    CHECK(at.ask(HttpMethod::get, roster_path(kiosk.id()), {}, "192.0.2.7", {{"Authorization", *elsewhere}}).status ==
          401);
    // Another school's kiosk is told its own school's, of which there are none.
    CHECK(lists_for(at, foreign).body == error_of("no_roster"));
    REQUIRE(at.server->set_kiosk_state(school, kiosk.id(), server::KioskState::revoked));
    CHECK(lists_for(at, kiosk).status == 403);
    CHECK(lists_for(at, kiosk).body == error_of("revoked"));
    CHECK(give(at, kiosk, own_text(kiosk, school, lists())).status == 403);
    CHECK(lists_for(at, neighbour).status == 200);
    CHECK(at.ask(HttpMethod::put, roster_path(kiosk.id())).status == 405);
}

TEST_CASE("The first kiosk's own lists become the school's, once, and keep their ids") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school();
    KioskLog kiosk{"k1"}, other{"k2", 22};
    at.server.add(school, kiosk);
    at.server.add(school, other);
    const std::string text = own_text(kiosk, school, lists());
    // Not what another one has signed, nor for another school, nor what was changed, nor what is no text.
    CHECK(give(at, other, text).status == 422);
    CHECK(give(at, kiosk, own_text(kiosk, server::SchoolId{"elsewhere"}, lists())).status == 422);
    std::string changed = text;
    changed.replace(changed.find("Мадина"), std::string_view{"Мадина"}.size(), "Карина");
    CHECK(give(at, kiosk, changed).body == error_of("not_a_roster"));
    CHECK(ask_signed(at, kiosk, HttpMethod::post, roster_path(kiosk.id()), "hello").status == 422);
    CHECK(at.server->rosters(school)->empty());
    CHECK_FALSE(has(at.lines.text, "Мадина"));

    const auto given = give(at, kiosk, text);
    CHECK(given.status == 200);
    CHECK(has(given.body, R"("number":1)"));
    CHECK(same(*at.server->roster(school), lists()));
    CHECK(at.server->rosters(school)->front().made_by == RosterOrigin::kiosk);
    CHECK(give(at, other, own_text(other, school, with_child(1))).status == 202);  // they wait, see brought_test
    CHECK(give(at, kiosk, text).body == error_of("has_roster"));
    CHECK(at.server->rosters(school)->size() == 1);
}

TEST_CASE("A server that was put back from a backup gets newer lists back that it had signed itself, and no others") {
    RoutedServer at{ON_BOTH};
    const auto school = at.server.school(), other = at.server.school("Лицей");
    KioskLog kiosk{"k1"}, foreign{"k2", 22};
    at.server.add(school, kiosk);
    at.server.add(other, foreign);
    for (std::uint64_t i = 0; i < 3; ++i)
        REQUIRE(at.server->publish_roster(school, with_child(static_cast<int>(i)), i));
    const std::string second = *at.server->roster_text(school, 2), third = *at.server->roster_text(school, 3);
    at.server.run_sql("DELETE FROM rosters WHERE number > 1;");
    at.server.reopen();
    server::Routes routes{*at.server.operator->(), at.log, at.server.clock, {true, kFingerprint, false, "1.2.3"}};
    const auto give_to = [&](const KioskLog& from, const std::string& text) {
        const auto packed = roster_snapshot::pack(text);
        const std::string body{base::as_text(packed)}, target = roster_path(from.id());
        const auto header = kiosk_request::authorization({"POST", target, body, kFingerprint}, from.id(),
                                                         std::string(32, 'a'), from.key().private_half);
        return routes.handle({HttpMethod::post, target, {{"Authorization", *header}}, body, "192.0.2.7"});
    };
    CHECK(give_to(foreign, third).status == 422);
    const auto given = give_to(kiosk, third);
    CHECK(given.status == 200);
    CHECK(has(given.body, R"("number":3)"));
    CHECK(*at.server->roster_hash(school) == hash_of(third));
    CHECK(give_to(kiosk, second).status == 409);
    CHECK(at.server->publish_roster(school, with_child(7), 3)->number == 4);
}
