#include "app/domain/recent.h"

#include <algorithm>

namespace domain {

RecentMeetings::RecentMeetings(const Roster& roster) {
    if (roster.meetings.empty()) return;
    since_ = LocalTime::max();
    meetings_.reserve(roster.meetings.size());
    for (const Meeting& meeting : roster.meetings) {
        meetings_.insert(meeting.id);
        since_ = std::min(since_, meeting.starts);
    }
}

}  // namespace domain
