#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/eventlog/bundle.h"
#include "app/storage/store.h"

namespace syncing {

// Where a copy of our log ends.
struct Place {
    domain::Seq seq = 0;                 // 0: nothing is there
    std::optional<eventlog::Hash> hash;  // what its owner says that the chain's hash is there
    friend bool operator==(const Place&, const Place&) = default;
};

enum class Misfit {
    none,
    ends_before,  // this log ends before the place
    differs,      // it has another hash there, or went on from another one
    hole,         // the number after the place is not in it, and what is next is no LogContinued
    damaged,      // the line `at` is not what its hash says
    not_known     // neither the line at the place nor a hash for it is there to go on from
};

// What can go as one bundle to whoever holds our log up to a place. The lines `skip` to `skip + header.events` of those
// that were looked at; none with `none` where nothing follows the place.
struct Outgoing {
    Misfit misfit = Misfit::none;
    domain::Seq at = 0;    // the number that the misfit is about
    domain::Seq next = 0;  // of a hole: the first number behind it
    std::size_t skip = 0;
    eventlog::BundleHeader header;
};

// What was read, and the chain's hash before the first line of it, where the store knows it.
struct Lines {
    std::vector<storage::LogLine> lines;
    std::optional<eventlog::Hash> before;
};

// `read`: from `place.seq` on (itself too, where it is here). Each line is proven by its hash. A bundle ends before a
// jump of numbers, so that a LogContinued always begins one.
[[nodiscard]] Outgoing choose(const domain::KioskId& kiosk, const Place& place, const Lines& read,
                              std::uint64_t most_events);

[[nodiscard]] base::Result<base::Bytes, eventlog::BundleError> make_body(const Outgoing& outgoing,
                                                                         std::span<const storage::LogLine> lines,
                                                                         const std::string& kiosk_private);

}  // namespace syncing
