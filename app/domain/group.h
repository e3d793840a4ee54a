#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/domain/ids.h"
#include "app/domain/time.h"

namespace domain {

struct Mentee {
    PersonId person;
    std::string request;                   // «основной запрос»
    std::optional<LocalDate> joined;       // «дата вхождения в программу»
    friend bool operator==(const Mentee&, const Mentee&) = default;
};

// One mentor and one mentee (a pair) or several.
struct Group {
    GroupId id;
    std::string number;   // as the school numbers it: "7", "7а"
    std::string form;     // «Ученик–ученик», as the catalogue spells it where it knows it
    std::string variant;  // «успевающий – неуспевающий»
    PersonId mentor;
    std::vector<Mentee> mentees;
    std::string order;    // number of the order that confirmed it; empty: not confirmed yet
    friend bool operator==(const Group&, const Group&) = default;
    [[nodiscard]] bool is_pair() const { return mentees.size() == 1; }
};

}  // namespace domain
