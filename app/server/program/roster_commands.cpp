#include "app/server/program/roster_commands.h"

#include "app/catalogue/catalogue.h"
#include "app/import_report/import_report.h"
#include "app/server/program/asking.h"
#include "app/server/program/carried_roster.h"
#include "app/server/program/sentences.h"
#include "app/server/program/texts.h"
#include "platform/api/drawn_number.h"

namespace server {

namespace {

// Only what is in the past or the future depends on the day, and of that only warnings. So no school needs a time zone
// here: it is the day of where it comes first, and nobody is told that today is in the future.
constexpr std::chrono::hours kEarliestDay{14};

// Nothing where a sentence said why not.
std::optional<std::vector<roster::SourceFile>> read_files(const Context& context,
                                                          const std::vector<std::filesystem::path>& paths) {
    std::vector<roster::SourceFile> files;
    bool all_read = true;
    for (const auto& path : paths) {
        auto bytes = context.files.read(path, roster::kMaxFileBytes);
        if (bytes) {
            files.push_back({path.filename().string(), std::move(*bytes)});
        } else {
            context.complain(sentence_of(bytes.error()));
            all_read = false;
        }
    }
    if (all_read) return files;
    context.complain("Not every file could be read. Nothing was changed.");
    return std::nullopt;
}

// The school's own, else the program's. Nothing where a sentence said why not.
std::optional<domain::Catalogue> catalogue_of(const Context& context, const DataOptions& options,
                                              const std::string& school) {
    const auto answer = ask(context, options, {{"do", "settings_get"}, {"school", school}});
    if (!answer) return std::nullopt;
    std::vector<catalogue::CatalogueFile> own;
    for (const Json& file : list_in(*answer, "files")) own.push_back({file.at(0), file.at(1)});
    auto catalogue = own.empty() ? catalogue::load(context.files, context.assets) : catalogue::parse(own);
    if (catalogue) return std::move(*catalogue);
    context.complain(catalogue::describe(catalogue.error()));
    return std::nullopt;
}

struct Current {
    std::uint64_t number = 0;
    domain::Roster roster;
};
std::optional<Current> current_of(const Context& context, const DataOptions& options, const std::string& school) {
    const auto answer = ask(context, options, {{"do", "roster_get"}, {"school", school}});
    if (!answer) return std::nullopt;
    if (text_in(*answer, "packed").empty()) return Current{};
    auto roster = roster_carried(text_in(*answer, "packed"), text_in(*answer, "signed_by"));
    if (!roster) {
        context.complain("The server's answer is not understood.");
        return std::nullopt;
    }
    return Current{roster->number, std::move(*roster)};
}

bool publish(const Context& context, const DataOptions& options, const std::string& school, const Current& current,
             const domain::Roster& roster) {
    const auto carrying = carried(roster, [&context](std::span<std::uint8_t> bytes) { context.entropy.fill(bytes); });
    if (!carrying) {
        context.complain("No kiosk would take these lists (line " + std::to_string(carrying.error().line) + ": " +
                         carrying.error().what + "). Nothing was changed.");
        return false;
    }
    return ask(context, options,
               {{"do", "roster_publish"},
                {"school", school},
                {"based_on", current.number},
                {"signed_by", carrying->signed_by},
                {"packed", carrying->packed}})
        .has_value();
}

void say(const Context& context, const Json& one) {
    context.out("No. " + text_in(one, "number") + "  " + text_in(one, "made_at") + "  by " + text_in(one, "made_by") +
                "  people " + text_in(one, "people") + "  groups " + text_in(one, "groups") + "  meetings " +
                text_in(one, "meetings") + "  " + text_in(one, "hash").substr(0, 16) + "\n");
}

}  // namespace

ExitCode import_roster(const Context& context, const DataOptions& options, const RosterImportOptions& import) {
    const auto files = read_files(context, import.files);
    if (!files) return ExitCode::machine;
    const auto catalogue = catalogue_of(context, options, import.school);
    if (!catalogue) return ExitCode::machine;
    const auto current = current_of(context, options, import.school);
    if (!current) return ExitCode::machine;
    const auto day = std::chrono::floor<std::chrono::days>(context.clock.read().wall + kEarliestDay);
    const roster::Options how{import.skips_bad_rows, domain::LocalDate{day}, &*catalogue};
    const auto random = [&context] { return api::drawn_number(context.entropy); };
    const auto result = roster::import_files(current->roster, *files, how, random);
    const bool stores = result.accepted && result.changed && !import.is_trial;
    if (stores && !publish(context, options, import.school, *current, result.roster)) return ExitCode::machine;
    const auto texts = texts_of(context);
    const import_report::Outcome outcome{import.is_trial, stores};
    if (import.as_json) {
        context.out(import_report::json_of(result, outcome, *texts) + "\n");
    } else {
        for (const auto& line : import_report::lines_of(result, outcome, *texts)) context.out(line + "\n");
    }
    return result.accepted ? ExitCode::done : ExitCode::found;
}

ExitCode show_roster(const Context& context, const DataOptions& options, const std::string& school) {
    const auto answer = ask(context, options, {{"do", "roster_history"}, {"school", school}});
    if (!answer) return ExitCode::machine;
    const Json all = list_in(*answer, "rosters");
    if (all.empty())
        context.out("There are no lists yet.\n");
    else
        say(context, all.front());
    return ExitCode::done;
}

ExitCode list_rosters(const Context& context, const DataOptions& options, const std::string& school) {
    const auto answer = ask(context, options, {{"do", "roster_history"}, {"school", school}});
    if (!answer) return ExitCode::machine;
    for (const Json& one : list_in(*answer, "rosters")) say(context, one);
    return ExitCode::done;
}

ExitCode revert_roster(const Context& context, const DataOptions& options, const std::string& school,
                       std::uint64_t number) {
    const auto answer = ask(context, options, {{"do", "roster_revert"}, {"school", school}, {"number", number}});
    if (!answer) return ExitCode::machine;
    context.out("No. " + text_in(*answer, "number") + "\n");
    return ExitCode::done;
}

}  // namespace server
