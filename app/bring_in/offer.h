#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/domain/ids.h"
#include "app/roster/import.h"
#include "platform/api/enclosed_folder.h"

// What can be brought in to a kiosk from outside. README.md has the rules.
namespace bring_in {

enum class Kind {
    server_lists,     // given out by the school's server for this kiosk
    server_settings,  // the same of what the school has set
    school_file,      // one of the school's own: people, groups, meetings, cards
    catalogue         // all files of one
};

struct Item {
    Kind kind = Kind::school_file;
    std::string name;                          // for people: "люди.xlsx", "Vstrecha/люди.xlsx"; plain words
    std::vector<std::filesystem::path> files;  // on the stick; one, or all of a catalogue
    std::uint64_t bytes = 0;                   // of all of them
    bool is_too_large = false;                 // more than is read: it is shown, and no more
    bool is_likely = false;                    // somebody put it there to be brought in here
};
struct Offer {
    std::vector<Item> items;  // by kind, then by name
    bool more = false;        // there is more than is looked at
};

inline constexpr std::size_t kMostLookedAt = 1000;  // names of a folder
inline constexpr std::size_t kMostSchoolFiles = 40;

// What one import may cost a kiosk, files and importer together: less than 200 MB.
inline constexpr std::size_t kMostFileBytes = std::size_t{8} << 20;
inline constexpr std::size_t kMostFilesAtOnce = 8;
inline constexpr std::size_t kMostBytesAtOnce = std::size_t{16} << 20;
[[nodiscard]] roster::Limits limits();

// Looks into the top folder and into Vstrecha/, reads no content. What has a name that no person would read aloud is
// not there; nor is a link, a device, or anything of another kind. A drive that fails offers nothing.
[[nodiscard]] Offer look(api::EnclosedFolder& drive, const domain::KioskId& kiosk);

}  // namespace bring_in
