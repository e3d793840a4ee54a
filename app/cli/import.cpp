#include "app/roster/import.h"

#include "app/cli/commands.h"
#include "app/import_report/import_report.h"
#include "app/sync/server_record.h"
#include "platform/api/drawn_number.h"

namespace cli {
namespace {

// A kiosk whose lists come from a server has no others: what was put in here would be gone with the server's next.
bool is_of_server(const Context& context, storage::Store& store, const std::filesystem::path& data) {
    const auto source = store.roster_source();
    const auto server = syncing::read_server(context.files, data);
    if (!source || !*source || !server || server->school != (*source)->school) return false;
    context.complain(context.texts->text(
        "The lists of this kiosk come from the school server {school} at {address}. Nothing was changed. Take the files to "
        "the server: vstrecha-server --data DIR roster import FILE...",
        {{"school", server->school_name}, {"address", syncing::address_of(*server)}}));
    return true;
}

}  // namespace

int import(const Context& context, const ImportOptions& options) {
    // A trial works beside a running kiosk.
    const auto mode = options.dry_run ? storage::OpenMode::read_only : storage::OpenMode::read_write;
    auto store = storage::Store::open(options.data, context.ports(), mode);
    if (!store) return fail(context, store.error(), options.data);
    const auto settings = (*store)->settings();
    if (!settings) return fail(context, settings.error(), options.data);
    const auto current = (*store)->roster();
    if (!current) return fail(context, current.error(), options.data);
    if (is_of_server(context, **store, options.data)) return kProblems;
    const auto zone = zone_of(context, *settings);
    if (!zone) return kMachine;
    const auto catalogue = load_catalogue(context, **store);
    if (!catalogue) return kMachine;

    std::vector<roster::SourceFile> files;
    bool all_read = true;
    for (const auto& path : options.files) {
        auto bytes = context.files.read(path, roster::kMaxFileBytes);
        if (!bytes) {
            static_cast<void>(fail(context, bytes.error()));
            all_read = false;
            continue;
        }
        files.push_back({path.filename().string(), std::move(*bytes)});
    }
    if (!all_read) {
        context.complain(context.texts->text("Not every file could be read. Nothing was changed."));
        return kProblems;
    }

    const roster::Options how{options.skip_bad_rows, domain::date_of(now_in(context, *zone).local), &*catalogue};
    const auto random = [&context] { return api::drawn_number(context.entropy); };
    const auto result = roster::import_files(*current, files, how, random);
    bool stored = false;
    if (result.accepted && result.changed && !options.dry_run) {
        const auto replaced = (*store)->replace_roster(result.roster);
        if (!replaced) return fail(context, replaced.error(), options.data);
        stored = true;
        (void)(*store)->save_snapshot();  // spares the kiosk's next start; without it that start is slower
    }
    const import_report::Outcome outcome{options.dry_run, stored};
    if (options.json) {
        context.say(import_report::json_of(result, outcome, *context.texts));
    } else {
        for (const auto& line : import_report::lines_of(result, outcome, *context.texts)) context.say(line);
    }
    return result.accepted ? kOk : kProblems;
}

}  // namespace cli
