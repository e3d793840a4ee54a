// How long the search on the screen of names takes among 2,000 people, a key press each: prints figures for the bench.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "app/kiosk/session/name_search.h"
#include "tests/bench/measure.h"

namespace {

constexpr int kPeople = 2'000;
constexpr int kRounds = 50;
constexpr double kAimMilliseconds = 1;

domain::Roster make_roster() {
    const char* surnames[] = {"Абрамов", "Белозёров", "Власов", "Громов", "Дёмин", "Ершов", "Жуков", "Зимин", "Исаев", "Королёв"};
    const char* given[] = {"Алексей", "Артём", "Борис", "Вадим", "Глеб", "Денис", "Егор", "Захар", "Иван", "Кирилл",
                           "Лев", "Максим", "Никита", "Олег", "Павел", "Роман", "Семён", "Тимур", "Фёдор", "Юрий"};
    const char* patronymics[] = {"Алексеевич", "Борисович", "Вадимович", "Глебович", "Денисович",
                                 "Иванович", "Львович", "Павлович", "Семёнович", "Фёдорович"};
    domain::Roster roster;
    for (int i = 0; i < kPeople; ++i) {
        domain::Person person;
        person.id = domain::PersonId{std::to_string(i)};
        person.name = {surnames[i % 10], given[i / 10 % 20], patronymics[i / 200]};
        roster.people.push_back(person);
    }
    return roster;
}

}  // namespace

int main() {
    const auto roster = make_roster();
    std::vector<const domain::Person*> people;
    for (const auto& person : roster.people) people.push_back(&person);
    const kiosk::session::NameSearch search(people);
    bench::Samples milliseconds;
    std::size_t found = 0;
    double slowest = 0;
    for (const char* typed : {"к", "ко", "кор", "королев", "Королёв Ф", "королев фёдор", "а", "иван и", "нет такого"}) {
        bench::Samples own;
        for (int round = 0; round < kRounds; ++round) {
            const auto before = std::chrono::steady_clock::now();
            found += search.find(typed).size();
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - before;
            milliseconds.add(took.count());
            own.add(took.count());
        }
        slowest = std::max(slowest, own.median());
    }
    if (found == 0) return 1;
    std::printf("finding a person among 2,000, p50 of a key press\tms\t%.4f\t%.0f\n", milliseconds.median(), kAimMilliseconds);
    std::printf("finding a person among 2,000, p50 of the slowest search\tms\t%.4f\t%.0f\n", slowest, kAimMilliseconds);
    std::printf("finding a person among 2,000, p99 of a key press\tms\t%.4f\t0\n", milliseconds.p99());
}
