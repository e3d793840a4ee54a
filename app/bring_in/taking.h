#pragma once

#include <filesystem>

#include "app/bring_in/preparing.h"
#include "app/storage/store.h"
#include "platform/api/file_system.h"

// The short part: on the thread of the store, in one transaction.
namespace bring_in {

// Nothing is changed where the kiosk does not have any more what it was compared with (changed_meanwhile), or the disk
// fails. What may not be taken is a fault of the caller's and refused as damaged.
[[nodiscard]] Result<void> take(storage::Store& store, api::FileSystem& files, const std::filesystem::path& data,
                                const Prepared& prepared);

}  // namespace bring_in
