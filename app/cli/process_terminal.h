#pragma once

#include <memory>

#include "app/cli/terminal.h"

namespace cli {

// stdin, stdout and stderr of this process.
[[nodiscard]] std::unique_ptr<Terminal> make_process_terminal();

}  // namespace cli
