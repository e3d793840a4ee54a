#include "platform/display/card_scanner.h"

namespace display {

void CardScanner::digit(int value, std::chrono::milliseconds at) {
    if (at - last_ > kLongestGap) {
        digits_.clear();
        spoiled_ = false;
    }
    last_ = at;
    if (digits_.size() >= kMostDigits) spoiled_ = true;
    if (!spoiled_) digits_ += static_cast<char>('0' + value);
}

void CardScanner::other(std::chrono::milliseconds at) {
    digits_.clear();
    last_ = at;
    spoiled_ = true;
}

std::optional<std::string> CardScanner::enter(std::chrono::milliseconds at) {
    const bool whole = !spoiled_ && !too_late(at) && digits_.size() >= kFewestDigits;
    std::optional<std::string> scan;
    if (whole) scan = digits_;
    digits_.clear();
    spoiled_ = false;
    return scan;
}

}  // namespace display
