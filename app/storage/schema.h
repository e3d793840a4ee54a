#pragma once

#include "app/storage/database.h"

namespace storage {

// The schema's version is SQLite's user_version; application_id marks the file as ours. A step from one version to the
// next is one transaction. A released step never changes; a frozen database of each released version is in tests/migrations.
inline constexpr std::int64_t kApplicationId = 0x56535452;  // "VSTR"
inline constexpr int kSchemaVersion = 3;
// Row `compatible_with` of meta: the oldest version whose software may write to this schema. Without the row: its own.
inline constexpr int kCompatibleWith = 3;

enum class SchemaState {
    empty,
    current,
    older,             // ours after migrate(); readable as it is
    newer_compatible,  // made by newer software that lets ours write
    newer,             // for reading only, as far as ours understands it
    foreign            // of another program
};
[[nodiscard]] SchemaState schema_state(SQLite::Database& database);

// Every table of the present version, in an empty database, inside the caller's transaction.
void create_schema(SQLite::Database& database);

// From an older version to the present one, in one transaction of its own: all of it or nothing.
void migrate(SQLite::Database& database);

// A database that was not migrated, opened for reading, lacks the tables of later versions.
[[nodiscard]] bool has_table(SQLite::Database& database, const char* name);

}  // namespace storage
