#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/domain/ids.h"
#include "app/domain/time.h"

// The one exchange by which a kiosk learns what the other kiosks of its school recorded, and says how it is. See
// README.md; app/server/README.md has the protocol. Pure.
namespace news {

inline constexpr std::size_t kAskedBytes = std::size_t{64} * 1024;
inline constexpr std::size_t kMostKiosks = 512;  // of one school that an asker names, or an answer speaks of
// Of the lines in one answer; the last one may go beyond it. In JSON's form, and with all around it, such an answer
// stays below kAnsweredBytes.
inline constexpr std::size_t kLinesBytes = std::size_t{256} * 1024;
inline constexpr std::size_t kAnsweredBytes = std::size_t{1} << 20;

// How a kiosk is. No personal data; words are [a-z_], 40 characters at most.
struct Health {
    std::string version;                 // of its program; plain text of 40 bytes at most
    std::chrono::seconds uptime{0};      // since its machine was started
    domain::Instant clock;               // what its clock on the wall said when it asked
    bool clock_trusted = false;          // and whether anybody vouches for that
    std::uint64_t disk_free = 0;         // bytes, where its data are
    std::uint64_t disk_total = 0;        // 0: not known
    std::uint64_t unsent = 0;            // events that no server has confirmed
    std::chrono::seconds unsent_age{0};  // how long the oldest of them has waited
    std::string problem;                 // what is wrong now; empty: nothing
    std::string last_error;              // what was wrong last, since its program started; empty: nothing
    std::optional<int> temperature;      // thousandths of a degree Celsius, where the machine measures one
    friend bool operator==(const Health&, const Health&) = default;
};
[[nodiscard]] bool is_word(std::string_view text);

// By kiosk, the number up to which its lines are known.
using Have = std::map<domain::KioskId, domain::Seq>;

struct Asked {
    Have have;
    std::optional<Health> health;  // where it is to be told
    friend bool operator==(const Asked&, const Asked&) = default;
};

// What there is of one other kiosk.
struct OfKiosk {
    domain::KioskId kiosk;
    domain::Seq up_to = 0;           // the next question says so: nothing up to here is missing, though numbers are
    std::vector<std::string> lines;  // ascending
    friend bool operator==(const OfKiosk&, const OfKiosk&) = default;
};
struct Answered {
    std::vector<OfKiosk> kiosks;  // those of whom there is more than the asker has; the others are left away
    bool more = false;            // there is more than one answer holds: ask again
    std::string roster{};         // names the school's lists (the ETag of /roster); empty: there are none
    std::string settings{};       // the same of what the school has set for this kiosk (/settings)
    friend bool operator==(const Answered&, const Answered&) = default;
};

[[nodiscard]] std::string write(const Asked& asked);
[[nodiscard]] std::string write(const Answered& answered);

// Nothing for whatever is not of that form and within those limits; members that are not known are passed over. Only
// the form: what the lines hold is not looked at.
[[nodiscard]] std::optional<Asked> read_asked(std::string_view body);
[[nodiscard]] std::optional<Answered> read_answered(std::string_view body);

}  // namespace news
