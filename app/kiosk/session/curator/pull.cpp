#include <algorithm>

#include "app/kiosk/session/handlers.h"

// The records over the network: it is open as long as its screen is up, ten minutes at most.

namespace kiosk::session {

namespace {

// What a laptop sent may be shown above it.
scene::Pull* find_pull(Turn& turn) {
    for (Scene& scene : turn.core.stack) {
        if (auto* pull = std::get_if<scene::Pull>(&scene)) return pull;
    }
    return nullptr;
}

}  // namespace

void open_pull(Turn& turn, bool names) {
    const Ticket ticket = turn.new_ticket();
    turn.replace(scene::Pull{ticket, names, {}});
    turn.emit(OpenPull{ticket, names, turn.now.local});
}

void on(Turn& turn, scene::Pull& scene, const Intent& intent) {
    // Only of one that could not be opened: the network may be back.
    if (!std::holds_alternative<intent::OpenPull>(intent) || scene.ticket != 0) return;
    scene = {turn.new_ticket(), scene.names, {}};
    turn.emit(OpenPull{scene.ticket, scene.names, turn.now.local});
}

void pull_changed(Turn& turn, const PullState& answer) {
    auto* scene = find_pull(turn);
    if (!scene || scene->ticket != answer.ticket) return;
    const bool came_in = answer.pull.has_visitor && !scene->state.has_visitor;
    scene->state = answer.pull;
    if (came_in) turn.sound_recorded();
    if (answer.pull.problem == PullProblem::none && answer.pull.end == PullEnd::no) return;
    if (answer.pull.end != PullEnd::no) turn.emit(ClosePull{});
    scene->ticket = 0;
    turn.core.touched = turn.now.mono;
}

void close_pull_in_time(Turn& turn) {
    auto* scene = find_pull(turn);
    if (!scene || !scene->state.open || scene->ticket == 0 || turn.now.mono < scene->state.closes) return;
    turn.emit(ClosePull{});
    scene->ticket = 0;
    scene->state.open = false;
    scene->state.end = PullEnd::by_time;
    turn.core.touched = turn.now.mono;
}

Screen show(const Core&, const scene::Pull& scene, const domain::Now& now) {
    PullView view{scene.state, 0};
    const auto left = std::chrono::ceil<domain::Minutes>(scene.state.closes - now.mono);
    view.minutes_left = static_cast<int>(std::max(domain::Minutes::rep{0}, left.count()));
    return view;
}

}  // namespace kiosk::session
