#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/domain/event.h"
#include "app/eventlog/chain.h"
#include "platform/base/result.h"

namespace eventlog {

// "I hold every event of this kiosk up to this number, and there its chain has this hash": what a server or the
// collector of a stick countersigns. Both sides keep it. A chain alone cannot show that its tail was cut or that the
// whole log was put back to yesterday's; a checkpoint can, and it is what allows a kiosk to prune.
struct Checkpoint {
    domain::KioskId kiosk;
    domain::Seq seq = 0;
    Hash hash{};
    domain::Instant accepted_at;  // by the acceptor's clock
    std::string acceptor;         // hex, Ed25519: the public half of who signed
    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

enum class CheckpointError {
    not_a_checkpoint,  // not the one form below
    bad_key,           // the private half is not one
    wrong_signature,   // changed, or signed with another key than it names
    not_trusted        // by somebody whom the reader does not know
};

// One line of JSON without its line feed, of one form only: {"checkpoint":1,"kiosk":...,"seq":...,"hash":...,
// "accepted_at":...,"acceptor":...,"signature":...}. Signed is the line up to and without the comma before "signature".
// `acceptor` is taken from the key.
[[nodiscard]] base::Result<std::string, CheckpointError> sign_checkpoint(Checkpoint checkpoint,
                                                                         std::string_view private_hex);
// Any trusted signer's, as hex Ed25519 public keys.
[[nodiscard]] base::Result<Checkpoint, CheckpointError> read_checkpoint(std::string_view line,
                                                                        std::span<const std::string> trusted);
inline constexpr std::size_t kMaxCheckpointBytes = 1024;

}  // namespace eventlog
