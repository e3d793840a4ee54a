#include "app/sync/roster_round.h"

#include "app/roster_snapshot/packing.h"
#include "app/sync/from_server.h"
#include "platform/base/bytes.h"

namespace syncing {

namespace {

using Outcome = RosterRound::Outcome;

Outcome refused(RosterProblem problem, std::uint64_t number = 0) {
    return {Came::refused, problem, number, {}};
}

Outcome later_of(const Response& answer) {
    return {came_of(answer), RosterProblem::none, 0, answer.retry_after};
}

}  // namespace

bool RosterRound::is_ours() const {
    return known_.source && known_.source->school == membership_.school;
}

Outcome RosterRound::run() {
    auto known = keeper_.known();
    if (!known) return {Came::later, RosterProblem::disk, 0, {}};
    known_ = *std::move(known);
    return ask(known_.text_hash);
}

Outcome RosterRound::ask(const std::string& text_hash) {
    const auto answer = transport_.ask(text_hash);
    if (!answer) return {Came::later, RosterProblem::none, 0, {}};
    return hear(*answer, text_hash);
}

Outcome RosterRound::hear(const Response& answer, const std::string& text_hash) {
    if (answer.status == 200) return unpack(answer.body, text_hash);
    if (answer.status == 304 && !text_hash.empty()) {
        // The power went between keeping the text and applying it.
        if (!is_ours() || known_.source->hash != text_hash) return judge(keeper_.text());
        return {};
    }
    if (answer.status == 404 && says(answer, "no_roster")) {
        // A server that lost everything gets back what it signed itself.
        if (is_ours()) return known_.source->hash == text_hash ? give(keeper_.text()) : Outcome{};
        return known_.has_lists ? give_own() : Outcome{};
    }
    return later_of(answer);
}

Outcome RosterRound::unpack(std::string_view packed, const std::string& text_hash) {
    const auto text = roster_snapshot::unpack(base::as_bytes(packed), text_hash.empty() ? "" : keeper_.text());
    if (text) return judge(*text);
    // What is kept has gone or rotted since it was looked at: the whole, then.
    if (text.error() == roster_snapshot::PackingError::another_base && !text_hash.empty()) return ask({});
    return refused(RosterProblem::damaged);
}

Outcome RosterRound::judge(const std::string& text) {
    const auto snapshot = verified_lists(text, membership_.school, membership_.acceptor_public);
    if (!snapshot) return refused(snapshot.error().problem, snapshot.error().number);
    const std::uint64_t number = snapshot->roster.number;
    if (!is_ours()) {
        auto own = keeper_.roster();
        if (!own) return {Came::later, RosterProblem::disk, 0, {}};
        if (!keeps_everybody(snapshot->roster, *own)) return bring(*std::move(own), number);
    } else if (number < known_.source->number && known_.text_hash == known_.source->hash) {
        const Outcome given = give(keeper_.text());
        if (given.came != Came::refused) return given;
    }
    return take(*snapshot, text);
}

Outcome RosterRound::take(const roster_snapshot::Snapshot& snapshot, const std::string& text) {
    if (!keeper_.take(snapshot, text)) return {Came::later, RosterProblem::disk, snapshot.roster.number, {}};
    return {Came::applied, RosterProblem::none, 0, {}};
}

Outcome RosterRound::give_own() {
    auto own = keeper_.roster();
    if (!own) return {Came::later, RosterProblem::disk, 0, {}};
    const auto text = roster_snapshot::write({membership_.school, *std::move(own)}, membership_.kiosk_private);
    if (!text) return refused(RosterProblem::not_taken);
    return give(*text);
}

// Each time anew: these lists may have changed, and the server may have been put back. It keeps the same ones once.
Outcome RosterRound::bring(domain::Roster own, std::uint64_t number) {
    const auto text = roster_snapshot::write({membership_.school, std::move(own)}, membership_.kiosk_private);
    if (!text) return refused(RosterProblem::own_lists, number);
    const auto answer = transport_.give(roster_snapshot::pack(*text));
    if (!answer) return {Came::later, RosterProblem::none, 0, {}};
    if (answer->status == 202) return refused(RosterProblem::waits_for_matching, number);
    if (answer->status == 200) return {Came::given, RosterProblem::none, 0, {}};
    const bool is_refused = answer->status == 413 || (answer->status == 422 && says(*answer, "not_a_roster")) ||
                            (answer->status == 409 && says(*answer, "has_roster"));
    return is_refused ? refused(RosterProblem::own_lists, number) : later_of(*answer);
}

Outcome RosterRound::give(std::string_view text) {
    const auto answer = transport_.give(roster_snapshot::pack(text));
    if (!answer) return {Came::later, RosterProblem::none, 0, {}};
    if (answer->status == 200) return {Came::given, RosterProblem::none, 0, {}};
    // Somebody else was quicker, and the school has others now.
    if (answer->status == 202) return refused(RosterProblem::waits_for_matching);
    const bool is_refused = answer->status == 413 || (answer->status == 422 && says(*answer, "not_a_roster"));
    // 409 too is for later: somebody else was quicker, and what the server has now comes with the next answer.
    return is_refused ? refused(RosterProblem::not_taken) : later_of(*answer);
}

}  // namespace syncing
