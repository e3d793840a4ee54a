#pragma once

#include <optional>
#include <string>

#include "app/domain/roster.h"

namespace roster_snapshot {

// Where a roster breaks a rule that everything behind it relies on.
struct Inconsistency {
    enum class Of { person, group, meeting, alias };
    Of of = Of::person;
    std::size_t index = 0;  // into the roster's list; of aliases those of people first, then groups, then meetings
    std::string rule;       // in English, for the log; never a person's data
};

// Ids are there and are ids; each only once. A pupil has a class of the grades 1 to 11, a teacher none. Surname and
// given name are there. Three different pictures, and nobody else of the class who can be found has the same. Codes and
// cards are digits and each one person's. A group's mentor and mentees are people of the roster, each once.
// A meeting is of a group of the roster and ends after it starts, within a day. Texts are UTF-8
// without control characters, at most kMostTextBytes.
//
// An alias is an id, none of the lists', and stands for an id that is no alias. Whom it stands for may have left the
// lists: his records keep together.
inline constexpr std::size_t kMostTextBytes = 1000;
[[nodiscard]] std::optional<Inconsistency> find_inconsistency(const domain::Roster& roster);

}  // namespace roster_snapshot
