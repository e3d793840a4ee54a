#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "app/roster_snapshot/snapshot.h"
#include "app/school_settings/text.h"
#include "app/storage/store.h"
#include "app/sync/roster_round.h"
#include "app/sync/settings_round.h"

// What the school's server gives out, whichever way it came (over the network, on a stick): whether it is whole, the
// server's and meant for this kiosk. Whether it is wanted is for the way to say. Pure.
namespace syncing {

struct ListsRefused {
    RosterProblem problem = RosterProblem::damaged;
    std::uint64_t number = 0;  // of these lists, where they say one
};
// `school`: the server's id of it; `acceptor_public`: hex, signs what this server gives out.
[[nodiscard]] base::Result<roster_snapshot::Snapshot, ListsRefused> verified_lists(std::string_view text,
                                                                                   const std::string& school,
                                                                                   const std::string& acceptor_public);
// What is recorded names the people of the kiosk's own lists: nobody of them may be lost.
[[nodiscard]] bool keeps_everybody(const domain::Roster& lists, const domain::Roster& own);

struct SettingsRefused {
    SettingsProblem problem = SettingsProblem::damaged;
    std::uint64_t number = 0;
    std::string what{};  // the setting, or the catalogue's file, line and fault; never a value
};
[[nodiscard]] base::Result<school_settings::Content, SettingsRefused> verified_settings(
    std::string_view text, const SettingsRound::Membership& membership);

// As the store keeps it.
[[nodiscard]] storage::RosterSource source_of(const roster_snapshot::Snapshot& snapshot, std::string_view text);
[[nodiscard]] storage::SchoolSettings to_be_kept(const school_settings::Content& content, const std::string& text);

}  // namespace syncing
