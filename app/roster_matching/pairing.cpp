#include "app/roster_matching/pairing.h"

#include <algorithm>

namespace roster_matching {

Pairing::Pairing(std::vector<std::vector<Fit>> fits, std::size_t school)
    : fits_(std::move(fits)), taken_(school), fixed_(fits_.size()), found_(fits_.size()) {}

void Pairing::fix(std::size_t brought, std::optional<std::size_t> school) {
    fixed_[brought] = true;
    found_[brought] = school;
    if (school) taken_[*school] = true;
}

void Pairing::pair_from(int highest_rank) {
    for (int rank = highest_rank; rank > kPossible; --rank) {
        std::vector<std::size_t> claims(taken_.size());
        std::vector<std::optional<std::size_t>> only(fits_.size());
        for (std::size_t brought = 0; brought < fits_.size(); ++brought) {
            if (!is_free(brought)) continue;
            std::size_t count = 0;
            for (const Fit& fit : fits_[brought]) {
                if (fit.rank < rank || taken_[fit.school]) continue;
                ++claims[fit.school];
                ++count;
                only[brought] = fit.school;
            }
            if (count != 1) only[brought].reset();
        }
        for (std::size_t brought = 0; brought < fits_.size(); ++brought) {
            if (!only[brought] || claims[*only[brought]] != 1) continue;
            found_[brought] = only[brought];
            taken_[*only[brought]] = true;
        }
    }
}

std::vector<std::size_t> Pairing::possible_of(std::size_t brought) const {
    std::vector<std::size_t> possible;
    if (!is_free(brought)) return possible;
    for (const Fit& fit : fits_[brought]) {
        if (!taken_[fit.school]) possible.push_back(fit.school);
    }
    std::sort(possible.begin(), possible.end());
    return possible;
}

}  // namespace roster_matching
