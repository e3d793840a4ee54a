#include "app/kiosk/server_problems.h"

namespace kiosk {

session::ServerProblem problem_of(syncing::Problem problem) {
    using From = syncing::Problem;
    using To = session::ServerProblem;
    switch (problem) {
        case From::none: return To::none;
        case From::unreachable: return To::unreachable;
        case From::timed_out: return To::timed_out;
        case From::cut: return To::cut;
        case From::not_trusted: return To::not_trusted;
        case From::busy: return To::busy;
        case From::unexpected: return To::unexpected;
        case From::store_failed: return To::store_failed;
        case From::unknown_kiosk: return To::unknown_kiosk;
        case From::revoked: return To::revoked;
        case From::forked: return To::forked;
        case From::ahead: return To::ahead;
        case From::differs: return To::differs;
        case From::hole: return To::hole;
        case From::stuck: return To::stuck;
        case From::log_damaged: return To::log_damaged;
        case From::cannot_sign: return To::cannot_sign;
        case From::checkpoint_refused: return To::checkpoint_refused;
    }
    return To::none;
}

session::JoinProblem problem_of(syncing::JoinError error) {
    using From = syncing::JoinError;
    using To = session::JoinProblem;
    switch (error) {
        case From::no_address: return To::no_address;
        case From::not_a_code: return To::not_a_code;
        case From::unreachable: return To::unreachable;
        case From::not_our_server: return To::not_our_server;
        case From::wrong_code: return To::wrong_code;
        case From::code_used: return To::code_used;
        case From::known_elsewhere: return To::known_elsewhere;
        case From::certificate_changed: return To::certificate_changed;
        case From::try_later: return To::try_later;
        case From::too_many: return To::too_many;
        case From::no_memory: return To::no_memory;
        case From::disk: return To::disk;
        case From::cancelled: break;  // only where nobody waits any more
    }
    return To::unreachable;
}

session::ListsProblem problem_of(syncing::RosterProblem problem) {
    using From = syncing::RosterProblem;
    using To = session::ListsProblem;
    switch (problem) {
        case From::none: return To::none;
        case From::damaged: return To::damaged;
        case From::newer_version: return To::newer_version;
        case From::wrong_signature: return To::wrong_signature;
        case From::another_school: return To::another_school;
        case From::not_consistent: return To::not_consistent;
        case From::disk: return To::disk;
        case From::own_lists: return To::own_lists;
        case From::waits_for_matching: return To::waits_for_matching;
        case From::not_taken: return To::not_taken;
    }
    return To::none;
}

session::SettingsProblem problem_of(syncing::SettingsProblem problem) {
    using From = syncing::SettingsProblem;
    using To = session::SettingsProblem;
    switch (problem) {
        case From::none: return To::none;
        case From::damaged: return To::damaged;
        case From::newer_version: return To::newer_version;
        case From::wrong_signature: return To::wrong_signature;
        case From::another_kiosk: return To::another_kiosk;
        case From::not_possible: return To::not_possible;
        case From::bad_catalogue: return To::bad_catalogue;
        case From::disk: return To::disk;
    }
    return To::none;
}

std::string_view name_of(session::StorageTrouble trouble) {
    switch (trouble) {
        case session::StorageTrouble::none: return "";
        case session::StorageTrouble::no_space: return "no_space";
        case session::StorageTrouble::read_only: return "read_only";
        case session::StorageTrouble::input_output: return "input_output";
    }
    return "";
}

}  // namespace kiosk
