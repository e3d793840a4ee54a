#include "app/sync/settings_round.h"

namespace syncing {

namespace {

using Outcome = SettingsRound::Outcome;

SettingsProblem problem_of(school_settings::TextError error) {
    using Error = school_settings::TextError;
    switch (error) {
        case Error::newer_version: return SettingsProblem::newer_version;
        case Error::not_possible: return SettingsProblem::not_possible;
        case Error::bad_catalogue: return SettingsProblem::bad_catalogue;
        case Error::wrong_signature: return SettingsProblem::wrong_signature;
        case Error::not_settings:
        case Error::too_large:
        case Error::damaged:
        case Error::cannot_sign: break;
    }
    return SettingsProblem::damaged;
}

}  // namespace

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
    const auto content = school_settings::read(text, membership_.acceptor_public);
    if (!content) return {Came::refused, problem_of(content.error().error), 0, content.error().what};
    if (content->school != membership_.school || content->kiosk != membership_.kiosk) {
        return {Came::refused, SettingsProblem::another_kiosk, content->number};
    }
    if (!keeper_.take(*content, text)) return {Came::later, SettingsProblem::disk, content->number};
    return {Came::applied};
}

}  // namespace syncing
