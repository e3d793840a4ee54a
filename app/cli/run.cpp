#include "app/cli/run.h"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "app/cli/commands.h"

namespace cli {
namespace {

// What --language says, else the environment; Russian where neither does.
domain::Language language_of(const std::vector<std::string>& arguments, const std::string& environment) {
    std::string name = environment;
    constexpr std::string_view kOption = "--language";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == kOption && i + 1 < arguments.size()) name = arguments[i + 1];
        if (arguments[i].starts_with(std::string(kOption) + "=")) name = arguments[i].substr(kOption.size() + 1);
    }
    return name.starts_with("en") ? domain::Language::english : domain::Language::russian;
}

std::shared_ptr<const i18n::Texts> load_texts(domain::Language language, const Context& context) {
    if (auto texts = i18n::Texts::load(language, context.assets)) return *texts;
    context.complain("the Russian messages are missing in " + context.assets.string() + "; going on in English");
    return *i18n::Texts::load(domain::Language::english, context.assets);
}

// The sentence for a command line that is not understood.
std::string explain(const CLI::App& app, const CLI::ParseError& error, const i18n::Texts& texts) {
    const std::string what = error.what();
    const auto name = error.get_name();
    if (name == "RequiredError") {
        // A word that is no command is why there is no command.
        if (const auto left = app.remaining(true); what.starts_with("A subcommand") && !left.empty()) {
            return texts.text("This is not understood: {what}", {{"what", left.front()}});
        }
        if (what.starts_with("A subcommand")) return texts.text("Say what to do: one of the commands below.");
        return texts.text("{option} is missing.", {{"option", what.substr(0, what.find(" is required"))}});
    }
    if (name == "ExtrasError") {
        return texts.text("This is not understood: {what}", {{"what", what.substr(what.rfind(": ") + 2)}});
    }
    if (name == "ValidationError") {
        const auto open = what.find('{'), close = what.find('}'), colon = what.find(':');
        if (open != std::string::npos && close != std::string::npos && colon < open) {
            return texts.text("After {option} comes one of: {choices}.",
                              {{"option", what.substr(0, colon)}, {"choices", what.substr(open + 1, close - open - 1)}});
        }
    }
    if (name == "ArgumentMismatch" || name == "OptionNotFound") {
        return texts.text("There is something wrong after {option}.", {{"option", what.substr(0, what.find(':'))}});
    }
    return texts.text("This is not understood: {what}", {{"what", what}});
}

// The help of the innermost command that was named.
std::string help_of(const CLI::App& app) {
    const CLI::App* innermost = &app;
    std::string before;
    while (!innermost->get_subcommands().empty()) {
        before += (before.empty() ? "" : " ") + innermost->get_name();
        innermost = innermost->get_subcommands().front();
    }
    return innermost->help(before);
}

}  // namespace

int run(Context context, const std::vector<std::string>& arguments, const std::string& environment_language) {
    context.texts = load_texts(language_of(arguments, environment_language), context);
    const auto& t = *context.texts;

    CLI::App app{t.text("Vstrecha: the touch kiosk of a school mentoring programme"), "vstrecha"};
    app.option_defaults()->group(t.text("Options"));
    app.set_help_flag("-h,--help", t.text("this help"));
    app.get_help_ptr()->group(t.text("Options"));
    app.require_subcommand(1);
    app.fallthrough();
    std::string language;
    app.add_option("--language", language, t.text("language of the answers: ru or en"))
        ->check(CLI::IsMember({"ru", "en"}))->option_text("ru|en");
    app.set_version_flag("--version", std::string("vstrecha ") + VSTRECHA_VERSION, t.text("version"));
    // The library gives the help and the version flag to its own group and not to that of the defaults.
    app.get_version_ptr()->group(t.text("Options"));
    const auto formatter = std::make_shared<CLI::Formatter>();
    formatter->label("Usage", t.text("Usage"));
    formatter->label("OPTIONS", t.text("OPTIONS"));
    formatter->label("SUBCOMMAND", t.text("COMMAND"));
    formatter->label("SUBCOMMANDS", t.text("COMMANDS"));
    formatter->label("Positionals", t.text("Arguments"));
    formatter->label("REQUIRED", t.text("(required)"));
    formatter->column_width(34);
    app.formatter(formatter);

    const auto data_of = [&t](CLI::App* command, std::filesystem::path& into) {
        command->add_option("--data", into, t.text("folder with the kiosk's data"))->required()->option_text("DIR");
    };

    int code = kOk;
    DemoOptions demo_options;
    auto* demo_command = app.add_subcommand("demo", t.text("make the demo school, with meetings around the present hour"));
    data_of(demo_command, demo_options.data);
    demo_command->add_option("--timezone", demo_options.time_zone, t.text("time zone of the school"))->option_text("ZONE");
    demo_command->add_flag("--json", demo_options.json, t.text("for programs"));
    demo_command->callback([&] { code = demo(context, demo_options); });

    InitOptions init_options;
    auto* init_command = app.add_subcommand("init", t.text("make a kiosk for a school"));
    data_of(init_command, init_options.data);
    init_command->add_option("--school", init_options.school, t.text("name of the school"))
        ->required()->option_text("NAME");
    init_command->add_option("--timezone", init_options.time_zone, t.text("time zone of the school"))
        ->required()->option_text("Asia/Novokuznetsk");
    init_command->add_option("--pin", init_options.pin, t.text("the curator's PIN; drawn and shown where it is not given"))
        ->option_text("NNNN");
    init_command->add_option("--passphrase-file", init_options.passphrase_file,
                             t.text("file with the passphrase for the answers; drawn and shown where it is not given"))
        ->option_text("FILE");
    init_command->callback([&] { code = init(context, init_options); });

    ImportOptions import_options;
    auto* import_command =
        app.add_subcommand("import", t.text("bring in the school's files: people, groups, meetings, cards, in any order"));
    data_of(import_command, import_options.data);
    import_command->add_flag("--dry-run", import_options.dry_run, t.text("only show what would change"));
    import_command->add_flag("--json", import_options.json, t.text("for programs"));
    import_command->add_flag("--skip-bad-rows", import_options.skip_bad_rows, t.text("leave rows with errors out"));
    import_command->add_option("files", import_options.files, t.text("XLSX, ODS, CSV or HTML files"))
        ->required()->option_text("FILE ...");
    import_command->callback([&] { code = import(context, import_options); });

    CardsOptions cards_options;
    auto* cards_command = app.add_subcommand("cards", t.text("make a PDF with the cards of the people, eight to a page"));
    data_of(cards_command, cards_options.data);
    cards_command->add_option("--out", cards_options.out, t.text("the PDF file"))->required()->option_text("FILE");
    cards_command->add_option("--class", cards_options.class_name, t.text("of this class only"))->option_text("5А");
    cards_command->callback([&] { code = cards(context, cards_options); });

    auto* log_command = app.add_subcommand("log", t.text("the log of what happened"));
    log_command->require_subcommand(1);
    LogVerifyOptions verify_options;
    auto* verify_command = log_command->add_subcommand("verify", t.text("check that nothing in the log was changed"));
    data_of(verify_command, verify_options.data);
    verify_command->add_option("--checkpoints", verify_options.checkpoints,
                               t.text("checkpoints that a server or a collector holds: a file, or a folder of *.checkpoint"))
        ->option_text("FILE|DIR ...");
    verify_command->add_option("--acceptors", verify_options.acceptors,
                               t.text("folder with the public keys (*.pub) of those whose checkpoints count; else the "
                                      "data's own keys/acceptors"))
        ->option_text("DIR");
    verify_command->add_option("--with", verify_options.with, t.text("compare with another folder of the same kiosk"))
        ->option_text("DIR");
    verify_command->add_flag("--json", verify_options.json, t.text("for programs"));
    verify_command->footer(t.text("Exit codes: 0 nothing was found; 10 changed, 11 deleted, 12 inserted, 13 swapped, 14 not "
                                  "the kiosk's own, 15 removed too early, 20 rewritten, 21 end cut off, 22 put back to an "
                                  "older copy, 23 two copies, 24 false checkpoint; 1 to 3 as everywhere."));
    verify_command->callback([&] { code = log_verify(context, verify_options); });
    LogExportOptions export_options;
    auto* export_command = log_command->add_subcommand("export", t.text("write the log out as tables"));
    data_of(export_command, export_options.data);
    export_command->add_option("--out", export_options.out, t.text("folder to write to"))->required()->option_text("DIR");
    export_command->add_option("--format", export_options.format, t.text("csv, xlsx, or jsonl (the log's own lines)"))
        ->check(CLI::IsMember({"csv", "xlsx", "jsonl"}))->option_text("csv|xlsx|jsonl");
    export_command->add_flag("--with-answers", export_options.with_answers,
                             t.text("the answers too; needs the passphrase"));
    export_command->add_option("--passphrase-file", export_options.passphrase_file, t.text("file with the passphrase"))
        ->option_text("FILE");
    export_command->callback([&] { code = log_export(context, export_options); });

    std::filesystem::path recover_data;
    auto* recover_command = log_command->add_subcommand(
        "recover", t.text("put damaged data right: what can be proven is carried over, the damaged files are kept"));
    data_of(recover_command, recover_data);
    recover_command->callback([&] { code = log_recover(context, recover_data); });
    std::filesystem::path copy_data, copy_to;
    auto* copy_command = log_command->add_subcommand("copy", t.text("where the second copy of the log is kept"));
    data_of(copy_command, copy_data);
    copy_command->add_option("--to", copy_to, t.text("from now on in this folder, best on another drive; -: beside the data"))
        ->option_text("DIR");
    copy_command->callback([&] { code = log_copy(context, copy_data, copy_to); });

    CollectOptions collect_options;
    auto* collect_command = app.add_subcommand(
        "collect", t.text("take the records that a USB stick brings into an archive, and write receipts onto the stick"));
    collect_command->add_option("--archive", collect_options.archive, t.text("folder of the archive; made where there is none"))
        ->required()->option_text("DIR");
    collect_command->add_option("stick", collect_options.stick, t.text("where the stick is mounted"))
        ->required()->option_text("PATH");
    collect_command->add_flag("--json", collect_options.json, t.text("for programs"));
    collect_command->callback([&] { code = collect(context, collect_options); });

    StatusOptions status_options;
    auto* status_command = app.add_subcommand("status", t.text("what is in the kiosk"));
    data_of(status_command, status_options.data);
    status_command->add_flag("--json", status_options.json, t.text("for programs"));
    status_command->callback([&] { code = status(context, status_options); });

    SettingsOptions settings_options;
    auto* settings_command = app.add_subcommand("settings", t.text("show or change a setting"));
    data_of(settings_command, settings_options.data);
    settings_command->add_option("key", settings_options.key, t.text("name of the setting"))->option_text("KEY");
    auto* value_option = settings_command->add_option("value", settings_options.value, t.text("its new value"))
                             ->option_text("VALUE");
    settings_command->callback([&] {
        settings_options.has_value = value_option->count() > 0;
        code = settings(context, settings_options);
    });

    JoinOptions join_options;
    auto* join_command = app.add_subcommand("join", t.text("connect the kiosk to the school server"));
    data_of(join_command, join_options.data);
    join_command->add_option("address", join_options.address, t.text("where the server is, as it shows it"))
        ->required()->option_text("ADDRESS");
    join_command->add_option("code", join_options.code, t.text("the code that the server shows, of ten characters"))
        ->required()->option_text("CODE");
    join_command->callback([&] { code = join(context, join_options); });

    PinOptions pin_options;
    auto* pin_command = app.add_subcommand("pin", t.text("change the curator's PIN"));
    data_of(pin_command, pin_options.data);
    pin_command->callback([&] { code = pin(context, pin_options); });

    for (auto* command : app.get_subcommands({})) {
        command->fallthrough()->group(t.text("Commands"));
        command->get_help_ptr()->group(t.text("Options"));
        for (auto* inner : command->get_subcommands({})) {
            inner->fallthrough()->group(t.text("Commands"));
            inner->get_help_ptr()->group(t.text("Options"));
        }
    }

    try {
        auto reversed = arguments;
        std::reverse(reversed.begin(), reversed.end());
        app.parse(reversed);
    } catch (const CLI::CallForHelp&) {
        context.terminal.out(help_of(app));
        return kOk;
    } catch (const CLI::CallForVersion& version) {
        context.say(version.what());
        return kOk;
    } catch (const CLI::ParseError& error) {
        context.complain(explain(app, error, t));
        context.terminal.error("\n" + help_of(app));
        return kUsage;
    }
    return code;
}

}  // namespace cli
