#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/domain/event.h"
#include "app/domain/time.h"
#include "platform/api/enclosed_folder.h"

namespace stick {

// Where things lie on a stick; README.md shows it. Paths are relative to the drive. Everything that is read here may
// have been written by anybody: what is not of these forms is not there.

inline constexpr std::string_view kTop = "Vstrecha";
inline constexpr std::string_view kUnfinished = ".part";  // at the end of a name that was not finished
inline constexpr std::size_t kMostKiosks = 64;            // of a stick, and
inline constexpr std::size_t kMostBundles = 512;          // of a kiosk: the newest by name; the others are passed over
inline constexpr std::size_t kMostReceipts = 16;
inline constexpr std::size_t kMostLooseReceipts = 64;  // of a folder: of all kiosks of a school
inline constexpr std::size_t kMostCollectors = 4;
inline constexpr std::uint64_t kLargestBundleFile = std::uint64_t{512} << 20;

[[nodiscard]] std::filesystem::path folder_of(const domain::KioskId& kiosk);
// "records_2026-11-27_13-40_1-2034.vstrecha"
[[nodiscard]] std::string bundle_name(domain::LocalTime now, domain::Seq first, domain::Seq last);
[[nodiscard]] bool is_bundle_name(std::string_view name);

// A signing key (hex, Ed25519) as people compare it: "1234 5678 9012 3456", 53 bits of its SHA-256.
[[nodiscard]] std::string code_of(std::string_view public_hex);
[[nodiscard]] bool is_public_key(std::string_view text);

// The drive, whether it or our folder on it was named.
[[nodiscard]] std::filesystem::path drive_of(api::FileSystem& files, const std::filesystem::path& named);

struct Found {
    std::vector<domain::KioskId> kiosks;  // sorted; kMostKiosks at most
    bool more = false;                    // there are more than that
};
// not_found: there is nothing of ours on it.
[[nodiscard]] api::FileResult<Found> find_kiosks(api::EnclosedFolder& drive);
// Names of the bundles of a kiosk, oldest first.
[[nodiscard]] api::FileResult<std::vector<std::string>> find_bundles(api::EnclosedFolder& drive,
                                                                     const domain::KioskId& kiosk);
// Files of ours that were not finished go. What cannot be removed stays.
void remove_unfinished(api::EnclosedFolder& drive, const domain::KioskId& kiosk);

// What a kiosk says of itself: its public key (hex), and the first number that is in its log (earlier ones were
// pruned).
struct KioskNote {
    std::string public_key;
    domain::Seq begins = 1;
};
inline constexpr std::string_view kKioskNote = "kiosk.txt";
[[nodiscard]] std::string text_of(const KioskNote& note);
[[nodiscard]] api::FileResult<void> write_kiosk_note(api::EnclosedFolder& drive, const domain::KioskId& kiosk,
                                                     const KioskNote& note);
[[nodiscard]] std::optional<KioskNote> read_kiosk_note(api::EnclosedFolder& drive, const domain::KioskId& kiosk);

// Public keys (hex) of those who collect, sorted.
[[nodiscard]] api::FileResult<void> write_collector(api::EnclosedFolder& drive, std::string_view public_hex);
[[nodiscard]] std::vector<std::string> read_collectors(api::EnclosedFolder& drive);

// A receipt is the one line of eventlog::sign_checkpoint(); the collector's newest stands in place of an older one.
// What is read is only as long as one: who reads it verifies it.
[[nodiscard]] std::string receipt_name(std::string_view collector_public);
[[nodiscard]] api::FileResult<void> write_receipt(api::EnclosedFolder& drive, const domain::KioskId& kiosk,
                                                  std::string_view collector_public, std::string_view line);
[[nodiscard]] std::vector<std::string> read_receipts(api::EnclosedFolder& drive, const domain::KioskId& kiosk);
// Of the files receipt_*.txt in Vstrecha/ and at the top of the drive, as a browser leaves them there: of any kiosk, or of
// something else.
[[nodiscard]] std::vector<std::string> read_loose_receipts(api::EnclosedFolder& drive);

// What a server gives out to a kiosk, for it alone: a signed text, sealed to the kiosk's key (eventlog::seal_text), that
// of the lists compressed before (roster_snapshot::pack). Who reads it verifies it.
[[nodiscard]] std::filesystem::path given_lists(const domain::KioskId& kiosk);
[[nodiscard]] std::filesystem::path given_settings(const domain::KioskId& kiosk);

}  // namespace stick
