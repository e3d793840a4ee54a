#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "app/domain/time.h"

namespace network_pull {

inline constexpr std::chrono::minutes kOpenFor{10};
inline constexpr int kTries = 5;
inline constexpr std::size_t kCodeDigits = 6;

enum class Entry {
    entered,
    wrong,  // not this code
    taken,  // the code of somebody who has come in already
    over    // nobody comes in any more
};
enum class Closed {
    no,
    by_time,
    by_tries,
    by_visitor  // who had come in said that he is done
};

// Who may come in: whoever knows the code, once, from one device, within ten minutes and five tries of all together.
// Times are of the monotonic clock. Pure; one thread at a time.
class Offer {
  public:
    // `code`: kCodeDigits digits, drawn for this offer.
    Offer(std::string code, domain::Millis opened);

    // `token`: drawn for this try; whoever has entered shows it from then on.
    [[nodiscard]] Entry enter(std::string_view code, std::string token, domain::Millis now);
    [[nodiscard]] bool is_visitor(std::string_view token, domain::Millis now) const;
    // By the visitor's own word.
    void finish(std::string_view token, domain::Millis now);

    [[nodiscard]] const std::string& code() const { return code_; }
    [[nodiscard]] bool has_visitor() const { return visitor_.has_value(); }
    [[nodiscard]] int tries_left() const { return tries_left_; }
    [[nodiscard]] domain::Millis closes() const { return opened_ + kOpenFor; }
    [[nodiscard]] Closed closed(domain::Millis now) const;

  private:
    std::string code_;
    domain::Millis opened_;
    int tries_left_ = kTries;
    std::optional<std::string> visitor_;  // his token
    bool finished_ = false;
};

}  // namespace network_pull
