#pragma once

#include <chrono>
#include <cstdint>
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

// Reads from the left. The first thing that does not fit makes it fail, and it stays so.
class Scan {
  public:
    explicit Scan(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    void fail() { ok_ = false; }

    void literal(std::string_view expected);
    [[nodiscard]] std::uint64_t integer();
    [[nodiscard]] bool boolean();
    [[nodiscard]] std::string string();  // escapes undone; whether it is UTF-8 is for the caller to see
    [[nodiscard]] MillisSince1970 time();

  private:
    [[nodiscard]] int digits(int count);

    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace eventlog
