#pragma once

#include <string>

#include "app/domain/attendance.h"
#include "app/domain/roster.h"
#include "app/domain/settings.h"
#include "app/domain/throttle.h"
#include "app/domain/timekeeper.h"
#include "app/eventlog/sealing.h"
#include "tests/support/fake_entropy.h"

// What is in the frozen databases, all of it invented. Never changes for a schema that was released: a later one may say
// more in make_frozen.cpp.
namespace frozen {

inline const domain::PersonId kMentor{"a000000000000001"}, kMentee{"a000000000000002"}, kStranger{"a000000000000003"};
inline const domain::GroupId kGroup{"b000000000000001"};
inline const domain::MeetingId kMeeting1{"c000000000000001"}, kMeeting2{"c000000000000002"}, kOpened{"c000000000000003"};
inline const std::string kPin = "2468";

inline domain::Instant began() {
    return domain::Instant{std::chrono::sys_days{std::chrono::year{2026} / 9 / 7}} + std::chrono::hours{7};
}
inline domain::LocalTime local(int day, int hour, int minute) {
    return domain::LocalTime{(std::chrono::sys_days{std::chrono::year{2026} / 9 / day} + std::chrono::hours{hour} +
                              std::chrono::minutes{minute})
                                 .time_since_epoch()};
}

// Who countersigns, from schema 2 on.
inline eventlog::KeyPair acceptor() {
    support::FakeEntropy entropy{42};
    return eventlog::make_kiosk_key([&](std::span<std::uint8_t> bytes) { entropy.fill(bytes); });
}
inline domain::TimeNote heartbeat() { return {{began() + std::chrono::hours{1}, "b0070001", std::chrono::minutes{16}}, true}; }

inline domain::Settings settings() {
    domain::Settings settings;
    settings.school_name = "Школа № 101";
    settings.time_zone = "Asia/Novokuznetsk";
    settings.check_out = true;
    settings.find_by = domain::FindBy::code;
    settings.primary_colour = 0x2B5F75;
    return settings;
}

inline domain::Throttle throttle() {
    domain::Throttle throttle;
    throttle.failures = 3;
    throttle.waits_from = began();
    throttle.waits_until = began() + std::chrono::seconds{30};
    return throttle;
}

inline domain::Meeting opened() {
    return {kOpened, kGroup, local(8, 14, 0), local(8, 14, 40), "библиотека", "Внеплановая", "Проект", false};
}

inline domain::Roster roster() {
    domain::Roster roster;
    domain::Person mentor;
    mentor.id = kMentor;
    mentor.name = {"Светлова", "Агния", "Юрьевна"};
    mentor.class_name = {10, "А"};
    mentor.consent = domain::Consent{std::chrono::year{2026} / 9 / 1, "Светлов Юрий"};
    mentor.pictures = {0, 5, 11};
    mentor.code = "1001";
    mentor.cards = {"4607001234567"};
    domain::Person mentee = mentor;
    mentee.id = kMentee;
    mentee.name = {"Ёжиков", "Лев", ""};
    mentee.class_name = {3, "ИТ"};
    mentee.birth_date = std::chrono::year{2017} / 2 / 28;
    mentee.pictures = {3, 1, 2};
    mentee.code = "1002";
    mentee.cards = {"0001", "0002"};
    domain::Person stranger;
    stranger.id = kStranger;
    stranger.kind = domain::PersonKind::teacher;
    stranger.name = {"Полевая", "Ника", "Романовна"};
    stranger.pictures = {7, 8, 9};
    roster.people = {mentor, mentee, stranger};
    roster.groups = {{kGroup, "7а", "Ученик–ученик", "успевающий – неуспевающий", kMentor,
                      {{kMentee, "математика", std::chrono::year{2026} / 9 / 2}}, "П-12"}};
    roster.meetings = {{kMeeting1, kGroup, local(7, 14, 10), local(7, 14, 50), "214", "Регулярная", "Дроби", true},
                       {kMeeting2, kGroup, local(14, 14, 10), local(14, 14, 50), "", "Регулярная", "", true}};
    return roster;
}

}  // namespace frozen
