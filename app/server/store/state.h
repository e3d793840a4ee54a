#pragma once

#include <algorithm>
#include <array>

#include "app/server/store/database.h"
#include "app/server/store/parking.h"
#include "app/server/store/passwords.h"
#include "app/server/store/settings_hashes.h"
#include "platform/base/utf8.h"

// Inside app/server/store only.
namespace server {

// What app/joining takes for a name: others would have a kiosk refuse the answer.
[[nodiscard]] inline bool is_name(const std::string& text) {
    return base::is_plain_text(text, joining::kNameBytes);
}

// KioskState as the database has it; what is no word of ours counts as revoked.
inline constexpr std::array<std::string_view, 3> kKioskStates{"active", "revoked", "replaced"};
[[nodiscard]] inline KioskState kiosk_state_of(std::string_view text) {
    const auto found = std::find(kKioskStates.begin(), kKioskStates.end(), text);
    return found == kKioskStates.end() ? KioskState::revoked : static_cast<KioskState>(found - kKioskStates.begin());
}

struct Store::State {
    std::unique_ptr<api::ProcessLock> lock;  // of SQLite's file
    std::unique_ptr<Database> database;
    Ports ports;
    Limits limits;
    Parking parking;
    std::filesystem::path file;  // SQLite's; empty: PostgreSQL
    HashingTurns hashing{};
    SettingsHashes settings_hashes{};
};

}  // namespace server
