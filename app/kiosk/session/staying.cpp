#include "app/kiosk/session/staying.h"

#include <algorithm>

#include "app/domain/my_meetings.h"
#include "app/kiosk/session/handlers.h"

namespace kiosk::session {

namespace {

using domain::Millis;
using domain::Seconds;

// A curator reads and compares; his mode is behind a PIN and still must not stay open on a hallway screen.
constexpr Seconds kCuratorStay{120};

// After the last touch the next child is not far.
constexpr Seconds kStillInUse{120};
// Before the first may check in to a meeting.
constexpr domain::Minutes kNearBefore{10};

template <class... Kinds>
bool is_one_of(const Scene& scene) {
    return (std::holds_alternative<Kinds>(scene) || ...);
}

// When a countdown that shows `until` in whole seconds, rounded up, shows the next one.
Millis next_second(Millis until, Millis mono) {
    const auto left = std::chrono::ceil<Seconds>(until - mono);
    return until - (left - Seconds{1});
}

bool shows_the_minute(const Scene& scene) {
    return is_one_of<scene::Home, scene::Day, scene::Meeting, scene::Person, scene::Status,
                     scene::Clock, scene::Server>(scene);
}

// The key of the wait that the screen counts down, if it does.
std::optional<std::string> shown_wait(const Scene& scene) {
    if (const auto* pictures = std::get_if<scene::Pictures>(&scene)) return throttle_key(*pictures);
    if (std::holds_alternative<scene::Code>(scene)) return kCodeKey;
    if (std::holds_alternative<scene::Pin>(scene)) return kPinKey;
    return std::nullopt;
}

bool pull_is_open(const Core& core) {
    return std::any_of(core.stack.begin(), core.stack.end(), [](const Scene& scene) {
        const auto* pull = std::get_if<scene::Pull>(&scene);
        return pull && pull->ticket != 0;
    });
}

}  // namespace

std::optional<Millis> leaves_at(const Core& core) {
    const Scene& top = core.top();
    if (std::holds_alternative<scene::Saving>(top)) return std::nullopt;  // the disk's word is waited for
    if (std::holds_alternative<scene::Home>(top)) {
        if (core.language == core.known.settings().language) return std::nullopt;
        return core.touched + kIdleStay;
    }
    if (const auto* out = std::get_if<scene::Export>(&top); out && out->stage == ExportView::Stage::running)
        return std::nullopt;
    // The curator is at his laptop, or on his way from there.
    const auto* pin = std::get_if<scene::Pin>(&top);
    const bool is_awaited = std::holds_alternative<scene::Pull>(top) || (pin && pin->to_offer);
    if (is_awaited && pull_is_open(core)) return std::nullopt;
    if (const auto* in = std::get_if<scene::Bring>(&top);
        in && (in->stage == BringView::Stage::reading || in->stage == BringView::Stage::taking))
        return std::nullopt;
    if (core.in_curator_mode())
        return core.touched + (std::holds_alternative<scene::Pin>(top) ? kIdleStay : kCuratorStay);
    if (const auto* recorded = std::get_if<scene::Recorded>(&top))
        return recorded->not_me.empty() ? core.touched + kFinishedStay : recorded->since + domain::kNotMeWindow;
    if (const auto* refused = std::get_if<scene::Refused>(&top); refused && refused->groups.empty())
        return core.touched + kFinishedStay;
    if (std::holds_alternative<scene::NotRecorded>(top)) return core.touched + kFinishedStay;
    return core.touched + kIdleStay;
}

bool something_entered(const Core& core) {
    const Scene& top = core.top();
    if (const auto* pictures = std::get_if<scene::Pictures>(&top)) return !pictures->chosen.empty();
    if (const auto* code = std::get_if<scene::Code>(&top)) return !code->digits.empty();
    if (const auto* names = std::get_if<scene::Names>(&top)) return !names->search.empty();
    if (const auto* pin = std::get_if<scene::Pin>(&top)) return !pin->digits.empty();
    if (const auto* reason = std::get_if<scene::Reason>(&top)) return !reason->typed.empty();
    if (const auto* server = std::get_if<scene::Server>(&top)) return !server->address.empty() || !server->code.empty();
    return is_one_of<scene::ChooseMeeting, scene::Rating>(top);  // he has found himself, and would have to again
}

std::optional<int> warning_seconds(const Core& core, const domain::Now& now) {
    const auto leaves = leaves_at(core);
    if (!leaves || !something_entered(core)) return std::nullopt;
    const auto left = std::chrono::ceil<Seconds>(*leaves - now.mono);
    if (left > kIdleWarning || left.count() <= 0) return std::nullopt;
    return static_cast<int>(left.count());
}

bool is_awake(const Core& core, const domain::Now& now) {
    if (!core.known.is_loaded()) return false;
    if (!std::holds_alternative<scene::Home>(core.top())) return true;
    if (now.mono >= core.touched && now.mono - core.touched < kStillInUse) return true;
    const auto world = core.known.world(now);
    const auto meetings = domain::meetings_on(world, domain::date_of(now.local));
    return std::any_of(meetings.begin(), meetings.end(), [&](const domain::Meeting* meeting) {
        return now.local >= domain::check_in_opens(*meeting, world.settings) - kNearBefore &&
               now.local < domain::check_in_closes(*meeting, world.settings);
    });
}

std::optional<Millis> next_change(const Core& core, const domain::Now& now) {
    std::optional<Millis> next;
    const auto consider = [&](Millis moment) {
        moment = std::max(moment, now.mono);
        if (!next || moment < *next) next = moment;
    };
    const Scene& top = core.top();
    if (const auto leaves = leaves_at(core)) {
        consider(*leaves);
        if (something_entered(core)) {
            const Millis warns = *leaves - kIdleWarning;
            consider(now.mono < warns ? warns : next_second(*leaves, now.mono));
        }
    }
    for (const Scene& scene : core.stack) {
        const auto* pull = std::get_if<scene::Pull>(&scene);
        if (!pull || !pull->state.open) continue;
        const auto left = std::chrono::ceil<domain::Minutes>(pull->state.closes - now.mono);
        consider(pull->state.closes - (left - domain::Minutes{1}));
    }
    if (const auto silent = gives_up_at(top)) consider(*silent);
    if (shows_the_minute(top))
        consider(now.mono + (std::chrono::floor<domain::Minutes>(now.local) + domain::Minutes{1} - now.local));
    if (std::holds_alternative<scene::Home>(top) && core.known.settings().motion && now.mono < core.home_since + kInviting)
        consider(core.home_since + kInviting);
    if (const auto* recorded = std::get_if<scene::Recorded>(&top); recorded && !recorded->not_me.empty())
        consider(next_second(recorded->since + domain::kNotMeWindow, now.mono));
    if (const auto* saving = std::get_if<scene::Saving>(&top)) {
        if (now.mono < saving->since + kLongCommit) consider(saving->since + kLongCommit);
    } else if (!core.held_cards.empty()) {
        consider(core.answered + kAnswerStays);
    }
    if (const auto key = shown_wait(top); key && core.known.wait_left(*key, now).count() > 0)
        consider(next_second(core.known.waits_until(*key, now), now.mono));
    return next;
}

}  // namespace kiosk::session
