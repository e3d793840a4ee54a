#pragma once

#include <string>
#include <vector>

#include "app/server/program/context.h"
#include "platform/api/drives.h"

namespace server {

// The whole program: `arguments` without its name; gives the exit status.
// `drives`: sticks in this machine, for the pages of the server; null: they look for none.
[[nodiscard]] int run(const Context& context, const std::vector<std::string>& arguments, api::Drives* drives = nullptr);

}  // namespace server
