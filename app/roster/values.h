#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/domain/person.h"
#include "app/domain/time.h"
#include "app/roster/table.h"

// What one cell means. Nothing where it cannot be read for certain.
namespace roster {

// "5А", "5 «А»", "5-а", "5 класс А", "8B" with a Latin letter, "11-ИТ", 5 (a number: a class without a letter).
[[nodiscard]] std::optional<domain::ClassName> parse_class(const Cell& cell);
[[nodiscard]] std::optional<domain::ClassName> parse_class(std::string_view text);

// A date cell, a serial number of Excel, ДД.ММ.ГГГГ, ДД.ММ.ГГ, ISO, "5 октября 2026 г.", each with a time behind it or
// not. Of two digits of a year above `pivot` the century is the last one.
[[nodiscard]] std::optional<domain::LocalDate> parse_date(const Cell& cell, int pivot);

// A time cell, a fraction of a day, "9.30", "09:30", "09:30:00", "9-30". Minutes of the day.
[[nodiscard]] std::optional<domain::Minutes> parse_time(const Cell& cell);
// "09:30-09:50", "с 9.30 до 9.50".
[[nodiscard]] std::optional<std::pair<domain::Minutes, domain::Minutes>> parse_time_range(const Cell& cell);

// "Шаповалова Мадина Максимовна": surname, given name, and all the rest the patronymic. Nothing below two words.
[[nodiscard]] std::optional<domain::FullName> parse_full_name(std::string_view text);

// What a person writes where there is nothing: "-", "нет", "—".
[[nodiscard]] bool means_nothing(const Cell& cell);

// "05.10.2026", "09:30".
[[nodiscard]] std::string show(domain::LocalDate date);
[[nodiscard]] std::string show(domain::Minutes minute_of_day);

}  // namespace roster
