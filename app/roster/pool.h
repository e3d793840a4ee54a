#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/domain/roster.h"
#include "app/roster/rows.h"

namespace roster {

struct Candidate {
    domain::Person person;  // the id is empty for somebody new
    std::string key;
    bool from_file = false;
    Place place;                                                 // of the row, where from_file
    std::optional<std::optional<domain::ClassName>> moved_from;  // the class before, where it was another
};

// Everybody who can be meant: the people of the files, matched with the current roster, and the rest of that roster.
class Pool {
  public:
    Pool(const domain::Roster& current, const std::vector<PersonRow>& rows, Problems& problems);

    // Whom a row of another table means; nothing where that is nobody or more than one, reported unless `quiet`.
    enum class Outcome { found, unknown, ambiguous, other_class };
    struct Resolution {
        Outcome outcome = Outcome::unknown;
        std::size_t index = 0;
        std::vector<std::size_t> others;  // ambiguous, other_class: who it may be; unknown: similar names
    };
    [[nodiscard]] Resolution resolve(const PersonReference& reference) const;
    void report(const Resolution& resolution, const PersonReference& reference, const Place& place, Field name,
                Field class_name, Problems& problems) const;

    [[nodiscard]] std::optional<std::size_t> by_id(const domain::PersonId& id) const;
    [[nodiscard]] std::vector<Candidate>& candidates() { return candidates_; }
    [[nodiscard]] const std::vector<Candidate>& candidates() const { return candidates_; }
    [[nodiscard]] std::string describe(std::size_t index, const Problems& problems) const;
    [[nodiscard]] int repeated_rows() const { return repeated_; }

  private:
    [[nodiscard]] std::vector<bool> usable(const std::vector<PersonRow>& rows, Problems& problems);
    std::vector<Candidate> candidates_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_key_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_two_names_;
    std::unordered_map<domain::PersonId, std::size_t> by_id_;
    int repeated_ = 0;
};

}  // namespace roster
