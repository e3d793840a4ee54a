#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/kiosk_hand/kiosk_data.h"

namespace rig {

// What a driver asked of the screen and what the screen said, by the id of the person. Never both at once: `asked` is
// written before, `said` after.
struct Notes {
    std::set<std::string> asked, said_recorded;          // check-ins
    std::set<std::string> asked_back, said_taken_back;   // "not me"
};

// The same for two threads.
class SharedNotes {
  public:
    [[nodiscard]] Notes now() const {
        const std::lock_guard lock{mutex_};
        return notes_;
    }
    void add(std::set<std::string> Notes::*kind, const std::string& person) {
        const std::lock_guard lock{mutex_};
        (notes_.*kind).insert(person);
    }

  private:
    mutable std::mutex mutex_;
    Notes notes_;
};

// Empty, or what is wrong in the log of this data: something that was said to be recorded is missing, something is there
// twice or was never asked for, the chain does not hold, the data do not open. `before`: what was noted before the moment
// of the fault; `after`: what was noted after it. Opens the data as a kiosk does where `as_kiosk`, else beside one.
struct Verdict {
    std::string problem;
    std::size_t check_ins = 0, taken_back = 0;  // in the log
    std::size_t unsaid = 0;  // of the check-ins: the screen had not said so yet
};
[[nodiscard]] Verdict compare(const std::filesystem::path& data, const Notes& before, const Notes& after, bool as_kiosk);

}  // namespace rig
