#pragma once

#include <optional>
#include <vector>

#include "app/kiosk/session/turn.h"

namespace kiosk::session {

// What several of the curator's screens show.
[[nodiscard]] std::optional<DayRow> row_of(const domain::World& world, const domain::MeetingId& meeting);
[[nodiscard]] std::vector<DayRow> rows_on(const domain::World& world, domain::LocalDate date);
// The mentor first, then the mentees by name.
[[nodiscard]] std::vector<domain::PersonId> people_of(const domain::World& world, const domain::MeetingId& meeting);
[[nodiscard]] MeetingPerson person_at(const domain::World& world, const domain::MeetingId& meeting,
                                      const domain::PersonId& person);
// A "no" of the rules to the curator, over what is open.
void refuse_curator(Turn& turn, domain::Refusal refusal);
// Records what the rules decided; nothing where it is so already.
void record_curated(Turn& turn, std::variant<std::vector<domain::Draft>, domain::Refusal> decision, bool leaves_reason);

}  // namespace kiosk::session
