// Who may sign in. For curators.
#include "app/i18n/texts.h"
#include "app/joining/code.h"
#include "app/server/pages/handlers.h"
#include "app/server/pages/words.h"
#include "platform/base/id.h"

namespace server::pages {

namespace {

std::string role_of(const Visit& visit, UserRole role) {
    return role == UserRole::curator ? visit.text("curator") : visit.text("reader");
}

void fill_user(View& item, const Visit& visit, const User& user) {
    item.set("NAME", user.name)
        .set("LOGIN", user.login)
        .set("ROLE", role_of(visit, user.role))
        .set("USER_PATH", "/users/" + user.id.value)
        .set("SEEN", user.signed_in_at ? visit.ago(*user.signed_in_at) : visit.text("not yet"));
    item.show_if(user.is_disabled, "IS_DISABLED").show_if(!user.is_disabled, "IS_ENABLED");
    item.show_if(user.id == visit.user.id, "IS_SELF").show_if(user.id != visit.user.id, "IS_OTHER");
}

api::HttpResponse users_page(const Visit& visit, int status, const std::string& problem) {
    const auto users = visit.site.store.users(visit.school.id);
    if (!users) return failed(visit, users.error());
    View view;
    view.set("TITLE", visit.text("Users"))
        .set("FORM_LOGIN", visit.form.value("login"))
        .set("FORM_NAME", visit.form.value("name"));
    if (!problem.empty()) view.add("PROBLEM").set("SENTENCE", problem);
    for (const User& user : *users) fill_user(view.add("USER"), visit, user);
    return page(visit, "users", "users", std::move(view), status);
}

// Shown once, and never again.
api::HttpResponse password_page(const Visit& visit, const User& user, const std::string& password) {
    const std::string shown = joining::shown(password);
    View view;
    view.set("TITLE", visit.text("A password for the first time"))
        .set("NAME", user.name)
        .set("LOGIN", user.login)
        .set("PASSWORD", shown)
        .set("LIVES", visit.span(kOneTimeLives));
    return page(visit, "user_password", "users", std::move(view));
}

StoreResult<User> find_user(const Visit& visit) {
    return visit.site.store.user(visit.school.id, UserId{base::is_id(visit.parts.front()) ? visit.parts.front() : ""});
}

void tell(const Visit& visit, std::string_view event, const UserId& user) {
    visit.site.log.write(Log::Level::info, event, {{"user", user.value}, {"by", visit.user.id.value}});
}

}  // namespace

api::HttpResponse list_users(Visit& visit) {
    return users_page(visit, 200, "");
}

api::HttpResponse add_user(Visit& visit) {
    const auto role = role_named(visit.form.value("role"));
    if (!read_login(visit.form.value("login"))) {
        return users_page(visit, 422, visit.text("A login has 3 to 40 Latin letters, digits, dots and hyphens."));
    }
    const auto given = visit.site.store.add_user(
        visit.school.id, {visit.form.value("login"), visit.form.value("name"), role.value_or(UserRole::reader)});
    if (!given && given.error().kind == StoreErrorKind::exists) {
        return users_page(visit, 422, visit.text("Somebody has this login already. Choose another."));
    }
    if (!given && given.error().kind == StoreErrorKind::refused)
        return users_page(visit, 422, visit.text("A user needs a name: one line."));
    if (!given && given.error().kind == StoreErrorKind::try_later)
        return users_page(visit, 503, visit.text("The server is busy. Try it again in some seconds."));
    if (!given) return failed(visit, given.error());
    const auto user = visit.site.store.user(visit.school.id, given->user);
    if (!user) return failed(visit, user.error());
    tell(visit, "user_added", user->id);
    return password_page(visit, *user, given->password);
}

api::HttpResponse ask_user(Visit& visit) {
    const auto user = find_user(visit);
    if (!user) return failed(visit, user.error());
    View view;
    view.set("TITLE", user->name);
    fill_user(view, visit, *user);
    return page(visit, "user", "users", std::move(view));
}

api::HttpResponse reset_user(Visit& visit) {
    const auto user = find_user(visit);
    if (!user) return failed(visit, user.error());
    if (user->id == visit.user.id) return go_to("/account");
    const auto given = visit.site.store.reset_user(visit.school.id, user->id);
    if (!given && given.error().kind == StoreErrorKind::try_later) return go_to("/users/" + user->id.value, "busy");
    if (!given) return failed(visit, given.error());
    tell(visit, "user_reset", user->id);
    return password_page(visit, *user, given->password);
}

api::HttpResponse disable_user(Visit& visit) {
    const auto user = find_user(visit);
    if (!user) return failed(visit, user.error());
    if (user->id == visit.user.id) return go_to("/users", "yourself");
    const auto done = visit.site.store.set_user_disabled(visit.school.id, user->id, true);
    if (!done) return failed(visit, done.error());
    tell(visit, "user_disabled", user->id);
    return go_to("/users", "disabled");
}

api::HttpResponse enable_user(Visit& visit) {
    const auto user = find_user(visit);
    if (!user) return failed(visit, user.error());
    const auto done = visit.site.store.set_user_disabled(visit.school.id, user->id, false);
    if (!done) return failed(visit, done.error());
    tell(visit, "user_enabled", user->id);
    return go_to("/users", "enabled");
}

}  // namespace server::pages
