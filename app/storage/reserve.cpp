#include "app/storage/reserve.h"

namespace storage {

bool Reserve::give_back() {
    return files_.exists(file_) && files_.remove(file_).has_value();
}

void Reserve::renew() {
    if (files_.exists(file_)) return;
    const auto space = files_.space(file_.parent_path());
    if (!space || space->free_bytes < kRoom) return;
    // Zeros that are written take their blocks, on every file system that a kiosk stands on.
    static_cast<void>(files_.write_atomically(file_, base::Bytes(kBytes)));
}

}  // namespace storage
