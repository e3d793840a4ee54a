#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/roster_snapshot/snapshot.h"
#include "app/storage/store.h"
#include "app/sync/round.h"
#include "app/sync/school_transport.h"

namespace syncing {

// Why the server's lists are not applied here; those that are applied stay.
enum class RosterProblem {
    none,
    damaged,          // cut or changed on the way, or something else
    newer_version,    // of software that is newer than this
    wrong_signature,  // signed by nobody who is trusted here
    another_school,
    not_consistent,  // they break a rule, so that one child could be taken for another
    disk,            // they could not be kept
    own_lists,  // this kiosk has lists of its own, the server has others, and does not take these to compare them
    waits_for_matching,  // it has taken them: a person at the server has to confirm who is whom
    not_taken        // this kiosk's own lists, which the server has none of, and does not take
};

// What of lists is here. Waits for the storage thread and the disk; nothing, or false: they fail.
class RosterKeeper {
  public:
    struct Known {
        std::optional<storage::RosterSource> source;  // of the roster that the kiosk works with
        bool has_lists = false;  // people or groups; only looked at where the source is not this school's
        std::string text_hash;   // of the text that is kept; empty: none, or it is damaged
    };
    virtual ~RosterKeeper() = default;
    [[nodiscard]] virtual std::optional<Known> known() = 0;
    [[nodiscard]] virtual std::string text() = 0;  // that is kept; empty: none
    [[nodiscard]] virtual std::optional<domain::Roster> roster() = 0;
    // Keeps the text, then has the kiosk work with the lists: in this order, each of them whole or not at all.
    [[nodiscard]] virtual bool take(const roster_snapshot::Snapshot& snapshot, const std::string& text) = 0;
};

// One exchange about the lists of a school. The rules are in README.md.
class RosterRound {
  public:
    struct Membership {
        std::string school;           // the server's id of it
        std::string acceptor_public;  // hex, Ed25519: signs the server's lists
        std::string kiosk_private;    // hex, Ed25519: signs lists of this kiosk's own
    };
    using Came = syncing::Came;
    struct Outcome {
        Came came = Came::nothing_new;
        RosterProblem problem = RosterProblem::none;
        std::uint64_t number = 0;  // of lists that were refused, where they say one
        std::optional<std::chrono::seconds> retry_after{};
    };

    RosterRound(Membership membership, SchoolTransport& transport, RosterKeeper& keeper)
        : membership_(std::move(membership)), transport_(transport), keeper_(keeper) {}
    // Waits for network and disk.
    [[nodiscard]] Outcome run();

  private:
    [[nodiscard]] Outcome ask(const std::string& text_hash);
    [[nodiscard]] Outcome hear(const Response& answer, const std::string& text_hash);
    [[nodiscard]] Outcome unpack(std::string_view packed, const std::string& text_hash);
    [[nodiscard]] Outcome judge(const std::string& text);
    [[nodiscard]] Outcome take(const roster_snapshot::Snapshot& snapshot, const std::string& text);
    [[nodiscard]] Outcome give_own();
    [[nodiscard]] Outcome bring(domain::Roster own, std::uint64_t number);
    [[nodiscard]] Outcome give(std::string_view text);
    [[nodiscard]] bool is_ours() const;

    Membership membership_;
    SchoolTransport& transport_;
    RosterKeeper& keeper_;
    RosterKeeper::Known known_;
};

}  // namespace syncing
