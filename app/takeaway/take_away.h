#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/domain/catalogue.h"
#include "app/domain/time.h"
#include "app/i18n/texts.h"
#include "app/takeaway/records.h"
#include "platform/api/file_system.h"
#include "platform/base/bytes.h"
#include "platform/base/result.h"

namespace takeaway {

enum class Problem {
    no_space,
    not_enough,      // there is less than will be needed: Failure::needed and free; nothing was written
    read_only,       // the place to write to
    gone,            // the drive was taken out
    input_output,    // or what was read back is not what was written
    log_unreadable,  // the kiosk's own log, or its keys
    cancelled
};
struct Failure {
    Problem problem;
    std::string detail;                  // for the log; a path, never personal data
    std::uint64_t needed = 0, free = 0;  // bytes, of not_enough
};

struct Wanted {
    bool csv = true;
    bool xlsx = true;
    bool jsonl = true;
    bool names = true;  // of people, in the tables; false: the beginning of their ids
    // The private half of the school's key in hexadecimal: then the answers are in it too, in files of their own.
    std::optional<std::string> school_key;
};

struct Surroundings {
    const domain::Catalogue& catalogue;
    const i18n::Texts& texts;
    const domain::TimeZone& zone;
    domain::LocalTime now;
};

struct TakenAway {
    std::vector<std::filesystem::path> files;
    domain::Seq up_to = 0;                 // every event up to this one is in it
    std::uint64_t records = 0;             // events in it
    std::uint64_t unreadable_answers = 0;  // sealed to another key, or changed
};

// The tables of the journal as files: CSV and XLSX of the attendance. Reads the whole log once.
struct TableFile {
    std::string name;  // "attendance_2026-11-23_14-07.csv"
    base::Bytes content;
};
[[nodiscard]] base::Result<std::vector<TableFile>, Failure> attendance_files(Records& records,
                                                                             const Surroundings& around, bool names);

// Writes the journal (a row a person a meeting) and the log's own lines into `folder`, which is made where it is
// missing. Each file is on the disk and whole, or it is not there. Does not mark anything as taken away:
// mark_taken_away() does, once the caller knows that the files are where they should be. Thread of the store.
[[nodiscard]] base::Result<TakenAway, Failure> take_away(storage::Store& store, api::FileSystem& files,
                                                         const Surroundings& around,
                                                         const std::filesystem::path& folder, const Wanted& wanted);

[[nodiscard]] Failure failure_of(const api::FileError& error);

// Records::mark_taken_away() of a store.
[[nodiscard]] storage::StorageResult<void> mark_taken_away(storage::Store& store, domain::Seq up_to,
                                                           const std::string& where);

}  // namespace takeaway
