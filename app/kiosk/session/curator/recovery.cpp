#include "app/kiosk/session/handlers.h"

// What the curator is told after damage to the data, once until he has said that he knows, and in the status for ever.

namespace kiosk::session {

void tell_of_recovery(Turn& turn) {
    const auto& report = turn.core.known.machine.recovery;
    if (report && !report->seen) turn.push(scene::Recovery{report});
}

void on(Turn& turn, scene::Status&, const Intent& intent) {
    const auto& report = turn.core.known.machine.recovery;
    if (std::holds_alternative<intent::OpenRecovery>(intent) && report) turn.push(scene::Recovery{report});
    if (std::holds_alternative<intent::OpenServer>(intent)) turn.push(scene::Server{});
}

void on(Turn& turn, scene::Recovery& scene, const Intent& intent) {
    if (!std::holds_alternative<intent::Confirm>(intent)) return;
    if (!scene.report->seen) {
        auto seen = std::make_shared<Recovery>(*scene.report);
        seen->seen = true;
        turn.core.known.machine.recovery = std::move(seen);
        turn.emit(RecoverySeen{});
    }
    turn.pop();
}

Screen show(const Core&, const scene::Recovery& scene, const domain::Now&) {
    return RecoveryView{scene.report};
}

}  // namespace kiosk::session
