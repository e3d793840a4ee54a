#pragma once

#include <vector>

#include "app/domain/attendance.h"
#include "app/domain/catalogue.h"
#include "app/domain/roster.h"
#include "app/reports/table.h"

namespace reports {

// What the tables are made from. All of it must outlive the call only.
struct Journal {
    const domain::RosterIndex& roster;
    const domain::Attendance& attendance;
    const domain::TimeZone& zone;
    domain::LocalTime now;
    // Every meeting that an event of the log names, for those that the roster has dropped since. May hold repeats.
    std::vector<domain::MeetingId> recorded;
};

// The journal of meetings: one row a person a meeting, by date, start, group number; the mentor first, then by name. Every
// meeting of the roster, those that mentors opened, and those that the roster has dropped but the log speaks of; likewise
// every person of the group, and those who are in it no more but in the log.
[[nodiscard]] Table attendance_table(const Journal& journal, const i18n::Texts& texts);

// An answer, opened with the school's key.
struct OpenedAnswer {
    domain::Seq seq = 0;
    domain::Instant at;
    domain::MeetingId meeting;
    domain::PersonId person;
    domain::Answer answer;
};
// One row a person a meeting: the last answer that stands; earlier ones and those taken back are not in it. Who wants to
// talk to the curator comes first.
[[nodiscard]] Table answers_table(const Journal& journal, const std::vector<OpenedAnswer>& answers,
                                  const domain::Catalogue& catalogue, const i18n::Texts& texts);

// "the meeting was held", as the tables say it: "состоялась".
[[nodiscard]] std::string state_name(domain::MeetingState state, const i18n::Texts& texts);

}  // namespace reports
