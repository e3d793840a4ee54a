#include "app/server/program/settings_administration.h"

namespace server {

namespace {

using Json = nlohmann::json;

std::string text_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

auto refused(std::string why) {
    return base::failure(StoreError{StoreErrorKind::refused, std::move(why)});
}

Json json_of(const SchoolSettings::Values& values) {
    Json json = Json::object();
    for (const auto& [key, value] : values) json[std::string{domain::name_of(key)}] = value;
    return json;
}

StoreResult<Json> numbered(const StoreResult<std::uint64_t>& number) {
    if (!number) return base::failure(number.error());
    return Json{{"number", *number}};
}

StoreResult<Json> get(Store& store, const SchoolId& school) {
    const auto settings = store.school_settings(school);
    if (!settings) return base::failure(settings.error());
    Json kiosks = Json::object(), files = Json::array();
    for (const auto& [kiosk, values] : settings->of_kiosks) kiosks[kiosk.value] = json_of(values);
    for (const auto& file : settings->catalogue) files.push_back(Json::array({file.name, file.content}));
    return Json{{"number", settings->number},
                {"values", json_of(settings->values)},
                {"kiosks", std::move(kiosks)},
                {"pin_set_at", settings->pin_set_at ? timestamp_of(*settings->pin_set_at) : ""},
                {"files", std::move(files)}};
}

StoreResult<Json> set(Store& store, const SchoolId& school, const Json& request, bool unsets) {
    const std::string name = text_in(request, "name");
    const auto key = domain::setting_named(name);
    if (!key) return refused("there is no setting " + name);
    const domain::KioskId kiosk{text_in(request, "kiosk")};
    if (unsets) return numbered(store.unset_setting(school, kiosk, *key));
    return numbered(store.set_setting(school, kiosk, *key, text_in(request, "value")));
}

StoreResult<Json> set_catalogue(Store& store, const SchoolId& school, const Json& request) {
    const auto list = request.find("files");
    if (list == request.end() || !list->is_array()) return refused("these are no files");
    std::vector<catalogue::CatalogueFile> files;
    for (const Json& one : *list) {
        if (!one.is_array() || one.size() != 2 || !one[0].is_string() || !one[1].is_string()) {
            return refused("these are no files");
        }
        files.push_back({one[0].get<std::string>(), one[1].get<std::string>()});
    }
    return numbered(store.set_catalogue(school, std::move(files)));
}

}  // namespace

bool is_about_settings(const std::string& what) {
    return what == "settings_get" || what == "settings_set" || what == "settings_unset" || what == "pin_set" ||
           what == "catalogue_set";
}

StoreResult<Json> answer_about_settings(Store& store, const SchoolId& school, const std::string& what,
                                        const Json& request) {
    if (what == "settings_get") return get(store, school);
    if (what == "settings_set" || what == "settings_unset") {
        return set(store, school, request, what == "settings_unset");
    }
    if (what == "pin_set") return numbered(store.set_pin(school, text_in(request, "hash")));
    return set_catalogue(store, school, request);
}

std::optional<SettingsChange> settings_change_in(const std::string& request) {
    const Json json = Json::parse(request, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    SettingsChange change;
    change.what = text_in(json, "do");
    if (!is_about_settings(change.what) || change.what == "settings_get") return std::nullopt;
    change.kiosk = text_in(json, "kiosk");
    change.setting = text_in(json, "name");
    if (change.what == "settings_set") change.value = text_in(json, "value");
    return change;
}

}  // namespace server
