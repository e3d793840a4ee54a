#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "app/domain/catalogue.h"
#include "app/i18n/texts.h"
#include "app/kiosk/session/session.h"
#include "app/takeaway/onto_stick.h"
#include "platform/api/drives.h"
#include "platform/api/enclosed_folder.h"
#include "platform/api/file_system.h"

namespace kiosk {

// What visits of sticks need of the machine. Shared: a stick that hangs may hold its thread beyond the program's end.
struct StickMachine {
    std::shared_ptr<api::EnclosedFolders> folders;
    std::shared_ptr<api::Drives> drives;
    std::shared_ptr<api::FileSystem> files;
    std::filesystem::path data;
    std::shared_ptr<const i18n::Texts> texts;  // of the tables
    std::shared_ptr<const domain::TimeZone> zone;
};

// A visit of a USB stick: app/takeaway on the drives of this machine. Any thread, one at a time; all but list() take as
// long as a stick does, which may be for ever.
class StickVisits {
  public:
    explicit StickVisits(StickMachine machine) : machine_(std::move(machine)) {}

    // All sticks that are in, as far as the machine knows of them without touching any. Any thread, at any time.
    [[nodiscard]] std::vector<session::Stick> list() const;
    // Adds what the stick itself says: its room, and whether it works.
    void measure(session::Stick& stick) const;
    // Reads the receipts that a stick brings, and who wants to collect; then those in the kiosk's own folder.
    [[nodiscard]] session::Brought look(takeaway::Records& records, const std::vector<session::Stick>& sticks) const;
    // Writes the records onto the stick and lets it go: ExportDone or ExportFailed. Tells how far it is; looks at
    // `stop` as often.
    [[nodiscard]] session::Input take(takeaway::Records& records, const domain::Catalogue& in_force,
                                      const session::Export& wanted, const std::function<void(int percent)>& tell,
                                      const std::atomic<bool>& stop) const;
    // Where it cannot be written, the next look shows it as unknown once more.
    void trust(takeaway::Records& records, const std::string& collector) const;

  private:
    [[nodiscard]] takeaway::KioskSide side(takeaway::Records& records) const {
        return {records, *machine_.files, machine_.data};
    }
    [[nodiscard]] bool is_mounted(const std::filesystem::path& where) const;

    StickMachine machine_;
};

}  // namespace kiosk
