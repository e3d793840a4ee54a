#pragma once

#include <optional>

#include "app/stick/holding.h"
#include "platform/api/enclosed_folder.h"

// Inside app/stick only.
namespace stick {

// The chain's hash at a number, made anew from the lines that are kept; nothing where no line of that number is, or a
// file cannot be read. Memory is that of one line.
[[nodiscard]] std::optional<eventlog::Hash> hash_at(api::EnclosedFolder& archive, const std::filesystem::path& folder,
                                                    const Holding& holding, domain::Seq seq);

}  // namespace stick
