#pragma once

#include <filesystem>

#include "app/domain/event.h"
#include "platform/api/file_system.h"

namespace storage {

// DATA/keys/last-chain: the first number of the last chain that a recovery began. It stands apart from the log, so that
// no number is given twice even where everything that this chain recorded is lost. 0: none is known.
[[nodiscard]] domain::Seq read_last_chain(api::FileSystem& files, const std::filesystem::path& data);
[[nodiscard]] api::FileResult<void> write_last_chain(api::FileSystem& files, const std::filesystem::path& data,
                                                     domain::Seq first);

}  // namespace storage
