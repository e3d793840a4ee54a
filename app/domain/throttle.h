#pragma once

#include "app/domain/time.h"

namespace domain {

// Wrong tries of one kind (a class's pictures, the curator's PIN) and the wait that follows. Kept across restarts.
struct Throttle {
    int failures = 0;   // in a row
    Instant waits_from; // when the wait began; a wall clock that has gone back before it starts the wait anew
    Instant waits_until;
    friend bool operator==(const Throttle&, const Throttle&) = default;
};

struct ThrottlePolicy {
    int free_tries;     // this many wrong tries cost a wait, and each further one a longer one
    Seconds first_wait;
    Seconds longest_wait;
};

// Three wrong tries make that class wait 30 seconds, then 60, 120 ... up to 10 minutes.
inline constexpr ThrottlePolicy kPicturesPolicy{3, Seconds{30}, Seconds{600}};
// Five wrong PINs lock it for a minute, then doubling, up to 4 hours.
inline constexpr ThrottlePolicy kPinPolicy{5, Seconds{60}, Seconds{4 * 3600}};

[[nodiscard]] Seconds wait_left(const Throttle& throttle, Instant now);  // rounded up; 0: free to try
// The same wait from now on, where the wall clock has gone back before it began; else as it is.
[[nodiscard]] Throttle begun_anew(Throttle throttle, Instant now);
[[nodiscard]] Throttle after_failure(Throttle throttle, const ThrottlePolicy& policy, Instant now);
[[nodiscard]] inline Throttle after_success() { return {}; }

}  // namespace domain
