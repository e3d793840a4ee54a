#pragma once

#include <optional>
#include <string>

#include "app/domain/roster.h"
#include "app/eventlog/sealing.h"
#include "app/roster_snapshot/snapshot.h"

namespace server {

// Lists on the way between a command and whoever has the data, as administration.h says: packed and in hexadecimal.
struct CarriedRoster {
    std::string packed, signed_by;
};
// Signed with a key that is drawn for this way alone.
[[nodiscard]] roster_snapshot::SnapshotResult<CarriedRoster> carried(domain::Roster roster,
                                                                     const eventlog::Random& random);
[[nodiscard]] std::optional<domain::Roster> roster_carried(const std::string& packed, const std::string& signed_by);

}  // namespace server
