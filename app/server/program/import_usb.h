#pragma once

#include "app/server/program/context.h"

namespace server {

// Takes the bundles of a stick into the store, by the server that runs where there is one, and writes the receipts onto
// the stick. ExitCode::found where something on it was not taken: a line said what.
[[nodiscard]] ExitCode import_usb(const Context& context, const DataOptions& options,
                                  const std::filesystem::path& stick);

}  // namespace server
