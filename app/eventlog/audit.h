#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "app/domain/event.h"
#include "app/eventlog/chain.h"
#include "app/eventlog/checkpoint.h"

namespace eventlog {

// The rules by which a log is told to be whole, damaged or tampered with: of kiosk, server and collector alike. Pure.

// Stands in a log for lines that are not in it.
struct Anchor {
    enum class Kind {
        gap,    // damage: lines up to seq could not be proven; a later LogContinued names them
        pruned  // everything up to seq was pruned
    };
    Kind kind = Kind::gap;
    domain::Seq seq = 0;
    Hash hash{};  // the chain's at seq
};

enum class Flaw {
    changed,       // first: the line or its hash is not what the chain says
    forged,        // first: the chain holds, and the line is no event of this kiosk and number
    deleted,       // first to last: not there, and neither pruned nor named as lost
    inserted,      // first: a line stands here that is not this number's; the ones behind it are moved down
    swapped,       // first and last stand in each other's place; last 0 where more than two are out of order
    pruned_early,  // first to last: pruned, and no checkpoint says that anybody holds them
    rewritten,    // first to last: somewhere in there history was changed and chained anew; the log's own checkpoint at
                  // `last` (or the later LogContinued) says so
    tail_cut,     // first to last: not there, though the log's own checkpoint says that they were
    rolled_back,  // first to last: not there, and a checkpoint that this log does not know says that they were
    false_checkpoint,  // first: the log's own checkpoint there is not signed by anybody who is trusted
    forked             // first to last: in there two copies of this kiosk part
};
struct Finding {
    Flaw flaw = Flaw::changed;
    domain::Seq first = 0;
    domain::Seq last = 0;
    friend bool operator==(const Finding&, const Finding&) = default;
};

// What an audit came to. With no findings, everything in the log is as it was recorded, as far as the checkpoints that
// were given can show it.
struct AuditReport {
    std::vector<Finding> findings;        // at most one of the chain itself; then at most one of each other flaw
    bool chain_holds = true;              // as far as the log alone can show; what others hold may still contradict it
    std::vector<domain::LostRange> lost;  // damage that the log itself names, and what others hold of it: not tampering
    std::uint64_t events = 0;             // lines that were proven
    domain::Seq last = 0;                 // the last of them
    Hash head{};                          // the chain's hash there
    domain::Seq pruned_up_to = 0;
    domain::Seq accepted_up_to = 0;   // the highest checkpoint of any that speaks of this kiosk
    domain::Seq confirmed_up_to = 0;  // the highest checkpoint that was compared and agrees
};

// Walks one log in the order of its numbers, in one pass with flat memory.
class Audit {
  public:
    // `own`: accepted checkpoints that this log keeps. `shown`: those that others hold; of other kiosks are passed
    // over.
    Audit(domain::KioskId kiosk, std::vector<Anchor> anchors, std::vector<Checkpoint> own,
          std::vector<Checkpoint> shown);

    // One line as it is stored; numbers ascend. false: nothing more is to be learned from the lines after it.
    bool step(domain::Seq seq, std::string_view line, std::string_view stored_hash);
    // After the last line.
    [[nodiscard]] AuditReport finish();
    // Of the lines so far, nothing is wrong with the chain itself.
    [[nodiscard]] bool holds() const { return !broken_; }

  private:
    struct Witness {
        domain::Seq seq = 0;
        Hash hash{};
        bool own = false;
    };
    // The first line that is out of its place, until the lines behind it say how it came there.
    struct Displaced {
        domain::Seq row = 0;        // where
        domain::Seq says = 0;       // the number that the line there says it has
        domain::Seq next_says = 0;  // the one after it
        domain::Seq found = 0;      // the row of the line that says `row`; 0: none
        bool says_again = false;    // another line says `says` too
    };
    bool broke(Flaw flaw, domain::Seq first, domain::Seq last);
    void note(Flaw flaw, domain::Seq first, domain::Seq last);
    void compare_up_to(domain::Seq seq, const Hash& hash);
    void begin_behind_pruned(domain::Seq first);
    bool bridge(domain::Seq seq);
    bool continue_with(domain::Seq seq, const domain::LogContinued& body);
    void take_named(const std::vector<domain::LostRange>& missing);
    void look_behind(domain::Seq row, std::string_view line);
    void classify();

    domain::KioskId kiosk_;
    std::vector<Anchor> anchors_;     // ascending
    std::vector<Witness> witnesses_;  // ascending
    std::size_t next_anchor_ = 0;
    std::size_t next_witness_ = 0;
    std::vector<domain::LostRange> unnamed_;  // bridged by anchors; a later LogContinued is to name them
    std::optional<Displaced> displaced_;
    bool begun_ = false;
    bool broken_ = false;
    AuditReport report_;
};

// The lowest number for which two checkpoints of one kiosk say different hashes: two kiosks live under one identity (a
// copied card), or one went on from yesterday's copy. Nothing where all agree. Whoever accepts bundles asks this of
// what it holds.
[[nodiscard]] std::optional<domain::Seq> find_fork(std::span<const Checkpoint> checkpoints);

}  // namespace eventlog
