#include "app/bring_in/taking.h"

#include "app/sync/from_server.h"
#include "app/sync/school_runner.h"

namespace bring_in {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

template <class T>
Result<void> told(const storage::StorageResult<T>& done) {
    if (!done) return base::failure(Refused{Refusal::disk});
    return {};
}

// Whom and what it was compared with is still here.
Result<void> still_so(storage::Store& store, const Prepared& prepared) {
    const auto roster = store.roster();
    const auto source = store.roster_source();
    const auto settings = store.school_settings();
    const auto catalogue = store.own_catalogue();
    if (!roster || !source || !settings || !catalogue) return base::failure(Refused{Refusal::disk});
    const auto settings_source =
        *settings ? std::optional<storage::SchoolSettings::Source>{(*settings)->source} : std::nullopt;
    if (roster->number != prepared.roster_number || *source != prepared.roster_source ||
        settings_source != prepared.settings_source || *catalogue != prepared.own_catalogue)
        return base::failure(Refused{Refusal::changed_meanwhile});
    return {};
}

}  // namespace

Result<void> take(storage::Store& store, api::FileSystem& files, const std::filesystem::path& data,
                  const Prepared& prepared) {
    if (!prepared.may_be_taken()) return base::failure(Refused{Refusal::damaged});
    if (auto same = still_so(store, prepared); !same) return same;
    if (!prepared.changes_something()) return {};
    return std::visit(
        Overloaded{[&](const SchoolFiles& school) { return told(store.replace_roster(school.result.roster)); },
                   [&](const ServerLists& lists) -> Result<void> {
                       // In the order of syncing: a power cut between the two leaves lists that are taken at the next
                       // word with the server.
                       if (!syncing::write_roster_text(files, data, lists.text))
                           return base::failure(Refused{Refusal::disk});
                       return told(
                           store.take_roster(lists.snapshot.roster, syncing::source_of(lists.snapshot, lists.text)));
                   },
                   [&](const ServerSettings& set) {
                       return told(store.take_school_settings(syncing::to_be_kept(set.content, set.text)));
                   },
                   [&](const OwnCatalogue& own) { return told(store.take_own_catalogue(own.packed)); }},
        prepared.what);
}

}  // namespace bring_in
