#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace display {

// A reader of cards, QR or bar codes is a keyboard that types characters and Enter quickly. A person types slowly, and
// what he types here is nothing. Fed with physical keys, so that a Russian layout changes nothing; what a QR code has
// beside digits is taken as on a keyboard of the USA, which readers are. No clock: times come in
// (any monotonic clock). One thread.
class CardScanner {
  public:
    // Between two characters, Enter included. A reader types every 1 to 30 ms; times are taken when the loop comes to the
    // key, so this holds a slow machine's longest frame too.
    static constexpr std::chrono::milliseconds kLongestGap{250};
    static constexpr std::size_t kFewestDigits = 4;
    static constexpr std::size_t kMostDigits = 64;  // of a scan that is digits alone
    static constexpr std::size_t kMostCharacters = 320;

    void digit(int value, std::chrono::milliseconds at);
    // A letter or a sign of ASCII.
    void character(char value, std::chrono::milliseconds at);
    // Any other key spoils what was typed so far.
    void other(std::chrono::milliseconds at);
    // A whole scan, or nothing.
    [[nodiscard]] std::optional<std::string> enter(std::chrono::milliseconds at);

  private:
    std::string text_;
    bool only_digits_ = true;
    std::chrono::milliseconds last_{0};
    bool spoiled_ = false;

    [[nodiscard]] bool too_late(std::chrono::milliseconds at) const {
        return !text_.empty() && at - last_ > kLongestGap;
    }
};

}  // namespace display
