#pragma once

#include <functional>
#include <memory>

#include "app/kiosk/bringing.h"
#include "app/kiosk/effects.h"
#include "app/kiosk/stick_visit.h"

namespace kiosk {

// How long the program's end waits for a stick. Then the thread that it holds is left behind.
inline constexpr domain::Seconds kPatienceAtTheEnd{3};

// All work with sticks, on a thread of its own: one that hangs in the kernel holds up nobody who checks in. It asks the
// storage thread for what it needs in portions, never the other way round.
//
// That a stick came or went is told by the thread of the watch, which touches none, so also while one hangs. Whoever
// looked at a stick once looks at it again only when the sticks have changed or the curator wants to see them: at rest
// nothing runs.
class StickDesk {
  public:
    // `catalogue`: what is in force, on the storage thread, which must outlive this.
    StickDesk(storage::StorageThread& storage, StickMachine machine,
              std::function<domain::Catalogue(storage::Store&)> catalogue, Bringing bringing = {},
              domain::Millis patience = kPatienceAtTheEnd);
    // Stops what is under way and waits for it, but no longer than `patience`. Nothing is told any more then.
    ~StickDesk();
    StickDesk(const StickDesk&) = delete;
    StickDesk& operator=(const StickDesk&) = delete;

    // For Effects; none of them waits.
    [[nodiscard]] Effects::Drives side();
    // From now on: SticksSeen, DrivesSeen, OfferSeen and what comes of a take-away go to `tell`; `counts_changed` is
    // called when the counts of records have changed by it. From any thread.
    void start(std::function<void(session::Input)> tell, std::function<void()> counts_changed);

  private:
    struct State;
    std::shared_ptr<State> state_;
    std::unique_ptr<api::DrivesWatch> watch_;
};

}  // namespace kiosk
