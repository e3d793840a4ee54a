#pragma once

#include "app/server/pages/site.h"

// Who of a kiosk's lists is who of the school's, in words. Inside app/server/pages only.
namespace server::pages {

// Of people and of groups alike: the two lists, and what was found.
struct Compared {
    explicit Compared(const BroughtMatching& of) : found(of), brought(of.brought), school(of.school) {}
    const BroughtMatching& found;
    const domain::RosterIndex brought, school;
};
enum class Sort { person, group };

[[nodiscard]] const std::vector<roster_matching::Match>& matches_of(const Compared& compared, Sort sort);
[[nodiscard]] std::string id_of_brought(const Compared& compared, Sort sort, std::size_t place);
[[nodiscard]] std::string brought_in_words(const Compared& compared, Sort sort, std::size_t place);
[[nodiscard]] std::string id_of_schools(const Compared& compared, Sort sort, std::size_t place);
[[nodiscard]] std::string schools_in_words(const Compared& compared, Sort sort, std::size_t place);
[[nodiscard]] std::size_t count_of_schools(const Compared& compared, Sort sort);

// Why it is the same one, doubtful, or new: a sentence.
[[nodiscard]] std::string why(const Visit& visit, const Compared& compared, Sort sort,
                              const roster_matching::Match& match);
// "class: 5А at the kiosk, 6А at the school; pictures". Empty: nothing differs.
[[nodiscard]] std::string differences(const Visit& visit, const Compared& compared, Sort sort,
                                      const roster_matching::Match& match);
// More than pictures, codes and cards, in which everybody differs who was imported twice.
[[nodiscard]] bool matters(const roster_matching::Match& match);

}  // namespace server::pages
