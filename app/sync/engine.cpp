#include "app/sync/engine.h"

#include <algorithm>
#include <utility>

namespace syncing {

namespace {

constexpr std::string_view kBundles = "/api/1/bundles";

}  // namespace

Engine::Engine(Options options) : options_(std::move(options)), dice_(options_.seed) {}

// A clock that began anew takes all moments that were noted along.
void Engine::pass_time(Millis now) {
    if (now < now_) {
        const Millis back = now_ - now;
        for (Millis* moment : {&give_up_at_, &hold_until_, &group_until_, &heartbeat_at_}) *moment -= back;
        for (auto* moment : {&checkpoint_at_, &waiting_since_, &later_since_, &last_contact_})
            if (*moment) **moment -= back;
    }
    now_ = now;
}

void Engine::tell(Input input, Millis now) {
    pass_time(now);
    std::visit([this](const auto& one) { take(one); }, input);
}

Output Engine::step(Millis now) {
    pass_time(now);
    if (doing_ != Doing::nothing) {
        if (now_ < give_up_at_) return Wait{give_up_at_};
        const bool network = doing_ == Doing::asking || doing_ == Doing::sending;
        doing_ = Doing::nothing;
        fail(network ? Problem::timed_out : Problem::store_failed);
    }
    if (taken_) return AcceptCheckpoint{begin(Doing::accepting, policy::kStoreWithin), taken_->checkpoint};
    if (last_ == 0) return Wait{};
    if (hold_ != Hold::none) {
        if (now_ < hold_until_) return Wait{hold_until_};
        hold_ = Hold::none;
    }
    if (ready_) {
        SendRequest send{begin(Doing::sending, policy::kAnswerWithin), std::move(*ready_)};
        ready_.reset();
        return send;
    }
    if (!place_) return ask();
    if (auto reading = next_read()) return std::move(*reading);
    failures_ = 0;
    if (now_ >= heartbeat_at_) return ask();
    Millis until = heartbeat_at_;
    if (wants_checkpoint() && checkpoint_at_) until = std::min(until, *checkpoint_at_);
    return Wait{until};
}

std::optional<Output> Engine::next_read() {
    if (hole_ && hole_->named) return read(Reading::behind_hole, {hole_->next - 1, std::nullopt});
    if (hole_) return read(Reading::continuation, {hole_->continuation - 1, std::nullopt});
    if (!compared_) return read(Reading::next, *place_);
    if (last_ > place_->seq) {
        if (now_ < group_until_) return Wait{group_until_};
        return read(Reading::next, *place_);
    }
    if (!wants_checkpoint() || !checkpoint_at_ || now_ < *checkpoint_at_) return std::nullopt;
    // All is there but for a checkpoint of it: the last line once more. It is stored once.
    return read(Reading::last_again, {place_->seq - 1, std::nullopt});
}

bool Engine::wants_checkpoint() const {
    return place_ && place_->seq > 0 && (checkpoint_wanted_ || synced_ < place_->seq);
}

Ticket Engine::begin(Doing what, Millis within) {
    doing_ = what;
    give_up_at_ = now_ + within;
    return ++ticket_;
}

Output Engine::ask() {
    return SendRequest{begin(Doing::asking, policy::kAnswerWithin),
                       {Request::Kind::held, "/api/1/kiosks/" + options_.kiosk.value + "/held", {}}};
}

Output Engine::read(Reading what, const Place& from) {
    reading_ = what;
    reading_from_ = from;
    return ReadLines{begin(Doing::reading, policy::kStoreWithin), from.seq, limit_ + 1, policy::kBundleBytes};
}

void Engine::hold_until(Millis until, Hold hold) {
    hold_ = hold;
    hold_until_ = until;
}

void Engine::contacted() {
    last_contact_ = now_;
    passing_ = Problem::none;
    heartbeat_at_ = now_ + dice_.about(policy::kHeartbeat);
}

// A passing trouble. What is asked for next time is the same.
void Engine::fail(Problem problem, std::optional<Millis> at_least) {
    passing_ = problem;
    const int doublings = std::min(failures_++, 20);
    const Millis most = std::min(policy::kBackoffMost, policy::kBackoffFirst * (1 << doublings));
    const Millis wait = dice_.between(policy::kBackoffLeast, most);
    heartbeat_at_ = now_ + dice_.about(policy::kHeartbeat);
    if (at_least && *at_least > wait) return hold_until(now_ + *at_least, Hold::fixed);
    hold_until(now_ + wait, Hold::backoff);
}

// A lasting one. When it is tried again, it is by a bundle, with the last line again if there is nothing else: the
// question what is held would not tell whether it ended.
void Engine::stop(Problem problem, Millis retry, domain::Seq at) {
    lasting_ = problem;
    at_ = at;
    mismatches_ = 0;
    resending_ = false;
    checkpoint_wanted_ = true;
    hold_until(now_ + dice_.about(retry), Hold::fixed);
}

void Engine::take(const Began& input) {
    if (last_ != 0) return;
    last_ = input.last;
    synced_ = std::min(input.accepted, input.last);
    if (synced_ < last_) waiting_since_ = now_;
}

void Engine::take(const Appended& input) {
    if (input.last <= last_) return;
    const bool under_way = doing_ == Doing::sending || doing_ == Doing::accepting || ready_ || taken_;
    const domain::Seq begun = std::max(place_ ? place_->seq : 0, under_way ? sent_.last : 0);
    if (last_ <= begun) group_until_ = now_ + policy::kGroup;
    last_ = input.last;
    if (!waiting_since_) waiting_since_ = now_;
    if (under_way && !later_since_) later_since_ = now_;
}

void Engine::take(const LinesRead& input) {
    if (doing_ != Doing::reading || input.ticket != ticket_) return;
    doing_ = Doing::nothing;
    if (!input.lines) return fail(Problem::store_failed);
    const auto& lines = input.lines->lines;
    const std::uint64_t most = reading_ == Reading::continuation ? 1 : limit_;
    const Outgoing outgoing = choose(options_.kiosk, reading_from_, *input.lines, most);
    if (outgoing.misfit != Misfit::none) return misfit(outgoing);
    if (reading_ == Reading::next) {
        compared_ = true;
        if (place_->seq > 0 && outgoing.skip == 1) place_->hash = lines.front().hash;
        if (!resending_) common_ = place_;
    }
    if (outgoing.header.events == 0) {
        if (hole_) return stop_at_hole();
        last_ = lines.empty() ? 0 : lines.back().seq;
        return;
    }
    if (reading_ == Reading::continuation) hole_->continuation = outgoing.header.first;
    last_ = std::max(last_, lines.back().seq);
    sent_ = {outgoing.header.first, outgoing.header.last, outgoing.header.events, outgoing.header.last == last_};
    auto body = make_body(outgoing, lines, options_.kiosk_private);
    if (!body) {
        if (body.error() == eventlog::BundleError::wrong_key) return stop(Problem::cannot_sign, policy::kRareRetry);
        return refuse_bundle();
    }
    ready_ = Request{Request::Kind::bundle, std::string{kBundles}, std::move(*body)};
    later_since_.reset();
}

void Engine::misfit(const Outgoing& outgoing) {
    if (reading_ == Reading::last_again && outgoing.misfit != Misfit::damaged) {
        checkpoint_at_.reset();  // there is no hash for the line before it
        checkpoint_wanted_ = false;
        return;
    }
    if (hole_ && reading_ == Reading::continuation && outgoing.misfit == Misfit::hole) {
        hole_->continuation = domain::first_of_next_chain(outgoing.next);  // this chain's was lost
        return;
    }
    if (hole_) return stop_at_hole();
    switch (outgoing.misfit) {
        case Misfit::none: return;
        case Misfit::ends_before: return mismatch(Problem::ahead);
        case Misfit::differs: return mismatch(Problem::differs);
        case Misfit::hole: hole_ = Hole{outgoing.at, outgoing.next, domain::first_of_next_chain(outgoing.next)}; return;
        case Misfit::not_known: place_.reset(); return stop(Problem::hole, policy::kRareRetry, outgoing.at);
        case Misfit::damaged: place_.reset(); return stop(Problem::log_damaged, policy::kRareRetry, outgoing.at);
    }
}

void Engine::stop_at_hole() {
    const domain::Seq first = hole_->first;
    hole_.reset();
    place_.reset();
    stop(Problem::hole, policy::kRareRetry, first);
}

void Engine::take(const Answered& input) {
    const bool bundle = doing_ == Doing::sending;
    if ((!bundle && doing_ != Doing::asking) || input.ticket != ticket_) return;
    if (input.answer) {
        const auto kind = bundle ? Request::Kind::bundle : Request::Kind::held;
        const Answer answer = read_answer(kind, options_.kiosk, *input.answer);
        doing_ = Doing::nothing;
        return std::visit([this](const auto& one) { hear(one); }, answer);
    }
    doing_ = Doing::nothing;
    const auto failure = input.answer.error();
    const bool too_long_for_it = failure == NetworkFailure::timed_out || failure == NetworkFailure::cut;
    if (bundle && too_long_for_it && sent_.events > policy::kEventsAfterCut)
        limit_ = std::max(policy::kEventsAfterCut, sent_.events / 2);
    fail(problem_of(failure));
}

void Engine::take(const NetworkBack&) {
    if (hold_ != Hold::backoff) return;
    failures_ = 0;
    const Millis soon = now_ + dice_.between(Millis{0}, policy::kNetworkBackSpread);
    hold_until_ = std::min(hold_until_, soon);
}

void Engine::take(const Revoked&) {
    stop(Problem::revoked, policy::kRareRetry);
}

void Engine::hear(const Taken& answer) {
    contacted();
    taken_ = answer;
}

void Engine::hear(const HeldUpTo& answer) {
    contacted();
    learn(answer);
}

void Engine::hear(const Gap& answer) {
    if (hole_ && answer.up_to.held == place_->seq) {
        contacted();
        // The line that names the hole is remembered, though not held. What is behind the hole may go then; a gap once
        // more says that this line did not name it, and a later one may.
        if (hole_->named) hole_->continuation = domain::first_of_next_chain(hole_->continuation);
        hole_->named = !hole_->named;
        return;
    }
    // A LogContinued jumps over lines that were lost after it was recorded: a later one names them.
    if (place_ && !resending_ && answer.up_to.held == place_->seq && sent_.first > place_->seq + 1) {
        contacted();
        hole_ = Hole{place_->seq + 1, sent_.first, domain::first_of_next_chain(sent_.first)};
        return;
    }
    // It holds what stands before the bundle: then there is no gap, and asking again would go on for ever.
    if (answer.up_to.held + 1 >= sent_.first || (!resending_ && answer.up_to.held == place_->seq)) {
        place_.reset();
        return fail(Problem::unexpected);
    }
    contacted();
    learn(answer.up_to);
}

// Where the server's copy ends, by its word. It counts when our own log has the same hash there.
void Engine::learn(const HeldUpTo& up_to) {
    const Place said{up_to.held, up_to.head};
    hole_.reset();
    synced_ = std::min(synced_, up_to.held);
    place_ = said;
    resending_ = false;
    compared_ = up_to.held == 0 || common_ == said;
}

void Engine::hear(const Fork&) {
    contacted();
    place_.reset();
    stop(Problem::forked, policy::kForkRetry);
}

void Engine::hear(const UnknownKiosk&) {
    contacted();
    stop(Problem::unknown_kiosk, policy::kRareRetry);
}

void Engine::hear(const IsRevoked&) {
    contacted();
    stop(Problem::revoked, policy::kRareRetry);
}

void Engine::hear(const NotTaken&) {
    contacted();
    refuse_bundle();
}

void Engine::hear(const Later& answer) {
    std::optional<Millis> after;
    // Compared as seconds: the largest number would not fit into milliseconds.
    constexpr auto kMost = std::chrono::duration_cast<std::chrono::seconds>(policy::kRetryAfterMost);
    if (answer.after) after = std::clamp(*answer.after, std::chrono::seconds{0}, kMost);
    fail(Problem::busy, after);
}

void Engine::hear(const Unexpected&) {
    fail(Problem::unexpected);
}

// Halved until the event is found that is refused. That one is told, and tried again; it is never passed over.
void Engine::refuse_bundle() {
    if (sent_.events > 1) {
        limit_ = sent_.events / 2;
        return;
    }
    if (++refusals_ < policy::kStuckAfter) return fail(Problem::unexpected);
    stop(Problem::stuck, policy::kRareRetry, sent_.first);
}

// The server's copy and ours do not go together. First it is asked again: it may have been put back a moment ago. Then
// the last line that both have a number for is sent again, so that the server itself looks; it never counts as held.
void Engine::mismatch(Problem problem) {
    switch (++mismatches_) {
        case 1: return place_.reset();
        case 2:
            place_ = Place{std::min(place_->seq, last_) - 1, std::nullopt};
            resending_ = true;
            compared_ = false;
            return;
        default: place_.reset(); return stop(problem, policy::kRareRetry);
    }
}

void Engine::take(const CheckpointSeen& input) {
    if (doing_ != Doing::accepting || input.ticket != ticket_) return;
    doing_ = Doing::nothing;
    const Taken taken = *std::exchange(taken_, std::nullopt);
    if (!input.acceptance) return fail(Problem::store_failed);
    hole_.reset();
    place_ = Place{taken.held, taken.hash};
    resending_ = false;
    compared_ = false;
    switch (*input.acceptance) {
        case storage::Acceptance::accepted: accepted(); break;
        case storage::Acceptance::ahead: return mismatch(Problem::ahead);
        case storage::Acceptance::differs: return mismatch(Problem::differs);
        case storage::Acceptance::not_here: break;  // lost here in the meantime; what comes after it goes on from there
        case storage::Acceptance::not_a_checkpoint:
        case storage::Acceptance::not_trusted:
        case storage::Acceptance::of_another_kiosk:
            lasting_ = Problem::checkpoint_refused;
            checkpoint_at_ = now_ + dice_.about(policy::kRareRetry);
            break;
    }
    // It took the bundle and holds less than that: it goes on from there, but not in haste.
    if (taken.held < sent_.last) fail(Problem::unexpected);
}

// What place_ says is held there, by a checkpoint that the store keeps.
void Engine::accepted() {
    compared_ = true;
    common_ = place_;
    synced_ = place_->seq;
    last_ = std::max(last_, synced_);
    mismatches_ = refusals_ = failures_ = 0;
    lasting_ = Problem::none;
    at_ = 0;
    hold_ = Hold::none;
    checkpoint_wanted_ = false;
    checkpoint_at_ = now_;
    limit_ = std::min(policy::kBundleEvents, limit_ * 2);
    if (synced_ >= last_) {
        waiting_since_.reset();
    } else if (sent_.all && later_since_) {
        waiting_since_ = later_since_;
    }
    later_since_.reset();
}

Status Engine::status() const {
    Status status;
    status.synced_up_to = synced_;
    status.last = last_;
    if (synced_ < last_) {
        const bool one_chain = synced_ / domain::kChainStride == last_ / domain::kChainStride;
        status.waiting = one_chain ? last_ - synced_ : last_ % domain::kChainStride;
        status.waiting_since = waiting_since_;
    }
    status.last_contact = last_contact_;
    status.problem = lasting_ != Problem::none ? lasting_ : passing_;
    status.at = at_;
    if (lasting_ != Problem::none) {
        status.state = State::stopped;
    } else if (status.waiting > 0) {
        status.state = passing_ != Problem::none ? State::retrying : State::sending;
    }
    if (doing_ == Doing::nothing && hold_ != Hold::none && hold_until_ > now_) status.next_try = hold_until_;
    return status;
}

std::size_t Engine::held_bytes() const {
    return (ready_ ? ready_->body.capacity() : 0) + (taken_ ? taken_->checkpoint.capacity() : 0);
}

}  // namespace syncing
