// The parts of Store that tell what the kiosks of a school say together of its meetings.
#include "app/eventlog/line.h"
#include "app/server/store/meeting_lines.h"
#include "app/server/store/state.h"

namespace server {

StoreResult<domain::MergedAttendance> Store::attendance(const SchoolId& school) {
    const auto all = kiosks(school);
    if (!all) return base::failure(all.error());
    domain::MergedAttendance merged;
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
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    MeetingLines lines{*state_->database, school};
    if (const auto read = lines.bring_up_to_date(); !read) return base::failure(read.error());
    auto events = lines.read(meeting);
    if (!events) return base::failure(events.error());
    domain::MergedAttendance merged;
    for (domain::Event& event : *events) merged.apply(std::move(event));
    return merged;
}

}  // namespace server
