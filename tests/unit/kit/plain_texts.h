#pragma once

#include <set>

#include "app/i18n/texts.h"

namespace support {

// Texts that say their ids: the kit's tests need no catalogue.
class PlainTexts : public i18n::Texts {
  public:
    [[nodiscard]] domain::Language language() const override { return domain::Language::english; }
    [[nodiscard]] std::string text(std::string_view id, i18n::Arguments) const override { return std::string(id); }
    [[nodiscard]] std::string plural(std::string_view, std::string_view many, long long,
                                     i18n::Arguments) const override {
        return std::string(many);
    }
    [[nodiscard]] std::string in_context(std::string_view, std::string_view id, i18n::Arguments) const override {
        return std::string(id);
    }
    [[nodiscard]] std::string time(domain::LocalTime) const override { return "13:07"; }
    [[nodiscard]] std::string weekday_and_date(domain::LocalDate) const override { return ""; }
    [[nodiscard]] std::string day_and_month(domain::LocalDate) const override { return ""; }
    [[nodiscard]] std::string date(domain::LocalDate) const override { return ""; }
    [[nodiscard]] std::string number(long long n) const override { return std::to_string(n); }
    [[nodiscard]] int compare(std::string_view a, std::string_view b) const override { return a.compare(b); }
    [[nodiscard]] std::u32string characters() const override { return U""; }
};

}  // namespace support
