#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "app/domain/event.h"
#include "app/news/messages.h"
#include "app/sync/dice.h"
#include "app/sync/engine.h"
#include "app/sync/policy.h"
#include "app/sync/status.h"
#include "app/sync/transport.h"

namespace syncing {

// What the news engine is told.
struct Attention {
    bool awake = false;  // somebody is at the kiosk, or a meeting is near
};
struct HealthChanged {};  // trouble began or ended
using NewsInput = std::variant<Attention, HealthChanged, Answered, NetworkBack>;

// What it asks for.
struct AskForNews {
    Ticket ticket = 0;
    news::Have have;
    bool with_health = false;  // the kiosk says how it is, too
};
// What other kiosks recorded, each event once; of one kiosk in the order of its numbers. And where the school's lists,
// or what it has set, have become others: what names them.
struct TellNews {
    std::vector<domain::Event> events;
    std::optional<std::string> roster;
    std::optional<std::string> settings;
};
using NewsOutput = std::variant<Wait, AskForNews, TellNews>;

// Asks the server what the other kiosks of the school recorded, and says how this one is. Beside Engine, not within it:
// a bundle on a slow line may take a minute, and this is not to wait for it. Pure, as Engine is; the rules are in
// README.md. Keeps the number up to which it knows each other kiosk, and nothing of what they recorded; whoever begins
// anew is told all of it again.
class NewsEngine {
  public:
    struct Options {
        domain::KioskId kiosk;   // whose own events are never news
        std::uint64_t seed = 0;  // of the jitter
    };
    explicit NewsEngine(Options options);

    void tell(NewsInput input, domain::Millis now);
    [[nodiscard]] NewsOutput step(domain::Millis now);

    // What is wrong with asking; none: nothing.
    [[nodiscard]] Problem problem() const { return problem_; }

  private:
    using Millis = domain::Millis;
    enum class Hold { none, backoff, fixed };

    void pass_time(Millis now);
    void take(const Attention& input);
    void take(const HealthChanged& input);
    void take(const Answered& input);
    void take(const NetworkBack& input);
    void hear(const Response& response);
    // false, and nothing is changed: something of it cannot be.
    [[nodiscard]] bool take_over(const news::Answered& answered);
    [[nodiscard]] std::optional<std::vector<domain::Event>> events_of(const news::OfKiosk& of) const;
    void fail(Problem problem, std::optional<Millis> at_least = std::nullopt);
    void stop(Problem problem);
    void end_backoff();
    void ask_soon();

    Options options_;
    Dice dice_;
    Millis now_{0};
    Ticket ticket_ = 0;
    bool asking_ = false;
    bool with_health_ = false;  // the question under way
    Millis give_up_at_{0};

    bool awake_ = false;
    std::optional<Millis> asked_at_;  // last
    Millis next_at_{0};
    bool health_due_ = true;
    Millis health_at_{0};

    news::Have have_;
    std::vector<domain::Event> events_;  // to be told
    std::string roster_;                 // as it was told last
    bool roster_changed_ = false;        // and is to be told
    std::string settings_;
    bool settings_changed_ = false;

    Hold hold_ = Hold::none;
    Millis hold_until_{0};
    int failures_ = 0;  // in a row
    Problem problem_ = Problem::none;
};

}  // namespace syncing
