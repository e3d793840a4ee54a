#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/bring_in/known.h"
#include "app/bring_in/offer.h"
#include "app/roster/import.h"
#include "app/roster_snapshot/snapshot.h"
#include "app/school_settings/text.h"
#include "platform/api/enclosed_folder.h"
#include "platform/base/result.h"

// The slow part: reading and understanding. No store here, and nothing is changed. Any thread, one at a time.
namespace bring_in {

enum class Refusal {
    gone,             // the drive does not give it any more
    too_large,        // `what`: which file
    too_much,         // more files, or more bytes, than are taken at once
    stopped,          // as it was wanted
    lists_of_server,  // the school's server gives the lists: its own files go there. `what`: its address
    catalogue_of_server,
    no_server,       // it is of a server, and this kiosk has joined none
    server_unknown,  // which one it has joined cannot be read
    damaged,         // or sealed to another kiosk
    newer_version,
    wrong_signature,
    another_school,
    another_kiosk,
    not_consistent,
    older,          // than what is in force. `what`: the number
    loses_people,   // of whom records speak: first a person at the server says who is whom
    not_possible,   // a setting. `what`: which
    bad_catalogue,  // `what`: file, line and fault
    changed_meanwhile,
    disk
};
struct Refused {
    Refusal why = Refusal::damaged;
    std::string what{};  // plain words
};
template <class T>
using Result = base::Result<T, Refused>;

// What it is read with, and compared to.
struct Surroundings {
    domain::LocalDate today{};
    const domain::Catalogue& catalogue;  // in force
    roster::Random random;
};
// Told of how far it is, from 0 to 100; false: stop.
using Progress = std::function<bool(int percent)>;

struct SchoolFiles {
    roster::ImportResult result;  // also with errors: then it is told of, and not taken
};
struct ServerLists {
    roster_snapshot::Snapshot snapshot;
    std::string text;
    roster::Difference difference;
};
struct ServerSettings {
    school_settings::Content content;
    std::string text;
    domain::Settings before, after;  // as they are in force, and would be
};
struct OwnCatalogue {
    std::string packed;
    domain::Catalogue catalogue;
};
using What = std::variant<SchoolFiles, ServerLists, ServerSettings, OwnCatalogue>;

// Something that may be taken, and with what it was compared: it is taken only while that is still so.
struct Prepared {
    What what;
    std::uint64_t roster_number = 0;
    std::optional<storage::RosterSource> roster_source;
    std::optional<storage::SchoolSettings::Source> settings_source;
    std::string own_catalogue;

    [[nodiscard]] bool may_be_taken() const;  // there are no errors in it
    [[nodiscard]] bool changes_something() const;
};

// Reads items of one kind. Memory is that of kMostBytesAtOnce.
[[nodiscard]] Result<std::vector<roster::SourceFile>> read(api::EnclosedFolder& drive, const std::vector<Item>& items,
                                                           const Progress& progress);
// What these files would change. `files`: as read() gives them, or as a computer sent them.
[[nodiscard]] Result<Prepared> prepare(const Known& known, Kind kind, std::vector<roster::SourceFile> files,
                                       const Surroundings& around);

}  // namespace bring_in
