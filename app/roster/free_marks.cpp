#include "app/roster/free_marks.h"

#include <vector>

namespace roster {

namespace {

using domain::Pictures;

std::size_t ordered(const Pictures& p) {
    return (std::size_t{p[0]} * domain::kPictureCount + p[1]) * domain::kPictureCount + p[2];
}

std::size_t unordered(const Pictures& p) {
    return std::size_t{1} << p[0] | std::size_t{1} << p[1] | std::size_t{1} << p[2];
}

// All that there are, in order.
const std::vector<Pictures>& all_pictures() {
    static const std::vector<Pictures> all = [] {
        std::vector<Pictures> list;
        constexpr std::uint8_t kCount = domain::kPictureCount;
        for (std::uint8_t a = 0; a < kCount; ++a) {
            for (std::uint8_t b = 0; b < kCount; ++b) {
                for (std::uint8_t c = 0; c < kCount; ++c) {
                    if (const Pictures p{a, b, c}; PicturesOfClass::valid(p)) list.push_back(p);
                }
            }
        }
        return list;
    }();
    return all;
}

}  // namespace

bool PicturesOfClass::valid(const Pictures& p) {
    return p[0] < domain::kPictureCount && p[1] < domain::kPictureCount && p[2] < domain::kPictureCount &&
           p[0] != p[1] && p[1] != p[2] && p[0] != p[2];
}

bool PicturesOfClass::free(const Pictures& p) const {
    return !taken_[ordered(p)];
}

void PicturesOfClass::take(const Pictures& p) {
    taken_[ordered(p)] = true;
    sets_[unordered(p)] = true;
}

std::optional<Pictures> PicturesOfClass::draw(const Random& random) const {
    std::vector<const Pictures*> fresh, other;
    for (const Pictures& p : all_pictures()) {
        if (free(p)) (sets_[unordered(p)] ? other : fresh).push_back(&p);
    }
    const auto& from = fresh.empty() ? other : fresh;
    if (from.empty()) return std::nullopt;
    return *from[random() % from.size()];
}

std::string draw_code(std::set<std::string>& codes, std::size_t people, const Random& random) {
    // Five digits leave a guess far from a hit for a school; six for a very large one.
    const std::uint64_t least = people > 3000 ? 100'000 : 10'000;
    while (true) {
        std::string code = std::to_string(least + random() % (9 * least));
        if (codes.insert(code).second) return code;
    }
}

}  // namespace roster
