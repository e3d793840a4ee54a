#pragma once

#include <cstddef>
#include <cstdint>

#include "app/domain/time.h"

// Every number that sending is tuned by. Times are of the monotonic clock. The namespace is not called as the folder
// is: POSIX has a function sync().
namespace syncing::policy {

using domain::Millis;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// After an append while nothing waits: others may follow (a class in a queue, both sides of one meeting), and one
// bundle costs the server one commit. Well below the two seconds in which another kiosk's curator is to see it.
inline constexpr Millis kGroup{300};

// Full jitter: the n-th failure in a row waits a random time from kBackoffLeast to min(kBackoffFirst * 2^(n-1),
// kBackoffMost), so that twenty kiosks whose server comes back do not come back together.
inline constexpr Millis kBackoffLeast{100};
inline constexpr Millis kBackoffFirst = seconds{1};
inline constexpr Millis kBackoffMost = minutes{5};
// The network came back: the wait of a backoff ends within this time.
inline constexpr Millis kNetworkBackSpread = seconds{1};

// What only a person can mend (revoked, unknown, stuck, a hole, a mismatch) is tried again this rarely; a tenth more or
// less at random, as with all long waits.
inline constexpr Millis kRareRetry = minutes{30};
inline constexpr Millis kForkRetry = hours{6};
// Nothing to send: does the server still hold what it held? It may have been put back to a backup.
inline constexpr Millis kHeartbeat = hours{1};

// What a Retry-After may ask for; more counts as the most, less as a backoff.
inline constexpr Millis kRetryAfterMost = hours{1};

// A transport has shorter limits of its own. This one is for a request or a job whose answer was lost on the way, and
// for a machine that slept meanwhile.
inline constexpr Millis kAnswerWithin = minutes{3};
inline constexpr Millis kStoreWithin = minutes{1};

// One bundle. The lines that were read, the bundle that is made of them and its trimmed copy are in memory together,
// each no larger than kBundleBytes, whatever zstd can do: so kMemoryMost holds. A month of a kiosk is about six
// bundles.
inline constexpr std::uint64_t kBundleEvents = 2'000;
inline constexpr std::size_t kBundleBytes = 256 * 1024;
inline constexpr std::size_t kLineCost = 96;  // of a line beside its characters
inline constexpr std::size_t kMemoryMost = 1'000'000;
// A bundle that was cut or timed out is halved down to this many events: a line that drops each long request still lets
// short ones through. Each success doubles it again.
inline constexpr std::uint64_t kEventsAfterCut = 16;
// A single event that the server will not take is called stuck when it was refused this often in a row: the first time
// it may have been damaged on the way.
inline constexpr int kStuckAfter = 2;

// What comes down from the server, lists and settings: asked for at the start and then this often, a tenth more or less; what was refused, or waits
// for a person, comes whole each time and is asked for more rarely. Whoever hears that there are others pokes.
inline constexpr Millis kDownEvery = seconds{60};
inline constexpr Millis kDownRefused = minutes{10};
// The lists of this kiosk were given to the server: they come down as the server's.
inline constexpr Millis kRosterGiven{200};
// Of an answer: a text that does not compress at all, and what stands before it.
inline constexpr std::size_t kDownAnswerBytes = (std::size_t{16} << 20) + 64 * 1024;
inline constexpr Millis kDownWithin = seconds{120};
// What others recorded is asked for so often while somebody is at the kiosk or a meeting is near: with the grouping of
// the other kiosk the second side is seen within five seconds. Else as seldom as the curator's day can bear.
inline constexpr Millis kNewsAwake = seconds{3};
inline constexpr Millis kNewsAsleep = seconds{60};
// After a failure; a question is small, and who waits for an answer stands there.
inline constexpr Millis kNewsBackoffMost = seconds{60};
inline constexpr Millis kNewsAnswerWithin = seconds{40};  // the transport has a shorter limit
// How the kiosk is is told at the start, so often, and when trouble begins or ends.
inline constexpr Millis kHealthEvery = minutes{10};

// Of an answer's body. The longest of the protocol holds one checkpoint (1,024 bytes).
inline constexpr std::size_t kAnswerBytes = 4'096;
inline constexpr int kAnswerDepth = 4;

static_assert(3 * kBundleBytes + 4 * kAnswerBytes < kMemoryMost);

}  // namespace syncing::policy
