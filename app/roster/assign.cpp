#include "app/roster/assign.h"

#include <map>
#include <set>

#include "app/roster/free_marks.h"

namespace roster {

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
            if (PicturesOfClass::valid(candidate.person.pictures) && of_class.free(candidate.person.pictures)) {
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

    for (const std::size_t i : people) {
        domain::Person& person = pool[i].person;
        while (person.id.empty()) {
            if (std::string id = new_id(random); ids.insert(id).second) person.id = domain::PersonId(std::move(id));
        }
        if (person.code.empty()) person.code = draw_code(codes, people.size(), random);
    }
    return true;
}

}  // namespace roster
