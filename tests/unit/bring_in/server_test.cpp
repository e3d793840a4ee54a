#include "app/sync/school_runner.h"
#include "tests/unit/bring_in/bring_kiosk.h"

// What a school's server gave out onto a stick.
using namespace bring_in_test;

namespace {

school_settings::Content settings_for(const domain::KioskId& kiosk, std::uint64_t number) {
    school_settings::Content content;
    content.kiosk = kiosk;
    content.number = number;
    content.values = {{domain::SettingKey::find_by, "code"}, {domain::SettingKey::sound, "off"}};
    return content;
}

std::string with_a_bit_flipped(std::string text) {
    text[text.size() / 2] = static_cast<char>(text[text.size() / 2] ^ 1);
    return text;
}

}  // namespace

TEST_CASE(
    "Lists of the server that the kiosk has joined are taken with whence they came, and no older ones after them") {
    BringKiosk kiosk;
    const School school;
    kiosk.join(school);
    kiosk.put_lists(school, lists(4));
    const auto prepared = kiosk.prepare(Kind::server_lists);
    REQUIRE(prepared);
    CHECK(std::get<bring_in::ServerLists>(prepared->what).difference.people.size() == 3);
    REQUIRE(kiosk.take(*prepared));
    const auto source = kiosk.store->roster_source().value();
    REQUIRE(source);
    CHECK(source->school == school.id);
    CHECK(source->number == 4);
    CHECK(syncing::read_roster_text(*kiosk.machine.files, kiosk.machine.data) == school.lists_text(lists(4)));
    const auto again = kiosk.prepare(Kind::server_lists);
    REQUIRE(again);
    CHECK_FALSE(again->changes_something());
    kiosk.put_lists(school, lists(3, 2));
    CHECK(kiosk.refused(Kind::server_lists) == Refusal::older);
    kiosk.put_lists(school, lists(4, 2));  // the same number with other people
    CHECK(kiosk.refused(Kind::server_lists) == Refusal::older);
    kiosk.put_lists(school, lists(5, 2));
    kiosk.bring(Kind::server_lists);
    CHECK(kiosk.store->roster()->people.size() == 2);
}

TEST_CASE("Lists of an unknown key, another school, damaged or for another kiosk are refused, each by its name") {
    BringKiosk kiosk;
    const School school, forger{9};
    kiosk.put_lists(school, lists(4));
    CHECK(kiosk.refused(Kind::server_lists) == Refusal::no_server);
    kiosk.join(school);
    kiosk.put_lists(forger, lists(4));
    CHECK(kiosk.refused(Kind::server_lists) == Refusal::wrong_signature);
    School other = school;
    other.id = "00000000000000bb";
    kiosk.put_lists(other, lists(4));
    CHECK(kiosk.refused(Kind::server_lists) == Refusal::another_school);
    kiosk.put_lists(with_a_bit_flipped(school.lists_text(lists(4))));
    CHECK_FALSE(kiosk.prepare(Kind::server_lists));
    const auto packed = roster_snapshot::pack(school.lists_text(lists(4)));
    const auto sealed = eventlog::seal_text(base::as_text(packed), forger.acceptor.public_half).value();
    kiosk.put(stick::given_lists(kiosk.id()).string(), base::as_text(sealed));
    CHECK(kiosk.refused(Kind::server_lists) == Refusal::damaged);
    kiosk.put(stick::given_lists(kiosk.id()).string(), "x");
    CHECK(kiosk.refused(Kind::server_lists) == Refusal::damaged);
    CHECK(kiosk.store->roster()->people.empty());
    REQUIRE(kiosk.machine.files->write_atomically(kiosk.machine.data / "server.json", base::as_bytes("{")));
    kiosk.put_lists(school, lists(4));
    CHECK(kiosk.refused(Kind::server_lists) == Refusal::server_unknown);
}

TEST_CASE("A kiosk with lists of its own takes the server's only where these know each of its people") {
    BringKiosk kiosk;
    const School school;
    kiosk.join(school);
    REQUIRE(kiosk.store->replace_roster(lists(1, 3)));
    kiosk.put_lists(school, lists(4, 2));
    CHECK(kiosk.refused(Kind::server_lists) == Refusal::loses_people);
    kiosk.put_lists(school, lists(4, 3));
    kiosk.bring(Kind::server_lists);
    CHECK(kiosk.store->roster_source()->has_value());
}

TEST_CASE("What the school has set for this kiosk is taken whole, for another kiosk or older it is refused") {
    BringKiosk kiosk;
    const School school;
    kiosk.join(school);
    kiosk.put_settings(school.settings_text(settings_for(domain::KioskId{"00000000000000cc"}, 5)));
    CHECK(kiosk.refused(Kind::server_settings) == Refusal::another_kiosk);
    kiosk.put_settings(school.settings_text(settings_for(kiosk.id(), 5)));
    const auto prepared = kiosk.prepare(Kind::server_settings);
    REQUIRE(prepared);
    CHECK(std::get<bring_in::ServerSettings>(prepared->what).after.find_by == domain::FindBy::code);
    CHECK(kiosk.store->settings()->find_by == domain::FindBy::pictures);
    REQUIRE(kiosk.take(*prepared));
    CHECK(kiosk.store->settings()->find_by == domain::FindBy::code);
    CHECK_FALSE(kiosk.store->settings()->sound);
    auto older = settings_for(kiosk.id(), 4);
    older.values.clear();
    kiosk.put_settings(school.settings_text(older));
    CHECK(kiosk.refused(Kind::server_settings) == Refusal::older);
    const School forger{9};
    kiosk.put_settings(forger.settings_text(settings_for(kiosk.id(), 9)));
    CHECK(kiosk.refused(Kind::server_settings) == Refusal::wrong_signature);
    kiosk.put_settings(school.settings_text(settings_for(kiosk.id(), 6)));
    const auto next = kiosk.prepare(Kind::server_settings);
    REQUIRE(next);
    REQUIRE(kiosk.store->release_school_settings());
    const auto taken = kiosk.take(*next);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().why == Refusal::changed_meanwhile);
}
