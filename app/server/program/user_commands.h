#pragma once

#include "app/server/program/context.h"

namespace CLI {
class App;
}

// `vstrecha-server user ...` and `school zone`: who uses the pages.
namespace server {

// Adds them to the command line; `code` is what came of the one that was given.
void add_user_commands(CLI::App& app, CLI::App& school, const Context& context, const DataOptions& data,
                       ExitCode& code);

}  // namespace server
