// What the school has set for its kiosks, for all of them and for one, the curator's PIN and the school's time zone.
// The rules are those of `vstrecha-server settings`, `pin` and `school zone`.
#include <algorithm>

#include "app/domain/pin.h"
#include "app/domain/setting.h"
#include "app/eventlog/sealing.h"
#include "app/i18n/setting_words.h"
#include "app/i18n/texts.h"
#include "app/server/pages/handlers.h"
#include "app/server/pages/words.h"
#include "platform/base/id.h"

namespace server::pages {

namespace {

using domain::SettingKey;
using Values = SchoolSettings::Values;

// Those of Russia, from west to east, by IANA's names; the label is what people call them.
struct Zone {
    const char *name, *label;
};
std::vector<Zone> zones() {
    return {{"Europe/Kaliningrad", "Калининград, МСК−1"},
            {"Europe/Moscow", "Москва, МСК"},
            {"Europe/Samara", "Самара, МСК+1"},
            {"Asia/Yekaterinburg", "Екатеринбург, МСК+2"},
            {"Asia/Omsk", "Омск, МСК+3"},
            {"Asia/Krasnoyarsk", "Красноярск, МСК+4"},
            {"Asia/Novosibirsk", "Новосибирск, МСК+4"},
            {"Asia/Novokuznetsk", "Новокузнецк, МСК+4"},
            {"Asia/Barnaul", "Барнаул, МСК+4"},
            {"Asia/Tomsk", "Томск, МСК+4"},
            {"Asia/Irkutsk", "Иркутск, МСК+5"},
            {"Asia/Chita", "Чита, МСК+6"},
            {"Asia/Yakutsk", "Якутск, МСК+6"},
            {"Asia/Vladivostok", "Владивосток, МСК+7"},
            {"Asia/Magadan", "Магадан, МСК+8"},
            {"Asia/Sakhalin", "Сахалин, МСК+8"},
            {"Asia/Kamchatka", "Камчатка, МСК+9"}};
}

// Without the names of values, which the command asks for and a page does not.
std::string title_of(const Visit& visit, SettingKey key) {
    if (key == SettingKey::find_by) return visit.text("how to be found without a card");
    if (key == SettingKey::language) return visit.text("language of the screen");
    if (key == SettingKey::appearance) return visit.text("look of the screen");
    if (key == SettingKey::retention_days) return visit.text("so many days a kiosk keeps records that the server has");
    return i18n::explain(key, visit.texts());
}

std::string in_words(const Visit& visit, SettingKey key, const std::string& value) {
    if (value == "on") return visit.text("yes");
    if (value == "off") return visit.text("no");
    if (value == "pictures") return visit.text("by class and three pictures");
    if (value == "code") return visit.text("by a code of digits");
    if (value == "names") return visit.text("by a list of names");
    if (value == "ru") return visit.text("Russian");
    if (value == "en") return visit.text("English");
    if (value == "light") return visit.text("light");
    if (value == "dark") return visit.text("dark");
    if (key == SettingKey::primary_colour && value == "none") return visit.text("none of its own");
    return value;
}

// What a setting takes, as its own rule says it of something that it never takes.
std::vector<std::string> choices_of(SettingKey key) {
    domain::Settings tried;
    const auto refusal = domain::take_setting_alone(tried, key, "\n");
    if (!refusal) return {};
    if (refusal->why == domain::SettingRefusal::Why::neither_on_nor_off) return {"on", "off"};
    std::vector<std::string> choices;
    for (const auto choice : refusal->choices) choices.emplace_back(choice);
    return choices;
}

// What was typed and not taken.
struct Typed {
    SettingKey key{};
    std::string value, why;
};

// `own`: of this page; `others`: what holds where that says nothing, of a page about one kiosk.
void fill_settings(View& view, const Visit& visit, const Values& own, const Values* others, const std::string& action,
                   const std::optional<Typed>& typed) {
    for (const SettingKey key : domain::all_settings()) {
        if (!domain::is_for_schools(key)) continue;
        const auto set = own.find(key);
        const bool is_set = set != own.end();
        View& row = view.add("SETTING");
        row.set("KEY", std::string{domain::name_of(key)}).set("WHAT", title_of(visit, key)).set("ACTION", action);
        if (is_set) {
            row.add("IS_SET").set("VALUE", in_words(visit, key, set->second));
        } else if (others != nullptr && others->contains(key)) {
            row.add("AS_ALL").set("VALUE", in_words(visit, key, others->at(key)));
        } else {
            row.show("NOT_SET");
        }
        const bool is_typed = typed && typed->key == key;
        if (is_typed) row.add("REFUSED").set("SENTENCE", typed->why);
        if (!visit.may_change()) continue;
        View& form = row.add("FORM");
        const std::string now = is_typed ? typed->value : is_set ? set->second : "";
        form.show_if(is_set, "MAY_UNSET");
        const auto choices = choices_of(key);
        if (choices.empty()) {
            // What holds where nobody sets anything.
            const std::string usual = domain::value_of(domain::Settings{}, key);
            form.add("TYPE").set("VALUE", now).set("EXAMPLE", usual == "none" ? "#3B5BDB" : usual);
            continue;
        }
        View& select = form.add("SELECT");
        select.show_if(!is_set, "NO_CHOICE");
        for (const std::string& choice : choices) {
            View& option = select.add("CHOICE");
            option.set("VALUE", choice).set("LABEL", in_words(visit, key, choice));
            option.show_if(choice == now, "CHOSEN");
        }
    }
}

void fill_zones(View& view, const Visit& visit) {
    bool is_among_them = visit.zone_name.empty();
    for (const Zone& zone : zones()) {
        View& item = view.add("ZONE");
        item.set("VALUE", zone.name).set("LABEL", visit.language == domain::Language::russian ? zone.label : zone.name);
        if (visit.zone_name == zone.name) {
            item.show("CHOSEN");
            is_among_them = true;
        }
    }
    if (!is_among_them) view.add("ZONE").set("VALUE", visit.zone_name).set("LABEL", visit.zone_name).show("CHOSEN");
    view.show_if(visit.zone_name.empty(), "NO_ZONE");
}

std::string zone_in_words(const Visit& visit) {
    if (visit.zone_name.empty()) return visit.text("not chosen yet");
    for (const Zone& zone : zones()) {
        if (visit.zone_name == zone.name && visit.language == domain::Language::russian) return zone.label;
    }
    return visit.zone_name;
}

void say_refused(View& view, const Visit& visit, const std::optional<Typed>& typed) {
    if (!typed) return;
    view.add("PROBLEM").set("SENTENCE", visit.text("Not kept: {what}. {why}",
                                                   {{"what", title_of(visit, typed->key)}, {"why", typed->why}}));
}

api::HttpResponse settings_page(const Visit& visit, int status, const std::optional<Typed>& typed) {
    const auto settings = visit.site.store.school_settings(visit.school.id);
    if (!settings) return failed(visit, settings.error());
    const auto kiosks = visit.site.store.kiosks(visit.school.id);
    if (!kiosks) return failed(visit, kiosks.error());
    View view;
    view.set("TITLE", visit.text("Settings"));
    say_refused(view, visit, typed);
    fill_settings(view, visit, settings->values, nullptr, "/settings/set", typed);
    bool has_kiosks = false;
    for (const Kiosk& kiosk : *kiosks) {
        const auto own = settings->of_kiosks.find(kiosk.id);
        const auto count = own == settings->of_kiosks.end() ? 0 : static_cast<long long>(own->second.size());
        if (kiosk.state != KioskState::active) continue;
        has_kiosks = true;
        view.add("KIOSK")
            .set("NAME", name_of(visit, kiosk))
            .set("PATH", "/kiosks/" + kiosk.id.value + "/settings")
            .set("COUNT", count == 0
                              ? visit.text("as for every kiosk")
                              : visit.texts().plural("{n} setting of its own", "{n} settings of its own", count));
    }
    view.show_if(!has_kiosks, "NO_KIOSKS");
    if (settings->pin_set_at) {
        view.add("PIN").set("WHEN", visit.moment(*settings->pin_set_at));
    } else {
        view.show("NO_PIN");
    }
    if (settings->catalogue.empty()) {
        view.show("PROGRAMS_CATALOGUE");
    } else {
        view.add("OWN_CATALOGUE")
            .set("FILES",
                 visit.texts().plural("{n} file", "{n} files", static_cast<long long>(settings->catalogue.size())));
    }
    view.set("ZONE_NOW", zone_in_words(visit)).show_if(!visit.may_change(), "READ_ONLY");
    fill_zones(view, visit);
    return page(visit, "settings", "settings", std::move(view), status);
}

StoreResult<Kiosk> find_kiosk(const Visit& visit) {
    const domain::KioskId id{base::is_id(visit.parts.front()) ? visit.parts.front() : ""};
    return visit.site.store.kiosk(visit.school.id, id);
}

api::HttpResponse kiosk_page(const Visit& visit, const Kiosk& kiosk, int status, const std::optional<Typed>& typed) {
    const auto settings = visit.site.store.school_settings(visit.school.id);
    if (!settings) return failed(visit, settings.error());
    const auto own = settings->of_kiosks.find(kiosk.id);
    View view;
    view.set("TITLE", visit.text("Settings") + ": " + name_of(visit, kiosk))
        .set("NAME", name_of(visit, kiosk))
        .set("KIOSK_PATH", "/kiosks/" + kiosk.id.value);
    say_refused(view, visit, typed);
    fill_settings(view, visit, own == settings->of_kiosks.end() ? Values{} : own->second, &settings->values,
                  "/kiosks/" + kiosk.id.value + "/settings", typed);
    return page(visit, "kiosk_settings", "settings", std::move(view), status);
}

// An empty kiosk: for every one. `again`: the page, with what was typed and not taken.
api::HttpResponse change(const Visit& visit, const domain::KioskId& kiosk, const std::string& path,
                         const std::function<api::HttpResponse(const Typed&)>& again) {
    const auto key = domain::setting_named(visit.form.value("key"));
    if (!key || !domain::is_for_schools(*key)) return go_to(path, "no_setting");
    const bool unsets = visit.form.value("do") == "unset";
    const std::string value = visit.form.value("value");
    Store& store = visit.site.store;
    if (!unsets) {
        const auto settings = store.school_settings(visit.school.id);
        if (!settings) return failed(visit, settings.error());
        domain::Settings tried = settings->laid_over(kiosk);
        if (const auto refusal = domain::take_setting(tried, *key, value)) {
            const std::string why = choices_of(*key).empty() ? i18n::sentence_of(*refusal, *key, value, visit.texts())
                                    : refusal->contrast      ? i18n::sentence_of(*refusal, *key, value, visit.texts())
                                                             : visit.text("Choose one.");
            return again({*key, value, why});
        }
    }
    const auto done = unsets ? store.unset_setting(visit.school.id, kiosk, *key)
                             : store.set_setting(visit.school.id, kiosk, *key, value);
    if (!done) return failed(visit, done.error());
    visit.site.log.write(Log::Level::info, "settings_changed",
                         {{"do", unsets ? "settings_unset" : "settings_set"},
                          {"user", visit.user.id.value},
                          {"kiosk", kiosk.value},
                          {"setting", domain::name_of(*key)},
                          {"value", unsets ? "" : value}});
    return go_to(path, unsets ? "unset" : "set");
}

api::HttpResponse keep_pin(const Visit& visit, const std::string& hash, std::string_view told) {
    const auto done = visit.site.store.set_pin(visit.school.id, hash);
    if (!done) return failed(visit, done.error());
    visit.site.log.write(Log::Level::info, "settings_changed", {{"do", "pin_set"}, {"user", visit.user.id.value}});
    return go_to("/settings", told);
}

}  // namespace

api::HttpResponse show_settings(Visit& visit) {
    return settings_page(visit, 200, {});
}

api::HttpResponse set_setting(Visit& visit) {
    return change(visit, {}, "/settings", [&](const Typed& typed) { return settings_page(visit, 422, typed); });
}

api::HttpResponse show_kiosk_settings(Visit& visit) {
    const auto kiosk = find_kiosk(visit);
    if (!kiosk) return failed(visit, kiosk.error());
    return kiosk_page(visit, *kiosk, 200, {});
}

api::HttpResponse set_kiosk_setting(Visit& visit) {
    const auto kiosk = find_kiosk(visit);
    if (!kiosk) return failed(visit, kiosk.error());
    return change(visit, kiosk->id, "/kiosks/" + kiosk->id.value + "/settings",
                  [&](const Typed& typed) { return kiosk_page(visit, *kiosk, 422, typed); });
}

api::HttpResponse set_pin(Visit& visit) {
    const std::string pin = visit.form.value("pin");
    if (!domain::is_pin(pin)) return go_to("/settings", "no_pin");
    if (visit.form.value("again") != pin) return go_to("/settings", "other_pin");
    const std::unique_lock turn{visit.site.importing, std::try_to_lock};
    if (!turn) return go_to("/settings", "busy");
    const auto hash = eventlog::hash_pin(pin, eventlog::Stretching::full);
    if (!hash) return go_to("/settings", "busy");
    return keep_pin(visit, *hash, domain::is_easy_pin(pin) ? "easy_pin" : "pin");
}

api::HttpResponse ask_unset_pin(Visit& visit) {
    View view;
    view.set("TITLE", visit.text("Leave the PIN to each kiosk?"));
    return page(visit, "pin_unset", "settings", std::move(view));
}

api::HttpResponse unset_pin(Visit& visit) {
    return keep_pin(visit, "", "pin_unset");
}

api::HttpResponse set_zone(Visit& visit) {
    const std::string zone = visit.form.value("zone");
    if (!i18n::load_time_zone(zone)) return go_to("/settings", "no_zone");
    const auto set = visit.site.store.set_school_zone(visit.school.id, zone);
    if (!set) return failed(visit, set.error());
    return go_to("/settings", "zone");
}

}  // namespace server::pages
