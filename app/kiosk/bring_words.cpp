#include "app/kiosk/bring_words.h"

#include <algorithm>
#include <set>

#include "app/bring_in/plain_words.h"

namespace kiosk {

namespace {

using session::BringCount;
using session::BringKind;
using session::BringPreview;
using session::BringProblem;

constexpr std::size_t kMostOfAWord = 60;  // code points of what a file says

BringKind kind_of(bring_in::Kind kind) {
    switch (kind) {
        case bring_in::Kind::server_lists: return BringKind::server_lists;
        case bring_in::Kind::server_settings: return BringKind::server_settings;
        case bring_in::Kind::school_file: return BringKind::school_file;
        case bring_in::Kind::catalogue: break;
    }
    return BringKind::catalogue;
}

session::BringWords words_of(const roster::Message& message) {
    session::BringWords words{std::string{message.id}, {}};
    for (const auto& argument : message.arguments)
        words.arguments.emplace_back(argument.name, bring_in::plain_words(argument.value, kMostOfAWord));
    return words;
}

BringProblem::Severity severity_of(roster::Severity severity) {
    switch (severity) {
        case roster::Severity::error: return BringProblem::Severity::error;
        case roster::Severity::warning: return BringProblem::Severity::warning;
        case roster::Severity::note: break;
    }
    return BringProblem::Severity::note;
}

BringProblem problem_of(const roster::Problem& problem) {
    const auto plain = [](const std::string& text) { return bring_in::plain_words(text, kMostOfAWord); };
    return {severity_of(problem.severity), plain(problem.file), plain(problem.sheet), problem.column,
            plain(problem.heading),        problem.row,         plain(problem.found), words_of(problem.what),
            words_of(problem.remedy)};
}

BringCount count_of(std::size_t then, const std::vector<roster::Change>& changes) {
    BringCount count{then, 0, 0, 0};
    for (const auto& change : changes) {
        switch (change.kind) {
            case roster::ChangeKind::added: ++count.added; break;
            case roster::ChangeKind::changed: ++count.changed; break;
            case roster::ChangeKind::removed: ++count.removed; break;
        }
    }
    return count;
}

void add_lists(BringPreview& preview, const domain::Roster& then, const roster::Difference& difference) {
    std::size_t cards = 0;
    for (const auto& person : then.people) {
        cards += person.cards.size();
        preview.without_consent += person.consent ? 0 : 1;
    }
    preview.people = count_of(then.people.size(), difference.people);
    preview.groups = count_of(then.groups.size(), difference.groups);
    preview.meetings = count_of(then.meetings.size(), difference.meetings);
    preview.cards = count_of(cards, difference.cards);
}

void add(BringPreview& preview, const bring_in::SchoolFiles& school, const bring_in::Known&) {
    const roster::ImportResult& result = school.result;
    preview.kind = BringKind::school_file;
    add_lists(preview, result.roster, result.difference);
    preview.outside = static_cast<std::size_t>(std::max(0, result.outside_programme));
    preview.errors = static_cast<std::size_t>(result.count(roster::Severity::error));
    preview.warnings = static_cast<std::size_t>(result.count(roster::Severity::warning));
    for (const auto& problem : result.problems) {  // errors come first
        if (preview.problems.size() == kMostProblemsShown) break;
        preview.problems.push_back(problem_of(problem));
    }
}

void add(BringPreview& preview, const bring_in::ServerLists& lists, const bring_in::Known&) {
    preview.kind = BringKind::server_lists;
    preview.number = lists.snapshot.roster.number;
    add_lists(preview, lists.snapshot.roster, lists.difference);
}

void add(BringPreview& preview, const bring_in::ServerSettings& set, const bring_in::Known& known) {
    preview.kind = BringKind::server_settings;
    preview.number = set.content.number;
    std::set<domain::SettingKey> named;
    for (const auto& [key, value] : set.content.values) named.insert(key);
    if (known.school_settings) {
        for (const auto& [key, value] : known.school_settings->values) {
            if (!named.contains(key)) preview.settings.push_back({key, domain::value_of(set.before, key), {}});
        }
    }
    for (const domain::SettingKey key : named) {
        std::string before = domain::value_of(set.before, key), after = domain::value_of(set.after, key);
        if (before != after) preview.settings.push_back({key, std::move(before), std::move(after)});
    }
    const std::string pin_before = known.school_settings ? known.school_settings->pin_hash : std::string{};
    preview.pin_changes = pin_before != set.content.pin_hash;
    const auto content_before =
        known.school_settings ? school_settings::read_kept(known.school_settings->text) : school_settings::Content{};
    const auto same = [](const catalogue::CatalogueFile& one, const catalogue::CatalogueFile& other) {
        return one.name == other.name && one.content == other.content;
    };
    preview.files = set.content.files.size();
    preview.catalogue_changes =
        !content_before || !std::equal(content_before->files.begin(), content_before->files.end(),
                                       set.content.files.begin(), set.content.files.end(), same);
}

void add(BringPreview& preview, const bring_in::OwnCatalogue& own, const bring_in::Known&) {
    preview.kind = BringKind::catalogue;
    preview.forms = own.catalogue.forms.size();
    preview.kinds = own.catalogue.meeting_kinds.size();
    for (const auto& tags : own.catalogue.tags) preview.tags += tags.size();
}

}  // namespace

std::vector<session::BringItem> items_of(const bring_in::Offer& offer) {
    std::vector<session::BringItem> items;
    for (const auto& item : offer.items)
        items.push_back({kind_of(item.kind), item.name, item.bytes, item.is_too_large, item.is_likely});
    return items;
}

session::BringRefused refused_of(const bring_in::Refused& refused) {
    using In = bring_in::Refusal;
    using Out = session::BringRefusal;
    const auto why = [&] {
        switch (refused.why) {
            case In::gone: return Out::gone;
            case In::too_large: return Out::too_large;
            case In::too_much: return Out::too_much;
            case In::stopped: return Out::stopped;
            case In::lists_of_server: return Out::lists_of_server;
            case In::catalogue_of_server: return Out::catalogue_of_server;
            case In::no_server: return Out::no_server;
            case In::server_unknown: return Out::server_unknown;
            case In::damaged: return Out::damaged;
            case In::newer_version: return Out::newer_version;
            case In::wrong_signature: return Out::wrong_signature;
            case In::another_school: return Out::another_school;
            case In::another_kiosk: return Out::another_kiosk;
            case In::not_consistent: return Out::not_consistent;
            case In::older: return Out::older;
            case In::loses_people: return Out::loses_people;
            case In::not_possible: return Out::not_possible;
            case In::bad_catalogue: return Out::bad_catalogue;
            case In::changed_meanwhile: return Out::changed_meanwhile;
            case In::disk: break;
        }
        return Out::disk;
    };
    return {why(), refused.what};
}

session::BringPreview preview_of(const bring_in::Prepared& prepared, const bring_in::Known& known) {
    BringPreview preview;
    preview.accepted = prepared.may_be_taken();
    preview.changes = prepared.changes_something();
    std::visit([&](const auto& what) { add(preview, what, known); }, prepared.what);
    return preview;
}

std::string words_in(const session::BringPreview& preview) {
    std::string all;
    for (const auto& problem : preview.problems) {
        all += problem.file + problem.sheet + problem.heading + problem.found;
        for (const auto* words : {&problem.what, &problem.remedy})
            for (const auto& [name, value] : words->arguments) all += value;
    }
    for (const auto& setting : preview.settings) all += setting.before + setting.after;
    return all;
}

}  // namespace kiosk
