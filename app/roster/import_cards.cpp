#include <algorithm>
#include <map>
#include <utility>

#include "app/roster/import_run.h"

namespace roster {

void Import::take_cards(Pool& pool, const std::vector<std::size_t>& members) {
    std::vector<bool> member(pool.candidates().size(), false);
    for (const std::size_t i : members) member[i] = true;
    struct Taken {
        std::size_t person;
        Place place;
        bool good = true;
    };
    std::map<std::string, Taken> taken;
    for (const CardRow& row : rows_.cards) {
        const auto who = pool.resolve(row.person);
        if (who.outcome != Pool::Outcome::found) {
            const bool concerns_member =
                std::any_of(who.others.begin(), who.others.end(), [&](std::size_t i) { return member[i]; });
            if (who.outcome == Pool::Outcome::unknown && !rows_.has_people) {
                // Without a file of people a stranger is most likely somebody outside the programme.
                if (concerns_member)
                    problems_.add(ProblemKind::card_of_stranger, row.place, Field::name, row.person.name,
                                  {{"name", row.person.name}});
                else
                    ++result_.cards_outside_programme;
            } else if (who.outcome == Pool::Outcome::ambiguous && !concerns_member) {
                ++result_.cards_outside_programme;
            } else {
                pool.report(who, row.person, row.place, Field::name, Field::class_name, problems_);
            }
            continue;
        }
        const auto [at, is_new] = taken.emplace(row.digits, Taken{who.index, row.place});
        if (is_new) continue;
        if (at->second.person == who.index) {
            ++repeated_;
            continue;
        }
        at->second.good = false;
        problems_.add(
            ProblemKind::card_twice, row.place, Field::card, row.digits,
            {{"first", pool.describe(at->second.person, problems_) + " (" + problems_.where(at->second.place) + ")"},
             {"second", pool.describe(who.index, problems_)}});
    }
    std::map<std::size_t, std::vector<std::pair<std::string, Place>>> cards_of;
    for (const auto& [digits, card] : taken) {
        if (!member[card.person])
            ++result_.cards_outside_programme;
        else if (card.good)
            cards_of[card.person].emplace_back(digits, card.place);
    }
    // A card stays with whoever is not in the file.
    std::map<std::string, std::size_t> others;
    for (const std::size_t i : members) {
        if (cards_of.contains(i)) continue;
        for (const std::string& digits : pool.candidates()[i].person.cards) others.emplace(digits, i);
    }
    for (auto& [person, cards] : cards_of) {
        std::vector<std::string> good;
        for (const auto& [digits, place] : cards) {
            if (const auto other = others.find(digits); other != others.end()) {
                problems_.add(
                    ProblemKind::card_twice, place, Field::card, digits,
                    {{"first", pool.describe(other->second, problems_)}, {"second", pool.describe(person, problems_)}});
            } else {
                good.push_back(digits);
            }
        }
        if (!good.empty()) pool.candidates()[person].person.cards = std::move(good);
    }
}

}  // namespace roster
