#include "app/server/program/user_administration.h"

#include "app/i18n/texts.h"
#include "app/server/web/log.h"

namespace server {

namespace {

using Json = nlohmann::json;
using Answer = StoreResult<Json>;

std::string text_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

auto refused(const char* sentence) {
    return base::failure(StoreError{StoreErrorKind::refused, sentence});
}

Answer list(Store& store, const std::vector<School>& schools) {
    Json all = Json::array();
    for (const School& school : schools) {
        const auto users = store.users(school.id);
        if (!users) return base::failure(users.error());
        for (const User& user : *users) {
            all.push_back({{"login", user.login},
                           {"name", user.name},
                           {"role", name_of(user.role)},
                           {"school", school.id.value},
                           {"disabled", user.is_disabled},
                           {"first_time", user.has_one_time_password},
                           {"signed_in_at", user.signed_in_at ? timestamp_of(*user.signed_in_at) : ""}});
        }
    }
    return Json{{"users", std::move(all)}};
}

Answer add(Store& store, const Json& request, const SchoolId& school) {
    const auto role = role_named(text_in(request, "role"));
    if (!role) return refused("a role is curator or reader");
    if (!read_login(text_in(request, "login"))) {
        return refused("a login has 3 to 40 of a-z, 0-9, '.', '-', '_' and '@'");
    }
    const auto given = store.add_user(school, {text_in(request, "login"), text_in(request, "name"), *role});
    if (!given && given.error().kind == StoreErrorKind::exists) return refused("somebody has this login already");
    if (!given) return base::failure(given.error());
    return Json{{"password", joining::shown(given->password)}};
}

}  // namespace

bool is_about_users(const std::string& what) {
    return what.starts_with("user_") || what == "school_zone";
}

Answer answer_about_users(Store& store, const std::string& what, const Json& request,
                          const std::vector<School>& schools) {
    if (what == "user_list") return list(store, schools);
    if (what == "user_add" || what == "school_zone") {
        if (schools.size() != 1) {
            return refused(schools.empty() ? "there is no school yet: add one"
                                           : "there is more than one school: name one");
        }
        if (what == "user_add") return add(store, request, schools.front().id);
        const std::string zone = text_in(request, "zone");
        if (!i18n::load_time_zone(zone)) return refused("a time zone is called as in Asia/Novokuznetsk");
        const auto set = store.set_school_zone(schools.front().id, zone);
        if (!set) return base::failure(set.error());
        return Json::object();
    }
    const auto user = store.user_named(text_in(request, "login"));
    if (!user && user.error().kind == StoreErrorKind::not_found) return refused("nobody has this login");
    if (!user) return base::failure(user.error());
    if (what == "user_reset") {
        const auto given = store.reset_user(user->school, user->id);
        if (!given) return base::failure(given.error());
        return Json{{"password", joining::shown(given->password)}};
    }
    if (what == "user_disable" || what == "user_enable") {
        const auto done = store.set_user_disabled(user->school, user->id, what == "user_disable");
        if (!done) return base::failure(done.error());
        return Json::object();
    }
    return refused("this server does not know the command");
}

}  // namespace server
