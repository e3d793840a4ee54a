#pragma once

#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

// The bits of JSON that an event line is made of, in their one canonical form. Inside app/eventlog only.
namespace eventlog {

// Integers in JSON are exact up to here for every reader (jq, browsers).
inline constexpr std::uint64_t kLargestInteger = (std::uint64_t{1} << 53) - 1;

using MillisSince1970 = std::chrono::milliseconds;

void put_string(std::string& to, std::string_view text);  // with its quotes
// "2026-11-23T14:10:00.000" without quotes; false for a year outside 0 to 9999.
[[nodiscard]] bool put_time(std::string& to, MillisSince1970 time);

// Reads from the left. The first thing that does not fit makes it fail, and it stays so. What is short is inline: a log
// of a million lines is read at every start.
class Scan {
  public:
    explicit Scan(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] std::string_view rest() const { return {at_, left()}; }
    void fail() { ok_ = false; }

    void literal(std::string_view expected) {
        if (ok_ && next_is(expected)) {
            at_ += expected.size();
        } else {
            ok_ = false;
        }
    }
    [[nodiscard]] bool next_is(std::string_view expected) const {
        return left() >= expected.size() && std::memcmp(at_, expected.data(), expected.size()) == 0;
    }
    // What stands before the next quote, and over that quote; for text that has no escapes, such as ids.
    [[nodiscard]] std::string_view until_quote(std::size_t longest) {
        const std::size_t most = left() < longest + 1 ? left() : longest + 1;
        for (std::size_t size = 0; ok_ && size < most; ++size) {
            if (at_[size] != '"') continue;
            const std::string_view text{at_, size};
            at_ += size + 1;
            return text;
        }
        ok_ = false;
        return {};
    }
    [[nodiscard]] std::uint64_t integer();
    [[nodiscard]] bool boolean();
    void string(std::string& to);  // UTF-8, with its quotes; escapes undone
    [[nodiscard]] MillisSince1970 time();

  private:
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
    void escape(std::string& to);

    const char* at_;
    const char* end_;
    bool ok_ = true;
};

}  // namespace eventlog
