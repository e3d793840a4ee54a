#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/roster/table.h"

// Which column means what, told from the words of its heading.
namespace roster {

enum class Field {
    surname,
    given,
    patronymic,
    name,
    class_name,
    grade,
    letter,
    birth_date,
    category,
    consent_date,
    consent_signer,
    card,
    group_number,
    form,
    variant,
    mentor,
    mentor_class,
    mentor_birth_date,
    mentee,
    mentee_class,
    mentee_birth_date,
    request,
    joined,
    order,
    date,
    starts,
    ends,
    time_range,
    duration,
    place,
    kind,
    topic,
    count_
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::count_);

[[nodiscard]] std::optional<Field> field_of_heading(std::string_view heading);

// The headings of one table: the column of each field, or -1.
struct Headings {
    Content content = Content::unknown;
    std::array<int, kFieldCount> column{};
    std::vector<std::string> texts;  // by column, as the file has them
    std::vector<int> repeated;       // columns whose meaning another has already
    int last_row = 0;                // the number of the (lower) row of headings

    [[nodiscard]] int of(Field field) const { return column[static_cast<std::size_t>(field)]; }
    [[nodiscard]] bool has(Field field) const { return of(field) >= 0; }
};

// Is this row one of headings (or this with the next one, where a heading spans two rows)? `used` rows.
[[nodiscard]] std::optional<Headings> headings_at(const std::vector<Row>& rows, std::size_t at, std::size_t& used);

}  // namespace roster
