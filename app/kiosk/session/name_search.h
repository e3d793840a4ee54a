#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/domain/roster.h"

namespace kiosk::session {

// For comparing names: lower case, ё as е. Cyrillic of all of Russia's languages and ASCII; the rest stays as it is.
// A session is compiled without a library of languages, and names need no more.
[[nodiscard]] std::string fold_name(std::string_view name);
// People to be searched by name, a key press at a time. The people must outlive it.
class NameSearch {
  public:
    explicit NameSearch(const std::vector<const domain::Person*>& people);
    // Those of whose names a word begins with what was typed (every word typed, in any order), sorted by name.
    [[nodiscard]] std::vector<const domain::Person*> find(std::string_view typed) const;

  private:
    struct Entry {
        std::string name;  // folded
        const domain::Person* person;
    };
    std::vector<Entry> entries_;  // sorted by name
};

}  // namespace kiosk::session
