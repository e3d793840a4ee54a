#include "app/import_report/import_report.h"

#include <array>
#include <nlohmann/json.hpp>

namespace import_report {
namespace {

using Json = nlohmann::ordered_json;
using Lines = std::vector<std::string>;

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

std::string line_of(const roster::Problem& problem, const i18n::Texts& texts) {
    std::string where = problem.file;
    if (!problem.sheet.empty()) where += texts.text(", sheet \"{sheet}\"", {{"sheet", problem.sheet}});
    if (problem.row > 0) where += texts.text(", row {row}", {{"row", std::to_string(problem.row)}});
    if (!problem.column.empty()) {
        where += problem.heading.empty() ? texts.text(", column {column}", {{"column", problem.column}})
                                         : texts.text(", column {column} \"{heading}\"",
                                                      {{"column", problem.column}, {"heading", problem.heading}});
    }
    std::string line = severity_word(problem.severity, texts) + ": " + where + ": " + say(problem.what, texts);
    if (const auto remedy = say(problem.remedy, texts); !remedy.empty()) line += "\n    " + remedy;
    return line;
}

// At most this many lines of one kind of change on a screen; the rest is a number.
constexpr std::size_t kMostChanges = 20;

void add_changes(Lines& lines, const i18n::Texts& texts, const std::string& title,
                 const std::vector<roster::Change>& changes) {
    if (changes.empty()) return;
    std::array<long long, 3> by_kind{};
    for (const auto& change : changes) ++by_kind[static_cast<std::size_t>(change.kind)];
    lines.push_back(
        texts.text("{title}: new {added}, changed {changed}, gone {removed}", {{"title", title},
                                                                               {"added", texts.number(by_kind[0])},
                                                                               {"changed", texts.number(by_kind[1])},
                                                                               {"removed", texts.number(by_kind[2])}}));
    std::size_t shown = 0;
    for (const auto& change : changes) {
        if (shown++ == kMostChanges) {
            const auto rest = static_cast<long long>(changes.size() - kMostChanges);
            lines.push_back(texts.plural("  and {n} more", "  and {n} more", rest));
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
        lines.push_back(line);
    }
}

}  // namespace

std::string json_of(const roster::ImportResult& result, const Outcome& outcome, const i18n::Texts& texts) {
    Json json;
    json["accepted"] = result.accepted;
    json["changed"] = result.changed;
    json["dry_run"] = outcome.is_trial;
    json["stored"] = outcome.is_stored;
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
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

Lines lines_of(const roster::ImportResult& result, const Outcome& outcome, const i18n::Texts& texts) {
    Lines lines;
    for (const auto& table : result.tables) {
        std::string line = table.file;
        if (!table.sheet.empty()) line += ", " + table.sheet;
        line += ": " + texts.text(roster::message_id(table.content));
        line += ", " + texts.plural("{n} row", "{n} rows", table.rows);
        if (table.bad_rows > 0)
            line += ", " + texts.plural("{n} of them with an error", "{n} of them with errors", table.bad_rows);
        lines.push_back(line);
    }
    for (const auto& problem : result.problems) lines.push_back(line_of(problem, texts));
    add_changes(lines, texts, texts.text("People"), result.difference.people);
    add_changes(lines, texts, texts.text("Groups"), result.difference.groups);
    add_changes(lines, texts, texts.text("Meetings"), result.difference.meetings);
    add_changes(lines, texts, texts.text("Cards"), result.difference.cards);
    if (!result.without_consent.empty()) {
        lines.push_back(texts.plural("{n} person has no consent and is not put on the kiosk:",
                                     "{n} people have no consent and are not put on the kiosk:",
                                     static_cast<long long>(result.without_consent.size())));
        for (const auto& person : result.without_consent) {
            lines.push_back("  " + person.name + (person.class_name.empty() ? "" : ", " + person.class_name));
        }
    }
    if (result.outside_programme > 0) {
        lines.push_back(texts.plural("{n} person is in no pair or group and is not kept.",
                                     "{n} people are in no pair or group and are not kept.", result.outside_programme));
    }
    if (!result.accepted) {
        lines.push_back(
            texts.plural("{n} error: nothing was changed. Mend the file and import it again, or leave bad rows out "
                         "with --skip-bad-rows.",
                         "{n} errors: nothing was changed. Mend the files and import them again, or leave bad rows "
                         "out with --skip-bad-rows.",
                         result.count(roster::Severity::error)));
    } else if (!result.changed) {
        lines.push_back(texts.text("The lists are as they were: nothing to change."));
    } else if (outcome.is_stored) {
        lines.push_back(
            texts.text("Taken over. In the lists now: {people} people, {groups} groups, {meetings} meetings.",
                       {{"people", texts.number(static_cast<long long>(result.roster.people.size()))},
                        {"groups", texts.number(static_cast<long long>(result.roster.groups.size()))},
                        {"meetings", texts.number(static_cast<long long>(result.roster.meetings.size()))}}));
    } else if (outcome.is_trial) {
        lines.push_back(texts.text("A trial: nothing was changed. Without --dry-run this would be taken over."));
    }
    return lines;
}

}  // namespace import_report
