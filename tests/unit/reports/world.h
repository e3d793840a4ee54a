#pragma once

#include <memory>

#include "app/domain/attendance.h"
#include "app/domain/roster.h"
#include "app/i18n/texts.h"
#include "app/reports/attendance.h"
#include "tests/support/catch.h"

// One group of three, in Novokuznetsk (UTC+7).
namespace world {

using namespace std::chrono_literals;

inline domain::LocalTime local(int month, int day, domain::Minutes of_day) {
    return domain::at(std::chrono::year{2026} / month / day, of_day);
}

inline std::shared_ptr<const i18n::Texts> texts(domain::Language language = domain::Language::russian) {
    auto loaded = i18n::Texts::load(language, VSTRECHA_BUILD_DIR "/share/vstrecha");
    REQUIRE(loaded);
    return *loaded;
}

inline std::shared_ptr<const domain::TimeZone> zone() {
    auto loaded = i18n::load_time_zone("Asia/Novokuznetsk");
    REQUIRE(loaded);
    return *loaded;
}

inline domain::Person person(const char* id, const char* surname, const char* given, const char* patronymic,
                             std::optional<domain::ClassName> class_name) {
    domain::Person person;
    person.id = domain::PersonId(id);
    person.kind = class_name ? domain::PersonKind::pupil : domain::PersonKind::teacher;
    person.name = {surname, given, patronymic};
    person.class_name = class_name;
    person.consent = domain::Consent{std::chrono::year{2026} / 9 / 1, "мать"};
    person.pictures = {0, 1, 2};
    person.code = "100001";
    return person;
}

inline domain::Roster roster() {
    domain::Roster roster;
    roster.number = 1;
    roster.people = {person("m", "Шестаков", "Артём", "Павлович", domain::ClassName{9, "В"}),
                     person("b", "Хохлов", "Кирилл", "Ильич", domain::ClassName{7, "А"}),
                     person("a", "Ёлкина", "Мадина", "", domain::ClassName{5, "В"})};
    domain::Group group;
    group.id = domain::GroupId("g");
    group.number = "7";
    group.form = "Ученик–ученик";
    group.variant = "равный – равному";
    group.mentor = domain::PersonId("m");
    group.mentees = {{domain::PersonId("b"), "", {}}, {domain::PersonId("a"), "", {}}};
    group.order = "214";
    roster.groups = {group};
    const auto meeting = [&](const char* id, int day, const char* topic) {
        return domain::Meeting{domain::MeetingId(id), group.id, local(11, day, 14h + 10min), local(11, day, 14h + 50min),
                               "207", "Регулярная", topic, true};
    };
    roster.meetings = {meeting("m2", 23, "Физика"), meeting("m1", 16, "=1+1"), meeting("m3", 30, "История")};
    return roster;
}

// Builds a log by hand.
struct Log {
    domain::Attendance attendance;
    domain::Seq seq = 0;
    bool trusted = true;

    domain::Seq add(domain::LocalTime at, domain::EventBody body) {
        domain::Event event;
        event.kiosk = domain::KioskId("k");
        event.seq = ++seq;
        event.at = zone()->to_instant(at);
        event.clock_trusted = trusted;
        event.boot = "b0070000";
        event.body = std::move(body);
        attendance.apply(event);
        return seq;
    }
    domain::Seq check_in(domain::LocalTime at, const char* meeting, const char* who) {
        return add(at, domain::CheckedIn{domain::MeetingId(meeting), domain::PersonId(who), domain::FoundBy::card});
    }
};

}  // namespace world
