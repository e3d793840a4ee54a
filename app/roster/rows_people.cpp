#include <chrono>

#include "app/roster/row_reader.h"
#include "app/roster/text.h"
#include "app/roster/values.h"

namespace roster {

std::optional<domain::FullName> RowReader::read_name(const RowView& row) {
    const Place& place = row.place();
    domain::FullName name;
    Field field = Field::name;
    std::string found;
    if (row.has(Field::surname) && row.has(Field::given)) {
        field = Field::surname;
        name = {tidy_name(row.text(Field::surname)), tidy_name(row.text(Field::given)), ""};
        found = domain::full({row.text(Field::surname), row.text(Field::given), row.text(Field::patronymic)});
        if (!means_nothing(row.cell(Field::patronymic))) {
            // Word by word, so that «Рашид КЫЗЫ» keeps its second word small.
            if (const auto words = parse_full_name("x y " + row.text(Field::patronymic)))
                name.patronymic = words->patronymic;
        }
        if (name.surname.empty() && name.given.empty()) {
            problems_.add(ProblemKind::name_missing, place, field, "");
            return std::nullopt;
        }
    } else {
        found = row.text(Field::name);
        if (found.empty()) {
            problems_.add(ProblemKind::name_missing, place, field, "");
            return std::nullopt;
        }
        if (!means_nothing(row.cell(Field::patronymic))) found += " " + row.text(Field::patronymic);
        if (const auto whole = parse_full_name(found)) name = *whole;
    }
    if (name.surname.empty() || name.given.empty()) {
        problems_.add(ProblemKind::name_incomplete, place, field, found);
        return std::nullopt;
    }
    if (!has_only_name_characters(domain::full(name))) {
        problems_.add(ProblemKind::name_strange, place, field, found);
        return std::nullopt;
    }
    return name;
}

std::optional<domain::ClassName> RowReader::read_own_class(const RowView& row, bool& good) {
    const Field field = row.has(Field::class_name) ? Field::class_name : Field::grade;
    if (!row.has(field)) return sheet_class_;
    if (means_nothing(row.cell(field))) return std::nullopt;
    auto name = parse_class(row.cell(field));
    // A letter of its own belongs to a class without one.
    if (name && name->letter.empty() && !means_nothing(row.cell(Field::letter))) {
        name = parse_class(row.text(field) + " " + row.text(Field::letter));
    }
    if (!name) {
        problems_.add(ProblemKind::class_unreadable, row.place(), field,
                      clean(row.text(field) + " " + row.text(Field::letter)));
        good = false;
    }
    return name;
}

void RowReader::read_person(const RowView& row) {
    PersonRow person;
    person.place = row.place();
    const auto name = read_name(row);
    bool good = name.has_value();
    if (name) {
        person.name = *name;
        person.key = name_key(*name);
    }
    person.class_name = read_own_class(row, good);
    person.knows_birth_date = row.has(Field::birth_date);
    person.birth_date = read_date(row, Field::birth_date, birth_pivot(), good);

    const std::string category = fold(row.text(Field::category));
    const bool pupil_word = starts_with_any(category, {"обуч", "учащ", "ученик", "учениц", "школьн", "воспитан"});
    const bool teacher_word = starts_with_any(
        category, {"педагог", "учител", "преподав", "директор", "завуч", "зам", "социальн", "психолог", "библиот",
                   "воспитат", "логопед", "тьютор", "сотрудн", "работник", "методист", "вожат", "советник", "мастер"});
    const bool no_class =
        !person.class_name && means_nothing(row.cell(Field::class_name)) && means_nothing(row.cell(Field::grade));
    if (teacher_word && !pupil_word) {
        person.kind = domain::PersonKind::teacher;
        if (person.class_name && person.class_name != sheet_class_) {
            problems_.add(ProblemKind::class_of_teacher_ignored, row.place(), Field::class_name,
                          display(*person.class_name), {{"name", domain::full(person.name)}});
        }
        person.class_name.reset();
    } else if (no_class && !pupil_word && !category.empty()) {
        person.kind = domain::PersonKind::teacher;  // any other post of a grown-up
    } else if (no_class && name) {
        problems_.add(ProblemKind::class_missing, row.place(),
                      row.has(Field::class_name) ? Field::class_name : Field::grade, "",
                      {{"name", domain::full(person.name)}});
        good = false;
    }

    if (person.birth_date) {
        const int age = year_ - static_cast<int>(person.birth_date->year());
        const bool pupil = person.kind == domain::PersonKind::pupil;
        if (age < (pupil ? 5 : 16) || age > (pupil ? 22 : 95)) {
            problems_.add(ProblemKind::birth_date_implausible, row.place(), Field::birth_date, show(*person.birth_date),
                          {{"kind", !category.empty()   ? row.text(Field::category)
                                    : person.class_name ? display(*person.class_name)
                                                        : ""}});
            good = false;
        }
    }

    person.knows_consent = row.has(Field::consent_date);
    const Cell& consent = row.cell(Field::consent_date);
    if (!means_nothing(consent)) {
        if (const auto date = parse_date(consent, pivot())) {
            person.consent = domain::Consent{*date, clean(row.text(Field::consent_signer))};
            if (std::chrono::local_days{*date} > std::chrono::local_days{options_.today} && options_.today.ok()) {
                problems_.add(ProblemKind::consent_in_future, row.place(), Field::consent_date, show(*date),
                              {{"name", domain::full(person.name)}});
            }
        } else {
            const std::string word = fold(consent.text);
            const bool yes = starts_with_any(word, {"да", "есть", "имеется", "получено", "+", "v", "х", "подписано"});
            problems_.add(yes ? ProblemKind::consent_without_date : ProblemKind::date_unreadable, row.place(),
                          Field::consent_date, consent.shown());
            good = false;
        }
    }
    if (!good) return;
    if (!means_nothing(row.cell(Field::card))) {
        take_card(row,
                  PersonReference{domain::full(person.name), person.key, person.class_name, true, person.birth_date});
    }
    rows_.people.push_back(std::move(person));
}

std::optional<PersonReference> RowReader::read_reference(const RowView& row, Field name, Field class_name,
                                                         Field birth_date) {
    bool good = true;
    PersonReference reference;
    std::optional<domain::FullName> parsed;
    if (name == Field::name) {
        parsed = read_name(row);
        good = parsed.has_value();
    } else {
        const std::string found = row.text(name);
        parsed = parse_full_name(found);
        if (!parsed) {
            problems_.add(ProblemKind::name_incomplete, row.place(), name, found);
            good = false;
        } else if (!has_only_name_characters(domain::full(*parsed))) {
            problems_.add(ProblemKind::name_strange, row.place(), name, found);
            good = false;
        }
    }
    if (parsed) {
        reference.name = domain::full(*parsed);
        reference.key = name_key(*parsed);
    }
    const bool own = class_name == Field::class_name;
    reference.has_class_column = row.has(class_name) || (own && (row.has(Field::grade) || sheet_class_));
    if (!starts_with_any(fold(row.text(class_name)), {"учител", "педагог", "преподав", "сотрудн"})) {
        reference.class_name = own ? read_own_class(row, good) : read_class(row, class_name, good);
    }
    reference.birth_date = read_date(row, birth_date, birth_pivot(), good);
    return good ? std::optional(std::move(reference)) : std::nullopt;
}

}  // namespace roster
