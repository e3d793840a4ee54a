#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "platform/api/clock.h"

namespace server {

// How often somebody may try something that only who knows a secret succeeds at: so many tries at once, and one more
// after each `another`. Of each address, and of all together.
//
// It lives in this process: where several serve one database each has its own, so a district of N servers allows N
// times as much. What a code to join bears (five tries) stands in the database. The clock is the machine's monotonic
// one.
class AttemptLimit {
  public:
    struct Allowance {
        std::int64_t tries = 1;
        std::chrono::milliseconds another{1'000};
    };
    struct Rules {
        Allowance of_address;
        std::optional<Allowance> of_all{};
        // Addresses that are remembered, some 100 bytes each; whoever comes beyond them shares the allowance of one.
        std::size_t addresses = 10'000;
    };
    struct Denied {
        std::chrono::seconds wait{1};  // until the next try is allowed, 1 at least
        bool is_first = false;         // since this address was last allowed one: worth a line in the log
    };
    AttemptLimit(const api::Clock& clock, const Rules& rules) : clock_(clock), rules_(rules) {}

    // Takes a try of `address` (platform_http::counted_as); nothing where it may be made. Any thread.
    [[nodiscard]] std::optional<Denied> take(const std::string& address);
    // The same without taking one: for what turns out to be a try only afterwards.
    [[nodiscard]] std::optional<Denied> look(const std::string& address);
    // A try that was none: it succeeded, or nobody looked at it.
    void give_back(const std::string& address);
    [[nodiscard]] std::size_t remembered() const;  // addresses

  private:
    // The moment at which all tries are there again says how many there are now.
    struct Bucket {
        std::chrono::milliseconds full_at{0};
        bool is_denied = false;
    };
    [[nodiscard]] static std::chrono::milliseconds wait_of(const Bucket& bucket, const Allowance& allowance,
                                                           std::chrono::milliseconds now);
    static void take_of(Bucket& bucket, const Allowance& allowance, std::chrono::milliseconds now);
    [[nodiscard]] std::optional<Denied> ask(const std::string& address, bool takes);
    [[nodiscard]] Bucket& bucket_of(const std::string& address, std::chrono::milliseconds now);

    const api::Clock& clock_;
    const Rules rules_;
    mutable std::mutex mutex_;
    std::map<std::string, Bucket, std::less<>> of_address_;
    Bucket of_others_, of_all_;
    std::optional<std::chrono::milliseconds> swept_;
};

}  // namespace server
