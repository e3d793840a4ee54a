#include "app/sync/from_server.h"

#include "platform/base/bytes.h"

namespace syncing {

namespace {

RosterProblem problem_of(roster_snapshot::SnapshotError error) {
    using Error = roster_snapshot::SnapshotError;
    switch (error) {
        case Error::newer_version: return RosterProblem::newer_version;
        case Error::not_consistent: return RosterProblem::not_consistent;
        case Error::wrong_signature: return RosterProblem::wrong_signature;
        case Error::not_a_snapshot:
        case Error::too_large:
        case Error::damaged:
        case Error::cannot_sign: break;
    }
    return RosterProblem::damaged;
}

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

base::Result<roster_snapshot::Snapshot, ListsRefused> verified_lists(std::string_view text, const std::string& school,
                                                                     const std::string& acceptor_public) {
    auto snapshot = roster_snapshot::read(text, acceptor_public);
    if (!snapshot) return base::failure(ListsRefused{problem_of(snapshot.error().error)});
    if (snapshot->school != school)
        return base::failure(ListsRefused{RosterProblem::another_school, snapshot->roster.number});
    return std::move(*snapshot);
}

bool keeps_everybody(const domain::Roster& lists, const domain::Roster& own) {
    const bool has_own = !own.people.empty() || !own.groups.empty();
    return !has_own || domain::covers(lists, own);
}

base::Result<school_settings::Content, SettingsRefused> verified_settings(std::string_view text,
                                                                          const SettingsRound::Membership& membership) {
    auto content = school_settings::read(text, membership.acceptor_public);
    if (!content) return base::failure(SettingsRefused{problem_of(content.error().error), 0, content.error().what});
    if (content->school != membership.school || content->kiosk != membership.kiosk)
        return base::failure(SettingsRefused{SettingsProblem::another_kiosk, content->number});
    return std::move(*content);
}

storage::RosterSource source_of(const roster_snapshot::Snapshot& snapshot, std::string_view text) {
    return {snapshot.school, snapshot.roster.number, base::to_hex(roster_snapshot::hash_of(text)), {}};
}

storage::SchoolSettings to_be_kept(const school_settings::Content& content, const std::string& text) {
    return {
        {content.school, content.number, school_settings::hash_of(text), {}}, content.values, content.pin_hash, text};
}

}  // namespace syncing
