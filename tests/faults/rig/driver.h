#pragma once

#include <atomic>

#include "tests/faults/rig/notes.h"
#include "tests/support/kiosk_hand/kiosk_hand.h"

namespace rig {

// A hand that checks people in by their cards as quickly as the screen lets it, and takes every fourth back. One thread,
// except for stop().
class Driver {
  public:
    Driver(support::Screen& screen, const std::vector<support::Findable>& people, SharedNotes& notes)
        : screen_(screen), people_(people), notes_(notes) {}

    // Begins with the kiosk that writes this trace.
    void begin(const std::filesystem::path& trace);
    // Until stop(), or the people are all. Throws where the screen does not answer for half a minute.
    void drive();
    // From any thread: drive() returns soon.
    void stop() { stopping_ = true; }
    // What the screen said last, though nobody looked before it ended.
    void look_again();
    bool wait_for(const std::string& screen);
    [[nodiscard]] bool has_people() const { return next_ < people_.size(); }

  private:
    // False where it was told to stop before it came so far.
    bool until(const std::function<bool(const support::TraceScreen&)>& wanted, const std::string& what);
    bool tap(const std::string& id);
    bool answered();
    bool one();

    support::Screen& screen_;
    const std::vector<support::Findable>& people_;
    SharedNotes& notes_;
    std::optional<support::UiTrace> trace_;
    std::size_t next_ = 0;
    std::atomic<bool> stopping_{false};
    // Who stands there, and what the screen called him before "not me".
    std::string person_, title_;
};

}  // namespace rig
