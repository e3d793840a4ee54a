#pragma once

#include <unordered_set>

#include "app/domain/roster.h"

namespace domain {

// The meetings that a kiosk keeps at hand, however long its log has become: those of the present roster, and those opened
// at it that start no earlier than the first of the roster (all of them where the roster has none). Pure.
class RecentMeetings {
  public:
    explicit RecentMeetings(const Roster& roster);
    [[nodiscard]] std::size_t size() const { return meetings_.size(); }  // of the roster
    [[nodiscard]] bool in_roster(const MeetingId& meeting) const { return meetings_.contains(meeting); }
    [[nodiscard]] bool takes_opened(const Meeting& opened) const { return opened.starts >= since_; }

  private:
    std::unordered_set<MeetingId> meetings_;
    LocalTime since_ = LocalTime::min();
};

}  // namespace domain
