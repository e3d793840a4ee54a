#include "app/server/program/settings_commands.h"

#include "app/catalogue/catalogue.h"
#include "app/domain/pin.h"
#include "app/domain/setting.h"
#include "app/eventlog/sealing.h"
#include "app/i18n/setting_words.h"
#include "app/server/program/asking.h"
#include "app/server/program/texts.h"
#include "app/server/store/store.h"

namespace server {

namespace {

std::optional<Json> settings_of(const Context& context, const DataOptions& options, const std::string& school) {
    return ask(context, options, {{"do", "settings_get"}, {"school", school}});
}

// The school of a kiosk that is named, so that nobody has to name both.
std::optional<std::string> school_of(const Context& context, const DataOptions& options,
                                     const SettingOptions& setting) {
    if (!setting.school.empty() || setting.kiosk.empty()) return setting.school;
    const auto kiosk = ask(context, options, {{"do", "kiosk_show"}, {"kiosk", setting.kiosk}});
    if (!kiosk) return std::nullopt;
    return text_in(*kiosk, "school");
}

SchoolSettings::Values values_in(const Json& json) {
    SchoolSettings::Values values;
    for (const auto& [name, value] : json.items()) {
        if (const auto key = domain::setting_named(name); key && value.is_string()) {
            values.emplace(*key, value.get<std::string>());
        }
    }
    return values;
}

SchoolSettings settings_in(const Json& answer) {
    SchoolSettings settings;
    settings.values = values_in(object_in(answer, "values"));
    const Json kiosks = object_in(answer, "kiosks");  // outlives its items()
    for (const auto& [kiosk, values] : kiosks.items()) {
        settings.of_kiosks.emplace(domain::KioskId{kiosk}, values_in(values));
    }
    return settings;
}

std::optional<domain::SettingKey> key_of(const Context& context, const i18n::Texts& texts, const std::string& name) {
    const auto key = domain::setting_named(name);
    std::string names;
    for (const auto each : domain::all_settings()) {
        if (domain::is_for_schools(each)) names += (names.empty() ? "" : ", ") + std::string{domain::name_of(each)};
    }
    if (!key) {
        context.complain(texts.text("There is no setting {key}. There are: {keys}.", {{"key", name}, {"keys", names}}));
    } else if (!domain::is_for_schools(*key)) {
        context.complain(texts.text("{key} is each kiosk's own. A school sets: {keys}.",
                                    {{"key", std::string{domain::name_of(*key)}}, {"keys", names}}));
        return std::nullopt;
    }
    return key;
}

void say_values(const Context& context, const i18n::Texts& texts, const SchoolSettings::Values& values) {
    for (const auto& [key, value] : values) {
        context.out(std::string{domain::name_of(key)} + " = " + value + "  # " + i18n::explain(key, texts) + "\n");
    }
}

ExitCode said(const Context& context, const std::optional<Json>& answer, const std::string& what) {
    if (!answer) return ExitCode::machine;
    context.out(what + "\n");
    return ExitCode::done;
}

}  // namespace

ExitCode show_settings(const Context& context, const DataOptions& options, const std::string& school) {
    const auto answer = settings_of(context, options, school);
    if (!answer) return ExitCode::machine;
    const auto texts = texts_of(context);
    const SchoolSettings settings = settings_in(*answer);
    say_values(context, *texts, settings.values);
    for (const auto& [kiosk, values] : settings.of_kiosks) {
        context.out(texts->text("For the kiosk {kiosk}:", {{"kiosk", kiosk.value}}) + "\n");
        say_values(context, *texts, values);
    }
    if (settings.values.empty() && settings.of_kiosks.empty()) {
        context.out(texts->text("The school has set nothing: each kiosk has settings of its own.") + "\n");
    }
    const std::string pin = text_in(*answer, "pin_set_at");
    context.out((pin.empty() ? texts->text("The PIN is each kiosk's own.")
                             : texts->text("The PIN was set {date}.", {{"date", pin}})) +
                "\n");
    return ExitCode::done;
}

ExitCode set_setting(const Context& context, const DataOptions& options, const SettingOptions& setting) {
    const auto texts = texts_of(context);
    const auto key = key_of(context, *texts, setting.key);
    if (!key) return ExitCode::found;
    const auto school = school_of(context, options, setting);
    const auto answer = school ? settings_of(context, options, *school) : std::nullopt;
    if (!answer) return ExitCode::machine;
    const domain::KioskId kiosk{setting.kiosk};
    domain::Settings tried = settings_in(*answer).laid_over(kiosk);
    const std::string name{domain::name_of(*key)};
    if (const auto refusal = domain::take_setting(tried, *key, setting.value)) {
        context.complain(texts->text("{key} = {value} is not possible. {why}",
                                     {{"key", name},
                                      {"value", setting.value},
                                      {"why", i18n::sentence_of(*refusal, *key, setting.value, *texts)}}));
        return ExitCode::found;
    }
    const auto done = ask(context, options,
                          {{"do", "settings_set"},
                           {"school", *school},
                           {"kiosk", setting.kiosk},
                           {"name", name},
                           {"value", setting.value}});
    return said(context, done, name + " = " + domain::value_of(tried, *key));
}

ExitCode unset_setting(const Context& context, const DataOptions& options, const SettingOptions& setting) {
    const auto texts = texts_of(context);
    const auto key = key_of(context, *texts, setting.key);
    if (!key) return ExitCode::found;
    const auto school = school_of(context, options, setting);
    if (!school) return ExitCode::machine;
    const std::string name{domain::name_of(*key)};
    const auto done = ask(context, options,
                          {{"do", "settings_unset"}, {"school", *school}, {"kiosk", setting.kiosk}, {"name", name}});
    return said(context, done,
                setting.kiosk.empty() ? texts->text("{key} is each kiosk's own again.", {{"key", name}})
                                      : texts->text("{key} of this kiosk is as for every one again.", {{"key", name}}));
}

ExitCode set_pin(const Context& context, const DataOptions& options, const std::string& school) {
    const auto texts = texts_of(context);
    if (context.secrets == nullptr) return ExitCode::machine;
    const auto first = context.secrets->read(texts->text("New PIN (4 to 8 digits): "));
    if (!first || !domain::is_pin(*first)) {
        context.complain(texts->text("A PIN has 4 to 8 digits and nothing else."));
        return ExitCode::found;
    }
    if (context.secrets->is_interactive()) {
        const auto second = context.secrets->read(texts->text("Once more: "));
        if (!second || *second != *first) {
            context.complain(texts->text("The two are not the same. The PIN was not changed."));
            return ExitCode::found;
        }
    }
    const auto hash = eventlog::hash_pin(*first, eventlog::Stretching::full);
    if (!hash) {
        context.complain(texts->text("There is not enough memory to protect the PIN. It was not changed."));
        return ExitCode::machine;
    }
    const auto done = ask(context, options, {{"do", "pin_set"}, {"school", school}, {"hash", *hash}});
    if (done && domain::is_easy_pin(*first)) {
        context.out(texts->text("It is easy to guess; another would be better.") + "\n");
    }
    return said(
        context, done,
        texts->text("The PIN is changed. Kiosks that are in reach have it within seconds, the others as soon as "
                    "they are."));
}

ExitCode unset_pin(const Context& context, const DataOptions& options, const std::string& school) {
    const auto done = ask(context, options, {{"do", "pin_set"}, {"school", school}, {"hash", ""}});
    return said(context, done, texts_of(context)->text("Each kiosk has a PIN of its own again, the one from before."));
}

ExitCode show_catalogue(const Context& context, const DataOptions& options, const std::string& school) {
    const auto answer = settings_of(context, options, school);
    if (!answer) return ExitCode::machine;
    const Json files = list_in(*answer, "files");
    if (files.empty()) context.out(texts_of(context)->text("The catalogue is the program's own.") + "\n");
    for (const Json& file : files) {
        if (!file.is_array() || file.size() != 2 || !file[0].is_string() || !file[1].is_string()) continue;
        context.out(file[0].get<std::string>() + "  " + std::to_string(file[1].get<std::string>().size()) + "\n");
    }
    return ExitCode::done;
}

ExitCode import_catalogue(const Context& context, const DataOptions& options, const std::string& school,
                          const std::filesystem::path& folder) {
    const auto texts = texts_of(context);
    const auto files = catalogue::read_files(context.files, folder);
    if (!files) {
        context.complain(catalogue::describe(files.error()));
        return ExitCode::machine;
    }
    const auto parsed = catalogue::parse(*files);
    if (!parsed) {
        context.complain(catalogue::describe(parsed.error()));
        return ExitCode::found;
    }
    Json list = Json::array();
    for (const auto& file : *files) list.push_back(Json::array({file.name, file.content}));
    const auto done = ask(context, options, {{"do", "catalogue_set"}, {"school", school}, {"files", std::move(list)}});
    return said(context, done,
                texts->text("Forms: {forms}. Kinds of meetings: {kinds}. The kiosks get this catalogue.",
                            {{"forms", std::to_string(parsed->forms.size())},
                             {"kinds", std::to_string(parsed->meeting_kinds.size())}}));
}

ExitCode reset_catalogue(const Context& context, const DataOptions& options, const std::string& school) {
    const auto done = ask(context, options, {{"do", "catalogue_set"}, {"school", school}, {"files", Json::array()}});
    return said(context, done, texts_of(context)->text("The catalogue is the program's own."));
}

}  // namespace server
