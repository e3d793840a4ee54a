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
