#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/context.h"

namespace cli {

// The whole command: reads `arguments` (without the program's name), does it, gives the exit code. `language`: of the
// environment (LANG), where the arguments name none. The context's texts are set here.
[[nodiscard]] int run(Context context, const std::vector<std::string>& arguments, const std::string& language);

}  // namespace cli
