#pragma once

#include <functional>
#include <memory>

#include "app/storage/store.h"

namespace kiosk {

using OpenStore = std::function<storage::StorageResult<std::unique_ptr<storage::Store>>(storage::OpenMode)>;

// Opens the school's data for writing. Where the disk is full, read-only or fails, but can be read: a store that reads
// what is there, refuses every write with the disk's own error, and opens for writing as soon as a write or a probe
// finds the disk mended. Any other error is the caller's. `open` is called again from the thread that uses the store.
[[nodiscard]] storage::StorageResult<std::unique_ptr<storage::Store>> open_or_read(OpenStore open);

}  // namespace kiosk
