#pragma once

#include <algorithm>

#include "app/server/store/database.h"
#include "app/server/store/parking.h"
#include "platform/base/utf8.h"

// Inside app/server/store only.
namespace server {

// What app/joining takes for a name: others would have a kiosk refuse the answer.
[[nodiscard]] inline bool is_name(const std::string& text) {
    return text.size() <= joining::kNameBytes && base::is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
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
