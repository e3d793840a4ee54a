#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "app/domain/catalogue.h"
#include "app/i18n/texts.h"
#include "app/kiosk/effects.h"
#include "app/takeaway/onto_stick.h"
#include "platform/api/drives.h"
#include "platform/api/enclosed_folder.h"
#include "platform/api/file_system.h"

namespace kiosk {

// A visit of a USB stick, as Effects carries it out: app/takeaway on the drives of this machine. Storage thread.
struct StickMachine {
    api::EnclosedFolders& folders;
    api::Drives& drives;
    api::FileSystem& files;
    std::filesystem::path data;
    std::function<domain::Catalogue(storage::Store&)> catalogue;  // that is in force
    std::shared_ptr<const i18n::Texts> texts;                     // of the tables
    std::shared_ptr<const domain::TimeZone> zone;
};
// What `machine` refers to must outlive what is given.
[[nodiscard]] Effects::Drives make_stick_visits(StickMachine machine);

}  // namespace kiosk
