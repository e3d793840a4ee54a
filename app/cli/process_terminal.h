#pragma once

#include <memory>

#include "app/cli/terminal.h"
#include "platform/api/secret_input.h"

namespace cli {

// stdin, stdout and stderr of this process.
[[nodiscard]] std::unique_ptr<Terminal> make_process_terminal(std::unique_ptr<api::SecretInput> secrets);

}  // namespace cli
