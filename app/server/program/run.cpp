#include "app/server/program/run.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

#include "app/server/program/commands.h"
#include "app/server/program/give_usb.h"
#include "app/server/program/import_usb.h"
#include "app/server/program/match_commands.h"
#include "app/server/program/roster_commands.h"
#include "app/server/program/serve.h"
#include "app/server/program/settings_commands.h"
#include "app/server/program/user_commands.h"

namespace server {

int run(const Context& context, const std::vector<std::string>& arguments, api::Drives* drives) {
    CLI::App app{"vstrecha-server: the school server of Vstrecha. Without a command it serves.", "vstrecha-server"};
    app.set_version_flag("--version", std::string{"vstrecha-server "} + VSTRECHA_VERSION);
    app.fallthrough();
    ServeOptions serving;
    DataOptions& data = serving.data;
    app.add_option("--data", data.data, "folder with the server's data; made at the first start")
        ->required()
        ->option_text("DIR");
    app.add_option("--database", data.database,
                   "PostgreSQL in place of a file in DIR; better in the environment, "
                   "where nobody else sees the password")
        ->envname("VSTRECHA_DATABASE")
        ->option_text("postgresql://...");
    app.add_option("--public-address", data.public_address, "where kiosks find this server; else the host's name")
        ->option_text("HOST:PORT");
    app.add_option("--listen", serving.listen, "where it listens; else 0.0.0.0:8443")->option_text("ADDRESS:PORT");
    app.add_option("--certificate", serving.certificate, "PEM; else one is made in DIR/tls")->option_text("FILE");
    app.add_option("--key", serving.key, "PEM, of --certificate")->option_text("FILE");
    app.add_flag("--plain-http", serving.plain_http,
                 "without TLS, behind a proxy on this machine, whose certificate is --certificate");
    app.add_flag("--metrics-for-all", serving.tells_everybody, "/metrics also for other machines");
    app.add_flag("--quiet", serving.quiet, "do not say in the network that it is there (multicast DNS, by Avahi)");
    app.add_option("--connections-of-address", serving.connections_of_address,
                   "how many one address may have open; more than 256 where many kiosks share one")
        ->check(CLI::Range(1, 4096))
        ->option_text("N");
    app.add_option("--school-name", serving.school, "name of the school that the first start makes")
        ->option_text("NAME");

    ExitCode code = ExitCode::done;
    auto* kiosk = app.add_subcommand("kiosk", "the kiosks of this server")->require_subcommand(1);
    auto* school = app.add_subcommand("school", "the schools of this server")->require_subcommand(1);

    NewKioskOptions added;
    auto* kiosk_add = kiosk->add_subcommand("add", "make a code by which one kiosk joins");
    kiosk_add->add_option("--name", added.name, "what it is called here")->option_text("NAME");
    kiosk_add->add_option("--school", added.school, "where there is more than one")->option_text("ID");
    kiosk_add->add_option("--replaces", added.replaces, "the kiosk whose place it takes")->option_text("ID");
    kiosk_add->callback([&] { code = add_kiosk(context, data, added); });

    std::string of_school, id, name;
    auto* kiosk_list = kiosk->add_subcommand("list", "the kiosks, their state and what is held of each");
    kiosk_list->add_option("--school", of_school, "of this one only")->option_text("ID");
    kiosk_list->callback([&] { code = list_kiosks(context, data, of_school); });
    auto* kiosk_show = kiosk->add_subcommand("show", "one kiosk, and what it said last of how it is");
    kiosk_show->add_option("id", id, "the kiosk")->required();
    kiosk_show->callback([&] { code = show_kiosk(context, data, id); });
    auto* kiosk_rename = kiosk->add_subcommand("rename", "give a kiosk another name");
    kiosk_rename->add_option("id", id, "the kiosk")->required();
    kiosk_rename->add_option("name", name, "its name")->required();
    kiosk_rename->callback([&] { code = rename_kiosk(context, data, id, name); });
    auto* kiosk_revoke = kiosk->add_subcommand("revoke", "take nothing of a kiosk any more");
    kiosk_revoke->add_option("id", id, "the kiosk")->required();
    kiosk_revoke->callback([&] { code = revoke_kiosk(context, data, id); });

    auto* school_add = school->add_subcommand("add", "add a school; its id is printed");
    school_add->add_option("name", name, "its name")->required();
    school_add->callback([&] { code = add_school(context, data, name); });
    school->add_subcommand("list", "the schools")->callback([&] { code = list_schools(context, data); });

    add_user_commands(app, *school, context, data, code);

    std::string of_meeting, day;
    auto* meeting = app.add_subcommand("meeting", "what the kiosks recorded of meetings")->require_subcommand(1);
    auto* meeting_why = meeting->add_subcommand("why", "why a meeting is in its state, event by event");
    meeting_why->add_option("id", of_meeting, "the meeting")->required();
    meeting_why->add_option("--school", of_school, "where there is more than one")->option_text("ID");
    meeting_why->callback([&] { code = explain_meeting(context, data, of_school, of_meeting); });
    auto* meeting_list = meeting->add_subcommand("list", "every meeting of which something was recorded");
    meeting_list->add_option("--day", day, "of this one only")->option_text("YYYY-MM-DD");
    meeting_list->add_option("--school", of_school, "of this one only")->option_text("ID");
    meeting_list->callback([&] { code = list_meetings(context, data, of_school, day); });
    auto* roster =
        app.add_subcommand("roster", "the lists that kiosks get: people, groups, meetings")->require_subcommand(1);
    RosterImportOptions imported;
    auto* roster_import =
        roster->add_subcommand("import", "take over the school's own files: people, groups, meetings, cards");
    roster_import->add_option("files", imported.files, "together, in any order")->required()->option_text("FILE...");
    roster_import->add_option("--school", imported.school, "where there is more than one")->option_text("ID");
    roster_import->add_flag("--dry-run", imported.is_trial, "say what would change, change nothing");
    roster_import->add_flag("--skip-bad-rows", imported.skips_bad_rows, "leave rows with errors out");
    roster_import->add_flag("--json", imported.as_json, "the report as JSON");
    roster_import->callback([&] { code = import_roster(context, data, imported); });
    auto* roster_show =
        roster->add_subcommand("show", "the lists that kiosks get now: number, hash, how many, since when");
    roster_show->add_option("--school", of_school, "where there is more than one")->option_text("ID");
    roster_show->callback([&] { code = show_roster(context, data, of_school); });
    auto* roster_history = roster->add_subcommand("history", "the lists that are kept, the newest first");
    roster_history->add_option("--school", of_school, "where there is more than one")->option_text("ID");
    roster_history->callback([&] { code = list_rosters(context, data, of_school); });
    std::uint64_t number = 0;
    auto* roster_revert = roster->add_subcommand("revert", "put older lists back, under the next number");
    roster_revert->add_option("number", number, "of the older ones")->required();
    roster_revert->add_option("--school", of_school, "where there is more than one")->option_text("ID");
    roster_revert->callback([&] { code = revert_roster(context, data, of_school, number); });

    SettingOptions setting;
    const auto of_school_too = [&of_school](CLI::App* command) {
        command->add_option("--school", of_school, "where there is more than one")->option_text("ID");
    };
    const auto of_kiosk_too = [&setting](CLI::App* command) {
        command->add_option("key", setting.key, "the setting, as `vstrecha settings` lists them")->required();
        command->add_option("--school", setting.school, "where there is more than one")->option_text("ID");
        command->add_option("--kiosk", setting.kiosk, "for this one only, above what is set for every one")
            ->option_text("ID");
    };
    auto* settings = app.add_subcommand("settings", "what the school sets for its kiosks")->require_subcommand(1);
    auto* settings_show = settings->add_subcommand("show", "what is set; the rest is each kiosk's own");
    of_school_too(settings_show);
    settings_show->callback([&] { code = show_settings(context, data, of_school); });
    auto* settings_set = settings->add_subcommand("set", "set it for every kiosk, or for one");
    of_kiosk_too(settings_set);
    settings_set->add_option("value", setting.value, "its value")->required();
    settings_set->callback([&] { code = set_setting(context, data, setting); });
    auto* settings_unset = settings->add_subcommand("unset", "leave it to the kiosks again");
    of_kiosk_too(settings_unset);
    settings_unset->callback([&] { code = unset_setting(context, data, setting); });
    auto* pin = app.add_subcommand("pin", "the curator's PIN on all kiosks")->require_subcommand(1);
    auto* pin_set = pin->add_subcommand("set", "asks for it; it is not an argument, so that nobody reads it elsewhere");
    of_school_too(pin_set);
    pin_set->callback([&] { code = set_pin(context, data, of_school); });
    auto* pin_unset = pin->add_subcommand("unset", "each kiosk has its own again");
    of_school_too(pin_unset);
    pin_unset->callback([&] { code = unset_pin(context, data, of_school); });
    std::filesystem::path folder;
    auto* forms = app.add_subcommand("catalogue", "forms, kinds of meetings and tags of a rating")->require_subcommand(1);
    auto* forms_show = forms->add_subcommand("show", "the school's own files, where it has some");
    of_school_too(forms_show);
    forms_show->callback([&] { code = show_catalogue(context, data, of_school); });
    auto* forms_import = forms->add_subcommand("import", "all *.toml files of a folder, in the place of the program's own");
    forms_import->add_option("folder", folder, "with files as in share/vstrecha/catalogue")->required();
    of_school_too(forms_import);
    forms_import->callback([&] { code = import_catalogue(context, data, of_school, folder); });
    auto* forms_reset = forms->add_subcommand("reset", "the program's own again");
    of_school_too(forms_reset);
    forms_reset->callback([&] { code = reset_catalogue(context, data, of_school); });
    MatchShowOptions shown;
    MatchDecision decision;
    std::string seen;
    auto* match = app.add_subcommand("match", "lists that kiosks bring along: who is whom")->require_subcommand(0, 1);
    match->add_option("--school", of_school, "of this one only")->option_text("ID");
    match->callback([&] {
        if (match->get_subcommands().empty()) code = list_matchings(context, data, of_school);
    });
    auto* match_show = match->add_subcommand("show", "who of a kiosk's people is whom, who is new, who is doubtful");
    match_show->add_option("kiosk", shown.kiosk, "the kiosk")->required();
    match_show->add_flag("--all", shown.shows_all, "also those who are the same without a difference");
    match_show->callback([&] { code = show_matching(context, data, shown); });
    auto* match_decide = match->add_subcommand("decide", "say whom a person or group of the kiosk's stands for");
    match_decide->add_option("kiosk", decision.kiosk, "the kiosk")->required();
    match_decide->add_option("id", decision.brought, "the kiosk's person or group")->required();
    match_decide->add_option("is", decision.stands_for, "the school's, or new")->required();
    match_decide->callback([&] { code = decide_matching(context, data, decision); });
    auto* match_confirm = match->add_subcommand("confirm", "publish the lists that come of it; the kiosk takes them");
    match_confirm->add_option("kiosk", id, "the kiosk")->required();
    match_confirm->add_option("word", seen, "as show gave it: what was seen is what is confirmed")->required();
    match_confirm->callback([&] { code = confirm_matching(context, data, id, seen); });
    auto* match_discard = match->add_subcommand("discard", "wait no more; a kiosk that is there brings them again");
    match_discard->add_option("kiosk", id, "the kiosk")->required();
    match_discard->callback([&] { code = discard_matching(context, data, id); });
    std::filesystem::path stick;
    auto* import_usb_command =
        app.add_subcommand("import-usb", "take the records that a USB stick brings, and write the receipts onto it");
    import_usb_command->add_option("path", stick, "where the stick is mounted")->required();
    import_usb_command->callback([&] { code = import_usb(context, data, stick); });

    GiveOptions given;
    auto* give_usb_command =
        app.add_subcommand("give-usb", "write the lists and what the school has set onto a USB stick, for its kiosks");
    give_usb_command->add_option("path", given.stick, "where the stick is mounted")->required();
    give_usb_command->add_option("--kiosk", given.kiosk, "for this one only")->option_text("ID");
    give_usb_command->add_option("--school", given.school, "of this one only")->option_text("ID");
    give_usb_command->callback([&] { code = give_usb(context, data, given); });

    std::filesystem::path to;
    auto* backup = app.add_subcommand("backup", "copy everything into a folder from which a server can start");
    backup->add_option("to", to, "the folder")->required();
    backup->callback([&] { code = back_up(context, data, to); });
    app.add_subcommand("verify", "look whether all that is held of every kiosk is as it came")->callback([&] {
        code = verify(context, data);
    });

    // The library takes them from the back.
    std::vector<std::string> reversed{arguments.rbegin(), arguments.rend()};
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        std::ostringstream out, complaint;
        const int status = app.exit(error, out, complaint);
        context.out(out.str());
        if (status == 0) return 0;  // help and version
        context.complain(complaint.str());
        return static_cast<int>(ExitCode::usage);
    }
    serving.drives = drives;
    if (app.get_subcommands().empty()) code = serve(context, serving);
    return static_cast<int>(code);
}

}  // namespace server
