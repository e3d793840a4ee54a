#include "app/eventlog/sealing.h"
#include "tests/unit/storage/store_fixture.h"

// What the school has set, over what is the kiosk's own.

using namespace storage_test;
using domain::SettingKey;
using storage::SchoolSettings;
using storage::StorageErrorKind;

namespace {

SchoolSettings set_by_school(std::map<SettingKey, std::string> values, const std::string& pin = {},
                             std::uint64_t number = 4) {
    SchoolSettings settings;
    settings.source.school = "school1";
    settings.source.number = number;
    settings.source.hash = std::string(64, 'a');
    settings.values = std::move(values);
    if (!pin.empty()) settings.pin_hash = eventlog::hash_pin(pin, storage::Hardness::tests).value();
    settings.text = "signed\n";
    return settings;
}

}  // namespace

TEST_CASE("What the school sets is in force over the kiosk's own, and the kiosk's own is back when it is set no more") {
    Kiosk kiosk;
    auto store = kiosk.create();
    CHECK_FALSE(*store->school_settings());
    domain::Settings own = *store->settings();
    own.find_by = domain::FindBy::names;
    REQUIRE(store->save_settings(own));

    const auto set = set_by_school({{SettingKey::find_by, "code"}, {SettingKey::rating_closes_at, "17:30"}});
    REQUIRE(store->take_school_settings(set));
    for (int start = 0; start < 2; ++start) {
        domain::Settings expected = own;
        expected.find_by = domain::FindBy::code;
        expected.rating_closes_at = domain::Minutes{17 * 60 + 30};
        CHECK(*store->settings() == expected);
        const auto kept = *store->school_settings();
        REQUIRE(kept);
        CHECK(kept->values == set.values);
        CHECK(kept->text == set.text);
        CHECK(kept->source.number == 4);
        CHECK(kept->source.taken_at == kiosk.clock.read().wall);
        store.reset();
        store = kiosk.open();
    }
    // Set no more: as it was before.
    REQUIRE(store->take_school_settings(set_by_school({{SettingKey::sound, "off"}}, {}, 5)));
    domain::Settings expected = own;
    expected.sound = false;
    CHECK(*store->settings() == expected);
    REQUIRE(store->take_school_settings(set_by_school({}, {}, 6)));
    CHECK(*store->settings() == own);
    CHECK((*store->school_settings())->source.number == 6);
}

TEST_CASE("A curator's change leaves what the school has set as it is, and the kiosk's own value under it") {
    Kiosk kiosk;
    auto store = kiosk.create();
    REQUIRE(store->take_school_settings(set_by_school({{SettingKey::find_by, "code"}})));
    domain::Settings wished = *store->settings();
    wished.find_by = domain::FindBy::names;
    wished.sound = false;
    REQUIRE(store->save_settings(wished));
    CHECK(store->settings()->find_by == domain::FindBy::code);
    CHECK_FALSE(store->settings()->sound);
    REQUIRE(store->take_school_settings(set_by_school({}, {}, 5)));
    CHECK(store->settings()->find_by == domain::FindBy::pictures);
}

TEST_CASE("After the school's PIN the old one does not open, no other can be set here, and waits stay") {
    Kiosk kiosk;
    auto store = kiosk.create();
    const domain::Throttle wait{5, kiosk.clock.read().wall, kiosk.clock.read().wall + std::chrono::minutes{5}};
    REQUIRE(store->save_throttle("pin", wait));
    REQUIRE(store->take_school_settings(set_by_school({}, "135792")));
    CHECK(*store->check_pin("135792"));
    CHECK_FALSE(*store->check_pin(kPin));
    CHECK(store->set_pin("86420").error().kind == StorageErrorKind::refused);
    CHECK(store->throttles()->at("pin") == wait);
    store.reset();
    store = kiosk.open();
    CHECK(*store->check_pin("135792"));
    REQUIRE(store->take_school_settings(set_by_school({}, "975", 5)));  // whatever opens there
    CHECK_FALSE(*store->check_pin("135792"));
    REQUIRE(store->take_school_settings(set_by_school({}, {}, 6)));
    CHECK(*store->check_pin(kPin));
    CHECK(store->set_pin("86420"));
}

TEST_CASE("A kiosk that leaves the school keeps what was in force as its own, and its curator changes it again") {
    Kiosk kiosk;
    auto store = kiosk.create();
    CHECK(store->release_school_settings());
    REQUIRE(store->take_school_settings(
        set_by_school({{SettingKey::find_by, "code"}, {SettingKey::school_name, "Лицей"}}, "135792")));
    const domain::Settings in_force = *store->settings();
    REQUIRE(store->release_school_settings());
    CHECK_FALSE(*store->school_settings());
    CHECK(*store->settings() == in_force);
    CHECK(*store->check_pin("135792"));
    CHECK_FALSE(*store->check_pin(kPin));
    domain::Settings changed = in_force;
    changed.find_by = domain::FindBy::names;
    REQUIRE(store->save_settings(changed));
    REQUIRE(store->set_pin("86420"));
    store.reset();
    store = kiosk.open();
    CHECK(*store->settings() == changed);
    CHECK(*store->check_pin("86420"));
}

TEST_CASE("A value that its setting does not take is refused whole") {
    Kiosk kiosk;
    auto store = kiosk.create();
    REQUIRE(store->take_school_settings(set_by_school({{SettingKey::find_by, "code"}})));
    const auto before = *store->settings();
    for (const auto& [key, value] : std::map<SettingKey, std::string>{{SettingKey::sound, "loud"},
                                                                      {SettingKey::check_in_opens_before, "9999"},
                                                                      {SettingKey::logo, "logo.png"},
                                                                      {SettingKey::time_zone, "Asia/Tomsk"}}) {
        INFO(domain::name_of(key));
        const auto refused = store->take_school_settings(set_by_school({{SettingKey::find_by, "names"}, {key, value}}));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == StorageErrorKind::refused);
        CHECK(*store->settings() == before);
    }
    auto without_source = set_by_school({});
    without_source.source.hash = "a";
    CHECK(store->take_school_settings(without_source).error().kind == StorageErrorKind::refused);
    const auto reader = kiosk.open(storage::OpenMode::read_only);
    CHECK(reader->settings()->find_by == domain::FindBy::code);
    CHECK(reader->take_school_settings(set_by_school({})).error().kind == StorageErrorKind::read_only);
    CHECK(reader->release_school_settings().error().kind == StorageErrorKind::read_only);
}

TEST_CASE("What the school has set survives a recovery from damage") {
    Kiosk kiosk;
    {
        auto store = kiosk.create();
        REQUIRE(store->take_school_settings(set_by_school({{SettingKey::find_by, "code"}}, "135792")));
        REQUIRE(store->append({check_in("p1")}));
    }
    auto recovered = storage::Store::recover(kiosk.data, kiosk.ports(), "a test says so");
    REQUIRE(recovered);
    CHECK(recovered->report.settings == storage::Kept::kept);
    CHECK(recovered->store->settings()->find_by == domain::FindBy::code);
    CHECK(*recovered->store->check_pin("135792"));
    CHECK((*recovered->store->school_settings())->source.number == 4);
}
