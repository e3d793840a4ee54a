#include "app/i18n/texts.h"
#include "tests/support/catch.h"

namespace {

using namespace std::chrono_literals;

std::shared_ptr<const domain::TimeZone> zone(const std::string& name) {
    auto loaded = i18n::load_time_zone(name);
    REQUIRE(loaded);
    return *loaded;
}

domain::LocalTime local(int year, int month, int day, domain::Minutes of_day) {
    return domain::at(std::chrono::year{year} / month / day, of_day);
}
domain::Instant utc(int year, int month, int day, domain::Minutes of_day) {
    return domain::Instant{local(year, month, day, of_day).time_since_epoch()};
}

}  // namespace

TEST_CASE("Novokuznetsk is seven hours ahead of UTC today") {
    const auto novokuznetsk = zone("Asia/Novokuznetsk");
    CHECK(novokuznetsk->to_local(utc(2026, 11, 23, 18h)) == local(2026, 11, 24, 1h));
    CHECK(novokuznetsk->to_instant(local(2026, 11, 24, 1h)) == utc(2026, 11, 23, 18h));
    CHECK(novokuznetsk->to_local(utc(2026, 11, 23, 18h) + 999ms) == local(2026, 11, 24, 1h) + 999ms);
}

TEST_CASE("A local time that came twice is the first of the two") {
    // Moscow went from +4 to +3 for good on 26 October 2014 at 02:00.
    const auto moscow = zone("Europe/Moscow");
    CHECK(moscow->to_instant(local(2014, 10, 26, 1h + 30min)) == utc(2014, 10, 25, 21h + 30min));
    CHECK(moscow->to_local(utc(2014, 10, 25, 22h + 30min)) == local(2014, 10, 26, 1h + 30min));
    CHECK(moscow->to_instant(local(2014, 10, 26, 2h)) == utc(2014, 10, 25, 23h));
}

TEST_CASE("A local time that never came is the moment at which the clocks moved") {
    // Berlin, 29 March 2026: from 02:00 to 03:00 at 01:00 UTC.
    const auto berlin = zone("Europe/Berlin");
    CHECK(berlin->to_instant(local(2026, 3, 29, 2h)) == utc(2026, 3, 29, 1h));
    CHECK(berlin->to_instant(local(2026, 3, 29, 2h + 30min)) == utc(2026, 3, 29, 1h));
    CHECK(berlin->to_instant(local(2026, 3, 29, 3h)) == utc(2026, 3, 29, 1h));
    CHECK(berlin->to_instant(local(2026, 3, 29, 1h + 59min)) == utc(2026, 3, 29, 59min));
}

TEST_CASE("All eleven zones of Russia are known, an invented one is not") {
    for (const char* name : {"Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk",
                             "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan",
                             "Asia/Kamchatka"}) {
        CHECK(i18n::load_time_zone(name));
    }
    for (const char* name : {"", "Asia/Nowhere", "Новокузнецк", "+07:00"}) {
        const auto unknown = i18n::load_time_zone(name);
        REQUIRE_FALSE(unknown);
        CHECK(unknown.error() == i18n::TimeZoneError::unknown);
    }
}

TEST_CASE("Every zone of Russia has the offset that its schools live by") {
    struct Zone {
        const char* name;
        int hours;
    };
    const Zone zones[] = {{"Europe/Kaliningrad", 2}, {"Europe/Moscow", 3},     {"Europe/Simferopol", 3},
                          {"Europe/Kirov", 3},       {"Europe/Volgograd", 3},  {"Europe/Astrakhan", 4},
                          {"Europe/Saratov", 4},     {"Europe/Ulyanovsk", 4},  {"Europe/Samara", 4},
                          {"Asia/Yekaterinburg", 5}, {"Asia/Omsk", 6},         {"Asia/Novosibirsk", 7},
                          {"Asia/Barnaul", 7},       {"Asia/Tomsk", 7},        {"Asia/Novokuznetsk", 7},
                          {"Asia/Krasnoyarsk", 7},   {"Asia/Irkutsk", 8},      {"Asia/Chita", 9},
                          {"Asia/Yakutsk", 9},       {"Asia/Khandyga", 9},     {"Asia/Vladivostok", 10},
                          {"Asia/Ust-Nera", 10},     {"Asia/Magadan", 11},     {"Asia/Sakhalin", 11},
                          {"Asia/Srednekolymsk", 11}, {"Asia/Anadyr", 12},     {"Asia/Kamchatka", 12}};
    for (const auto& one : zones) {
        INFO(one.name);
        const auto here = zone(one.name);
        for (const int month : {1, 7}) {  // no summer time
            CHECK(here->to_local(utc(2026, month, 15, 12h)) == local(2026, month, 15, 12h + std::chrono::hours{one.hours}));
            CHECK(here->to_instant(local(2026, month, 15, 23h)) == utc(2026, month, 15, 23h - std::chrono::hours{one.hours}));
        }
    }
}

TEST_CASE("A time of before a zone changed its rules is told by the rules of then") {
    // Volgograd left +4 for +3 on 27 December 2020 at 02:00; Novokuznetsk +6 for +7 on 27 March 2011.
    const auto volgograd = zone("Europe/Volgograd");
    CHECK(volgograd->to_local(utc(2020, 12, 26, 10h)) == local(2020, 12, 26, 14h));
    CHECK(volgograd->to_local(utc(2020, 12, 27, 10h)) == local(2020, 12, 27, 13h));
    CHECK(volgograd->to_instant(local(2020, 12, 26, 14h)) == utc(2020, 12, 26, 10h));
    CHECK(volgograd->to_instant(local(2020, 12, 28, 14h)) == utc(2020, 12, 28, 11h));
    const auto novokuznetsk = zone("Asia/Novokuznetsk");
    CHECK(novokuznetsk->to_local(utc(2010, 12, 1, 10h)) == local(2010, 12, 1, 16h));
    CHECK(novokuznetsk->to_local(utc(2012, 12, 1, 10h)) == local(2012, 12, 1, 17h));
}

TEST_CASE("The edition of the zone rules has a name") {
    const std::string edition = i18n::zone_data_version();
    REQUIRE(edition.size() >= 5);
    CHECK(edition.substr(0, 2) == "20");
    CHECK(edition >= "2021a");  // Volgograd and South Sudan are in it
}
