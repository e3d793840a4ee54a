#pragma once

#include "app/storage/database.h"

// What open_store.cpp and recover.cpp share. Inside app/storage only.
namespace storage {

inline constexpr const char* kDatabaseFile = "vstrecha.db";
inline constexpr const char* kKioskIdFile = "kiosk.id";  // below keys/: whose data these are, where nothing else says so

[[nodiscard]] StorageError of_file(const api::FileError& error);
[[nodiscard]] StorageResult<std::unique_ptr<api::ProcessLock>> take_lock(const std::filesystem::path& data,
                                                                         Store::Ports& ports);
// As Store::open() for writing, with the lock in hand.
[[nodiscard]] StorageResult<std::unique_ptr<Store>> open_locked(const std::filesystem::path& data, Store::Ports ports,
                                                                std::unique_ptr<api::ProcessLock> lock);
// The first bytes of the file say that it is a database of ours; before SQLite may touch it.
[[nodiscard]] StorageResult<void> check_header(const std::filesystem::path& data, api::FileSystem& files);

}  // namespace storage
