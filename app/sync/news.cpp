#include "app/sync/news.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/eventlog/line.h"
#include "app/sync/answer.h"

namespace syncing {

NewsEngine::NewsEngine(Options options) : options_(std::move(options)), dice_(options_.seed) {}

// A clock that began anew takes all moments that were noted along.
void NewsEngine::pass_time(Millis now) {
    if (now < now_) {
        const Millis back = now_ - now;
        for (Millis* moment : {&give_up_at_, &next_at_, &health_at_, &hold_until_}) *moment -= back;
        if (asked_at_) *asked_at_ -= back;
    }
    now_ = now;
}

void NewsEngine::tell(NewsInput input, Millis now) {
    pass_time(now);
    std::visit([this](const auto& one) { take(one); }, input);
}

NewsOutput NewsEngine::step(Millis now) {
    pass_time(now);
    if (!events_.empty() || roster_changed_ || settings_changed_) {
        TellNews told{std::exchange(events_, {}), {}, {}};
        if (std::exchange(roster_changed_, false)) told.roster = roster_;
        if (std::exchange(settings_changed_, false)) told.settings = settings_;
        return told;
    }
    if (asking_) {
        if (now_ < give_up_at_) return Wait{give_up_at_};
        fail(Problem::timed_out);
    }
    if (hold_ != Hold::none) {
        if (now_ < hold_until_) return Wait{hold_until_};
        hold_ = Hold::none;
        next_at_ = now_;
    }
    if (now_ < next_at_) return Wait{next_at_};
    asking_ = true;
    asked_at_ = now_;
    give_up_at_ = now_ + policy::kNewsAnswerWithin;
    with_health_ = health_due_ || now_ >= health_at_;
    health_due_ = false;
    return AskForNews{++ticket_, have_, with_health_};
}

void NewsEngine::take(const Attention& input) {
    if (std::exchange(awake_, input.awake) == input.awake) return;
    if (awake_) {
        ask_soon();
        end_backoff();
    } else if (asked_at_ && !asking_) {
        next_at_ = *asked_at_ + dice_.about(policy::kNewsAsleep);
    }
}

void NewsEngine::take(const HealthChanged&) {
    health_due_ = true;
    ask_soon();
}

void NewsEngine::take(const NetworkBack&) {
    end_backoff();
}

// As soon as somebody who is awake would.
void NewsEngine::ask_soon() {
    if (asked_at_) next_at_ = std::min(next_at_, *asked_at_ + policy::kNewsAwake);
}

void NewsEngine::end_backoff() {
    if (hold_ != Hold::backoff) return;
    hold_until_ = std::min(hold_until_, now_ + dice_.between(Millis{0}, policy::kNetworkBackSpread));
}

void NewsEngine::take(const Answered& input) {
    if (!asking_ || input.ticket != ticket_) return;
    if (!input.answer) return fail(problem_of(input.answer.error()));
    hear(*input.answer);
}

void NewsEngine::hear(const Response& response) {
    if (response.status == 200) {
        const auto answered = news::read_answered(response.body);
        if (!answered || !take_over(*answered)) return fail(Problem::unexpected);
        asking_ = false;
        failures_ = 0;
        problem_ = Problem::none;
        if (with_health_) health_at_ = now_ + dice_.about(policy::kHealthEvery);
        next_at_ = now_;
        if (!answered->more) next_at_ = *asked_at_ + dice_.about(awake_ ? policy::kNewsAwake : policy::kNewsAsleep);
        if (health_due_) ask_soon();
        return;
    }
    // The refusals are those of every question.
    const Answer refused = read_answer(Request::Kind::held, options_.kiosk, response);
    if (std::holds_alternative<UnknownKiosk>(refused)) return stop(Problem::unknown_kiosk);
    if (std::holds_alternative<IsRevoked>(refused)) return stop(Problem::revoked);
    const auto* later = std::get_if<Later>(&refused);
    if (later == nullptr) return fail(Problem::unexpected);
    std::optional<Millis> at_least;
    if (later->after) at_least = std::min<Millis>(*later->after, policy::kRetryAfterMost);
    fail(Problem::busy, at_least);
}

bool NewsEngine::take_over(const news::Answered& answered) {
    if (answered.more && answered.kiosks.empty()) return false;  // or it would be asked for ever
    std::vector<domain::Event> events;
    news::Have have = have_;
    for (const news::OfKiosk& of : answered.kiosks) {
        auto more = events_of(of);
        if (!more) return false;
        have[of.kiosk] = of.up_to;
        std::move(more->begin(), more->end(), std::back_inserter(events));
    }
    if (have.size() > news::kMostKiosks) return false;
    have_ = std::move(have);
    events_ = std::move(events);
    roster_changed_ = std::exchange(roster_, answered.roster) != roster_;
    settings_changed_ = std::exchange(settings_, answered.settings) != settings_;
    return true;
}

// Nothing where it is not what was asked for: another kiosk's lines above what is known, ascending up to what is said.
std::optional<std::vector<domain::Event>> NewsEngine::events_of(const news::OfKiosk& of) const {
    const auto known = have_.find(of.kiosk);
    domain::Seq last = known == have_.end() ? 0 : known->second;
    if (of.kiosk == options_.kiosk || of.up_to <= last) return std::nullopt;
    std::vector<domain::Event> events;
    events.reserve(of.lines.size());
    for (const std::string& line : of.lines) {
        auto event = eventlog::from_line(line);
        if (!event || event->kiosk != of.kiosk || event->seq <= last || event->seq > of.up_to) return std::nullopt;
        last = event->seq;
        events.push_back(std::move(*event));
    }
    return events;
}

void NewsEngine::fail(Problem problem, std::optional<Millis> at_least) {
    asking_ = false;
    problem_ = problem;
    health_due_ = health_due_ || with_health_;
    const int doublings = std::min(failures_++, 20);
    const Millis most = std::min(policy::kNewsBackoffMost, policy::kBackoffFirst * (1 << doublings));
    const Millis wait = dice_.between(policy::kBackoffLeast, most);
    const bool told = at_least && *at_least > wait;
    hold_ = told ? Hold::fixed : Hold::backoff;
    hold_until_ = now_ + (told ? *at_least : wait);
}

void NewsEngine::stop(Problem problem) {
    asking_ = false;
    problem_ = problem;
    health_due_ = true;
    hold_ = Hold::fixed;
    hold_until_ = now_ + dice_.about(policy::kRareRetry);
}

}  // namespace syncing
