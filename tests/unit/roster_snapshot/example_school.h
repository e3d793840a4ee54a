#pragma once

#include "app/eventlog/sealing.h"
#include "app/roster_snapshot/snapshot.h"

namespace roster_snapshot_test {

inline eventlog::KeyPair acceptor(std::uint8_t seed = 5) {
    return eventlog::make_kiosk_key([seed](std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes) byte = seed;
    });
}

inline domain::LocalDate date(int year, unsigned month, unsigned day) {
    return std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
}

// Invented people with everything that a person can have, and one with the least.
inline roster_snapshot::Snapshot example() {
    roster_snapshot::Snapshot snapshot;
    snapshot.school = "school1";
    snapshot.roster.number = 7;
    domain::Person mentor;
    mentor.id.value = "p1";
    mentor.name = {"Шаповалова", "Мадина", "Максимовна"};
    mentor.class_name = domain::ClassName{10, "А"};
    mentor.birth_date = date(2010, 2, 28);
    mentor.consent = domain::Consent{date(2026, 9, 1), "мать"};
    mentor.pictures = {0, 1, 2};
    mentor.code = "0117";
    mentor.cards = {"0001234567", "99887766"};
    domain::Person mentee = mentor;
    mentee.id.value = "p2";
    mentee.name = {"Ёлкин", "Тимур", ""};
    mentee.class_name = domain::ClassName{2, ""};
    mentee.consent->date = domain::LocalDate{};
    mentee.code = "0118";
    mentee.cards.clear();
    domain::Person teacher;
    teacher.id.value = "p3";
    teacher.kind = domain::PersonKind::teacher;
    teacher.name = {"Оюн", "Ай-кыс", "Рашид кызы"};
    teacher.pictures = {11, 3, 5};
    snapshot.roster.people = {mentor, mentee, teacher};
    domain::Group group{domain::GroupId{"g1"}, "7а", "Ученик–ученик", "лидер – пассивный", mentor.id, {}, "12-о"};
    group.mentees = {{mentee.id, "читает «с трудом»", date(2026, 10, 5)}, {teacher.id, "", std::nullopt}};
    snapshot.roster.groups = {group};
    const domain::LocalTime starts = domain::at(date(2026, 11, 23), std::chrono::minutes{13 * 60 + 20});
    snapshot.roster.meetings = {{domain::MeetingId{"m1"}, group.id, starts, starts + std::chrono::minutes{40}, "214",
                                 "Регулярная", "дроби", true},
                                {domain::MeetingId{"m2"}, group.id, starts + std::chrono::hours{24},
                                 starts + std::chrono::hours{25}, "", "Регулярная", "", false}};
    return snapshot;
}

}  // namespace roster_snapshot_test
