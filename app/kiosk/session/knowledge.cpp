#include "app/kiosk/session/knowledge.h"

#include <algorithm>

#include "platform/base/check.h"

namespace kiosk::session {

namespace {

// Nobody restarts a kiosk for the sake of less; a clock that is put right little by little writes nothing.
constexpr domain::Seconds kCarriedFrom{2};

// Whole days, so that no meeting is known by half of it, and down to three quarters, so that it is seldom; of one day that
// is too long the beginning. What was said of clocks stays: little, and what is left may need it.
void leave_oldest_days_out(std::vector<domain::Event>& events) {
    constexpr std::size_t kLeft = kMostOfOthers * 3 / 4;
    std::vector<domain::Instant> times;
    times.reserve(events.size());
    for (const auto& event : events) times.push_back(event.at);
    const auto newest_out = times.begin() + static_cast<std::ptrdiff_t>(times.size() - kLeft - 1);
    std::nth_element(times.begin(), newest_out, times.end());
    const domain::Instant moment = *newest_out;
    const domain::Instant next_day = std::chrono::floor<std::chrono::days>(moment) + std::chrono::days{1};
    const bool is_one_day =
        std::none_of(events.begin(), events.end(), [&](const domain::Event& event) { return event.at >= next_day; });
    std::erase_if(events, [&](const domain::Event& event) {
        if (std::holds_alternative<domain::ClockCorrected>(event.body)) return false;
        return is_one_day ? event.at <= moment : event.at < next_day;
    });
}

}  // namespace

void Knowledge::load(const Loaded& loaded) {
    VS_CHECK(loaded.roster && loaded.attendance);
    // Read before our last records were written: the session's own fold has more.
    const bool is_first = !is_loaded();
    if (is_first) {
        attendance_ = domain::MergedAttendance{loaded.kiosk, loaded.attendance};
    } else if (loaded.attendance->last_seq() >= attendance().last_seq()) {
        attendance_.replace_own(loaded.attendance);
    }
    // Who is meant by an id is told by the lists: what others recorded is read by them too.
    const bool others_are_new = is_first || roster_->aliases != loaded.roster->aliases;
    attendance_.use({loaded.roster, &loaded.roster->aliases});
    if (others_are_new) tell_others_anew();
    if (zone) attendance_.place_opened(*zone);
    index_.reset();
    roster_ = loaded.roster;
    index_.emplace(*roster_);
    settings_ = loaded.settings;
    fixed_ = loaded.fixed;
    catalogue_ = loaded.catalogue;
    catalogue_damaged_ = loaded.catalogue_damaged;
    for (const auto& [key, throttle] : loaded.throttles) waits_.emplace(key, Wait{throttle, {}});
    held_.reset();
}

void Knowledge::apply_held() {
    if (!held_) return;
    const Loaded loaded = *std::move(held_);
    load(loaded);
}

domain::World Knowledge::world(const domain::Now& now) const {
    return {index(), attendance_.own(), settings_, now, &attendance_};
}

const domain::RosterIndex& Knowledge::index() const {
    VS_CHECK(index_.has_value());
    return *index_;
}

void Knowledge::apply(const std::vector<domain::Event>& events) {
    bool corrected = false;
    for (const auto& event : events) {
        if (held_ && held_->attendance->last_seq() < event.seq) {
            domain::Event meant = event;
            domain::resolve(meant.body, held_->roster->aliases);
            held_->attendance->apply(std::move(meant));
        }
        attendance_.apply_own(event);
        corrected = corrected || std::holds_alternative<domain::ClockCorrected>(event.body);
    }
    if (corrected && zone) attendance_.place_opened(*zone);
}

void Knowledge::apply_of_others(const OthersRecorded& recorded) {
    if (recorded.anew) others_.clear();
    others_.insert(others_.end(), recorded.events.begin(), recorded.events.end());
    const bool too_many = others_.size() > kMostOfOthers;
    if (too_many) leave_oldest_days_out(others_);
    if (too_many || recorded.anew) return tell_others_anew();
    for (const auto& event : recorded.events) attendance_.apply_of_other(event);
    if (zone) attendance_.place_opened(*zone);
}

void Knowledge::tell_others_anew() {
    attendance_.forget_others();
    for (const auto& event : others_) attendance_.apply_of_other(event);
    if (zone) attendance_.place_opened(*zone);
}

void Knowledge::change(const domain::Settings& settings) {
    if (held_) {
        const domain::Settings held = held_->settings;
        held_->settings = domain::with_changes(held, settings_, settings);
        for (const domain::SettingKey key : held_->fixed) domain::copy_setting(held_->settings, held, key);
    }
    settings_ = settings;
}

domain::Seconds Knowledge::wait_left(const std::string& key, const domain::Now& now) const {
    const auto found = waits_.find(key);
    if (found == waits_.end()) return domain::Seconds{0};
    if (!found->second.until) return domain::wait_left(found->second.throttle, now.at);
    return std::max(domain::Seconds{0}, std::chrono::ceil<domain::Seconds>(*found->second.until - now.mono));
}

domain::Millis Knowledge::waits_until(const std::string& key, const domain::Now& now) const {
    const auto found = waits_.find(key);
    if (found == waits_.end()) return now.mono;
    return found->second.until.value_or(now.mono + domain::wait_left(found->second.throttle, now.at));
}

SaveThrottle Knowledge::failed(const std::string& key, const domain::ThrottlePolicy& policy, const domain::Now& now) {
    Wait& wait = waits_[key];
    wait.throttle = domain::after_failure(wait.throttle, policy, now.at);
    wait.until = now.mono + std::max(domain::Millis{0}, wait.throttle.waits_until - now.at);
    return {key, wait.throttle};
}

std::optional<SaveThrottle> Knowledge::succeeded(const std::string& key) {
    const auto found = waits_.find(key);
    if (found == waits_.end() || found->second.throttle == domain::Throttle{}) return std::nullopt;
    found->second = Wait{domain::after_success(), {}};
    return SaveThrottle{key, found->second.throttle};
}

std::vector<SaveThrottle> Knowledge::carry_waits(const domain::Now& now) {
    std::vector<SaveThrottle> changed;
    for (auto& [key, wait] : waits_) {
        domain::Throttle carried = wait.throttle;
        if (!wait.until) {
            carried = domain::begun_anew(carried, now.at);
            wait.until = now.mono + std::max(domain::Millis{0}, carried.waits_until - now.at);
        } else if (*wait.until > now.mono) {
            const domain::Millis moved = now.at + (*wait.until - now.mono) - carried.waits_until;
            if (moved > kCarriedFrom || moved < -kCarriedFrom) {
                carried.waits_from += moved;
                carried.waits_until += moved;
            }
        }
        if (carried == wait.throttle) continue;
        wait.throttle = carried;
        changed.push_back({key, carried});
    }
    return changed;
}

}  // namespace kiosk::session
