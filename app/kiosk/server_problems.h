#pragma once

#include <string_view>

#include "app/kiosk/session/view.h"
#include "app/sync/join.h"
#include "app/sync/roster_round.h"
#include "app/sync/settings_round.h"
#include "app/sync/status.h"

namespace kiosk {

// What is wrong with the server, as app/sync says it, in the session's words; the session knows nothing of app/sync.
[[nodiscard]] session::ServerProblem problem_of(syncing::Problem problem);
[[nodiscard]] session::JoinProblem problem_of(syncing::JoinError error);
[[nodiscard]] session::ListsProblem problem_of(syncing::RosterProblem problem);
[[nodiscard]] session::SettingsProblem problem_of(syncing::SettingsProblem problem);
// For the heartbeat; empty for none.
[[nodiscard]] std::string_view name_of(session::StorageTrouble trouble);

}  // namespace kiosk
