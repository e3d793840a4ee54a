#pragma once

#include <string>
#include <vector>

#include "app/server/program/context.h"

// What a person does with a school's lists from the command line; see commands.h.
namespace server {

struct RosterImportOptions {
    std::vector<std::filesystem::path> files;
    std::string school;  // empty: the only one
    bool is_trial = false;
    bool skips_bad_rows = false;
    bool as_json = false;
};
// The files are read by whoever gives the command, with his rights; only what came of them goes to a server that runs.
// ExitCode::found where they have errors.
[[nodiscard]] ExitCode import_roster(const Context& context, const DataOptions& options,
                                     const RosterImportOptions& import);
[[nodiscard]] ExitCode show_roster(const Context& context, const DataOptions& options, const std::string& school);
[[nodiscard]] ExitCode list_rosters(const Context& context, const DataOptions& options, const std::string& school);
[[nodiscard]] ExitCode revert_roster(const Context& context, const DataOptions& options, const std::string& school,
                                     std::uint64_t number);

}  // namespace server
