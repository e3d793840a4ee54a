#pragma once

#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "app/domain/merged_attendance.h"
#include "tests/unit/domain/school.h"

// Events of several kiosks, for the tests of what they say together.

inline const std::vector<domain::MeetingId> kMeetings{school::kNoon, school::kEvening, school::kLesson};

inline domain::Event event_of(const std::string& kiosk, domain::Seq seq, domain::EventBody body, domain::LocalTime at,
                              bool trusted = true, const std::string& boot = "boot",
                              domain::Millis mono = domain::Millis{0}) {
    return {domain::KioskId{kiosk}, seq, school::instant_of(at), trusted, boot, mono, std::move(body)};
}

// Numbers what each is given.
struct Kiosks {
    domain::MergedAttendance merged;

    domain::Seq add(const std::string& kiosk, domain::EventBody body, domain::LocalTime at = school::today(13, 10),
                    bool trusted = true) {
        const domain::Seq seq = merged.last_seq(domain::KioskId{kiosk}) + 1;
        merged.apply(event_of(kiosk, seq, std::move(body), at, trusted));
        return seq;
    }
    domain::Seq check_in(const std::string& kiosk, const domain::PersonId& person, domain::LocalTime at,
                         bool trusted = true) {
        return add(kiosk, domain::CheckedIn{school::kNoon, person, domain::FoundBy::card}, at, trusted);
    }
    domain::Seq retract(const std::string& kiosk, domain::Seq what, domain::LocalTime at = school::today(16, 0)) {
        return add(kiosk, domain::Retracted{what, domain::RetractionReason::curator, "так"}, at);
    }
    // What is recorded without a certain time here began at this moment.
    void correct(const std::string& kiosk, domain::LocalTime began) {
        add(kiosk, domain::ClockCorrected{"boot", school::instant_of(began), domain::ClockWord::kernel},
            school::today(18, 0));
    }
    [[nodiscard]] const domain::Presence& presence(const domain::PersonId& person) const {
        return merged.presence(school::kNoon, person);
    }
};

inline domain::EventBody random_body(std::mt19937_64& engine, domain::Seq seq, const std::string& kiosk) {
    const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(engine() % limit); };
    const std::vector<domain::PersonId> people{school::kMira, school::kOleg, school::kVera};
    const auto& meeting = kMeetings[below(kMeetings.size())];
    const auto& person = people[below(people.size())];
    switch (below(12)) {
        case 0: return domain::CheckedOut{meeting, person};
        case 1: return domain::AttendanceMarked{meeting, person, static_cast<domain::Mark>(below(3))};
        case 2: return domain::MeetingConfirmed{meeting};
        case 3: return domain::MeetingCancelled{meeting, "так"};
        case 4: return domain::Rated{meeting, person, "sealed"};
        case 5:
        case 6:  // of an event, of another retraction, or of nothing
            return domain::Retracted{1 + below(seq + 1), domain::RetractionReason::curator, "так"};
        case 7: {
            const domain::MeetingId id{kiosk + std::to_string(seq)};
            return domain::MeetingOpened{school::meeting(id, school::kPair, school::today(10, 0)), person};
        }
        case 8:
            return domain::ClockCorrected{"boot" + std::to_string(below(3)),
                                          school::instant_of(school::today(static_cast<int>(below(24)), 0)),
                                          below(2) == 0 ? domain::ClockWord::kernel : domain::ClockWord::curator};
        default: return domain::CheckedIn{meeting, person, domain::FoundBy::pictures};
    }
}

// A log for each of so many kiosks. Few minutes, so that many things happen at the same moment.
inline std::vector<std::vector<domain::Event>> random_days(std::mt19937_64& engine, std::size_t kiosks) {
    std::vector<std::vector<domain::Event>> days(kiosks);
    for (std::size_t i = 0; i < kiosks; ++i) {
        const std::string kiosk = "kiosk" + std::to_string(i);
        domain::Seq seq = 0;
        for (std::size_t left = 5 + engine() % 20; left > 0; --left) {
            seq = engine() % 20 == 0 ? domain::first_of_next_chain(seq) : seq + 1;  // after damage
            const auto minute = static_cast<int>(engine() % 6);
            days[i].push_back(event_of(kiosk, seq, random_body(engine, seq, kiosk), school::today(13, minute),
                                       engine() % 4 != 0, "boot" + std::to_string(engine() % 3),
                                       domain::Millis{60'000 * (engine() % 6)}));
        }
    }
    return days;
}

// Everything that it says, as values that can be compared.
inline auto told_by(const domain::MergedAttendance& merged) {
    std::map<domain::MeetingId, domain::MeetingRecord> records;
    for (const auto& meeting : merged.meetings()) records.emplace(meeting, merged.record(meeting));
    return std::make_tuple(std::move(records), merged.opened());
}

// Each kiosk's events ascending, in pieces that overlap what came before; between the kiosks anyhow. What it says is
// asked for in between too, so that whatever it keeps is put to the test.
inline domain::MergedAttendance merged_in_random_order(std::mt19937_64& engine,
                                                       const std::vector<std::vector<domain::Event>>& days) {
    domain::MergedAttendance merged;
    std::vector<std::size_t> next(days.size(), 0);
    std::size_t left = days.size();
    while (left > 0) {
        const std::size_t kiosk = engine() % days.size();
        const auto& events = days[kiosk];
        if (next[kiosk] == events.size()) continue;
        const std::size_t from = next[kiosk] - engine() % (next[kiosk] + 1);
        next[kiosk] = std::min(events.size(), next[kiosk] + 1 + engine() % 5);
        for (std::size_t i = from; i < next[kiosk]; ++i) merged.apply(events[i]);
        if (next[kiosk] == events.size()) --left;
        if (engine() % 16 == 0) static_cast<void>(told_by(merged));
    }
    return merged;
}
