#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
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
    std::shared_ptr<api::EnclosedFolders> folders;
    std::shared_ptr<api::Drives> drives;
    std::shared_ptr<api::FileSystem> files;
    std::shared_ptr<api::Entropy> entropy;
    std::filesystem::path data;
    std::function<domain::Catalogue(storage::Store&)> catalogue;  // that is in force
    // Before something is shown, or in force: the letters of it. On the thread that reads; may take its time.
    std::function<void(const domain::Roster&)> prepare_lists{};
    std::function<void(const domain::Settings&, const domain::Catalogue*)>
        prepare_settings{};  // null: the one in force
    std::function<void(const std::string& words)> prepare_words{};
};

// The parts of it: `know` and those of `short_parts` take moments; `look` and `read` know no store and may take long,
// on any one thread at a time. They look at `stop` as often as they can and do nothing of `machine` after it.
struct Bringing {
    struct Known;  // what the kiosk has, as what is brought is compared with it
    std::function<std::shared_ptr<const Known>(storage::Store&)> know;  // null: the store fails
    // What the drives offer. A new offer takes the place of the one before; none where it was stopped.
    std::function<std::optional<session::BringOffer>(const Known&, const std::atomic<bool>& stop)> look;
    // Reads what is offered and keeps what it would change.
    std::function<session::Input(const Known&, const session::ReadOffer&, const std::function<void(int percent)>& tell,
                                 const std::atomic<bool>& stop)>
        read;
    Effects::BringIn short_parts;
};
// What the functions of `machine` refer to must outlive what is given, but for calls that were stopped.
[[nodiscard]] Bringing make_bringing(BringingMachine machine);

}  // namespace kiosk
