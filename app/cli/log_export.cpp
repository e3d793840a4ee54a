#include "app/cli/commands.h"
#include "app/takeaway/take_away.h"

namespace cli {
namespace {

int fail(const Context& context, const takeaway::Failure& failure, const LogExportOptions& options) {
    const auto& texts = *context.texts;
    const std::string folder = options.out.string();
    switch (failure.problem) {
        case takeaway::Problem::no_space:
        case takeaway::Problem::not_enough:
            context.complain(texts.text("No space is left on the drive of {folder}. Free some and try again.",
                                        {{"folder", folder}}));
            return kMachine;
        case takeaway::Problem::read_only:
            context.complain(texts.text("The folder {folder} cannot be written. Look at its rights, or whether the drive is "
                                        "write-protected.", {{"folder", folder}}));
            return kMachine;
        case takeaway::Problem::gone:
            context.complain(texts.text("The folder {folder} is gone. Was the drive taken out?", {{"folder", folder}}));
            return kMachine;
        case takeaway::Problem::input_output:
            context.complain(texts.text("The folder {folder} cannot be read or written: {detail}",
                                        {{"folder", folder}, {"detail", failure.detail}}));
            return kMachine;
        case takeaway::Problem::cancelled: return kMachine;  // nobody can, here
        case takeaway::Problem::log_unreadable:
            context.complain(texts.text("The data in {folder} is damaged: {detail}. Do not delete it; call the technician.",
                                        {{"folder", options.data.string()}, {"detail", failure.detail}}));
            return kMachine;
    }
    return kMachine;
}

}  // namespace

int log_export(const Context& context, const LogExportOptions& options) {
    const auto& texts = *context.texts;
    // Beside a running kiosk it can be read, but not marked as taken away.
    bool running = false;
    auto store = storage::Store::open(options.data, context.ports(), storage::OpenMode::read_write);
    if (!store && (store.error().kind == storage::StorageErrorKind::in_use ||
                   store.error().kind == storage::StorageErrorKind::read_only)) {
        running = true;
        store = storage::Store::open(options.data, context.ports(), storage::OpenMode::read_only);
    }
    if (!store) return cli::fail(context, store.error(), options.data);
    const auto settings = (*store)->settings();
    if (!settings) return cli::fail(context, settings.error(), options.data);
    const auto zone = zone_of(context, *settings);
    if (!zone) return kMachine;
    const auto catalogue = load_catalogue(context, **store);
    if (!catalogue) return kMachine;

    takeaway::Wanted wanted;
    wanted.csv = options.format == "csv";
    wanted.xlsx = options.format == "xlsx";
    wanted.jsonl = options.format == "jsonl";
    if (options.with_answers) {
        const auto passphrase = passphrase_from(context, options.passphrase_file,
                                                texts.text("Passphrase for the answers: "));
        if (!passphrase) return kProblems;
        auto key = (*store)->open_school_key(*passphrase);
        if (!key) return cli::fail(context, key.error(), options.data);
        if (!*key) {
            context.complain(texts.text("The passphrase is not right. Nothing was written."));
            return kProblems;
        }
        wanted.school_key = std::move(**key);
        // The log's own lines stay sealed as they were recorded: opened answers are a table.
        if (wanted.jsonl) wanted.csv = true;
    }
    const takeaway::Surroundings around{*catalogue, texts, *zone, now_in(context, *zone).local};
    const auto taken = takeaway::take_away(**store, context.files, around, options.out, wanted);
    if (!taken) return fail(context, taken.error(), options);
    for (const auto& file : taken->files) context.say(file.string());
    context.say(texts.plural("{n} record of the log is in it.", "{n} records of the log are in it.",
                             static_cast<long long>(taken->records)));
    if (taken->unreadable_answers > 0) {
        context.say(texts.plural("{n} answer could not be opened: it was sealed to another key.",
                                 "{n} answers could not be opened: they were sealed to another key.",
                                 static_cast<long long>(taken->unreadable_answers)));
    }
    if (running) {
        context.say(texts.text("The kiosk is running, so the records were not marked as taken away: it will go on counting "
                               "them as waiting."));
        return kOk;
    }
    const auto where = options.out.has_filename() ? options.out.filename() : options.out.parent_path().filename();
    if (const auto marked = takeaway::mark_taken_away(**store, taken->up_to, where.string()); !marked) {
        return cli::fail(context, marked.error(), options.data);
    }
    return kOk;
}

}  // namespace cli
