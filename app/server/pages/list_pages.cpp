// The school's lists: what kiosks have, and the school's own files on their way to it.
#include <charconv>

#include "app/roster/import.h"
#include "app/server/pages/handlers.h"
#include "app/server/pages/pages.h"
#include "app/server/pages/words.h"
#include "app/server/program/carried_roster.h"
#include "platform/api/drawn_number.h"

namespace server::pages {

namespace {

constexpr std::size_t kMostChangesShown = 15, kMostProblemsShown = 200;

std::optional<std::uint64_t> number_in(const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number == 0) return std::nullopt;
    return number;
}

std::string origin_of(const Visit& visit, RosterOrigin origin) {
    switch (origin) {
        case RosterOrigin::import: return visit.text("from files");
        case RosterOrigin::revert: return visit.text("older lists put back");
        case RosterOrigin::kiosk: return visit.text("given by a kiosk");
        case RosterOrigin::matching: return visit.text("a kiosk's lists matched");
    }
    return {};
}

void fill_entry(View& item, const Visit& visit, const RosterEntry& entry) {
    const auto number = [&visit](std::uint64_t n) { return visit.texts().number(static_cast<long long>(n)); };
    item.show_if(visit.may_change(), "CHANGEABLE")
        .set("NUMBER", std::to_string(entry.number))
        .set("MADE", visit.moment(entry.made_at))
        .set("BY", origin_of(visit, entry.made_by))
        .set("PEOPLE", number(entry.people))
        .set("GROUPS", number(entry.groups))
        .set("MEETINGS", number(entry.meetings));
}

api::HttpResponse lists_page(const Visit& visit, int status, const std::string& problem) {
    const auto all = visit.site.store.rosters(visit.school.id);
    if (!all) return failed(visit, all.error());
    View view;
    view.set("TITLE", visit.text("Lists")).set("MOST", visit.bytes(kUploadBytes));
    if (!problem.empty()) view.add("PROBLEM").set("SENTENCE", problem);
    view.show_if(all->empty(), "NO_LISTS");
    bool is_newest = true;
    for (const RosterEntry& entry : *all) {
        fill_entry(view.add(is_newest ? "NEWEST" : "OLDER"), visit, entry);
        is_newest = false;
    }
    view.show_if(all->size() > 1, "HAS_OLDER");
    return page(visit, "lists", "lists", std::move(view), status);
}

std::string say(const Visit& visit, const roster::Message& message) {
    return roster::fill(visit.text(message.id), message.arguments);
}

std::string place_of(const Visit& visit, const roster::Problem& problem) {
    std::string where = problem.file;
    if (!problem.sheet.empty()) where += visit.text(", sheet \"{sheet}\"", {{"sheet", problem.sheet}});
    if (problem.row > 0) where += visit.text(", row {row}", {{"row", std::to_string(problem.row)}});
    if (problem.column.empty()) return where;
    return where + (problem.heading.empty() ? visit.text(", column {column}", {{"column", problem.column}})
                                            : visit.text(", column {column} \"{heading}\"",
                                                         {{"column", problem.column}, {"heading", problem.heading}}));
}

void fill_problem(View& item, const Visit& visit, const roster::Problem& problem) {
    item.set("WHERE", place_of(visit, problem)).set("WHAT", say(visit, problem.what));
    switch (problem.severity) {
        case roster::Severity::error: item.set("MOOD", "bad").set("WORD", visit.text("Error")); break;
        case roster::Severity::warning: item.set("MOOD", "warning").set("WORD", visit.text("Warning")); break;
        case roster::Severity::note: item.set("MOOD", "gone").set("WORD", visit.text("Note")); break;
    }
    if (const auto remedy = say(visit, problem.remedy); !remedy.empty()) item.add("REMEDY").set("SENTENCE", remedy);
}

void fill_changes(View& view, const Visit& visit, const std::string& title,
                  const std::vector<roster::Change>& changes) {
    if (changes.empty()) return;
    std::array<long long, 3> by_kind{};
    for (const auto& change : changes) ++by_kind[static_cast<std::size_t>(change.kind)];
    View& part = view.add("CHANGES");
    part.set("SUMMARY", visit.text("{title}: new {added}, changed {changed}, gone {removed}",
                                   {{"title", title},
                                    {"added", visit.texts().number(by_kind[0])},
                                    {"changed", visit.texts().number(by_kind[1])},
                                    {"removed", visit.texts().number(by_kind[2])}}));
    for (std::size_t i = 0; i < changes.size() && i < kMostChangesShown; ++i) {
        const roster::Change& change = changes[i];
        std::string what = change.what;
        for (const auto& field : change.fields) {
            what += "; " + visit.text(field.field) + ": " + (field.before.empty() ? "–" : field.before) + " → " +
                    (field.after.empty() ? "–" : field.after);
        }
        part.add("CHANGE")
            .set("SIGN_TEXT", change.kind == roster::ChangeKind::added     ? "+"
                              : change.kind == roster::ChangeKind::removed ? "−"
                                                                           : "≠")
            .set("WHAT", what);
    }
    if (changes.size() > kMostChangesShown) {
        const auto rest = static_cast<long long>(changes.size() - kMostChangesShown);
        part.add("REST").set("TEXT", visit.texts().plural("and {n} more", "and {n} more", rest));
    }
}

api::HttpResponse preview_page(const Visit& visit, const roster::ImportResult& result, bool can_publish) {
    View view;
    view.set("TITLE", visit.text("What the files hold"));
    for (const auto& table : result.tables) {
        std::string text = visit.text(roster::message_id(table.content)) + ", " +
                           visit.texts().plural("{n} row", "{n} rows", table.rows);
        if (table.bad_rows > 0)
            text += ", " + visit.texts().plural("{n} of them with an error", "{n} of them with errors", table.bad_rows);
        view.add("TABLE").set("FILE", table.file + (table.sheet.empty() ? "" : ", " + table.sheet)).set("TEXT", text);
    }
    std::size_t shown = 0;
    for (const auto& problem : result.problems) {
        if (shown++ == kMostProblemsShown) break;
        fill_problem(view.add("PROBLEM_ROW"), visit, problem);
    }
    if (result.problems.size() > kMostProblemsShown) {
        view.add("MORE_PROBLEMS")
            .set("TEXT", visit.texts().plural("and {n} more", "and {n} more",
                                              static_cast<long long>(result.problems.size() - kMostProblemsShown)));
    }
    fill_changes(view, visit, visit.text("People"), result.difference.people);
    fill_changes(view, visit, visit.text("Groups"), result.difference.groups);
    fill_changes(view, visit, visit.text("Meetings"), result.difference.meetings);
    fill_changes(view, visit, visit.text("Cards"), result.difference.cards);
    const auto without = static_cast<long long>(result.without_consent.size());
    if (without > 0) {
        std::string names;
        for (std::size_t i = 0; i < result.without_consent.size() && i < kMostChangesShown; ++i) {
            const auto& person = result.without_consent[i];
            names +=
                (names.empty() ? "" : "; ") + person.name + (person.class_name.empty() ? "" : ", " + person.class_name);
        }
        View& part = view.add("WITHOUT_CONSENT");
        part.set("SENTENCE", visit.texts().plural("{n} person has no consent and is not put on the kiosk:",
                                                  "{n} people have no consent and are not put on the kiosk:", without))
            .set("NAMES", names);
    }
    if (result.outside_programme > 0) {
        view.add("REMARK").set("SENTENCE", visit.texts().plural("{n} person is in no pair or group and is not kept.",
                                                                "{n} people are in no pair or group and are not kept.",
                                                                result.outside_programme));
    }
    view.show_if(!result.problems.empty(), "HAS_PROBLEMS");
    view.show_if(!result.difference.empty() || without > 0 || result.outside_programme > 0, "HAS_CHANGES");
    const int errors = result.count(roster::Severity::error);
    if (!result.accepted) {
        view.add("REFUSED").set("SENTENCE",
                                visit.texts().plural("{n} error: these files cannot be taken over.",
                                                     "{n} errors: these files cannot be taken over.", errors));
    } else if (!result.changed) {
        view.add("UNCHANGED");
    } else if (can_publish) {
        view.add("READY").set(
            "SENTENCE",
            visit.text("In the lists then: {people} people, {groups} groups, {meetings} meetings.",
                       {{"people", visit.texts().number(static_cast<long long>(result.roster.people.size()))},
                        {"groups", visit.texts().number(static_cast<long long>(result.roster.groups.size()))},
                        {"meetings", visit.texts().number(static_cast<long long>(result.roster.meetings.size()))}}));
    }
    return page(visit, "lists_preview", "lists", std::move(view), result.accepted ? 200 : 422);
}

}  // namespace

api::HttpResponse show_lists(Visit& visit) {
    return lists_page(visit, 200, "");
}

api::HttpResponse upload_lists(Visit& visit) {
    if (visit.form.files().empty()) return lists_page(visit, 422, visit.text("Choose the files first."));
    const std::unique_lock turn{visit.site.importing, std::try_to_lock};
    if (!turn) return go_to("/lists", "busy");
    Store& store = visit.site.store;
    const auto current = store.roster(visit.school.id);
    if (!current) return failed(visit, current.error());
    std::vector<roster::SourceFile> files;
    for (const SentFile& file : visit.form.files()) {
        const auto bytes = base::as_bytes(file.content);
        files.push_back({file.name, {bytes.begin(), bytes.end()}});
    }
    const roster::Options how{visit.form.value("skip") == "yes", domain::date_of(visit.local_now()),
                              &visit.catalogue()};
    const auto result =
        roster::import_files(*current, files, how, [&visit] { return api::drawn_number(visit.site.entropy); });
    visit.site.log.write(Log::Level::info, "lists_uploaded",
                         {{"user", visit.user.id.value},
                          {"files", std::uint64_t{files.size()}},
                          {"accepted", result.accepted ? "yes" : "no"}});
    const bool can_publish = result.accepted && result.changed;
    if (can_publish) {
        const auto on_the_way =
            carried(result.roster, [&visit](std::span<std::uint8_t> bytes) { visit.site.entropy.fill(bytes); });
        if (!on_the_way)
            return lists_page(
                visit, 422, visit.text("No kiosk would take these lists: {what}", {{"what", on_the_way.error().what}}));
        const auto kept = store.keep_upload(visit.token, {current->number, on_the_way->packed, on_the_way->signed_by});
        if (!kept) return failed(visit, kept.error());
    }
    return preview_page(visit, result, can_publish);
}

api::HttpResponse publish_lists(Visit& visit) {
    Store& store = visit.site.store;
    const auto kept = store.upload(visit.token);
    if (!kept && kept.error().kind == StoreErrorKind::not_found) return go_to("/lists", "gone");
    if (!kept) return failed(visit, kept.error());
    auto roster = roster_carried(kept->carried, kept->signed_by);
    if (!roster) return go_to("/lists", "gone");
    const auto published = store.publish_roster(visit.school.id, std::move(*roster), kept->based_on);
    if (const auto dropped = store.drop_upload(visit.token); !dropped) return failed(visit, dropped.error());
    if (!published && published.error().kind == StoreErrorKind::exists) return go_to("/lists", "taken");
    if (!published) return failed(visit, published.error());
    visit.site.log.write(Log::Level::info, "lists_published",
                         {{"user", visit.user.id.value}, {"number", published->number}});
    return go_to("/lists", "published");
}

api::HttpResponse forget_upload(Visit& visit) {
    const auto dropped = visit.site.store.drop_upload(visit.token);
    if (!dropped) return failed(visit, dropped.error());
    return go_to("/lists", "forgotten");
}

namespace {

// That is kept, and not the newest.
StoreResult<RosterEntry> find_older(const Visit& visit) {
    const auto wanted = number_in(visit.parts.front());
    const auto all = visit.site.store.rosters(visit.school.id);
    if (!all) return base::failure(all.error());
    for (std::size_t i = 1; wanted && i < all->size(); ++i) {
        if ((*all)[i].number == *wanted) return (*all)[i];
    }
    return base::failure(StoreError{StoreErrorKind::not_found, "lists"});
}

}  // namespace

api::HttpResponse ask_revert_lists(Visit& visit) {
    const auto entry = find_older(visit);
    if (!entry) return failed(visit, entry.error());
    View view;
    view.set("TITLE", visit.text("Put these lists back?"));
    fill_entry(view, visit, *entry);
    return page(visit, "lists_revert", "lists", std::move(view));
}

api::HttpResponse revert_lists(Visit& visit) {
    const auto entry = find_older(visit);
    if (!entry) return failed(visit, entry.error());
    const auto reverted = visit.site.store.revert_roster(visit.school.id, entry->number);
    if (!reverted) return failed(visit, reverted.error());
    visit.site.log.write(Log::Level::info, "lists_reverted",
                         {{"user", visit.user.id.value}, {"number", reverted->number}});
    return go_to("/lists", "reverted");
}

}  // namespace server::pages
