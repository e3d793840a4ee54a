#pragma once

#include <map>
#include <optional>
#include <string>

#include "app/domain/settings.h"

namespace storage {

// domain::Settings as keys and values. Every field has a row; its key is the field's name.
using SettingsRows = std::map<std::string, std::string>;
[[nodiscard]] SettingsRows rows_of(const domain::Settings& settings);

// A missing key keeps its default and an unknown one is left alone, so that versions can follow each other; a value
// that its field cannot have gives nothing, and `wrong_key` its key.
[[nodiscard]] std::optional<domain::Settings> settings_of(const SettingsRows& rows, std::string& wrong_key);

}  // namespace storage
