#include "app/roster/import.h"

#include <nlohmann/json.hpp>

#include <array>

#include "app/cli/commands.h"

namespace cli {
namespace {

using Json = nlohmann::ordered_json;

std::string say(const roster::Message& message, const i18n::Texts& texts) {
    return roster::fill(texts.text(message.id), message.arguments);
}

std::string_view name_of(roster::Severity severity) {
    switch (severity) {
        case roster::Severity::error: return "error";
        case roster::Severity::warning: return "warning";
        case roster::Severity::note: return "note";
    }
    return {};
}

std::string severity_word(roster::Severity severity, const i18n::Texts& texts) {
    switch (severity) {
        case roster::Severity::error: return texts.text("Error");
        case roster::Severity::warning: return texts.text("Warning");
        case roster::Severity::note: return texts.text("Note");
    }
    return {};
}

std::string_view name_of(roster::ChangeKind kind) {
    switch (kind) {
        case roster::ChangeKind::added: return "added";
        case roster::ChangeKind::changed: return "changed";
        case roster::ChangeKind::removed: return "removed";
    }
    return {};
}

std::string_view name_of(roster::Content content) {
    switch (content) {
        case roster::Content::people: return "people";
        case roster::Content::groups: return "groups";
        case roster::Content::meetings: return "meetings";
        case roster::Content::cards: return "cards";
        case roster::Content::unknown: return "unknown";
    }
    return {};
}

Json json_of(const std::vector<roster::Change>& changes) {
    Json all = Json::array();
    for (const auto& change : changes) {
        Json one{{"kind", name_of(change.kind)}, {"what", change.what}};
        if (!change.fields.empty()) {
            one["fields"] = Json::array();
            for (const auto& field : change.fields) {
                one["fields"].push_back({{"field", field.field}, {"before", field.before}, {"after", field.after}});
            }
        }
        all.push_back(std::move(one));
    }
    return all;
}

void say_json(const Context& context, const roster::ImportResult& result, const ImportOptions& options, bool stored) {
    const auto& texts = *context.texts;
    Json json;
    json["accepted"] = result.accepted;
    json["changed"] = result.changed;
    json["dry_run"] = options.dry_run;
    json["stored"] = stored;
    json["roster_number"] = result.roster.number;
    json["people"] = result.roster.people.size();
    json["groups"] = result.roster.groups.size();
    json["meetings"] = result.roster.meetings.size();
    json["errors"] = result.count(roster::Severity::error);
    json["warnings"] = result.count(roster::Severity::warning);
    json["notes"] = result.count(roster::Severity::note);
    json["outside_programme"] = result.outside_programme;
    json["cards_outside_programme"] = result.cards_outside_programme;
    json["tables"] = Json::array();
    for (const auto& table : result.tables) {
        json["tables"].push_back({{"file", table.file},
                                  {"sheet", table.sheet},
                                  {"content", name_of(table.content)},
                                  {"rows", table.rows},
                                  {"bad_rows", table.bad_rows}});
    }
    json["problems"] = Json::array();
    for (const auto& problem : result.problems) {
        json["problems"].push_back({{"severity", name_of(problem.severity)},
                                    {"file", problem.file},
                                    {"sheet", problem.sheet},
                                    {"row", problem.row},
                                    {"column", problem.column},
                                    {"heading", problem.heading},
                                    {"found", problem.found},
                                    {"what", say(problem.what, texts)},
                                    {"remedy", say(problem.remedy, texts)}});
    }
    json["without_consent"] = Json::array();
    for (const auto& person : result.without_consent) {
        json["without_consent"].push_back({{"name", person.name}, {"class", person.class_name}});
    }
    json["difference"] = {{"people", json_of(result.difference.people)},
                          {"groups", json_of(result.difference.groups)},
                          {"meetings", json_of(result.difference.meetings)},
                          {"cards", json_of(result.difference.cards)}};
    context.say(json.dump(2, ' ', false, Json::error_handler_t::replace));
}

void say_problem(const Context& context, const roster::Problem& problem) {
    const auto& texts = *context.texts;
    std::string where = problem.file;
    if (!problem.sheet.empty()) where += texts.text(", sheet \"{sheet}\"", {{"sheet", problem.sheet}});
    if (problem.row > 0) where += texts.text(", row {row}", {{"row", std::to_string(problem.row)}});
    if (!problem.column.empty()) {
        where += problem.heading.empty()
                     ? texts.text(", column {column}", {{"column", problem.column}})
                     : texts.text(", column {column} \"{heading}\"",
                                  {{"column", problem.column}, {"heading", problem.heading}});
    }
    std::string line = severity_word(problem.severity, texts) + ": " + where + ": " + say(problem.what, texts);
    if (const auto remedy = say(problem.remedy, texts); !remedy.empty()) line += "\n    " + remedy;
    context.say(line);
}

// At most this many lines of one kind of change on a screen; the rest is a number.
constexpr std::size_t kMostChanges = 20;

void say_changes(const Context& context, const std::string& title, const std::vector<roster::Change>& changes) {
    const auto& texts = *context.texts;
    if (changes.empty()) return;
    std::array<long long, 3> by_kind{};
    for (const auto& change : changes) ++by_kind[static_cast<std::size_t>(change.kind)];
    context.say(texts.text("{title}: new {added}, changed {changed}, gone {removed}",
                           {{"title", title},
                            {"added", texts.number(by_kind[0])},
                            {"changed", texts.number(by_kind[1])},
                            {"removed", texts.number(by_kind[2])}}));
    std::size_t shown = 0;
    for (const auto& change : changes) {
        if (shown++ == kMostChanges) {
            const auto rest = static_cast<long long>(changes.size() - kMostChanges);
            context.say(texts.plural("  and {n} more", "  and {n} more", rest));
            break;
        }
        const char* sign = change.kind == roster::ChangeKind::added     ? "  + "
                           : change.kind == roster::ChangeKind::removed ? "  - "
                                                                        : "  ~ ";
        std::string line = sign + change.what;
        for (const auto& field : change.fields) {
            line += "; " + texts.text(field.field) + ": " + (field.before.empty() ? "–" : field.before) + " -> " +
                    (field.after.empty() ? "–" : field.after);
        }
        context.say(line);
    }
}

void say_text(const Context& context, const roster::ImportResult& result, const ImportOptions& options, bool stored) {
    const auto& texts = *context.texts;
    for (const auto& table : result.tables) {
        std::string line = table.file;
        if (!table.sheet.empty()) line += ", " + table.sheet;
        line += ": " + texts.text(roster::message_id(table.content));
        line += ", " + texts.plural("{n} row", "{n} rows", table.rows);
        if (table.bad_rows > 0) line += ", " + texts.plural("{n} of them with an error", "{n} of them with errors", table.bad_rows);
        context.say(line);
    }
    for (const auto& problem : result.problems) say_problem(context, problem);
    say_changes(context, texts.text("People"), result.difference.people);
    say_changes(context, texts.text("Groups"), result.difference.groups);
    say_changes(context, texts.text("Meetings"), result.difference.meetings);
    say_changes(context, texts.text("Cards"), result.difference.cards);
    if (!result.without_consent.empty()) {
        context.say(texts.plural("{n} person has no consent and is not put on the kiosk:",
                                 "{n} people have no consent and are not put on the kiosk:",
                                 static_cast<long long>(result.without_consent.size())));
        for (const auto& person : result.without_consent) {
            context.say("  " + person.name + (person.class_name.empty() ? "" : ", " + person.class_name));
        }
    }
    if (result.outside_programme > 0) {
        context.say(texts.plural("{n} person is in no pair or group and is not kept.",
                                 "{n} people are in no pair or group and are not kept.", result.outside_programme));
    }
    if (!result.accepted) {
        context.say(texts.plural("{n} error: nothing was changed. Mend the file and import it again, or leave bad rows out "
                                 "with --skip-bad-rows.",
                                 "{n} errors: nothing was changed. Mend the files and import them again, or leave bad rows "
                                 "out with --skip-bad-rows.",
                                 result.count(roster::Severity::error)));
    } else if (!result.changed) {
        context.say(texts.text("The lists are as they were: nothing to change."));
    } else if (stored) {
        context.say(texts.text("Taken over. In the lists now: {people} people, {groups} groups, {meetings} meetings.",
                               {{"people", texts.number(static_cast<long long>(result.roster.people.size()))},
                                {"groups", texts.number(static_cast<long long>(result.roster.groups.size()))},
                                {"meetings", texts.number(static_cast<long long>(result.roster.meetings.size()))}}));
    } else if (options.dry_run) {
        context.say(texts.text("A trial: nothing was changed. Without --dry-run this would be taken over."));
    }
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
    const auto zone = zone_of(context, *settings);
    if (!zone) return kMachine;
    const auto catalogue = load_catalogue(context);
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
    const auto random = [&context] {
        std::array<std::uint8_t, 8> bytes{};
        context.entropy.fill(bytes);
        std::uint64_t number = 0;
        for (const auto byte : bytes) number = number << 8 | byte;
        return number;
    };
    const auto result = roster::import_files(*current, files, how, random);
    bool stored = false;
    if (result.accepted && result.changed && !options.dry_run) {
        const auto replaced = (*store)->replace_roster(result.roster);
        if (!replaced) return fail(context, replaced.error(), options.data);
        stored = true;
        (void)(*store)->save_snapshot();  // spares the kiosk's next start; without it that start is slower
    }
    if (options.json) {
        say_json(context, result, options, stored);
    } else {
        say_text(context, result, options, stored);
    }
    return result.accepted ? kOk : kProblems;
}

}  // namespace cli
