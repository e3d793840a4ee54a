#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/server/store/database.h"

// Inside app/server/store only: the table `rosters`, within a transaction of the caller's.
namespace server {

// Of a school that is locked until the transaction ends: numbers follow each other, whoever else publishes.
struct RosterKeeper {
    std::string acceptor_public, acceptor_private;
};
[[nodiscard]] StoreResult<RosterKeeper> lock_rosters(Connection& connection, const SchoolId& school);

// Empty: there is none.
[[nodiscard]] std::string newest_roster_hash(Connection& connection, const SchoolId& school);
[[nodiscard]] std::string packed_roster_of(Connection& connection, const SchoolId& school, const std::string& hash);
[[nodiscard]] StoreResult<std::string> roster_text_of(Connection& connection, const SchoolId& school,
                                                      const std::string& hash);
[[nodiscard]] StoreResult<domain::Roster> roster_of(Connection& connection, const SchoolId& school,
                                                    const std::string& hash, const std::string& acceptor_public);
[[nodiscard]] StoreResult<std::vector<RosterEntry>> roster_entries_of(Connection& connection, const SchoolId& school);

// As it is signed.
RosterEntry put_roster(Connection& connection, const SchoolId& school, const domain::Roster& roster,
                       std::string_view text, RosterOrigin origin, domain::Instant now);
// Signs and puts it under the next number, with the aliases that are known already. The school is locked; `before`: its
// lists, the newest first.
[[nodiscard]] StoreResult<RosterEntry> publish_roster_rows(Connection& connection, const SchoolId& school,
                                                           const RosterKeeper& keeper, domain::Roster roster,
                                                           const std::vector<RosterEntry>& before, RosterOrigin origin,
                                                           domain::Instant now);

}  // namespace server
