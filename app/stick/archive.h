#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/domain/event.h"
#include "app/eventlog/bundle.h"
#include "platform/api/clock.h"
#include "platform/api/enclosed_folder.h"
#include "platform/api/entropy.h"
#include "platform/api/file_system.h"
#include "platform/api/process_lock.h"

namespace stick {

// The archive of who collects records without a school server: a folder, as README.md shows it. One thread.

struct ArchiveError {
    enum class Kind {
        in_use,   // another program has it
        damaged,  // it is not what was written there: detail says which file
        disk      // it cannot be read or written
    };
    Kind kind = Kind::disk;
    std::string detail;  // English, technical
};

// What became of one bundle.
enum class Verdict {
    taken,         // all that was new in it is kept
    held_already,  // nothing was new
    sealed,        // not to us: of another school, or its kiosk does not trust this archive yet
    gap,           // records before it are neither here nor on the stick: take everything once
    fork,          // it contradicts what is held: the kiosk was put back, or there are two of it
    other_key,     // signed by another key than this kiosk's, or the kiosk's folder names none
    damaged,       // cut, changed, or no bundle
    too_large,     // beyond what is taken from a stick
    drive          // the stick does not give it
};
struct Came {
    std::string bundle;  // its name on the stick: of the safe form of layout.h
    Verdict verdict = Verdict::damaged;
    std::uint64_t added = 0;
};
struct KioskCame {
    domain::KioskId kiosk;
    std::string code;                       // of its key (code_of); empty: it brought none
    bool is_new = false;                    // nothing of it was here before
    std::vector<Came> bundles;              // by name
    domain::Seq held = 0;                   // all up to here is in the archive; 0: nothing
    std::uint64_t added = 0;                // records
    bool has_receipt = false;               // it is on the stick
    api::FileResult<void> receipt_written;  // why it is not
};
struct Collected {
    std::vector<KioskCame> kiosks;
    bool more = false;                  // kiosks on the stick than are looked at
    api::FileResult<void> key_written;  // the archive's public key, onto the stick
};

class Archive {
  public:
    struct Ports {
        api::EnclosedFolders& folders;
        api::FileSystem& files;
        api::Clock& clock;
        api::Entropy& entropy;
        api::ProcessLocks& locks;
    };
    // Makes it, with a key of its own, where there is none.
    [[nodiscard]] static base::Result<std::unique_ptr<Archive>, ArchiveError> open(const std::filesystem::path& folder,
                                                                                   Ports ports);
    virtual ~Archive() = default;

    // Hex, Ed25519: signs receipts; what kiosks have to trust.
    [[nodiscard]] virtual const std::string& public_key() const = 0;
    // Takes what the stick brings, and writes the receipts and this archive's public key onto it. What is in the
    // archive stays whatever happens to the stick; the same once more is harmless. not_found: there is nothing of a
    // kiosk on it.
    [[nodiscard]] virtual base::Result<Collected, ArchiveError> collect(api::EnclosedFolder& drive) = 0;
};

// What of a stick could not be used is told per kiosk; this is of the archive and its key.
[[nodiscard]] std::string_view name_of(Verdict verdict);  // "held_already"

}  // namespace stick
