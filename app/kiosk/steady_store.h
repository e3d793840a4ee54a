#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/storage/store.h"

namespace kiosk {

// How the school's data are opened, and mended where they are damaged. Called again from the thread that uses the
// store.
struct StoreOpener {
    std::function<storage::StorageResult<std::unique_ptr<storage::Store>>(storage::OpenMode)> open;
    std::function<storage::StorageResult<std::unique_ptr<storage::Store>>(std::string why)> recover;
    // Whether a small file can be made in the folder; asked before a reader is given up for a writer. May be left out.
    std::function<bool()> takes_writes;
};

// Opens the school's data for writing, and gives a store that goes on through what happens to its disk:
// - damage, at start or met later, is recovered from, at most once a start for each of the two;
// - where the disk is full, read-only or fails at start but can be read, it reads what is there, refuses every write
//   with the disk's own error, and opens for writing as soon as a write or a probe finds the disk mended.
// Any other error is the caller's.
[[nodiscard]] storage::StorageResult<std::unique_ptr<storage::Store>> open_steadily(StoreOpener opener);

}  // namespace kiosk
