#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/domain/event.h"

namespace storage {

// How a part of the kiosk's data came through a recovery.
enum class Kept {
    kept,       // as it was: it matches its digest
    from_copy,  // from the second copy
    unproven,   // read from the damaged database, and nothing says that it is right
    gone        // lost: empty, or as in a new kiosk
};

// What a recovery from damage found (Store::recover). Kept with the data until the next one.
struct RecoveryReport {
    domain::Instant at;              // by the kiosk's clock
    std::string why;                 // what was found damaged; English, technical
    std::uint64_t salvaged = 0;      // events of the old log that were proven and carried over
    domain::Seq last_known = 0;      // the highest number known of the old log
    domain::Seq continued_at = 0;    // the number of LogContinued
    std::vector<domain::LostRange> missing;  // numbers known to be lost by this damage; ascending
    std::uint64_t lost = 0;          // how many numbers that is
    // Of them a server or a collector holds this many (all up to accepted_up_to): nothing is lost there.
    std::uint64_t safe_elsewhere = 0;
    domain::Seq accepted_up_to = 0;
    // Taken away on a stick or in a folder up to here (LogExported): likely safe, and to be looked for there.
    domain::Seq exported_up_to = 0;
    // The end of the log was damaged: what was recorded in the last half minute before, above last_known, may be lost
    // too, and nothing is left that could name it.
    bool end_uncertain = false;
    Kept roster = Kept::kept;
    Kept settings = Kept::kept;
    Kept pin = Kept::kept;           // gone: nobody can come into curator mode before `vstrecha pin`
    std::string set_aside;           // the folder below DATA with the damaged files, untouched: "damaged-20261123-1"
    bool emptied = false;            // recovered too often within one start: the old log was only set aside
    bool seen = false;               // the curator was shown this (Store::recovery_seen)
};

}  // namespace storage
