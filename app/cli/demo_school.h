#pragma once

#include <vector>

#include "app/domain/catalogue.h"
#include "app/domain/event.h"
#include "app/domain/roster.h"

// The invented school, moved to where the clock is. Pure: no I/O, no chance.
namespace cli {

// What a meeting of the demo's day shows.
enum class DemoMoment { over, now, soon, later, cancelled, not_confirmed };

struct DemoMeeting {
    DemoMoment moment;
    domain::MeetingId meeting;
};

// Moves the school's twelve weeks of meetings so that the seventh is this one, and ten of them to around the present
// hour: just over, going on, soon, later, one to be cancelled, one of a group that has no order yet.
[[nodiscard]] std::vector<DemoMeeting> move_to(domain::Roster& roster, domain::LocalTime now);

// What happened before: people came or did not, and some said how it was. By time; each step is recorded at once.
struct DemoStep {
    domain::LocalTime at;
    std::vector<domain::Draft> drafts;
    bool exports = false;  // the curator took the log away then
};
[[nodiscard]] std::vector<DemoStep> history(const domain::Roster& roster, const std::vector<DemoMeeting>& today,
                                            const domain::Catalogue& catalogue, domain::LocalTime now);

}  // namespace cli
