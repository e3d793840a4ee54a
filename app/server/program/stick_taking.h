#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/server/program/stick_bundle.h"
#include "platform/api/enclosed_folder.h"

namespace server {

// Of one bundle: in hexadecimal it is one request of the administration, with room for the rest. Kiosks make none that
// is larger.
inline constexpr std::size_t kLargestStickBundle = 7 * 1024 * 1024;

// A bundle as it lies on a stick or was uploaded, and the last word on it. Beside the words of ingest.h: unreadable,
// and wrong_folder (it lay in another kiosk's).
struct StickFile {
    std::string name;
    StickAnswer answer{};
};
// Offers each once, and those that wait for another bundle again, as long as something was taken. `offer` gives the
// answer of the file at this place; nothing: it gives up, and so does this (false).
using OfferFile = std::function<std::optional<StickAnswer>(std::size_t place)>;
[[nodiscard]] bool offer_all(std::vector<StickFile>& files, const OfferFile& offer);

// What came of one kiosk's bundles together.
struct StickKiosk {
    domain::KioskId id;
    std::vector<StickFile> files{};
    std::uint64_t added = 0;
    domain::Seq held = 0;
    std::string receipt{}, acceptor{};  // the newest; empty: nothing was taken
    bool has_receipt = false;           // it lies on the stick

    void count(const StickAnswer& answer);
};

enum class StickTaking {
    done,
    nothing_there,  // no folder of a kiosk
    too_many,       // done, but there are more kiosks than are looked at
    given_up        // by `offer`
};
using OfferBundle = std::function<std::optional<StickAnswer>(base::ByteView bundle)>;
// Takes the bundles of every kiosk of a stick, and writes the receipts. `tell` hears of each kiosk when it is done.
// Memory is that of one bundle. Takes as long as the stick does.
[[nodiscard]] StickTaking take_stick(api::EnclosedFolder& drive, const OfferBundle& offer,
                                     const std::function<void(const StickKiosk&)>& tell);

}  // namespace server
