#include "app/server/program/run.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

#include "app/server/program/commands.h"
#include "app/server/program/import_usb.h"
#include "app/server/program/roster_commands.h"
#include "app/server/program/serve.h"

namespace server {

int run(const Context& context, const std::vector<std::string>& arguments) {
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

    std::filesystem::path stick;
    auto* import_usb_command =
        app.add_subcommand("import-usb", "take the records that a USB stick brings, and write the receipts onto it");
    import_usb_command->add_option("path", stick, "where the stick is mounted")->required();
    import_usb_command->callback([&] { code = import_usb(context, data, stick); });

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
    if (app.get_subcommands().empty()) code = serve(context, serving);
    return static_cast<int>(code);
}

}  // namespace server
