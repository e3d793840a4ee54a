#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/domain/event.h"
#include "app/eventlog/bundle.h"
#include "app/eventlog/chain.h"
#include "platform/base/id.h"

namespace server {

using SchoolId = base::Id<struct SchoolTag>;

// What comes of a bundle. It is read to its end before anything is decided, so that every verdict but the first two is
// about something that the kiosk itself has signed, and what is stored was verified first.
//
//   comes twice, or overlaps               what is held is compared by its hash and stored once: accepted
//   begins behind what is held             gap, unless the kiosk has named every number between as lost
//   other lines under numbers that we hold fork: a kiosk that was put back and went on, or two under one identity
//   of a kiosk put back to an older copy   accepted while its lines are the ones we hold; fork from where they differ
//   events of a kind that we do not know   accepted, byte for byte
//   a LogContinued                         may jump over numbers that we hold, or that it (or an earlier one) names as
//                                          lost; over any other it is a gap, but what it names is remembered. So a
//                                          kiosk with holes in its log sends the line that names them, then what is
//                                          left behind the first hole, and so on.
//   a number that was named as lost        is stored where it turns up after all
enum class Refusal {
    unknown_kiosk,    // its header names a kiosk that no school has
    wrong_signature,  // not the named kiosk's
    another_school,   // it was brought to a school that the kiosk does not belong to
    revoked,          // of a kiosk that was revoked or replaced
    gap,              // lines are missing before it: send from Held::seq + 1 on
    fork,             // it contradicts what is held
    not_a_bundle,     // something else, or of a version that we do not know
    sealed,           // sealed, and no key was given that opens it
    damaged,          // cut, changed, or with a line that is no event of this kiosk
    too_large,        // more than Limits::bundle_bytes or the limits of bundle.h
    not_in_order,     // numbers that do not follow each other
    try_later,        // nothing is known against it: send it again
    storage           // it could not be stored: disk, database; nothing is known against it
};
// As it stands in the database and in answers: "unknown_kiosk".
[[nodiscard]] std::string_view name_of(Refusal refusal);

// The highest number of a kiosk that is held with everything before it, but for what the kiosk named as lost.
struct Held {
    domain::Seq seq = 0;
    eventlog::Hash head{};  // the chain's hash there
    friend bool operator==(const Held&, const Held&) = default;
};

struct Delivery {
    enum class By {
        kiosk,   // it hears the answer and sends again
        carrier  // a stick or a file: a gap is parked too, because nobody hears the answer
    };
    By by = By::kiosk;
    SchoolId school{};             // to which it was brought; empty: whose kiosk it says
    std::string school_private{};  // hex, X25519: opens sealed bundles; empty: they are refused
    // Lines of more are too_large, and read no further: anybody can send what only its end shows to be nobody's. 0: the
    // limits of bundle.h alone.
    std::uint64_t content_bytes = 0;
};

struct Accepted {
    SchoolId school;
    domain::KioskId kiosk;
    Held held;
    std::uint64_t added = 0;  // lines that were not held before
    std::string checkpoint;   // eventlog::sign_checkpoint of `held`, with the school's key
};
struct Refused {
    Refusal why = Refusal::storage;
    std::optional<Held> held{};  // for gap and fork
    bool is_parked = false;      // kept for a person to see; false too where the limits are reached
    std::string detail{};        // of try_later and storage, for the log
    domain::KioskId kiosk{};     // whose it says to be, where that one is known
};

}  // namespace server
