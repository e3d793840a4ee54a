#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/domain/explain.h"
#include "app/domain/roster.h"
#include "app/i18n/texts.h"

namespace server {

// What the server can tell of a meeting to a person: the command and the pages say the same. Pure.

struct MeetingSurroundings {
    std::map<domain::KioskId, std::string> kiosks;  // what they are called
    // Null: people are told by id, and sides are not known.
    const domain::RosterIndex* roster = nullptr;
    const domain::TimeZone* zone = nullptr;  // the school's; null: times are UTC, and say so
    std::optional<domain::LocalTime> now{};  // for whether a meeting is over; nothing: not told
    const i18n::Texts* texts = nullptr;      // null: English
    bool is_for_curator = false;             // kiosks go by their names alone, and times are as people write them
};

struct MeetingAccount {
    domain::MeetingId meeting;
    std::string day;    // "2026-11-23", of its start where that is known, else of the first event
    std::string state;  // a word: held, mentor_only ...; sides_unknown where it takes the lists to tell
    std::string says;   // the state as a sentence
    struct Person {
        domain::PersonId id;
        std::string side;      // mentor, mentee, neither, unknown
        std::string presence;  // present, excused, absent, left_nothing: only a rating or the like
    };
    std::vector<Person> people;       // by id
    std::vector<std::string> events;  // one sentence each, and what became of it; in an order to be read
};
// Without events where nothing was recorded of it.
[[nodiscard]] MeetingAccount account_of(const domain::MergedAttendance& attendance, const domain::MeetingId& meeting,
                                        const MeetingSurroundings& around);

}  // namespace server
