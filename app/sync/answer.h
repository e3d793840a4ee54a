#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "app/domain/ids.h"
#include "app/eventlog/chain.h"
#include "app/sync/transport.h"

namespace syncing {

// What the server said, as the engine goes by it. Everything from the network is one of these.

// 200 to a bundle: everything up to `held` is there. `checkpoint` is a line that begins as a checkpoint of this kiosk,
// `held` and `hash` does; only the store can say whether its signature counts.
struct Taken {
    domain::Seq held = 0;
    eventlog::Hash hash{};
    std::string checkpoint;
};
// 200 to the question; also what a gap says.
struct HeldUpTo {
    domain::Seq held = 0;
    eventlog::Hash head{};  // zeros where nothing is held
};
struct Gap {
    HeldUpTo up_to;
};
struct Fork {};
struct UnknownKiosk {};  // or of another school, or a signature that is not this kiosk's
struct IsRevoked {};
struct NotTaken {};  // 413 or 422: not this bundle
struct Later {
    std::optional<std::chrono::seconds> after;
};
struct Unexpected {};
using Answer = std::variant<Taken, HeldUpTo, Gap, Fork, UnknownKiosk, IsRevoked, NotTaken, Later, Unexpected>;

// Never fails, whatever the bytes are: what is not of the protocol is Unexpected. Members that it does not know are
// passed over, so that a newer server may say more.
[[nodiscard]] Answer read_answer(Request::Kind asked, const domain::KioskId& kiosk, const Response& response);

}  // namespace syncing
