#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>

#include "app/cli/commands.h"
#include "app/domain/contrast.h"

namespace cli {
namespace {

using domain::Settings;

// Why a value was not taken: a sentence. Empty: it was.
using Taken = std::string;

struct Setting {
    const char* key;
    std::function<std::string(const Settings&)> show;
    std::function<Taken(Settings&, const std::string&, const Context&)> take;
};

std::string on_or_off(bool on) { return on ? "on" : "off"; }

Setting flag(const char* key, bool Settings::*member) {
    return {key, [member](const Settings& settings) { return on_or_off(settings.*member); },
            [member](Settings& settings, const std::string& value, const Context& context) -> Taken {
                if (value == "on" || value == "yes" || value == "true" || value == "да") {
                    settings.*member = true;
                } else if (value == "off" || value == "no" || value == "false" || value == "нет") {
                    settings.*member = false;
                } else {
                    return context.texts->text("It is either on or off.");
                }
                return {};
            }};
}

std::optional<int> whole(const std::string& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Setting minutes(const char* key, domain::Minutes Settings::*member, int most) {
    return {key, [member](const Settings& settings) { return std::to_string((settings.*member).count()); },
            [member, most](Settings& settings, const std::string& value, const Context& context) -> Taken {
                const auto number = whole(value);
                if (!number || *number < 0 || *number > most) {
                    return context.texts->text("It is a number of minutes from 0 to {most}.",
                                               {{"most", std::to_string(most)}});
                }
                settings.*member = domain::Minutes{*number};
                return {};
            }};
}

Setting retention() {
    return {"retention-days", [](const Settings& settings) { return std::to_string(settings.retention_days); },
            [](Settings& settings, const std::string& value, const Context& context) -> Taken {
                const auto number = whole(value);
                if (!number || *number < domain::kLeastRetentionDays || *number > domain::kMostRetentionDays) {
                    return context.texts->text("It is a number of days from {least} to {most}.",
                                               {{"least", std::to_string(domain::kLeastRetentionDays)},
                                                {"most", std::to_string(domain::kMostRetentionDays)}});
                }
                settings.retention_days = *number;
                return {};
            }};
}

Setting words(const char* key, std::string Settings::*member) {
    return {key, [member](const Settings& settings) { return settings.*member; },
            [member](Settings& settings, const std::string& value, const Context& context) -> Taken {
                constexpr std::size_t kMost = 200;  // bytes; what a home screen can hold
                if (value.empty() || value.size() > kMost) {
                    return context.texts->text("It is a name, not empty and at most 100 letters long.");
                }
                settings.*member = value;
                return {};
            }};
}

template <class Enum>
Setting choice(const char* key, Enum Settings::*member, std::vector<std::pair<std::string, Enum>> choices) {
    return {key,
            [member, choices](const Settings& settings) {
                for (const auto& [name, value] : choices) {
                    if (settings.*member == value) return name;
                }
                return std::string();
            },
            [member, choices](Settings& settings, const std::string& text, const Context& context) -> Taken {
                std::string names;
                for (const auto& [name, value] : choices) {
                    if (name == text) {
                        settings.*member = value;
                        return {};
                    }
                    names += (names.empty() ? "" : ", ") + name;
                }
                return context.texts->text("It is one of: {choices}.", {{"choices", names}});
            }};
}

Setting rating_closes() {
    return {"rating-closes-at",
            [](const Settings& settings) {
                const auto minute = settings.rating_closes_at.count();
                return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
            },
            [](Settings& settings, const std::string& value, const Context& context) -> Taken {
                const auto colon = value.find(':');
                const auto hour = whole(value.substr(0, colon));
                const auto minute = colon == std::string::npos ? std::nullopt : whole(value.substr(colon + 1));
                if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) {
                    return context.texts->text("It is a time of day, as in 18:00.");
                }
                settings.rating_closes_at = domain::Minutes{*hour * 60 + *minute};
                return {};
            }};
}

Setting time_zone() {
    return {"time-zone", [](const Settings& settings) { return settings.time_zone; },
            [](Settings& settings, const std::string& value, const Context& context) -> Taken {
                if (!i18n::load_time_zone(value)) {
                    return context.texts->text("There is no time zone {zone}. Write it as in Asia/Novokuznetsk.",
                                               {{"zone", value}});
                }
                settings.time_zone = value;
                return {};
            }};
}

Taken refuse_colour(const Settings& settings, const Context& context) {
    if (!settings.primary_colour) return {};
    const auto refusal = domain::refuse_primary(settings.appearance, *settings.primary_colour);
    if (!refusal) return {};
    const auto found = fmt::format("{:.1f}", refusal->found), needed = fmt::format("{:.1f}", refusal->needed);
    const bool dark = settings.appearance == domain::Appearance::dark;
    if (refusal->problem == domain::PrimaryProblem::against_paper || dark) {
        return dark ? context.texts->text("It would hardly be seen in the dark look: its contrast is {found}:1 and must be "
                                          "{needed}:1. Take a lighter colour.", {{"found", found}, {"needed", needed}})
                    : context.texts->text("It would hardly be seen on the light ground: its contrast is {found}:1 and must "
                                          "be {needed}:1. Take a darker colour.", {{"found", found}, {"needed", needed}});
    }
    return context.texts->text("White words on it could not be read: the contrast is {found}:1 and must be {needed}:1. Take "
                               "a darker colour.", {{"found", found}, {"needed", needed}});
}

Setting colour() {
    return {"primary-colour",
            [](const Settings& settings) {
                return settings.primary_colour ? fmt::format("#{:06X}", *settings.primary_colour) : std::string("none");
            },
            [](Settings& settings, const std::string& value, const Context& context) -> Taken {
                if (value == "none" || value == "нет") {
                    settings.primary_colour.reset();
                    return {};
                }
                const std::string_view digits = value.starts_with('#') ? std::string_view(value).substr(1) : value;
                std::uint32_t number = 0;
                const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
                if (digits.size() != 6 || error != std::errc{} || end != digits.data() + digits.size()) {
                    return context.texts->text("It is a colour as in #3B5BDB, or none.");
                }
                settings.primary_colour = number;
                return refuse_colour(settings, context);
            }};
}

Setting appearance() {
    auto setting = choice<domain::Appearance>(
        "appearance", &Settings::appearance,
        {{"light", domain::Appearance::light}, {"dark", domain::Appearance::dark}});
    setting.take = [plain = setting.take](Settings& settings, const std::string& value, const Context& context) -> Taken {
        if (auto why = plain(settings, value, context); !why.empty()) return why;
        auto why = refuse_colour(settings, context);
        if (why.empty()) return {};
        return context.texts->text("The school's colour does not go with it. {why}", {{"why", why}});
    };
    return setting;
}

Setting logo() {
    return {"logo", [](const Settings& settings) { return settings.logo.empty() ? std::string("none") : settings.logo; },
            [](Settings& settings, const std::string& value, const Context& context) -> Taken {
                if (value == "none" || value == "нет") {
                    settings.logo.clear();
                    return {};
                }
                if (value.find('/') != std::string::npos || !value.ends_with(".png")) {
                    return context.texts->text("It is the name of a PNG file that lies in the data folder, as in logo.png, "
                                               "or none.");
                }
                settings.logo = value;
                return {};
            }};
}

const std::vector<Setting>& all() {
    static const std::vector<Setting> settings = {
        words("school-name", &Settings::school_name),
        words("programme-name", &Settings::programme_name),
        time_zone(),
        minutes("check-in-opens-before", &Settings::check_in_opens_before, 12 * 60),
        minutes("check-in-closes-after-end", &Settings::check_in_closes_after_end, 12 * 60),
        rating_closes(),
        flag("check-out", &Settings::check_out),
        flag("unplanned-meetings", &Settings::unplanned_meetings),
        choice<domain::FindBy>("find-by", &Settings::find_by,
                               {{"pictures", domain::FindBy::pictures},
                                {"code", domain::FindBy::code},
                                {"names", domain::FindBy::names}}),
        choice<domain::Language>("language", &Settings::language,
                                 {{"ru", domain::Language::russian}, {"en", domain::Language::english}}),
        appearance(),
        flag("sound", &Settings::sound),
        flag("motion", &Settings::motion),
        flag("low-mode", &Settings::low_mode),
        colour(),
        logo(),
        retention()};
    return settings;
}

std::string explain(const std::string& key, const i18n::Texts& texts) {
    if (key == "school-name") return texts.text("name of the school");
    if (key == "programme-name") return texts.text("name of the programme");
    if (key == "time-zone") return texts.text("time zone");
    if (key == "check-in-opens-before") return texts.text("check-in opens so many minutes before the start");
    if (key == "check-in-closes-after-end") return texts.text("check-in closes so many minutes after the end");
    if (key == "rating-closes-at") return texts.text("ratings of a day close at");
    if (key == "check-out") return texts.text("ask people to check out");
    if (key == "unplanned-meetings") return texts.text("a mentor may open a meeting");
    if (key == "find-by") return texts.text("how to be found without a card: pictures, code, names");
    if (key == "language") return texts.text("language after a reset: ru, en");
    if (key == "appearance") return texts.text("light or dark");
    if (key == "sound") return texts.text("sounds");
    if (key == "motion") return texts.text("motion");
    if (key == "low-mode") return texts.text("everything within reach of a wheelchair");
    if (key == "primary-colour") return texts.text("the school's colour");
    if (key == "logo") return texts.text("the school's logo");
    if (key == "retention-days") return texts.text("records that a server holds are kept here for so many days");
    return {};
}

}  // namespace

int settings(const Context& context, const SettingsOptions& options) {
    const auto& texts = *context.texts;
    const Setting* wanted = nullptr;
    if (!options.key.empty()) {
        auto key = options.key;
        std::replace(key.begin(), key.end(), '_', '-');
        std::string keys;
        for (const auto& setting : all()) {
            if (key == setting.key) wanted = &setting;
            keys += (keys.empty() ? "" : ", ") + std::string(setting.key);
        }
        if (wanted == nullptr) {
            context.complain(texts.text("There is no setting {key}. There are: {keys}.",
                                        {{"key", options.key}, {"keys", keys}}));
            return kUsage;
        }
    }
    const auto mode = options.has_value ? storage::OpenMode::read_write : storage::OpenMode::read_only;
    auto store = storage::Store::open(options.data, context.ports(), mode);
    if (!store) return fail(context, store.error(), options.data);
    auto current = (*store)->settings();
    if (!current) return fail(context, current.error(), options.data);

    if (wanted == nullptr) {
        for (const auto& setting : all()) {
            context.say(fmt::format("{:<26} {:<28} # {}", setting.key, setting.show(*current),
                                    explain(setting.key, texts)));
        }
        return kOk;
    }
    if (!options.has_value) {
        context.say(wanted->show(*current));
        return kOk;
    }
    Settings changed = *current;
    if (const auto why = wanted->take(changed, options.value, context); !why.empty()) {
        context.complain(texts.text("{key} = {value} is not possible. {why}",
                                    {{"key", wanted->key}, {"value", options.value}, {"why", why}}));
        return kProblems;
    }
    if (!changed.logo.empty() && changed.logo != current->logo && !context.files.exists(options.data / changed.logo)) {
        context.complain(texts.text("There is no file {file} in {folder}. Copy it there first.",
                                    {{"file", changed.logo}, {"folder", options.data.string()}}));
        return kProblems;
    }
    if (changed == *current) {
        context.say(texts.text("It is so already: {key} = {value}", {{"key", wanted->key}, {"value", wanted->show(changed)}}));
        return kOk;
    }
    if (const auto saved = (*store)->save_settings(changed); !saved) return fail(context, saved.error(), options.data);
    context.say(texts.text("{key}: {before} -> {after}", {{"key", wanted->key},
                                                         {"before", wanted->show(*current)},
                                                         {"after", wanted->show(changed)}}));
    return kOk;
}

}  // namespace cli
