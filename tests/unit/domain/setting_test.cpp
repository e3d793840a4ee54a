#include "app/domain/setting.h"
#include "app/domain/pin.h"
#include "tests/support/catch.h"

using namespace domain;
using Why = SettingRefusal::Why;

namespace {

std::optional<Why> refusal_of(SettingKey key, const std::string& value, Settings settings = {}) {
    const Settings before = settings;
    const auto refusal =
        take_setting(settings, key, value, [](const std::string& zone) { return zone == "Asia/Tomsk"; });
    if (refusal) CHECK(settings == before);
    return refusal ? std::optional{refusal->why} : std::nullopt;
}

}  // namespace

TEST_CASE("Every setting is read as it is written, and is found by its name") {
    Settings settings;
    settings.school_name = "Школа № 12";
    settings.time_zone = "Asia/Tomsk";
    settings.primary_colour = 0x3B5BDB;
    settings.find_by = FindBy::names;
    settings.rating_closes_at = Minutes{7 * 60 + 5};
    Settings copied;
    for (const SettingKey key : all_settings()) {
        INFO(name_of(key));
        CHECK(setting_named(name_of(key)) == key);
        Settings read = settings;
        CHECK_FALSE(take_setting(read, key, value_of(settings, key)));
        CHECK(read == settings);
        copy_setting(copied, settings, key);
    }
    CHECK(copied == settings);
    CHECK(setting_named("find_by") == SettingKey::find_by);
    CHECK_FALSE(setting_named("find-him"));
    CHECK_FALSE(setting_named(""));
}

TEST_CASE("A value that its setting does not take is refused with its reason, and nothing is changed") {
    CHECK(refusal_of(SettingKey::sound, "loud") == Why::neither_on_nor_off);
    CHECK(refusal_of(SettingKey::check_in_opens_before, "721") == Why::no_minutes);
    CHECK_FALSE(refusal_of(SettingKey::check_in_opens_before, "720"));
    CHECK(refusal_of(SettingKey::retention_days, "364") == Why::no_days);
    CHECK(refusal_of(SettingKey::find_by, "smell") == Why::none_of);
    CHECK(refusal_of(SettingKey::rating_closes_at, "24:00") == Why::no_time_of_day);
    CHECK(refusal_of(SettingKey::rating_closes_at, "1800") == Why::no_time_of_day);
    CHECK(refusal_of(SettingKey::time_zone, "Asia/Nowhere") == Why::no_time_zone);
    CHECK(refusal_of(SettingKey::primary_colour, "blue") == Why::no_colour);
    CHECK(refusal_of(SettingKey::logo, "../logo.png") == Why::no_logo);
    CHECK(refusal_of(SettingKey::school_name, "") == Why::no_name);
    CHECK(refusal_of(SettingKey::school_name, "a\nb") == Why::no_name);
    CHECK(refusal_of(SettingKey::school_name, std::string(201, 'a')) == Why::no_name);
    CHECK(refusal_of(SettingKey::primary_colour, "#FFFF00") == Why::contrast);
    Settings coloured;
    coloured.primary_colour = 0x101010;
    CHECK(refusal_of(SettingKey::appearance, "dark", coloured) == Why::contrast);
    CHECK_FALSE(take_setting_alone(coloured, SettingKey::appearance, "dark"));
}

TEST_CASE("A change takes along only what it changed") {
    Settings base, before, after;
    base.find_by = FindBy::code;
    before.sound = true;
    after.sound = false;
    const Settings changed = with_changes(base, before, after);
    CHECK(changed.find_by == FindBy::code);
    CHECK_FALSE(changed.sound);
}
