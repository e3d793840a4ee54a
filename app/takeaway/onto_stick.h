#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/takeaway/take_away.h"
#include "platform/api/enclosed_folder.h"

namespace takeaway {

// A visit of a stick to a kiosk: what was brought is read first, then the records are taken. The layout is app/stick's.

struct StickOrder {
    bool names = true;  // of people, in the tables. Answers are in no table
    bool everything =
        false;  // in the bundle: from the first record that is here; else only what nobody has acknowledged
};
struct OntoStick {
    std::filesystem::path folder;  // relative to the drive
    domain::Seq up_to = 0;         // everything up to here that was to be taken is in it
    std::uint64_t records = 0;     // in the bundle; 0: nothing was waiting, and there are only the tables
};
// From 0 to 100. false: stop; then `cancelled`, and what was not finished is removed.
using Progress = std::function<bool(int percent)>;

// The kiosk's side of a stick: its data folder gives the keys.
struct KioskSide {
    Records& records;
    api::FileSystem& files;
    std::filesystem::path data;
};

// Writes the sealed bundle, the tables and a note for people into the kiosk's folder on the drive, each under an
// unfinished name, read back and compared before it gets its own. Files of earlier visits stay; what an earlier one
// left unfinished goes. A drive that says that it has less room than this may take gets nothing written: not_enough.
[[nodiscard]] base::Result<OntoStick, Failure> take_onto_stick(const KioskSide& kiosk, api::EnclosedFolder& drive,
                                                               const Surroundings& around, const StickOrder& order,
                                                               const Progress& progress);

struct Receipts {
    domain::Seq accepted_up_to = 0;                // by receipts of this stick; 0: none
    std::optional<storage::Acceptance> refused{};  // why one of the others was not taken
};
// Receipts for this kiosk, each verified (Store::accept): of its own folder, of Vstrecha/ and of the top of the stick,
// where whoever downloads one with a browser puts it. There may lie receipts of other kiosks, and of shops: these are
// passed over without a word. A stick without any gives none.
[[nodiscard]] storage::StorageResult<Receipts> read_receipts(Records& records, api::EnclosedFolder& drive);

// Public keys (hex) of collectors that the stick brings and that this kiosk does not trust.
[[nodiscard]] std::vector<std::string> unknown_collectors(const KioskSide& kiosk, api::EnclosedFolder& drive);
// From now on its receipts count, and bundles are sealed to it too. Durable. Only after the curator has compared the
// code.
[[nodiscard]] api::FileResult<void> trust_collector(const KioskSide& kiosk, const std::string& public_hex);

}  // namespace takeaway
