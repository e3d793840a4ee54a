#pragma once

#include <functional>
#include <optional>

#include "app/domain/ids.h"
#include "app/eventlog/chain.h"

namespace eventlog {

// Gives the numbers of a log that holds, with their hashes, ascending; nothing at its end.
struct NumberedHash {
    domain::Seq seq = 0;
    Hash hash{};
};
using PullHash = std::function<std::optional<NumberedHash>()>;

// How two copies of one kiosk's log stand to each other, over the numbers that both have.
struct Parting {
    domain::Seq common = 0;                          // the last number at which they agree; 0: none
    std::optional<domain::Seq> parted;               // the first at which they differ: both went on by themselves
    domain::Seq last_of_one = 0, last_of_other = 0;  // where nothing differs; else the number where it was seen
};
[[nodiscard]] Parting find_parting(const PullHash& one, const PullHash& other);

}  // namespace eventlog
