#include "tests/bench/long_log.h"

#include <cstdio>

#include "app/eventlog/sealing.h"

namespace bench::long_log {

using namespace std::chrono_literals;
using namespace domain;

std::string id(char kind, long number) {
    char text[32];
    std::snprintf(text, sizeof text, "%c%015lx", kind, number);
    return text;
}

namespace {

Roster school_year() {
    Roster roster;
    const LocalTime first{std::chrono::sys_days{std::chrono::year{2026} / 9 / 7}.time_since_epoch() + 14h};
    for (int group = 0; group < kGroups; ++group) {
        for (int person = 0; person < 3; ++person) {
            Person one;
            one.id = PersonId{id('a', group * 3 + person)};
            one.name = {"Иванов", "Иван", "Иванович"};
            one.class_name = {5, "А"};
            one.consent = Consent{std::chrono::year{2026} / 9 / 1, "Иванов"};
            roster.people.push_back(one);
        }
        roster.groups.push_back({GroupId{id('b', group)},
                                 std::to_string(group + 1),
                                 "Ученик–ученик",
                                 "",
                                 roster.people[group * 3].id,
                                 {{roster.people[group * 3 + 1].id, "", {}}, {roster.people[group * 3 + 2].id, "", {}}},
                                 "1"});
    }
    for (int week = 0; week < kWeeks; ++week) {
        for (int group = 0; group < kGroups; ++group) {
            const LocalTime starts = first + std::chrono::days{7 * week + group % 5};
            roster.meetings.push_back({MeetingId{id('c', week * kGroups + group)}, GroupId{id('b', group)}, starts,
                                       starts + 40min, "214", "Регулярная", "", true});
        }
    }
    return roster;
}

}  // namespace

Draft event(long number, long of) {
    const long meeting = number / kEventsOfAMeeting, meetings = of / kEventsOfAMeeting;
    const long from_end = meetings - meeting;
    const bool present = from_end <= kGroups * kWeeks;
    const MeetingId where{present ? id('c', kGroups * kWeeks - from_end) : id('d', meeting)};
    const auto person = [&](long which) { return PersonId{id('a', meeting % kGroups * 3 + which)}; };
    static const std::string sealed(eventlog::kSealedBytes, 'A');
    switch (number % kEventsOfAMeeting) {
        case 0: return EventBody{CheckedIn{where, person(0), FoundBy::card}};
        case 1: return EventBody{CheckedIn{where, person(1), FoundBy::pictures}};
        case 2: return EventBody{CheckedIn{where, person(2), FoundBy::pictures}};
        case 3: return EventBody{Rated{where, person(1), sealed}};
        default: return EventBody{MeetingConfirmed{where}};
    }
}

std::unique_ptr<storage::Store> make(Machine& machine, const std::filesystem::path& data) {
    std::filesystem::remove_all(data);
    storage::Identity identity;
    identity.settings.school_name = "Школа № 101";
    identity.settings.time_zone = "Asia/Novokuznetsk";
    identity.passphrase = "bench";
    identity.pin = "2468";
    identity.hardness = storage::Hardness::tests;
    auto store = must(storage::Store::create(data, machine.ports(), identity));
    (void)must(store->replace_roster(school_year()));
    return store;
}

void rest(storage::Store& store) {
    for (int pieces = 0; pieces < 100'000 && store.rest() == Millis{0}; ++pieces) {
    }
}

void fill(Machine& machine, storage::Store& store, long events) {
    for (long done = 0; done < events;) {
        std::vector<Draft> drafts;
        for (long i = 0; i < 5'000 && done < events; ++i, ++done) drafts.push_back(event(done, events));
        machine.clock.advance(24h);
        (void)must(store.append(drafts));
        if (done % 50'000 == 0) rest(store);
    }
}

}  // namespace bench::long_log
