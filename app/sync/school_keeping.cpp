#include "app/sync/school_keeping.h"

#include "app/sync/from_server.h"
#include "platform/base/bytes.h"

namespace syncing {

namespace {

constexpr const char* kFile = "roster-snapshot";

}  // namespace

std::string read_roster_text(api::FileSystem& files, const std::filesystem::path& data) {
    const auto bytes = files.read(data / kFile, roster_snapshot::kTextBytes);
    return bytes ? std::string{base::as_text(*bytes)} : std::string{};
}

api::FileResult<void> write_roster_text(api::FileSystem& files, const std::filesystem::path& data,
                                        const std::string& text) {
    return files.write_atomically(data / kFile, base::as_bytes(text));
}

// --- lists

std::optional<RosterKeeper::Known> KeptLists::known() {
    auto found = jobs_.ask<Known>([ours = school_](storage::Store& store) -> std::optional<Known> {
        Known known;
        const auto source = store.roster_source();
        if (!source) return std::nullopt;
        known.source = *source;
        if (known.source && known.source->school == ours) return known;
        const auto roster = store.roster();
        if (!roster) return std::nullopt;
        known.has_lists = !roster->people.empty() || !roster->groups.empty();
        return known;
    });
    if (!found) return std::nullopt;
    // A stick may have brought others since.
    const bool is_old = found->source && found->source->school == school_ && found->source->hash != text_hash_;
    if (text_hash_.empty() || is_old) {
        const std::string kept = text();
        if (!kept.empty()) text_hash_ = base::to_hex(roster_snapshot::hash_of(kept));
    }
    found->text_hash = text_hash_;
    show(found->source);
    return found;
}

std::string KeptLists::text() {
    return read_roster_text(files_, data_);
}

std::optional<domain::Roster> KeptLists::roster() {
    return jobs_.ask<domain::Roster>([](storage::Store& store) -> std::optional<domain::Roster> {
        auto roster = store.roster();
        if (!roster) return std::nullopt;
        return std::move(*roster);
    });
}

bool KeptLists::take(const roster_snapshot::Snapshot& snapshot, const std::string& text) {
    const storage::RosterSource source = source_of(snapshot, text);
    text_hash_.clear();
    if (!write_roster_text(files_, data_, text)) return false;
    text_hash_ = source.hash;
    if (hooks_->prepare) hooks_->prepare(snapshot.roster);
    const auto taken =
        jobs_.ask<storage::RosterSource>([source, lists = snapshot.roster, told = hooks_](
                                             storage::Store& store) -> std::optional<storage::RosterSource> {
            const auto before = store.roster();
            const auto number = store.take_roster(lists, source);
            if (!number) return std::nullopt;
            if ((!before || before->number != *number) && told->applied) told->applied(store);
            const auto noted = store.roster_source();
            return noted ? *noted : std::nullopt;
        });
    if (!taken) return false;
    show(*taken);
    return true;
}

void KeptLists::show(const std::optional<storage::RosterSource>& source) {
    status_.change([&](RosterStatus& status) {
        const bool is_ours = source && source->school == school_;
        status.number = is_ours ? source->number : 0;
        status.taken_at = is_ours ? source->taken_at : domain::Instant{};
    });
}

// --- settings

std::optional<SettingsKeeper::Known> KeptSettings::known() {
    struct Kept {
        std::optional<storage::SchoolSettings> settings;
    };
    const auto kept = jobs_.ask<Kept>([](storage::Store& store) -> std::optional<Kept> {
        auto settings = store.school_settings();
        if (!settings) return std::nullopt;
        return Kept{std::move(*settings)};
    });
    if (!kept) return std::nullopt;
    Known known;
    if (kept->settings) {
        const storage::SchoolSettings& settings = *kept->settings;
        known.source = settings.source;
        if (settings.source.hash != whole_) {
            // A version that does not read it any more asks for it anew, and is told what is wrong.
            const bool is_whole = school_settings::hash_of(settings.text) == settings.source.hash &&
                                  school_settings::read_kept(settings.text).has_value();
            whole_ = is_whole ? settings.source.hash : std::string{};
        }
        known.is_whole = !whole_.empty();
    }
    show(known.source);
    return known;
}

bool KeptSettings::take(const school_settings::Content& content, const std::string& text) {
    const storage::SchoolSettings settings = to_be_kept(content, text);
    if (hooks_->prepare_settings) hooks_->prepare_settings(content);
    using Source = storage::SchoolSettings::Source;
    const auto taken = jobs_.ask<Source>([settings, told = hooks_](storage::Store& store) -> std::optional<Source> {
        if (!store.take_school_settings(settings)) return std::nullopt;
        if (told->applied) told->applied(store);
        const auto noted = store.school_settings();
        if (!noted || !*noted) return std::nullopt;
        return (*noted)->source;
    });
    if (!taken) return false;
    whole_ = taken->hash;
    show(*taken);
    return true;
}

bool KeptSettings::release() {
    const auto released = jobs_.ask<bool>([told = hooks_](storage::Store& store) -> std::optional<bool> {
        const auto before = store.school_settings();
        if (!before || !store.release_school_settings()) return std::nullopt;
        if (*before && told->applied) told->applied(store);
        return true;
    });
    if (!released) return false;
    whole_.clear();
    show({});
    return true;
}

void KeptSettings::show(const std::optional<storage::SchoolSettings::Source>& source) {
    status_.change([&](SettingsStatus& status) {
        const bool is_ours = source && source->school == school_;
        status.number = is_ours ? source->number : 0;
        status.taken_at = is_ours ? source->taken_at : domain::Instant{};
    });
}

}  // namespace syncing
