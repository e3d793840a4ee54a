#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/domain/catalogue.h"
#include "app/kiosk/effects.h"
#include "app/roster/import.h"
#include "platform/api/drives.h"
#include "platform/api/enclosed_folder.h"
#include "platform/api/entropy.h"
#include "platform/api/file_system.h"

namespace kiosk {

// Bringing in, as Effects carries it out: app/bring_in on the drives of this machine.
struct BringingMachine {
    api::EnclosedFolders& folders;
    api::Drives& drives;
    api::FileSystem& files;
    api::Entropy& entropy;
    std::filesystem::path data;
    std::function<domain::Catalogue(storage::Store&)> catalogue;  // that is in force
    // Before something is shown, or in force: the letters of it. On the thread that reads; may take its time.
    std::function<void(const domain::Roster&)> prepare_lists{};
    std::function<void(const domain::Settings&, const domain::Catalogue*)>
        prepare_settings{};  // null: the one in force
    std::function<void(const std::string& words)> prepare_words{};
};
// What `machine` refers to must outlive what is given.
[[nodiscard]] Effects::BringIn make_bringing(BringingMachine machine);

}  // namespace kiosk
