// The parts of Store that tell what the kiosks of a school say together of its meetings.
#include <algorithm>
#include <iterator>
#include <tuple>

#include "app/eventlog/line.h"
#include "app/server/store/meeting_lines.h"
#include "app/server/store/state.h"

namespace server {

StoreResult<domain::MergedAttendance> Store::attendance(const SchoolId& school) {
    const auto all = kiosks(school);
    if (!all) return base::failure(all.error());
    auto lists = roster(school);
    if (!lists) return base::failure(lists.error());
    domain::MergedAttendance merged;
    merged.use(std::make_shared<const domain::Aliases>(std::move(lists->aliases)));
    for (const Kiosk& kiosk : *all) {
        std::optional<StoreError> error;
        const auto read = read_lines(school, kiosk.id, 1, [&](const HeldLine& line) {
            auto event = eventlog::from_line(line.line);
            if (!event) {
                error = StoreError{StoreErrorKind::damaged, "a stored line: " + event.error().detail};
                return false;
            }
            merged.apply(std::move(*event));
            return true;
        });
        if (!read) return base::failure(read.error());
        if (error) return base::failure(*error);
    }
    return merged;
}

StoreResult<domain::MergedAttendance> Store::attendance_of(const SchoolId& school, const domain::MeetingId& meeting) {
    auto lists = roster(school);
    if (!lists) return base::failure(lists.error());
    const domain::MeetingId listed = lists->aliases.resolve(meeting);
    MeetingLines lines{*state_->database, school};
    if (const auto read = lines.bring_up_to_date(); !read) return base::failure(read.error());
    auto events = lines.read(listed);
    if (!events) return base::failure(events.error());
    bool has_aliases = false;
    for (const auto& [alias, stands_for] : lists->aliases.meetings) {
        if (stands_for != listed) continue;
        auto further = lines.read(alias);
        if (!further) return base::failure(further.error());
        events->insert(events->end(), std::make_move_iterator(further->begin()),
                       std::make_move_iterator(further->end()));
        has_aliases = true;
    }
    // Of each kiosk ascending; what was read twice is passed over.
    if (has_aliases) {
        std::sort(events->begin(), events->end(), [](const domain::Event& one, const domain::Event& other) {
            return std::tie(one.kiosk, one.seq) < std::tie(other.kiosk, other.seq);
        });
    }
    domain::MergedAttendance merged;
    merged.use(std::make_shared<const domain::Aliases>(std::move(lists->aliases)));
    for (domain::Event& event : *events) merged.apply(std::move(event));
    return merged;
}

}  // namespace server
