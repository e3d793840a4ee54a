#pragma once

#include "app/roster/import.h"
#include "app/roster_matching/matching.h"
#include "platform/base/result.h"

namespace roster_matching {

// What becomes different for somebody, so that he has to be told or needs another printed card.
enum class Change {
    pictures,      // other ones than at the kiosk
    code,          // likewise
    card_left_out  // a card of the brought lists is somebody else's in the school's
};
struct Consequence {
    std::size_t person = 0;  // place in the people of the merged lists
    Change change = Change::pictures;
    friend bool operator==(const Consequence&, const Consequence&) = default;
};

struct Merged {
    domain::Roster roster;  // the number is the school's: whoever publishes it gives the next
    std::vector<Consequence> consequences;
    std::size_t people_added = 0, groups_added = 0, meetings_added = 0;
};
enum class MergeProblem {
    undecided,       // somebody is doubtful
    class_too_large  // for its pictures
};

// The school's lists, what was added under its own ids, and the brought ids of all others as aliases. Nobody of the
// school's lists changes but for cards that come to him. Who is added keeps pictures, code and cards where nobody has
// them; else they are drawn by the importer's rules, or left out. Who is added and was in a group that is the same
// comes into that.
[[nodiscard]] base::Result<Merged, MergeProblem> merge(const domain::Roster& school, const domain::Roster& brought,
                                                       const Matching& matching, const roster::Random& random);

}  // namespace roster_matching
