#pragma once

#include "app/server/store/database.h"
#include "app/server/store/parking.h"

// Inside app/server/store only.
namespace server {

struct Store::State {
    std::unique_ptr<api::ProcessLock> lock;  // of SQLite's file
    std::unique_ptr<Database> database;
    Ports ports;
    Limits limits;
    Parking parking;
    std::filesystem::path file;  // SQLite's; empty: PostgreSQL
};

}  // namespace server
