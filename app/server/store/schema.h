#pragma once

#include "app/server/store/database.h"

namespace server {

// The version of the tables is the one row of schema_version. A step from one version to the next is one transaction
// that nobody else is in; a released step never changes.
inline constexpr int kSchemaVersion = 1;

// Makes the tables or brings them to the present version. newer_version and foreign leave everything as it is.
[[nodiscard]] StoreResult<void> migrate(Database& database);

}  // namespace server
