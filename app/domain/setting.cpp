#include "app/domain/setting.h"

#include <algorithm>
#include <charconv>

#include "platform/base/utf8.h"

namespace domain {

namespace {

using Refused = std::optional<SettingRefusal>;
using Why = SettingRefusal::Why;

constexpr std::array<SettingKey, kSettingCount> kAll{SettingKey::school_name,
                                                     SettingKey::programme_name,
                                                     SettingKey::time_zone,
                                                     SettingKey::check_in_opens_before,
                                                     SettingKey::check_in_closes_after_end,
                                                     SettingKey::rating_closes_at,
                                                     SettingKey::check_out,
                                                     SettingKey::unplanned_meetings,
                                                     SettingKey::find_by,
                                                     SettingKey::language,
                                                     SettingKey::appearance,
                                                     SettingKey::sound,
                                                     SettingKey::motion,
                                                     SettingKey::low_mode,
                                                     SettingKey::primary_colour,
                                                     SettingKey::logo,
                                                     SettingKey::retention_days};

template <class Enum>
struct Choice {
    std::string_view name;
    Enum value;
};
constexpr std::array<Choice<FindBy>, 3> choices_of(FindBy) {
    return {{{"pictures", FindBy::pictures}, {"code", FindBy::code}, {"names", FindBy::names}}};
}
constexpr std::array<Choice<Language>, 2> choices_of(Language) {
    return {{{"ru", Language::russian}, {"en", Language::english}}};
}
constexpr std::array<Choice<Appearance>, 2> choices_of(Appearance) {
    return {{{"light", Appearance::light}, {"dark", Appearance::dark}}};
}

std::optional<int> whole(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Refused refused(Why why, int least = 0, int most = 0) {
    SettingRefusal refusal;
    refusal.why = why;
    refusal.least = least;
    refusal.most = most;
    return refusal;
}

bool is_none(std::string_view text) {
    return text == "none" || text == "нет";
}

// --- reading one value

Refused take(bool& to, const std::string& text) {
    const auto is_one_of = [&text](std::initializer_list<std::string_view> words) {
        return std::find(words.begin(), words.end(), text) != words.end();
    };
    const bool on = is_one_of({"on", "yes", "true", "да"});
    if (!on && !is_one_of({"off", "no", "false", "нет"})) return refused(Why::neither_on_nor_off);
    to = on;
    return std::nullopt;
}

template <class Enum>
Refused take_choice(Enum& to, const std::string& text) {
    SettingRefusal refusal;
    refusal.why = Why::none_of;
    for (const auto& choice : choices_of(Enum{})) {
        if (choice.name == text) {
            to = choice.value;
            return std::nullopt;
        }
        refusal.choices.push_back(choice.name);
    }
    return refusal;
}

Refused take_minutes(Minutes& to, const std::string& text) {
    const auto number = whole(text);
    if (!number || *number < 0 || *number > kMostWindowMinutes) return refused(Why::no_minutes, 0, kMostWindowMinutes);
    to = Minutes{*number};
    return std::nullopt;
}

Refused take_time_of_day(Minutes& to, const std::string& text) {
    const auto colon = text.find(':');
    const auto hour = whole(std::string_view{text}.substr(0, colon));
    const auto minute = colon == std::string::npos ? std::nullopt : whole(std::string_view{text}.substr(colon + 1));
    if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) return refused(Why::no_time_of_day);
    to = Minutes{*hour * 60 + *minute};
    return std::nullopt;
}

Refused take_name(std::string& to, const std::string& text) {
    if (text.empty() || !base::is_plain_text(text, kSettingTextBytes)) return refused(Why::no_name);
    to = text;
    return std::nullopt;
}

Refused take_days(int& to, const std::string& text) {
    const auto number = whole(text);
    if (!number || *number < kLeastRetentionDays || *number > kMostRetentionDays) {
        return refused(Why::no_days, kLeastRetentionDays, kMostRetentionDays);
    }
    to = *number;
    return std::nullopt;
}

Refused take_colour(std::optional<std::uint32_t>& to, const std::string& text) {
    if (is_none(text)) {
        to.reset();
        return std::nullopt;
    }
    const std::string_view digits = text.starts_with('#') ? std::string_view{text}.substr(1) : text;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    if (digits.size() != 6 || error != std::errc{} || end != digits.data() + digits.size()) {
        return refused(Why::no_colour);
    }
    to = number;
    return std::nullopt;
}

Refused take_logo(std::string& to, const std::string& text) {
    if (is_none(text)) {
        to.clear();
        return std::nullopt;
    }
    if (text.find('/') != std::string::npos || !text.ends_with(".png")) return refused(Why::no_logo);
    to = text;
    return std::nullopt;
}

Refused refuse_contrast(const Settings& settings) {
    if (!settings.primary_colour) return std::nullopt;
    const auto found = refuse_primary(settings.appearance, *settings.primary_colour);
    if (!found) return std::nullopt;
    SettingRefusal refusal;
    refusal.why = Why::contrast;
    refusal.contrast = found;
    refusal.is_dark = settings.appearance == Appearance::dark;
    return refusal;
}

// --- writing one value

std::string on_or_off(bool on) {
    return on ? "on" : "off";
}

std::string two_digits(std::int64_t number) {
    return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

std::string hex_colour(std::uint32_t colour) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text = "#";
    for (int shift = 20; shift >= 0; shift -= 4) text += kDigits[(colour >> shift) & 0xF];
    return text;
}

template <class Enum>
std::string name_of_choice(Enum value) {
    for (const auto& choice : choices_of(value)) {
        if (choice.value == value) return std::string{choice.name};
    }
    return {};
}

}  // namespace

const std::array<SettingKey, kSettingCount>& all_settings() {
    return kAll;
}

std::string_view name_of(SettingKey key) {
    switch (key) {
        case SettingKey::school_name: return "school-name";
        case SettingKey::programme_name: return "programme-name";
        case SettingKey::time_zone: return "time-zone";
        case SettingKey::check_in_opens_before: return "check-in-opens-before";
        case SettingKey::check_in_closes_after_end: return "check-in-closes-after-end";
        case SettingKey::rating_closes_at: return "rating-closes-at";
        case SettingKey::check_out: return "check-out";
        case SettingKey::unplanned_meetings: return "unplanned-meetings";
        case SettingKey::find_by: return "find-by";
        case SettingKey::language: return "language";
        case SettingKey::appearance: return "appearance";
        case SettingKey::sound: return "sound";
        case SettingKey::motion: return "motion";
        case SettingKey::low_mode: return "low-mode";
        case SettingKey::primary_colour: return "primary-colour";
        case SettingKey::logo: return "logo";
        case SettingKey::retention_days: return "retention-days";
    }
    return {};
}

std::optional<SettingKey> setting_named(std::string_view name) {
    const auto same = [](char one, char other) { return (one == '_' ? '-' : one) == other; };
    for (const SettingKey key : kAll) {
        const std::string_view known = name_of(key);
        if (std::equal(name.begin(), name.end(), known.begin(), known.end(), same)) return key;
    }
    return std::nullopt;
}

bool is_for_schools(SettingKey key) {
    return key != SettingKey::logo && key != SettingKey::time_zone;
}

std::string value_of(const Settings& settings, SettingKey key) {
    switch (key) {
        case SettingKey::school_name: return settings.school_name;
        case SettingKey::programme_name: return settings.programme_name;
        case SettingKey::time_zone: return settings.time_zone;
        case SettingKey::check_in_opens_before: return std::to_string(settings.check_in_opens_before.count());
        case SettingKey::check_in_closes_after_end: return std::to_string(settings.check_in_closes_after_end.count());
        case SettingKey::rating_closes_at: {
            const auto minute = settings.rating_closes_at.count();
            return two_digits(minute / 60) + ":" + two_digits(minute % 60);
        }
        case SettingKey::check_out: return on_or_off(settings.check_out);
        case SettingKey::unplanned_meetings: return on_or_off(settings.unplanned_meetings);
        case SettingKey::find_by: return name_of_choice(settings.find_by);
        case SettingKey::language: return name_of_choice(settings.language);
        case SettingKey::appearance: return name_of_choice(settings.appearance);
        case SettingKey::sound: return on_or_off(settings.sound);
        case SettingKey::motion: return on_or_off(settings.motion);
        case SettingKey::low_mode: return on_or_off(settings.low_mode);
        case SettingKey::primary_colour:
            return settings.primary_colour ? hex_colour(*settings.primary_colour) : std::string{"none"};
        case SettingKey::logo: return settings.logo.empty() ? std::string{"none"} : settings.logo;
        case SettingKey::retention_days: return std::to_string(settings.retention_days);
    }
    return {};
}

Refused take_setting_alone(Settings& settings, SettingKey key, const std::string& value) {
    switch (key) {
        case SettingKey::school_name: return take_name(settings.school_name, value);
        case SettingKey::programme_name: return take_name(settings.programme_name, value);
        case SettingKey::time_zone: settings.time_zone = value; return std::nullopt;
        case SettingKey::check_in_opens_before: return take_minutes(settings.check_in_opens_before, value);
        case SettingKey::check_in_closes_after_end: return take_minutes(settings.check_in_closes_after_end, value);
        case SettingKey::rating_closes_at: return take_time_of_day(settings.rating_closes_at, value);
        case SettingKey::check_out: return take(settings.check_out, value);
        case SettingKey::unplanned_meetings: return take(settings.unplanned_meetings, value);
        case SettingKey::find_by: return take_choice(settings.find_by, value);
        case SettingKey::language: return take_choice(settings.language, value);
        case SettingKey::appearance: return take_choice(settings.appearance, value);
        case SettingKey::sound: return take(settings.sound, value);
        case SettingKey::motion: return take(settings.motion, value);
        case SettingKey::low_mode: return take(settings.low_mode, value);
        case SettingKey::primary_colour: return take_colour(settings.primary_colour, value);
        case SettingKey::logo: return take_logo(settings.logo, value);
        case SettingKey::retention_days: return take_days(settings.retention_days, value);
    }
    return std::nullopt;
}

Refused take_setting(Settings& settings, SettingKey key, const std::string& value, const IsZone& is_zone) {
    if (key == SettingKey::time_zone && is_zone && !is_zone(value)) return refused(Why::no_time_zone);
    Settings changed = settings;
    if (auto refusal = take_setting_alone(changed, key, value)) return refusal;
    if (key == SettingKey::primary_colour || key == SettingKey::appearance) {
        if (auto refusal = refuse_contrast(changed)) return refusal;
    }
    settings = std::move(changed);
    return std::nullopt;
}

void copy_setting(Settings& to, const Settings& from, SettingKey key) {
    switch (key) {
        case SettingKey::school_name: to.school_name = from.school_name; return;
        case SettingKey::programme_name: to.programme_name = from.programme_name; return;
        case SettingKey::time_zone: to.time_zone = from.time_zone; return;
        case SettingKey::check_in_opens_before: to.check_in_opens_before = from.check_in_opens_before; return;
        case SettingKey::check_in_closes_after_end:
            to.check_in_closes_after_end = from.check_in_closes_after_end;
            return;
        case SettingKey::rating_closes_at: to.rating_closes_at = from.rating_closes_at; return;
        case SettingKey::check_out: to.check_out = from.check_out; return;
        case SettingKey::unplanned_meetings: to.unplanned_meetings = from.unplanned_meetings; return;
        case SettingKey::find_by: to.find_by = from.find_by; return;
        case SettingKey::language: to.language = from.language; return;
        case SettingKey::appearance: to.appearance = from.appearance; return;
        case SettingKey::sound: to.sound = from.sound; return;
        case SettingKey::motion: to.motion = from.motion; return;
        case SettingKey::low_mode: to.low_mode = from.low_mode; return;
        case SettingKey::primary_colour: to.primary_colour = from.primary_colour; return;
        case SettingKey::logo: to.logo = from.logo; return;
        case SettingKey::retention_days: to.retention_days = from.retention_days; return;
    }
}

Settings with_changes(const Settings& base, const Settings& before, const Settings& after) {
    Settings changed = base;
    for (const SettingKey key : kAll) {
        if (value_of(before, key) != value_of(after, key)) copy_setting(changed, after, key);
    }
    return changed;
}

}  // namespace domain
