#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "app/domain/roster.h"

namespace domain {

// The figures of a programme as its annual report gives them: people, each counted once.
struct ProgrammeCounts {
    std::size_t people = 0;  // pupils and teachers
    std::size_t pupils = 0;
    std::size_t teachers = 0;
    std::size_t mentors = 0;  // people who are the mentor of a group
    std::size_t mentees = 0;  // people who are a mentee of a group
    std::size_t groups = 0;
    std::size_t meetings = 0;
    std::size_t without_consent = 0;
    // Pupils, as mentor or mentee, once a variant: the sum over the variants is the number of pupils where nobody takes
    // part in two of them. Teachers are not in it, because the report's headline is the pupils.
    std::map<std::string, std::size_t> by_variant;
    std::map<std::string, std::size_t> teachers_by_variant;
    friend bool operator==(const ProgrammeCounts&, const ProgrammeCounts&) = default;
};

[[nodiscard]] ProgrammeCounts count(const Roster& roster);

}  // namespace domain
