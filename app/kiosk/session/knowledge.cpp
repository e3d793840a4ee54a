#include "app/kiosk/session/knowledge.h"

#include "platform/base/check.h"

namespace kiosk::session {

void Knowledge::load(const Loaded& loaded) {
    VS_CHECK(loaded.roster && loaded.attendance);
    // Read before our last records were written: the session's own fold has more.
    if (!is_loaded() || loaded.attendance->last_seq() >= attendance_.last_seq()) attendance_ = *loaded.attendance;
    index_.reset();
    roster_ = loaded.roster;
    index_.emplace(*roster_);
    settings_ = loaded.settings;
    for (const auto& [key, throttle] : loaded.throttles) throttles_.emplace(key, throttle);
    held_.reset();
}

void Knowledge::apply_held() {
    if (!held_) return;
    const Loaded loaded = *std::move(held_);
    load(loaded);
}

domain::World Knowledge::world(const domain::Now& now) const { return {index(), attendance_, settings_, now}; }

const domain::RosterIndex& Knowledge::index() const {
    VS_CHECK(index_.has_value());
    return *index_;
}

void Knowledge::apply(const std::vector<domain::Event>& events) {
    for (const auto& event : events) attendance_.apply(event);
}

void Knowledge::change(const domain::Settings& settings) {
    settings_ = settings;
    if (held_) held_->settings = settings;
}

domain::Seconds Knowledge::wait_left(const std::string& key, const domain::Now& now) const {
    const auto found = throttles_.find(key);
    return found == throttles_.end() ? domain::Seconds{0} : domain::wait_left(found->second, now.at);
}

domain::Instant Knowledge::waits_until(const std::string& key) const {
    const auto found = throttles_.find(key);
    return found == throttles_.end() ? domain::Instant{} : found->second.waits_until;
}

SaveThrottle Knowledge::failed(const std::string& key, const domain::ThrottlePolicy& policy, const domain::Now& now) {
    auto& throttle = throttles_[key];
    throttle = domain::after_failure(throttle, policy, now.at);
    return {key, throttle};
}

std::optional<SaveThrottle> Knowledge::succeeded(const std::string& key) {
    const auto found = throttles_.find(key);
    if (found == throttles_.end() || found->second == domain::Throttle{}) return std::nullopt;
    found->second = domain::after_success();
    return SaveThrottle{key, found->second};
}

std::vector<SaveThrottle> Knowledge::begin_waits_anew(const domain::Now& now) {
    std::vector<SaveThrottle> changed;
    for (auto& [key, throttle] : throttles_) {
        const auto anew = domain::begun_anew(throttle, now.at);
        if (anew == throttle) continue;
        throttle = anew;
        changed.push_back({key, throttle});
    }
    return changed;
}

}  // namespace kiosk::session
