#pragma once

#include <string>
#include <vector>

#include "app/server/program/context.h"

namespace server {

// The whole program: `arguments` without its name; gives the exit status.
[[nodiscard]] int run(const Context& context, const std::vector<std::string>& arguments);

}  // namespace server
