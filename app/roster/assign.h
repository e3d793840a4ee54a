#pragma once

#include <vector>

#include "app/roster/import.h"
#include "app/roster/pool.h"

namespace roster {

// Gives each person an id, a code and pictures that are unique within the class (teachers are one class), keeping what
// they have. `people`: indices into the pool, in canonical order. False: a class is too large for its pictures.
[[nodiscard]] bool assign(std::vector<Candidate>& pool, const std::vector<std::size_t>& people, const Random& random,
                          Problems& problems);

[[nodiscard]] std::string new_id(const Random& random);

}  // namespace roster
