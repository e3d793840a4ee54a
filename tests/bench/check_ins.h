#pragma once

#include <filesystem>

#include "tests/bench/measure.h"
#include "tests/support/kiosk_hand/kiosk_hand.h"

namespace bench {

// Milliseconds from sending the tap that stores a check-in until the button of "recorded" could be read back.
struct CheckIns {
    Samples tap_to_pixel;
    Samples bare_commit;  // one beside each check-in of the kiosk, while the kiosk rests
    int recorded = 0;     // rows in the log afterwards
};
// The real kiosk: each time another person, home, class, three pictures; the third is timed.
[[nodiscard]] CheckIns kiosk_check_ins(const support::Server& server, support::Screen& screen,
                                       const support::Programs& programs, const support::KioskHand::Options& options,
                                       int count);
// The bench's own page: home, three pictures; the third is timed.
[[nodiscard]] CheckIns browser_check_ins(const support::Server& server, support::Screen& screen,
                                         const std::filesystem::path& page, const std::filesystem::path& folder, int count);
// The bare window with SQLite: its one button. `frame` takes what a drawn frame of it costs.
[[nodiscard]] CheckIns bare_check_ins(const support::Server& server, support::Screen& screen,
                                      const std::filesystem::path& programs, const std::filesystem::path& folder, int count,
                                      Samples& frame);

}  // namespace bench
