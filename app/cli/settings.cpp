#include <fmt/format.h>

#include <string>

#include "app/cli/commands.h"
#include "app/domain/setting.h"
#include "app/i18n/setting_words.h"
#include "app/sync/server_record.h"

namespace cli {
namespace {

using domain::SettingKey;
using domain::Settings;

bool is_zone(const std::string& name) {
    return i18n::load_time_zone(name).has_value();
}

std::string all_names() {
    std::string names;
    for (const SettingKey key : domain::all_settings()) {
        names += (names.empty() ? "" : ", ") + std::string{domain::name_of(key)};
    }
    return names;
}

int show_all(const Context& context, const Settings& settings, const std::optional<storage::SchoolSettings>& school) {
    const auto& texts = *context.texts;
    for (const SettingKey key : domain::all_settings()) {
        const bool is_fixed = school && school->values.contains(key);
        context.say(fmt::format("{:<26} {:<28} # {}{}", domain::name_of(key), domain::value_of(settings, key),
                                i18n::explain(key, texts),
                                is_fixed ? "; " + texts.text("set by the school on its server") : ""));
    }
    return kOk;
}

}  // namespace

bool belongs_to(const Context& context, const std::filesystem::path& data, const storage::SchoolSettings& school) {
    const auto server = syncing::read_server(context.files, data);
    // Which server it is cannot be read: it may be that one.
    if (!server) return server.error().error != syncing::RecordError::absent;
    return server->school == school.source.school;
}

int settings(const Context& context, const SettingsOptions& options) {
    const auto& texts = *context.texts;
    std::optional<SettingKey> wanted;
    if (!options.key.empty()) {
        wanted = domain::setting_named(options.key);
        if (!wanted) {
            context.complain(texts.text("There is no setting {key}. There are: {keys}.",
                                        {{"key", options.key}, {"keys", all_names()}}));
            return kUsage;
        }
    }
    const auto mode = options.has_value ? storage::OpenMode::read_write : storage::OpenMode::read_only;
    auto store = storage::Store::open(options.data, context.ports(), mode);
    if (!store) return fail(context, store.error(), options.data);
    auto school = (*store)->school_settings();
    if (!school) return fail(context, school.error(), options.data);
    if (*school && !belongs_to(context, options.data, **school)) {
        if (options.has_value) {
            if (const auto released = (*store)->release_school_settings(); !released)
                return fail(context, released.error(), options.data);
        }
        school->reset();
    }
    auto current = (*store)->settings();
    if (!current) return fail(context, current.error(), options.data);

    if (!wanted) return show_all(context, *current, *school);
    const std::string name{domain::name_of(*wanted)};
    if (!options.has_value) {
        context.say(domain::value_of(*current, *wanted));
        return kOk;
    }
    if (*school && (*school)->values.contains(*wanted)) {
        context.complain(
            texts.text("{key} is set by the school on its server. Nothing was changed. It is changed there: "
                       "vstrecha-server --data "
                       "DIR settings set {key} VALUE, or settings unset {key} to leave it to the kiosks.",
                       {{"key", name}}));
        return kProblems;
    }
    Settings changed = *current;
    if (const auto refusal = domain::take_setting(changed, *wanted, options.value, is_zone)) {
        const std::string why = i18n::sentence_of(*refusal, *wanted, options.value, texts);
        context.complain(texts.text("{key} = {value} is not possible. {why}",
                                    {{"key", name}, {"value", options.value}, {"why", why}}));
        return kProblems;
    }
    if (!changed.logo.empty() && changed.logo != current->logo && !context.files.exists(options.data / changed.logo)) {
        context.complain(texts.text("There is no file {file} in {folder}. Copy it there first.",
                                    {{"file", changed.logo}, {"folder", options.data.string()}}));
        return kProblems;
    }
    const std::string before = domain::value_of(*current, *wanted), after = domain::value_of(changed, *wanted);
    if (changed == *current) {
        context.say(texts.text("It is so already: {key} = {value}", {{"key", name}, {"value", after}}));
        return kOk;
    }
    if (const auto saved = (*store)->save_settings(changed); !saved) return fail(context, saved.error(), options.data);
    context.say(texts.text("{key}: {before} -> {after}", {{"key", name}, {"before", before}, {"after", after}}));
    return kOk;
}

}  // namespace cli
