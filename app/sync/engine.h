#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/storage/store.h"
#include "app/sync/answer.h"
#include "app/sync/dice.h"
#include "app/sync/outgoing.h"
#include "app/sync/policy.h"
#include "app/sync/status.h"
#include "app/sync/transport.h"

namespace syncing {

// Names one thing that the engine asked for; an answer to an older one is passed over.
using Ticket = std::uint64_t;

// What the engine is told. First of all Began; until then it waits.
struct Began {
    domain::Seq last = 0;      // where the log ends
    domain::Seq accepted = 0;  // the highest checkpoint that the store keeps
};
struct Appended {
    domain::Seq last = 0;
};
struct LinesRead {
    Ticket ticket = 0;
    std::optional<Lines> lines;  // nothing: the store failed
};
struct Answered {
    Ticket ticket = 0;
    base::Result<Response, NetworkFailure> answer;
};
struct CheckpointSeen {
    Ticket ticket = 0;
    std::optional<storage::Acceptance> acceptance;  // nothing: the store failed
};
struct NetworkBack {};
struct Revoked {};  // by another way than an answer to a bundle
using Input = std::variant<Began, Appended, LinesRead, Answered, CheckpointSeen, NetworkBack, Revoked>;

// What it asks for.
struct Wait {
    std::optional<domain::Millis> until;  // nothing: until it is told something
};
struct ReadLines {
    Ticket ticket = 0;
    domain::Seq from = 0;  // itself too, where it is there
    std::uint64_t most_lines = 0;
    std::size_t most_bytes = 0;  // of characters and policy::kLineCost each; the first two lines whatever their length
};
struct SendRequest {
    Ticket ticket = 0;
    Request request;
};
struct AcceptCheckpoint {
    Ticket ticket = 0;
    std::string line;  // for storage::Store::accept
};
using Output = std::variant<Wait, ReadLines, SendRequest, AcceptCheckpoint>;

// Sends one kiosk's log up. Pure: no disk, network, clock or randomness of its own. `now` is the monotonic clock; it
// may jump ahead (the machine slept) and begin anew (it was started again). One thread. It keeps nothing between two
// starts: what the server holds is asked of the server, and compared with our own hashes, at each.
//
// The rules: README.md. What was sent counts as synced only when the store accepted the server's checkpoint for it.
class Engine {
  public:
    struct Options {
        domain::KioskId kiosk;
        std::string kiosk_private;  // hex, Ed25519
        std::uint64_t seed = 0;     // of the jitter
    };
    explicit Engine(Options options);

    void tell(Input input, domain::Millis now);
    // What to do now: one thing at a time. While that is not answered, a Wait.
    [[nodiscard]] Output step(domain::Millis now);

    [[nodiscard]] Status status() const;
    // Of lines, requests and answers, between two calls.
    [[nodiscard]] std::size_t held_bytes() const;

  private:
    using Millis = domain::Millis;
    enum class Doing { nothing, reading, asking, sending, accepting };
    enum class Reading { next, last_again, continuation, behind_hole };
    enum class Hold { none, backoff, fixed };  // what kind of wait: only a backoff ends when the network is back

    void pass_time(Millis now);
    void take(const Began& input);
    void take(const Appended& input);
    void take(const LinesRead& input);
    void take(const Answered& input);
    void take(const CheckpointSeen& input);
    void take(const NetworkBack& input);
    void take(const Revoked& input);

    void hear(const Taken& answer);
    void hear(const HeldUpTo& answer);
    void hear(const Gap& answer);
    void hear(const Fork& answer);
    void hear(const UnknownKiosk& answer);
    void hear(const IsRevoked& answer);
    void hear(const NotTaken& answer);
    void hear(const Later& answer);
    void hear(const Unexpected& answer);

    [[nodiscard]] Ticket begin(Doing what, Millis within);
    [[nodiscard]] Output ask();
    [[nodiscard]] Output read(Reading what, const Place& from);
    void misfit(const Outgoing& outgoing);
    void stop_at_hole();
    [[nodiscard]] std::optional<Output> next_read();
    [[nodiscard]] bool wants_checkpoint() const;
    void learn(const HeldUpTo& up_to);
    void accepted();
    void refuse_bundle();
    void mismatch(Problem problem);
    void fail(Problem problem, std::optional<Millis> at_least = std::nullopt);
    void stop(Problem problem, Millis retry, domain::Seq at = 0);
    void hold_until(Millis until, Hold hold);
    void contacted();

    Options options_;
    Dice dice_;
    Millis now_{0};
    Ticket ticket_ = 0;
    Doing doing_ = Doing::nothing;
    Millis give_up_at_{0};

    domain::Seq last_ = 0;         // of our log
    domain::Seq synced_ = 0;       // the server holds it, and its checkpoint was accepted
    std::optional<Place> place_;   // where the server's copy ends, by its word; nothing: not known
    bool compared_ = false;        // our own log has the same hash at place_
    std::optional<Place> common_;  // the last place where both were seen to agree
    Reading reading_ = Reading::next;
    Place reading_from_;
    // Numbers from `first` to before `next` are neither here nor there. First goes the LogContinued that names them as
    // lost, then what is behind them; `continuation` is where to look for it.
    struct Hole {
        domain::Seq first = 0, next = 0, continuation = 0;
        bool named = false;
    };
    std::optional<Hole> hole_;
    int mismatches_ = 0;              // in a row
    bool resending_ = false;          // place_ is not the server's word, but where we begin again after a mismatch
    bool checkpoint_wanted_ = false;  // even where everything is synced
    std::optional<Millis> checkpoint_at_{
        Millis{0}};  // not before; nothing: it cannot be had by sending the last line again

    struct Sent {
        domain::Seq first = 0, last = 0;
        std::uint64_t events = 0;
        bool all = true;  // of what was there when it was made
    };
    Sent sent_;  // the bundle that is ready or under way
    std::optional<Request> ready_;
    std::optional<Taken> taken_;  // its checkpoint is not yet accepted
    std::uint64_t limit_ = policy::kBundleEvents;
    int refusals_ = 0;  // of one event alone, in a row

    Hold hold_ = Hold::none;
    Millis hold_until_{0};
    int failures_ = 0;  // in a row
    Millis group_until_{0};
    Millis heartbeat_at_{0};

    Problem passing_ = Problem::none;
    Problem lasting_ = Problem::none;
    domain::Seq at_ = 0;
    std::optional<Millis> waiting_since_, later_since_;  // the second: of what was appended after sent_
    std::optional<Millis> last_contact_;
};

}  // namespace syncing
