#include "app/sync/status.h"

namespace syncing {

Problem problem_of(NetworkFailure failure) {
    switch (failure) {
        case NetworkFailure::unreachable:
        case NetworkFailure::cancelled: return Problem::unreachable;
        case NetworkFailure::timed_out: return Problem::timed_out;
        case NetworkFailure::cut: return Problem::cut;
        case NetworkFailure::not_trusted: return Problem::not_trusted;
        case NetworkFailure::too_long:
        case NetworkFailure::not_http: break;
    }
    return Problem::unexpected;
}

std::string_view name_of(Problem problem) {
    switch (problem) {
        case Problem::none: return "";
        case Problem::unreachable: return "unreachable";
        case Problem::timed_out: return "timed_out";
        case Problem::cut: return "cut";
        case Problem::not_trusted: return "not_trusted";
        case Problem::busy: return "busy";
        case Problem::unexpected: return "unexpected";
        case Problem::store_failed: return "store_failed";
        case Problem::unknown_kiosk: return "unknown_kiosk";
        case Problem::revoked: return "revoked";
        case Problem::forked: return "forked";
        case Problem::ahead: return "ahead";
        case Problem::differs: return "differs";
        case Problem::hole: return "hole";
        case Problem::stuck: return "stuck";
        case Problem::log_damaged: return "log_damaged";
        case Problem::cannot_sign: return "cannot_sign";
        case Problem::checkpoint_refused: return "checkpoint_refused";
    }
    return "";
}

}  // namespace syncing
