#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "app/roster/import.h"

// By what a person is found: pictures and codes that nobody has yet.
namespace roster {

// The pictures taken in one class.
class PicturesOfClass {
  public:
    [[nodiscard]] static bool valid(const domain::Pictures& pictures);
    [[nodiscard]] bool free(const domain::Pictures& pictures) const;
    void take(const domain::Pictures& pictures);
    // Three that nobody in the class has in any order, as long as there are such: two children must not be told apart
    // by order alone where that can be helped. Nothing: all are taken.
    [[nodiscard]] std::optional<domain::Pictures> draw(const Random& random) const;

  private:
    std::bitset<std::size_t{domain::kPictureCount} * domain::kPictureCount * domain::kPictureCount> taken_;
    std::bitset<std::size_t{1} << domain::kPictureCount> sets_;
};

// One that is not among them yet, and is now; `people`: how many have one.
[[nodiscard]] std::string draw_code(std::set<std::string>& codes, std::size_t people, const Random& random);

}  // namespace roster
