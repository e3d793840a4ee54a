#pragma once

#include <cstddef>
#include <optional>
#include <vector>

// Inside app/roster_matching only.
namespace roster_matching {

// Whom a brought one may be, and how surely: 1 is not sure enough to be taken without a person's word.
inline constexpr int kPossible = 1;
struct Fit {
    std::size_t school = 0;
    int rank = kPossible;
};

// Brought ones and the school's in pairs. What is fixed comes first; then rank by rank, the surest first, those that
// are each other's only one of that rank or a surer one. The order of the lists does not matter.
class Pairing {
  public:
    // `school`: how many there are.
    Pairing(std::vector<std::vector<Fit>> fits, std::size_t school);
    // Nothing: new. A brought one is fixed once; several may be fixed to one of the school's.
    void fix(std::size_t brought, std::optional<std::size_t> school);
    void pair_from(int highest_rank);

    [[nodiscard]] bool is_fixed(std::size_t brought) const { return fixed_[brought]; }
    [[nodiscard]] std::optional<std::size_t> school_of(std::size_t brought) const { return found_[brought]; }
    // Of one that has no pair: who is left for it, ascending.
    [[nodiscard]] std::vector<std::size_t> possible_of(std::size_t brought) const;

  private:
    [[nodiscard]] bool is_free(std::size_t brought) const { return !fixed_[brought] && !found_[brought]; }

    std::vector<std::vector<Fit>> fits_;  // of each brought one
    std::vector<bool> taken_;             // of the school's
    std::vector<bool> fixed_;
    std::vector<std::optional<std::size_t>> found_;
};

}  // namespace roster_matching
