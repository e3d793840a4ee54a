#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/domain/ids.h"
#include "app/domain/time.h"

namespace domain {

enum class PersonKind { pupil, teacher };

struct FullName {
    std::string surname;     // as the school writes it, with ё
    std::string given;
    std::string patronymic;  // may be empty; may be two words («Рашид кызы»)
    friend bool operator==(const FullName&, const FullName&) = default;
    friend auto operator<=>(const FullName&, const FullName&) = default;
};

// "Шаповалова Мадина Максимовна", parts that exist joined by spaces.
[[nodiscard]] std::string full(const FullName& name);
// "Мадина Ш.": what a public screen may show of its own person.
[[nodiscard]] std::string short_form(const FullName& name);

// A class of the school. Sorts by grade, then by letter (2А < 10А).
struct ClassName {
    int grade = 0;       // 1 to 11
    std::string letter;  // Cyrillic capitals, UTF-8: "А", "ИТ", "ФИЗМАТ"; may be empty
    friend bool operator==(const ClassName&, const ClassName&) = default;
    friend auto operator<=>(const ClassName&, const ClassName&) = default;
};

// "5А", "11-ИТ" (a hyphen where the letter part is longer than one character).
[[nodiscard]] std::string display(const ClassName& name);

// Three different pictures in order, each 0 to kPictureCount - 1; unique within a class (teachers count as one class).
inline constexpr int kPictureCount = 12;
using Pictures = std::array<std::uint8_t, 3>;

// A consent to process personal data is a separate document (152-ФЗ as of 01.09.2025); the kiosk keeps only that it
// exists, since when, and who signed.
struct Consent {
    LocalDate date{};
    std::string signed_by;
    friend bool operator==(const Consent&, const Consent&) = default;
};

struct Person {
    PersonId id;
    PersonKind kind = PersonKind::pupil;
    FullName name;
    std::optional<ClassName> class_name;  // every pupil has one; teachers have none
    std::optional<LocalDate> birth_date;
    std::optional<Consent> consent;   // without one a person is in the roster but cannot be found on a kiosk
    Pictures pictures{};
    std::string code;                 // digits, unique in the school; for the numeric way to be found
    std::vector<std::string> cards;   // digits only, 4 to 32 of them, each unique in the school
    friend bool operator==(const Person&, const Person&) = default;
};

}  // namespace domain
