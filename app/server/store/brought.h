#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/domain/roster.h"
#include "app/domain/time.h"
#include "app/roster_matching/matching.h"
#include "app/roster_matching/merging.h"

namespace server {

// Lists that a kiosk had before it came to a school that has others. They wait until a person has said who is whom. One
// for each kiosk: what it brings anew takes the place of what it brought before, and decisions stay.
struct BroughtLists {
    domain::KioskId kiosk;
    std::string hash;  // hex, of the text that the kiosk signed
    domain::Instant came_at;
    std::uint64_t people = 0, groups = 0, meetings = 0;
};

// What a person is shown before he decides and confirms. Places in `matching` are of `school` and `brought`.
struct BroughtMatching {
    BroughtLists lists;
    domain::Roster school, brought;
    roster_matching::Matching matching;
    // A word for all of this: confirm_brought() refuses where any of it has become another.
    std::string seen;
};

struct BroughtConfirmed {
    std::uint64_t number = 0;  // of the lists that were published
    std::string hash;
    roster_matching::Merged merged;
};

}  // namespace server
