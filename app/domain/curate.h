#pragma once

#include <string>
#include <variant>
#include <vector>

#include "app/domain/decide.h"

namespace domain {

// What the curator may do to a meeting. As in decide.h: pure, drafts to record or a refusal. No drafts: it is so already.

// "Present" from when check-in opens; the others at any time. Nobody without a consent: nothing of him is recorded.
[[nodiscard]] std::variant<std::vector<Draft>, Refusal> mark(const World& world, const MeetingId& meeting,
                                                             const PersonId& person, Mark mark);
// What retract would take back, of what was recorded at this kiosk: the check-in with a check-out, where there is none the
// mark. What another kiosk recorded is taken back there, or by a mark.
[[nodiscard]] std::vector<Seq> retractable(const World& world, const MeetingId& meeting, const PersonId& person);
[[nodiscard]] std::variant<std::vector<Draft>, Refusal> retract(const World& world, const MeetingId& meeting,
                                                                const PersonId& person, const std::string& reason);
// As held, from its start on, whatever the taps say; of a cancelled one it takes the cancelling back.
[[nodiscard]] std::variant<std::vector<Draft>, Refusal> confirm(const World& world, const MeetingId& meeting);
// Not one that was held or confirmed: what has been cannot be cancelled.
[[nodiscard]] std::variant<std::vector<Draft>, Refusal> cancel(const World& world, const MeetingId& meeting,
                                                               const std::string& reason);

}  // namespace domain
