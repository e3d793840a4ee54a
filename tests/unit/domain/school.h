#pragma once

#include <string>

#include "app/domain/decide.h"
#include "app/domain/roster.h"

// A small invented school and its Monday, for the tests of the rules and of the session.
namespace school {

using namespace std::chrono_literals;

inline constexpr domain::LocalDate kMonday{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};
inline constexpr domain::Minutes kOffset{7 * 60};  // east of Greenwich

inline domain::LocalTime today(int hour, int minute, int second = 0) {
    return domain::at(kMonday, domain::Minutes{hour * 60 + minute}) + std::chrono::seconds{second};
}
inline domain::LocalTime on(int days_later, int hour, int minute) {
    return today(hour, minute) + std::chrono::days{days_later};
}
inline domain::Instant instant_of(domain::LocalTime local) { return domain::Instant{local.time_since_epoch()} - kOffset; }
inline domain::Now now_at(domain::LocalTime local, domain::Millis mono = {}) {
    return {instant_of(local), local, true, mono};
}

inline const domain::PersonId kMira{"mira"}, kOleg{"oleg"}, kTeacher{"teacher"}, kVera{"vera"}, kSecret{"secret"},
    kLonely{"lonely"}, kWaiting{"waiting"};
inline const domain::GroupId kPair{"pair"}, kTriple{"triple"}, kProvisional{"provisional"};
inline const domain::MeetingId kNoon{"noon"}, kEvening{"evening"}, kTomorrow{"tomorrow"}, kLesson{"lesson"},
    kUnordered{"unordered"};

inline domain::Person pupil(const domain::PersonId& id, std::string surname, std::string given, int grade,
                            std::string letter, domain::Pictures pictures) {
    domain::Person person;
    person.id = id;
    person.name = {std::move(surname), std::move(given), ""};
    person.class_name = domain::ClassName{grade, std::move(letter)};
    person.consent = domain::Consent{kMonday, "родитель"};
    person.pictures = pictures;
    return person;
}

inline domain::Meeting meeting(const domain::MeetingId& id, const domain::GroupId& group, domain::LocalTime starts,
                               domain::Minutes length = domain::Minutes{40}) {
    return {id, group, starts, starts + length, "214", "Регулярная", "", true};
}

// Mira (5А) and Oleg (9В, her mentor) meet at 13:20 and at 17:00 today, and tomorrow at 13:20. The teacher mentors Oleg
// and Vera at 15:00. Waiting's pair has no order. Secret has no consent. Lonely is in no group.
inline domain::Roster roster() {
    domain::Roster r;
    r.number = 1;
    r.people = {pupil(kMira, "Ёлкина", "Мира", 5, "А", {1, 2, 3}),     pupil(kOleg, "Соколов", "Олег", 9, "В", {4, 5, 6}),
                pupil(kVera, "Егорова", "Вера", 5, "А", {3, 2, 1}),    pupil(kSecret, "Тайнов", "Тимур", 5, "А", {7, 8, 9}),
                pupil(kLonely, "Один", "Артур", 11, "ИТ", {1, 2, 3}),  pupil(kWaiting, "Ждан", "Ева", 2, "А", {1, 2, 3}),
                pupil(kTeacher, "Петрова", "Анна", 0, "", {1, 2, 3})};
    r.people[3].consent.reset();
    r.people[6].kind = domain::PersonKind::teacher;
    r.people[6].class_name.reset();
    for (std::size_t i = 0; i < r.people.size(); ++i) {
        r.people[i].code = std::to_string(100000 + i);
        r.people[i].cards = {std::to_string(55500000 + i)};
    }
    r.groups = {{kPair, "7", "Ученик–ученик", "равный – равному", kOleg, {{kMira, "", {}}}, "214"},
                {kTriple, "12", "Учитель–ученик", "", kTeacher, {{kOleg, "", {}}, {kVera, "", {}}, {kSecret, "", {}}}, "214"},
                {kProvisional, "3", "Ученик–ученик", "", kLonely, {}, ""}};
    r.groups[2].mentor = kTeacher;
    r.groups[2].mentees = {{kWaiting, "", {}}};
    r.meetings = {meeting(kNoon, kPair, today(13, 20)), meeting(kEvening, kPair, today(17, 0)),
                  meeting(kTomorrow, kPair, on(1, 13, 20)), meeting(kLesson, kTriple, today(15, 0)),
                  meeting(kUnordered, kProvisional, today(13, 20))};
    return r;
}

inline std::string card_of(const domain::Roster& roster, const domain::PersonId& id) {
    for (const auto& person : roster.people)
        if (person.id == id) return person.cards.front();
    return {};
}

}  // namespace school
