#pragma once

#include "app/storage/database.h"

namespace storage {

// The schema's version is SQLite's user_version; application_id marks the file as ours. A step from one version to the
// next is one transaction. A released step never changes.
inline constexpr std::int64_t kApplicationId = 0x56535452;  // "VSTR"
inline constexpr int kSchemaVersion = 1;

enum class SchemaState { empty, current, older, newer, foreign };
[[nodiscard]] SchemaState schema_state(SQLite::Database& database);

// The statements of the first version, inside the caller's transaction.
void create_schema(SQLite::Database& database);

}  // namespace storage
