#pragma once

#include "app/server/store/database.h"
#include "app/server/store/parking.h"
#include "platform/base/utf8.h"

// Inside app/server/store only.
namespace server {

// What app/joining takes for a name: others would have a kiosk refuse the answer.
[[nodiscard]] inline bool is_name(const std::string& text) {
    return base::is_plain_text(text, joining::kNameBytes);
}

struct Store::State {
    std::unique_ptr<api::ProcessLock> lock;  // of SQLite's file
    std::unique_ptr<Database> database;
    Ports ports;
    Limits limits;
    Parking parking;
    std::filesystem::path file;  // SQLite's; empty: PostgreSQL
};

}  // namespace server
