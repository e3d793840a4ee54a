#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "app/domain/time.h"
#include "app/sync/dice.h"
#include "app/sync/transport.h"

namespace syncing {

// What the school decides comes down in rounds: one exchange about its lists (roster_round.h), one about its settings
// (settings_round.h). Here is what both go by.

// What came of one.
enum class Came {
    nothing_new,  // it is applied, or there is none
    applied,      // another one
    given,        // the server took ours: it has it now
    refused,      // whole; what is applied stays
    later,        // a passing trouble
    shut_out      // the server does not know this kiosk, or nothing of it counts any more
};

// Only the protocol's own words count: a 404 or a 403 of a proxy says nothing.
[[nodiscard]] bool says(const Response& answer, std::string_view word);
// What an answer that is none of the round's own means: shut_out or later.
[[nodiscard]] Came came_of(const Response& answer);
[[nodiscard]] bool says_revoked(const Response& answer);

// When the next round is: after a success every policy::kDownEvery, after a failure with full jitter. By the monotonic
// clock, which may begin anew.
class Schedule {
  public:
    explicit Schedule(Dice& dice) : dice_(dice) {}
    // Of the round that came to this just now.
    void ended(Came came, std::optional<std::chrono::seconds> retry_after, domain::Millis now);
    void poke() { due_ = true; }
    [[nodiscard]] bool is_due(domain::Millis now) const { return due_ || now >= next_ || now < seen_; }
    [[nodiscard]] domain::Millis next() const { return next_; }

  private:
    [[nodiscard]] domain::Millis wait_after(Came came, std::optional<std::chrono::seconds> retry_after);

    Dice& dice_;
    bool due_ = true;
    domain::Millis next_{0}, seen_{0};
    int failures_ = 0;  // in a row
};

}  // namespace syncing
