#include "platform/display/card_scanner.h"

namespace display {

void CardScanner::digit(int value, std::chrono::milliseconds at) {
    character(static_cast<char>('0' + value), at);
}

void CardScanner::character(char value, std::chrono::milliseconds at) {
    if (at - last_ > kLongestGap) {
        text_.clear();
        only_digits_ = true;
        spoiled_ = false;
    }
    last_ = at;
    only_digits_ = only_digits_ && value >= '0' && value <= '9';
    if (text_.size() >= (only_digits_ ? kMostDigits : kMostCharacters)) spoiled_ = true;
    if (!spoiled_) text_ += value;
}

void CardScanner::other(std::chrono::milliseconds at) {
    text_.clear();
    last_ = at;
    spoiled_ = true;
}

std::optional<std::string> CardScanner::enter(std::chrono::milliseconds at) {
    const bool whole = !spoiled_ && !too_late(at) && text_.size() >= kFewestDigits;
    std::optional<std::string> scan;
    if (whole) scan = text_;
    text_.clear();
    only_digits_ = true;
    spoiled_ = false;
    return scan;
}

}  // namespace display
