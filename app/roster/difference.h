#pragma once

#include "app/domain/roster.h"
#include "app/roster/import.h"

namespace roster {

// What a person would see change; ids match people, groups and meetings. Pictures and codes are not told.
[[nodiscard]] Difference difference(const domain::Roster& before, const domain::Roster& after);

}  // namespace roster
