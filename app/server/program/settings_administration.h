#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/server/store/store.h"
#include "app/server/web/log.h"

namespace server {

// What administration.h lists of settings, PIN and catalogue, on the store.
[[nodiscard]] bool is_about_settings(const std::string& what);
[[nodiscard]] StoreResult<nlohmann::json> answer_about_settings(Store& store, const SchoolId& school,
                                                                const std::string& what, const nlohmann::json& request);

// For the log of a server that was asked to change something: what, and where it is no secret the value. Nothing where
// the request changes nothing of it.
struct SettingsChange {
    std::string what, kiosk, setting, value;
};
[[nodiscard]] std::optional<SettingsChange> settings_change_in(const std::string& request);

}  // namespace server
