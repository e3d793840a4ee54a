#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "app/domain/ids.h"
#include "app/domain/time.h"
#include "app/sync/transport.h"

namespace syncing {

enum class State {
    idle,      // everything is held by the server
    sending,   // there is something to send, and nothing in the way
    retrying,  // a passing trouble: it is tried again by itself
    stopped    // a lasting one: somebody must do something; it is tried again rarely
};

enum class Problem {
    none,
    // passing
    unreachable,
    timed_out,
    cut,
    not_trusted,  // the server's certificate is another one, or what answers there speaks no TLS
    busy,         // 5xx, 429
    unexpected,   // an answer that is none of the protocol: a portal of the network, a proxy, other software
    store_failed,
    // lasting
    unknown_kiosk,
    revoked,
    forked,              // the server holds another chain under this kiosk's name: a copied or a changed log
    ahead,               // the server holds numbers that are not recorded here: this log was put back to an older copy
    differs,             // another hash than ours, and no word of a fork yet
    hole,                // the number that the server needs next is in this log no more; see Status::at
    stuck,               // the server will not take the event Status::at, even alone
    log_damaged,         // the line Status::at does not hold here; the kiosk's own recovery mends that
    cannot_sign,         // the kiosk's key is none
    checkpoint_refused,  // the server holds it, but its checkpoints are signed by nobody who is trusted here
};

[[nodiscard]] Problem problem_of(NetworkFailure failure);
// The word for it; empty for none.
[[nodiscard]] std::string_view name_of(Problem problem);

// For the curator's screen. Times are of the monotonic clock.
struct Status {
    State state = State::idle;
    domain::Seq synced_up_to = 0;  // held by the server, and its checkpoint accepted here
    domain::Seq last = 0;          // of the log
    std::uint64_t waiting = 0;     // numbers above synced_up_to; of those that a new chain jumped over, none
    std::optional<domain::Millis> waiting_since;  // when the first of them was heard of
    std::optional<domain::Millis> last_contact;   // the last answer that the server of this protocol gave
    Problem problem = Problem::none;
    domain::Seq at = 0;                      // of hole, stuck and log_damaged
    std::optional<domain::Millis> next_try;  // while it waits for another one
    friend bool operator==(const Status&, const Status&) = default;
};

}  // namespace syncing
