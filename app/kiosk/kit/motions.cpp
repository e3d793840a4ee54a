#include "app/kiosk/kit/motions.h"

#include <algorithm>

namespace kiosk::kit {

namespace {

// Quick at first, gentle at its end.
float eased(float t) {
    const float rest = 1 - t;
    return 1 - rest * rest * rest;
}

}  // namespace

void Motions::begin(display::Milliseconds now) {
    now_ = now;
    moving_ = false;
    for (auto& [id, motion] : motions_) motion.asked = false;
}

float Motions::moved(std::string_view id, float start, float target, float milliseconds) {
    if (!on_ || milliseconds <= 0) return target;
    auto found = motions_.find(id);
    if (found == motions_.end()) {
        found = motions_.emplace(std::string(id), Motion{start, target, start, now_, milliseconds, true}).first;
    }
    Motion& motion = found->second;
    motion.asked = true;
    if (motion.target != target) {
        motion.from = motion.current;
        motion.target = target;
        motion.begun = now_;
        motion.length = milliseconds;
    }
    const float t = std::clamp(static_cast<float>((now_ - motion.begun).count()) / motion.length, 0.0f, 1.0f);
    motion.current = t >= 1 ? target : motion.from + (target - motion.from) * eased(t);
    if (motion.current != target) moving_ = true;
    return motion.current;
}

bool Motions::end() {
    std::erase_if(motions_, [](const auto& entry) { return !entry.second.asked; });
    return moving_;
}

}  // namespace kiosk::kit
