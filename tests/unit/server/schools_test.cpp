#include "tests/unit/server/test_server.h"

using namespace server_test;
using server::Refusal;
using server::StoreErrorKind;

namespace {

template <class T>
bool is_not_found(const server::StoreResult<T>& result) {
    return !result && result.error().kind == StoreErrorKind::not_found;
}

}  // namespace

TEST_CASE("Schools and their kiosks are kept as they were added") {
    TestServer server{ON_BOTH};
    const auto one = server->add_school({"Школа № 12", school_key(1)});
    const auto two = server->add_school({"Лицей \"Восток\"", school_key(2)});
    REQUIRE(one);
    REQUIRE(two);
    CHECK(one->id != two->id);
    CHECK(one->acceptor_public != two->acceptor_public);
    KioskLog hall{"k1"}, library{"k2", 22};
    server.add(one->id, library);
    server.add(one->id, hall);
    REQUIRE(server->rename_kiosk(one->id, library.id(), "Библиотека"));

    server.reopen();
    CHECK(server->schools()->size() == 2);
    CHECK(server->school(two->id)->name == "Лицей \"Восток\"");
    CHECK(server->school(two->id)->school_public == school_key(2));
    CHECK(server->school(two->id)->acceptor_public == two->acceptor_public);
    const auto kiosks = server->kiosks(one->id);
    REQUIRE(kiosks);
    REQUIRE(kiosks->size() == 2);
    CHECK((*kiosks)[0].id == hall.id());
    CHECK((*kiosks)[1].name == "Библиотека");
    CHECK((*kiosks)[1].public_key == library.key().public_half);
    CHECK((*kiosks)[1].state == server::KioskState::active);
    CHECK((*kiosks)[1].held == server::Held{});
    CHECK_FALSE((*kiosks)[1].last_heard);
    CHECK(server->kiosks(two->id)->empty());
    CHECK(*server->school_of(hall.id()) == one->id);
    CHECK(is_not_found(server->school_of(domain::KioskId{"k3"})));
}

TEST_CASE("A kiosk belongs to one school, and a key must be one") {
    TestServer server{ON_BOTH};
    const auto one = server.school(), two = server.school("Лицей");
    KioskLog log{"k1"};
    server.add(one, log);
    for (const auto& school : {one, two}) {
        const auto again = server->add_kiosk(school, log.as_new());
        REQUIRE_FALSE(again);
        CHECK(again.error().kind == StoreErrorKind::exists);
    }
    CHECK(is_not_found(server->add_kiosk(server::SchoolId{"nobody"}, KioskLog{"k2"}.as_new())));
    CHECK(server->add_kiosk(one, {domain::KioskId{"k2"}, "", "no key", {}}).error().kind == StoreErrorKind::refused);
    CHECK(server->add_school({"Школа", "no key"}).error().kind == StoreErrorKind::refused);
    for (const std::string& name : {std::string(201, 'x'), std::string{"two\nlines"}, std::string{"\xff"}}) {
        CHECK(server->add_school({name, ""}).error().kind == StoreErrorKind::refused);
        CHECK(server->make_join_code(one, {name, {}}).error().kind == StoreErrorKind::refused);
    }
    CHECK(is_not_found(server->make_join_code(server::SchoolId{"nobody"}, {})));
    CHECK(server->kiosks(two)->empty());
}

TEST_CASE("Nothing of a school is reached with another's id, by any function") {
    TestServer server{ON_BOTH};
    const auto ours = server.school("Наша"), theirs = server.school("Чужая");
    const server::SchoolId nobody{"nobody"}, none{};
    KioskLog log{"k1"};
    log.check_in(8);
    server.add(ours, log);
    server.taken(log.bundle(1, 6));
    KioskLog fork{"k1"};
    fork.check_in(6, "other");
    REQUIRE(server.refused(fork.all()).is_parked);
    const auto parked = server->parked(ours)->bundles.at(0).id;

    for (const auto& school : {theirs, nobody, none}) {
        CHECK(is_not_found(server->kiosk(school, log.id())));
        CHECK(is_not_found(server->held(school, log.id())));
        CHECK(is_not_found(server->rename_kiosk(school, log.id(), "Взлом")));
        CHECK(is_not_found(server->set_kiosk_state(school, log.id(), server::KioskState::revoked)));
        CHECK(is_not_found(server->read_lines(school, log.id(), 1, [](const server::HeldLine&) {
            FAIL("a line of another school");
            return false;
        })));
        CHECK(is_not_found(server->checkpoints(school, log.id())));
        CHECK(is_not_found(server->audit(school, log.id())));
        const auto meeting = server->attendance_of(school, domain::MeetingId{"m1"});
        CHECK((!meeting || meeting->meetings().empty()));
        CHECK(is_not_found(server->parked_bytes(school, parked)));
        CHECK(is_not_found(server->mark_parked_seen(school, parked)));
        CHECK(is_not_found(server->discard_parked(school, parked)));
    }
    CHECK(server->kiosks(theirs)->empty());
    CHECK(server->attendance(theirs)->meetings().empty());
    CHECK(server->attendance_of(ours, domain::MeetingId{"m1"})->meetings().size() == 1);
    CHECK(server->parked(theirs)->bundles.empty());
    for (const auto& school : {nobody, none}) {
        CHECK(is_not_found(server->school(school)));
        CHECK(is_not_found(server->kiosks(school)));
        CHECK(is_not_found(server->parked(school)));
        CHECK(is_not_found(server->attendance(school)));
        CHECK(is_not_found(server->attendance_of(school, domain::MeetingId{"m1"})));
        CHECK(is_not_found(server->add_kiosk(school, KioskLog{"k9"}.as_new())));
    }
    // Nor is it a bundle of nobody's.
    CHECK(server->unclaimed()->bundles.empty());
    CHECK(is_not_found(server->unclaimed_bytes(parked)));
    CHECK(is_not_found(server->mark_unclaimed_seen(parked)));
    CHECK(is_not_found(server->discard_unclaimed(parked)));

    // A bundle that is brought to another school than its kiosk's stays there, and says nothing of what is held here.
    for (const auto& bundle : {log.bundle(7, 8), log.bundle(8, 8), fork.all()}) {
        const auto refused = server.refused(bundle, {server::Delivery::By::carrier, theirs, ""});
        CHECK(refused.why == Refusal::another_school);
        CHECK_FALSE(refused.held);
        CHECK(refused.is_parked);
    }
    CHECK_FALSE(server.refused(log.bundle(7, 8), {server::Delivery::By::carrier, nobody, ""}).is_parked);
    CHECK(server->parked(ours)->bundles.size() == 1);
    const auto brought = server->parked(theirs)->bundles;
    REQUIRE(brought.size() == 3);
    CHECK_FALSE(brought[0].kiosk);

    // All of that changed nothing.
    CHECK(server->kiosk(ours, log.id())->name == "Холл");
    CHECK(server->kiosk(ours, log.id())->state == server::KioskState::active);
    CHECK_FALSE(server->parked(ours)->bundles.at(0).is_seen);
    CHECK(server->held(ours, log.id())->seq == 6);
    CHECK(server->schools()->size() == 2);
    CHECK(server.taken(log.bundle(7, 8)).added == 2);
}

TEST_CASE("A line that names another kiosk is no line of this one, however it is signed") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog victim{"k1"}, thief{"k2", 22};
    victim.check_in(3);
    thief.check_in(3);
    server.add(school, victim);
    server.add(school, thief);
    // The victim's numbers, signed by the other kiosk.
    CHECK(server.refused(victim.bundle(1, 3, "", thief.key().private_half)).why == Refusal::wrong_signature);
    CHECK(server->held(school, victim.id())->seq == 0);
    CHECK(server.taken(thief.all()).kiosk == thief.id());
    CHECK(server.lines(school, victim.id()).empty());
}
