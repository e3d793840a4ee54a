#include "app/server/program/user_commands.h"

#include <CLI/CLI.hpp>

#include <memory>

#include "app/server/program/asking.h"

namespace server {

namespace {

// What the options of one command line are read into.
struct Given {
    std::string login, name, role = "curator", school, zone;
};

ExitCode tell_password(const Context& context, const std::optional<Json>& answer, const std::string& login) {
    if (!answer) return ExitCode::machine;
    context.out("Login     " + login + "\nPassword  " + text_in(*answer, "password") +
                "\nFor the first sign-in, within seven days; it is shown this one time.\n");
    return ExitCode::done;
}

ExitCode list(const Context& context, const DataOptions& data, const Given& given) {
    const auto answer = ask(context, data, {{"do", "user_list"}, {"school", given.school}});
    if (!answer) return ExitCode::machine;
    for (const Json& user : list_in(*answer, "users")) {
        const std::string signed_in = text_in(user, "signed_in_at");
        context.out(text_in(user, "login") + "  " + text_in(user, "role") + "  school " + text_in(user, "school") +
                    "  signed in " + (signed_in.empty() ? "never" : signed_in) +
                    (text_in(user, "disabled") == "true" ? "  disabled" : "") + "  " + text_in(user, "name") + "\n");
    }
    return ExitCode::done;
}

}  // namespace

void add_user_commands(CLI::App& app, CLI::App& school, const Context& context, const DataOptions& data,
                       ExitCode& code) {
    const auto given = std::make_shared<Given>();
    const auto done = [](const std::optional<Json>& answer) { return answer ? ExitCode::done : ExitCode::machine; };
    auto* user = app.add_subcommand("user", "who may sign in to the pages")->require_subcommand(1);

    auto* add = user->add_subcommand("add", "add a user; a password for the first sign-in is printed");
    add->add_option("login", given->login, "of one user in the whole database")->required();
    add->add_option("--name", given->name, "of the person")->required()->option_text("NAME");
    add->add_option("--role", given->role, "curator: changes everything of the school; reader: only looks")
        ->option_text("curator|reader");
    add->add_option("--school", given->school, "where there is more than one")->option_text("ID");
    add->callback([=, &context, &data, &code] {
        const auto answer = ask(context, data,
                                {{"do", "user_add"},
                                 {"login", given->login},
                                 {"name", given->name},
                                 {"role", given->role},
                                 {"school", given->school}});
        code = tell_password(context, answer, given->login);
    });
    auto* all = user->add_subcommand("list", "the users, their roles and when they signed in last");
    all->add_option("--school", given->school, "of this one only")->option_text("ID");
    all->callback([=, &context, &data, &code] { code = list(context, data, *given); });
    auto* reset = user->add_subcommand("reset", "give a new password for the first sign-in");
    reset->add_option("login", given->login, "of the user")->required();
    reset->callback([=, &context, &data, &code] {
        code =
            tell_password(context, ask(context, data, {{"do", "user_reset"}, {"login", given->login}}), given->login);
    });
    for (const auto& [name, what, help] :
         {std::tuple{"disable", "user_disable", "sign a user out and let nobody in by that login any more"},
          std::tuple{"enable", "user_enable", "take that back"}}) {
        auto* one = user->add_subcommand(name, help);
        one->add_option("login", given->login, "of the user")->required();
        one->callback([=, &context, &data, &code, does = std::string{what}] {
            code = done(ask(context, data, {{"do", does}, {"login", given->login}}));
        });
    }
    auto* zone = school.add_subcommand("zone", "the time zone in which the pages tell the time");
    zone->add_option("zone", given->zone, "as in Asia/Novokuznetsk")->required();
    zone->add_option("--school", given->school, "where there is more than one")->option_text("ID");
    zone->callback([=, &context, &data, &code] {
        code = done(ask(context, data, {{"do", "school_zone"}, {"school", given->school}, {"zone", given->zone}}));
    });
}

}  // namespace server
