#include "app/sync/settings_round.h"

#include "app/sync/from_server.h"

namespace syncing {

using Outcome = SettingsRound::Outcome;

Outcome SettingsRound::run() {
    const auto known = keeper_.known();
    if (!known) return {Came::later, SettingsProblem::disk};
    const bool is_ours = known->source && known->source->school == membership_.school;
    const std::string at_hand = is_ours && known->is_whole ? known->source->hash : std::string{};
    const auto answer = transport_.ask(at_hand);
    if (!answer) return {Came::later};
    if (answer->status == 200) return judge(answer->body);
    if (answer->status == 304 && !at_hand.empty()) return {};
    // A server that lost everything leaves what it set in force until it sets something else.
    if (answer->status == 404 && says(*answer, "no_settings")) return {};
    if (says_revoked(*answer) && !keeper_.release()) return {Came::later, SettingsProblem::disk};
    return {came_of(*answer), SettingsProblem::none, 0, {}, answer->retry_after};
}

// A lower number than the one that is in force is taken too: the server was put back, and its word counts.
Outcome SettingsRound::judge(const std::string& text) {
    const auto content = verified_settings(text, membership_);
    if (!content) return {Came::refused, content.error().problem, content.error().number, content.error().what};
    if (!keeper_.take(*content, text)) return {Came::later, SettingsProblem::disk, content->number};
    return {Came::applied};
}

}  // namespace syncing
