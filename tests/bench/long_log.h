#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "app/storage/store.h"
#include "platform/linux/linux.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_entropy.h"

// The log of a school that has met for decades, for figures of what the store does with it.
namespace bench::long_log {

inline constexpr int kGroups = 100, kWeeks = 34;  // one school year
inline constexpr int kEventsOfAMeeting = 5;       // mentor, two mentees, a rating, the curator's word

template <class T, class Error>
T must(base::Result<T, Error> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct Machine {
    support::FakeClock clock{domain::Instant{std::chrono::sys_days{std::chrono::year{2026} / 9 / 1}} +
                             std::chrono::hours{7}};
    support::FakeEntropy entropy;
    std::unique_ptr<api::ProcessLocks> locks = platform_linux::make_process_locks();
    std::unique_ptr<api::FileSystem> files = platform_linux::make_file_system();
    [[nodiscard]] storage::Store::Ports ports() { return {clock, entropy, *locks, *files}; }
};

// "a000000000000007": of persons with 'a', of groups 'b', of meetings 'c'.
[[nodiscard]] std::string id(char kind, long number);
// A kiosk with the lists of one school year and nothing recorded, in place of what was at `data`.
[[nodiscard]] std::unique_ptr<storage::Store> make(Machine& machine, const std::filesystem::path& data);
// The event `number` of so many; the last year's meetings are in the lists. A fifth are sealed answers.
[[nodiscard]] domain::Draft event(long number, long of);
void fill(Machine& machine, storage::Store& store, long events);
// As the storage thread does between two taps.
void rest(storage::Store& store);

}  // namespace bench::long_log
