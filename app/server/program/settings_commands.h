#pragma once

#include <string>

#include "app/server/program/context.h"

// What a person decides for a school's kiosks from the command line: settings, the curator's PIN, the catalogue; see
// commands.h. An empty school: the only one, or that of the kiosk that is named.
namespace server {

struct SettingOptions {
    std::string school;
    std::string kiosk;  // empty: for every one
    std::string key, value;
};
[[nodiscard]] ExitCode show_settings(const Context& context, const DataOptions& options, const std::string& school);
// ExitCode::found where the value is none that the setting takes: a sentence said why.
[[nodiscard]] ExitCode set_setting(const Context& context, const DataOptions& options, const SettingOptions& setting);
[[nodiscard]] ExitCode unset_setting(const Context& context, const DataOptions& options, const SettingOptions& setting);

// Asks Context::secrets for it, twice where a person sits there. Only its Argon2id string goes to the data.
[[nodiscard]] ExitCode set_pin(const Context& context, const DataOptions& options, const std::string& school);
[[nodiscard]] ExitCode unset_pin(const Context& context, const DataOptions& options, const std::string& school);

[[nodiscard]] ExitCode show_catalogue(const Context& context, const DataOptions& options, const std::string& school);
// Every *.toml of the folder, read by whoever gives the command, with his rights.
[[nodiscard]] ExitCode import_catalogue(const Context& context, const DataOptions& options, const std::string& school,
                                        const std::filesystem::path& folder);
[[nodiscard]] ExitCode reset_catalogue(const Context& context, const DataOptions& options, const std::string& school);

}  // namespace server
