#pragma once

#include "app/storage/database.h"

namespace storage {

// The roster's tables: person, card, mentoring_group, mentee, meeting, alias. Lists keep their order.
void write_roster(SQLite::Database& database, const domain::Roster& roster);  // instead of the one that is there
[[nodiscard]] domain::Aliases read_aliases(SQLite::Database& database);
[[nodiscard]] StorageResult<domain::Roster> read_roster(SQLite::Database& database);  // without its number

}  // namespace storage
