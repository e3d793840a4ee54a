#include "app/bring_in/preparing.h"

#include <algorithm>
#include <utility>

#include "app/bring_in/plain_words.h"
#include "app/catalogue/packed_files.h"
#include "app/eventlog/sealed_text.h"
#include "app/roster/difference.h"
#include "app/roster_snapshot/packing.h"
#include "app/stick/careful.h"
#include "app/sync/from_server.h"
#include "platform/base/bytes.h"

namespace bring_in {

namespace {

using Files = std::vector<roster::SourceFile>;

constexpr std::size_t kMostWords = 200;

auto refused(Refusal why, std::string_view what = {}) {
    return base::failure(Refused{why, plain_words(what, kMostWords)});
}

Refusal refusal_of(syncing::RosterProblem problem) {
    switch (problem) {
        case syncing::RosterProblem::newer_version: return Refusal::newer_version;
        case syncing::RosterProblem::wrong_signature: return Refusal::wrong_signature;
        case syncing::RosterProblem::another_school: return Refusal::another_school;
        case syncing::RosterProblem::not_consistent: return Refusal::not_consistent;
        default: return Refusal::damaged;
    }
}

Refusal refusal_of(syncing::SettingsProblem problem) {
    switch (problem) {
        case syncing::SettingsProblem::newer_version: return Refusal::newer_version;
        case syncing::SettingsProblem::wrong_signature: return Refusal::wrong_signature;
        case syncing::SettingsProblem::another_kiosk: return Refusal::another_kiosk;
        case syncing::SettingsProblem::not_possible: return Refusal::not_possible;
        case syncing::SettingsProblem::bad_catalogue: return Refusal::bad_catalogue;
        default: return Refusal::damaged;
    }
}

// The server that this kiosk has joined, by which what it gives out is judged.
Result<syncing::ServerRecord> server_of(const Known& known) {
    if (known.server_is_damaged || (known.server && known.acceptor_public.empty()))
        return refused(Refusal::server_unknown);
    if (!known.server) return refused(Refusal::no_server);
    return *known.server;
}

Result<std::string> unsealed(const Known& known, const Files& files) {
    if (files.size() != 1) return refused(Refusal::damaged);
    auto text = eventlog::unseal_text(files.front().bytes, known.kiosk_private);
    if (!text) return refused(Refusal::damaged);
    return std::move(*text);
}

Result<What> school_files(const Known& known, Files files, const Surroundings& around) {
    if (known.server && known.source && known.source->school == known.server->school)
        return refused(Refusal::lists_of_server, syncing::address_of(*known.server));
    roster::Options how;
    how.today = around.today;
    how.catalogue = &around.catalogue;
    how.limits = limits();
    return SchoolFiles{roster::import_files(known.roster, files, how, around.random)};
}

Result<What> server_lists(const Known& known, const Files& files) {
    const auto server = server_of(known);
    if (!server) return base::failure(server.error());
    const auto packed = unsealed(known, files);
    if (!packed) return base::failure(packed.error());
    auto text = roster_snapshot::unpack(base::as_bytes(*packed), {});
    if (!text) return refused(Refusal::damaged);
    auto snapshot = syncing::verified_lists(*text, server->school, known.acceptor_public);
    if (!snapshot) return refused(refusal_of(snapshot.error().problem));
    const bool is_ours = known.source && known.source->school == server->school;
    if (!is_ours && !syncing::keeps_everybody(snapshot->roster, known.roster)) return refused(Refusal::loses_people);
    const storage::RosterSource source = syncing::source_of(*snapshot, *text);
    // Nobody puts an old stick in the place of what the server has said since.
    const bool is_the_same = is_ours && source.hash == known.source->hash;
    if (is_ours && !is_the_same && source.number <= known.source->number)
        return refused(Refusal::older, std::to_string(source.number));
    auto difference = roster::difference(known.roster, snapshot->roster);
    return ServerLists{std::move(*snapshot), std::move(*text), std::move(difference)};
}

Result<What> server_settings(const Known& known, const Files& files) {
    const auto server = server_of(known);
    if (!server) return base::failure(server.error());
    auto text = unsealed(known, files);
    if (!text) return base::failure(text.error());
    auto content = syncing::verified_settings(*text, {server->school, known.kiosk, known.acceptor_public});
    if (!content) return refused(refusal_of(content.error().problem), content.error().what);
    if (known.school_settings && known.school_settings->source.school == server->school) {
        const auto& source = known.school_settings->source;
        const bool is_the_same = source.hash == school_settings::hash_of(*text);
        if (!is_the_same && content->number <= source.number)
            return refused(Refusal::older, std::to_string(content->number));
    }
    domain::Settings after = known.settings;
    for (const auto& [key, value] : content->values) (void)domain::take_setting_alone(after, key, value);
    return ServerSettings{std::move(*content), std::move(*text), known.settings, std::move(after)};
}

Result<What> own_catalogue(const Known& known, const Files& files) {
    if (known.server_is_damaged) return refused(Refusal::server_unknown);
    if (known.server) return refused(Refusal::catalogue_of_server, syncing::address_of(*known.server));
    std::vector<catalogue::CatalogueFile> all;
    for (const auto& file : files) all.push_back({file.name, std::string{base::as_text(file.bytes)}});
    std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) { return one.name < other.name; });
    auto catalogue = catalogue::parse(all);
    if (!catalogue) return refused(Refusal::bad_catalogue, catalogue::describe(catalogue.error()));
    return OwnCatalogue{catalogue::pack_files(all), std::move(*catalogue)};
}

Result<What> understood(const Known& known, Kind kind, Files files, const Surroundings& around) {
    switch (kind) {
        case Kind::school_file: return school_files(known, std::move(files), around);
        case Kind::server_lists: return server_lists(known, files);
        case Kind::server_settings: return server_settings(known, files);
        case Kind::catalogue: return own_catalogue(known, files);
    }
    return refused(Refusal::damaged);
}

std::uint64_t most_bytes(Kind kind) {
    return kind == Kind::server_lists ? roster_snapshot::kTextBytes + 4096 : kMostFileBytes;
}

}  // namespace

bool Prepared::may_be_taken() const {
    const auto* school = std::get_if<SchoolFiles>(&what);
    return !school || school->result.accepted;
}

bool Prepared::changes_something() const {
    if (const auto* school = std::get_if<SchoolFiles>(&what)) return school->result.changed;
    if (const auto* lists = std::get_if<ServerLists>(&what))
        return !roster_source || roster_source->hash != syncing::source_of(lists->snapshot, lists->text).hash;
    if (const auto* set = std::get_if<ServerSettings>(&what))
        return !settings_source || settings_source->hash != school_settings::hash_of(set->text);
    return std::get<OwnCatalogue>(what).packed != own_catalogue;
}

Result<Files> read(api::EnclosedFolder& drive, const std::vector<Item>& items, const Progress& progress) {
    std::uint64_t all = 0, done = 0;
    std::size_t count = 0;
    for (const Item& item : items) {
        if (item.is_too_large) return refused(Refusal::too_large, item.name);
        all += item.bytes;
        count += item.kind == Kind::school_file ? 1 : 0;
    }
    if (count > kMostFilesAtOnce || (count > 1 && all > kMostBytesAtOnce)) return refused(Refusal::too_much);
    Files files;
    for (const Item& item : items) {
        for (const auto& path : item.files) {
            if (!progress(static_cast<int>(done * 100 / std::max<std::uint64_t>(all, 1))))
                return refused(Refusal::stopped);
            auto bytes = stick::read_small(drive, path, most_bytes(item.kind));
            if (!bytes && bytes.error().kind == api::FileErrorKind::too_large)
                return refused(Refusal::too_large, path.filename().string());
            if (!bytes) return refused(Refusal::gone);
            done = std::min(all, done + bytes->size());
            files.push_back({item.kind == Kind::school_file ? item.name : path.filename().string(), std::move(*bytes)});
        }
    }
    if (!progress(100)) return refused(Refusal::stopped);
    return files;
}

Result<Prepared> prepare(const Known& known, Kind kind, Files files, const Surroundings& around) {
    if (files.empty()) return refused(Refusal::gone);
    auto what = understood(known, kind, std::move(files), around);
    if (!what) return base::failure(what.error());
    const auto settings_source = known.school_settings
                                     ? std::optional<storage::SchoolSettings::Source>{known.school_settings->source}
                                     : std::nullopt;
    return Prepared{std::move(*what), known.roster.number, known.source, settings_source, known.own_catalogue};
}

}  // namespace bring_in
