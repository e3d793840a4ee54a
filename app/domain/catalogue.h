#pragma once

#include <string>
#include <vector>

namespace domain {

// Text that is data: written in each language of the catalogue.
struct CatalogueText {
    std::string russian;
    std::string english;
};

struct RatingTag {
    std::string id;
    CatalogueText text;
};

// Who is asked: tags differ by side and by age.
enum class Audience { pupil_mentee, pupil_mentor, teacher_mentee, teacher_mentor };

struct Variant {
    std::string id;
    CatalogueText name;
    CatalogueText mentor_role, mentee_role;
};

struct Form {
    std::string id;
    CatalogueText name;
    std::vector<Variant> variants;
};

struct MeetingKind {
    std::string id;
    CatalogueText name;
};

// Forms, variants, meeting kinds and rating tags: versioned files under assets/catalogue/, each naming its source.
struct Catalogue {
    std::vector<Form> forms;
    std::vector<MeetingKind> meeting_kinds;
    std::vector<RatingTag> tags[4];  // by Audience
    [[nodiscard]] const std::vector<RatingTag>& tags_for(Audience audience) const {
        return tags[static_cast<std::size_t>(audience)];
    }
};

}  // namespace domain
