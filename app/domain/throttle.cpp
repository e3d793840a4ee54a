#include "app/domain/throttle.h"

#include <algorithm>

namespace domain {

Seconds wait_left(const Throttle& throttle, Instant now) {
    if (now >= throttle.waits_until) return Seconds{0};
    const Millis left = throttle.waits_until - std::max(now, throttle.waits_from);
    return std::max(Seconds{0}, std::chrono::ceil<Seconds>(left));
}

Throttle begun_anew(Throttle throttle, Instant now) {
    if (throttle.waits_until <= throttle.waits_from || now >= throttle.waits_from) return throttle;
    throttle.waits_until = now + (throttle.waits_until - throttle.waits_from);
    throttle.waits_from = now;
    return throttle;
}

Throttle after_failure(Throttle throttle, const ThrottlePolicy& policy, Instant now) {
    if (throttle.failures < 1000) ++throttle.failures;  // far past the longest wait of any policy
    if (throttle.failures < policy.free_tries) return throttle;
    Seconds wait = policy.first_wait;
    for (int i = policy.free_tries; i < throttle.failures && wait < policy.longest_wait; ++i) wait *= 2;
    throttle.waits_from = now;
    throttle.waits_until = now + std::min(wait, policy.longest_wait);
    return throttle;
}

}  // namespace domain
