#include "app/roster/assign.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <map>
#include <set>

namespace roster {

namespace {

using domain::Pictures;

bool valid(const Pictures& p) {
    return p[0] < domain::kPictureCount && p[1] < domain::kPictureCount && p[2] < domain::kPictureCount &&
           p[0] != p[1] && p[1] != p[2] && p[0] != p[2];
}

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
                    if (const Pictures p{a, b, c}; valid(p)) list.push_back(p);
                }
            }
        }
        return list;
    }();
    return all;
}

// The pictures taken in one class.
class PicturesOfClass {
  public:
    [[nodiscard]] bool free(const Pictures& p) const { return !taken_[ordered(p)]; }
    void take(const Pictures& p) {
        taken_[ordered(p)] = true;
        sets_[unordered(p)] = true;
    }
    // Three that nobody in the class has in any order, as long as there are such: two children must not be told apart
    // by order alone where that can be helped.
    [[nodiscard]] std::optional<Pictures> draw(const Random& random) const {
        std::vector<const Pictures*> fresh, other;
        for (const Pictures& p : all_pictures()) {
            if (free(p)) (sets_[unordered(p)] ? other : fresh).push_back(&p);
        }
        const auto& from = fresh.empty() ? other : fresh;
        if (from.empty()) return std::nullopt;
        return *from[random() % from.size()];
    }

  private:
    std::bitset<std::size_t{domain::kPictureCount} * domain::kPictureCount * domain::kPictureCount> taken_;
    std::bitset<std::size_t{1} << domain::kPictureCount> sets_;
};

}  // namespace

std::string new_id(const Random& random) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::uint64_t bits = random();
    std::string id(16, '0');
    for (char& c : id) {
        c = kDigits[bits & 15];
        bits >>= 4;
    }
    return id;
}

bool assign(std::vector<Candidate>& pool, const std::vector<std::size_t>& people, const Random& random,
            Problems& problems) {
    std::map<std::optional<domain::ClassName>, PicturesOfClass> classes;
    std::map<std::optional<domain::ClassName>, int> sizes;
    std::set<std::string> ids, codes;
    for (const std::size_t i : people) {
        const domain::Person& person = pool[i].person;
        ids.insert(person.id.value);
        codes.insert(person.code);
        constexpr int kMost = domain::kPictureCount * (domain::kPictureCount - 1) * (domain::kPictureCount - 2);
        if (++sizes[person.class_name] == kMost + 1) {
            problems.add_file(
                ProblemKind::class_too_large, "", "",
                {{"class", person.class_name ? display(*person.class_name) : "—"}, {"limit", std::to_string(kMost)}});
        }
        if (sizes[person.class_name] > kMost) return false;
    }

    // Who stays in a class keeps the pictures; then who comes from another class, if they are free there; then the new.
    std::vector<std::size_t> to_draw;
    for (const bool moved : {false, true}) {
        for (const std::size_t i : people) {
            Candidate& candidate = pool[i];
            if (candidate.person.id.empty() || candidate.moved_from.has_value() != moved) continue;
            PicturesOfClass& of_class = classes[candidate.person.class_name];
            if (valid(candidate.person.pictures) && of_class.free(candidate.person.pictures)) {
                of_class.take(candidate.person.pictures);
            } else {
                to_draw.push_back(i);
                problems.add(
                    ProblemKind::pictures_changed, candidate.place, std::nullopt, "",
                    {{"name", domain::full(candidate.person.name)},
                     {"class", candidate.person.class_name ? domain::display(*candidate.person.class_name) : "—"}});
            }
        }
    }
    for (const std::size_t i : people) {
        if (pool[i].person.id.empty()) to_draw.push_back(i);
    }
    for (const std::size_t i : to_draw) {
        PicturesOfClass& of_class = classes[pool[i].person.class_name];
        const auto pictures = of_class.draw(random);
        if (!pictures) return false;
        pool[i].person.pictures = *pictures;
        of_class.take(*pictures);
    }

    // Five digits leave a guess far from a hit for a school; six for a very large one.
    const std::uint64_t least = people.size() > 3000 ? 100'000 : 10'000;
    for (const std::size_t i : people) {
        domain::Person& person = pool[i].person;
        while (person.id.empty()) {
            if (std::string id = new_id(random); ids.insert(id).second) person.id = domain::PersonId(std::move(id));
        }
        while (person.code.empty()) {
            if (std::string code = std::to_string(least + random() % (9 * least)); codes.insert(code).second)
                person.code = std::move(code);
        }
    }
    return true;
}

}  // namespace roster
