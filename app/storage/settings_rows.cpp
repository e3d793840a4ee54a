#include "app/storage/settings_rows.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace storage {

namespace {

using domain::Appearance;
using domain::FindBy;
using domain::Language;

constexpr std::array<std::pair<Language, const char*>, 2> names_of(Language) {
    return {{{Language::russian, "russian"}, {Language::english, "english"}}};
}
constexpr std::array<std::pair<Appearance, const char*>, 2> names_of(Appearance) {
    return {{{Appearance::light, "light"}, {Appearance::dark, "dark"}}};
}
constexpr std::array<std::pair<FindBy, const char*>, 3> names_of(FindBy) {
    return {{{FindBy::pictures, "pictures"}, {FindBy::code, "code"}, {FindBy::names, "names"}}};
}

constexpr domain::Minutes kLongest{7 * 24 * 60};

template <class Number>
bool whole_number(const std::string& text, Number& number, int base = 10) {
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number, base);
    return error == std::errc{} && stopped == end;
}

std::string hex_colour(std::uint32_t colour) {
    std::array<char, 8> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), colour & 0xFFFFFFU, 16).ptr;
    const std::string text{digits.data(), end};
    return std::string(6 - text.size(), '0') + text;
}

// One list of the fields for both directions: F is ToRows or FromRows.
template <class F, class Settings>
void fields(F& f, Settings& settings) {
    f("school_name", settings.school_name);
    f("programme_name", settings.programme_name);
    f("time_zone", settings.time_zone);
    f("check_in_opens_before", settings.check_in_opens_before);
    f("check_in_closes_after_end", settings.check_in_closes_after_end);
    f("rating_closes_at", settings.rating_closes_at);
    f("check_out", settings.check_out);
    f("unplanned_meetings", settings.unplanned_meetings);
    f("find_by", settings.find_by);
    f("language", settings.language);
    f("appearance", settings.appearance);
    f("sound", settings.sound);
    f("motion", settings.motion);
    f("low_mode", settings.low_mode);
    f("primary_colour", settings.primary_colour);
    f("retention_days", settings.retention_days);
    f("logo", settings.logo);
}

class ToRows {
  public:
    SettingsRows rows;
    template <class T>
    void operator()(const char* key, const T& value) {
        rows[key] = text(value);
    }

  private:
    static std::string text(const std::string& value) { return value; }
    static std::string text(bool value) { return value ? "yes" : "no"; }
    static std::string text(int value) { return std::to_string(value); }
    static std::string text(domain::Minutes value) { return std::to_string(value.count()); }
    static std::string text(const std::optional<std::uint32_t>& value) { return value ? hex_colour(*value) : ""; }
    template <class Enum>
    static std::string text(Enum value) {
        for (const auto& [each, name] : names_of(value)) {
            if (each == value) return name;
        }
        return {};
    }
};

class FromRows {
  public:
    explicit FromRows(const SettingsRows& rows) : rows_(rows) {}
    std::string wrong_key;
    template <class T>
    void operator()(const char* key, T& value) {
        const auto row = rows_.find(key);
        if (row != rows_.end() && !parse(row->second, value) && wrong_key.empty()) wrong_key = key;
    }

  private:
    static bool parse(const std::string& text, std::string& value) {
        value = text;
        return true;
    }
    static bool parse(const std::string& text, bool& value) {
        value = text == "yes";
        return value || text == "no";
    }
    static bool parse(const std::string& text, int& value) {
        return whole_number(text, value) && value >= domain::kLeastRetentionDays && value <= domain::kMostRetentionDays;
    }
    static bool parse(const std::string& text, domain::Minutes& value) {
        int minutes = 0;
        if (!whole_number(text, minutes) || minutes < 0 || domain::Minutes{minutes} > kLongest) return false;
        value = domain::Minutes{minutes};
        return true;
    }
    static bool parse(const std::string& text, std::optional<std::uint32_t>& value) {
        value.reset();
        if (text.empty()) return true;
        std::uint32_t colour = 0;
        if (text.size() != 6 || !whole_number(text, colour, 16)) return false;
        value = colour;
        return true;
    }
    template <class Enum>
    static bool parse(const std::string& text, Enum& value) {
        for (const auto& [each, name] : names_of(Enum{})) {
            if (name != text) continue;
            value = each;
            return true;
        }
        return false;
    }

    const SettingsRows& rows_;
};

}  // namespace

SettingsRows rows_of(const domain::Settings& settings) {
    ToRows to;
    fields(to, settings);
    return std::move(to.rows);
}

std::optional<domain::Settings> settings_of(const SettingsRows& rows, std::string& wrong_key) {
    domain::Settings settings;
    FromRows from{rows};
    fields(from, settings);
    wrong_key = from.wrong_key;
    if (!wrong_key.empty()) return std::nullopt;
    return settings;
}

}  // namespace storage
