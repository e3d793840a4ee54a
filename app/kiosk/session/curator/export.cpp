#include <algorithm>
#include <iterator>
#include <utility>

#include "app/kiosk/session/handlers.h"

// Taking the records away.

namespace kiosk::session {

namespace {

std::vector<Stick> destinations(const Core& core) {
    std::vector<Stick> places;
    std::copy_if(core.known.sticks.begin(), core.known.sticks.end(), std::back_inserter(places),
                 [](const Stick& stick) { return stick.trouble == StickTrouble::none; });
    places.emplace_back();
    return places;
}

// The scene of the one that runs and is told of.
scene::Export* running(Turn& turn, Ticket ticket) {
    auto* scene = std::get_if<scene::Export>(&turn.core.stack.back());
    return scene && scene->stage == ExportView::Stage::running && scene->ticket == ticket ? scene : nullptr;
}

void choose(Turn& turn, scene::Export& scene, const Intent& intent) {
    if (const auto* chosen = std::get_if<intent::ChooseDestination>(&intent)) {
        const auto places = destinations(turn.core);
        if (chosen->index >= places.size()) return;
        scene.stage = ExportView::Stage::running;
        scene.heard = turn.now.mono;
        scene.percent = 0;
        scene.stopping = false;
        scene.ticket = turn.new_ticket();
        turn.emit(Export{scene.ticket, places[chosen->index].place, turn.now.local, scene.names, scene.everything});
    } else if (std::holds_alternative<intent::OpenPull>(intent)) {
        open_pull(turn, scene.names);
    } else if (std::holds_alternative<intent::ToggleNames>(intent)) {
        scene.names = !scene.names;
    } else if (std::holds_alternative<intent::ToggleEverything>(intent)) {
        scene.everything = !scene.everything;
    } else if (std::holds_alternative<intent::OpenCollector>(intent) && !scene.brought.collector.empty()) {
        scene.stage = ExportView::Stage::collector;
    } else if (std::holds_alternative<intent::OpenBring>(intent)) {
        open_bring(turn, scene.offer);
    }
}

}  // namespace

void on(Turn& turn, scene::Export& scene, const Intent& intent) {
    using Stage = ExportView::Stage;
    switch (scene.stage) {
        case Stage::choose: choose(turn, scene, intent); break;
        case Stage::collector:
            if (std::holds_alternative<intent::Confirm>(intent)) {
                turn.emit(TrustCollector{scene.brought.collector});
                turn.emit(LookAtDrives{});
            } else if (!std::holds_alternative<intent::OpenExport>(intent)) {
                break;
            }
            scene.brought.collector.clear();  // not this one again in this visit
            turn.core.known.brought.collector.clear();
            scene.stage = Stage::choose;
            break;
        case Stage::running:
            if (std::holds_alternative<intent::StopExport>(intent) && !scene.stopping) {
                scene.stopping = true;
                scene.heard = turn.now.mono;
                turn.emit(StopExport{});
            }
            break;
        case Stage::failed:
            if (!std::holds_alternative<intent::OpenExport>(intent)) break;
            scene.stage = Stage::choose;
            turn.emit(LookAtDrives{});
            break;
        case Stage::done: break;
    }
}

void export_done(Turn& turn, const ExportDone& answer) {
    auto* scene = running(turn, answer.ticket);
    if (!scene) return;
    scene->stage = ExportView::Stage::done;
    scene->folder = answer.folder;
    scene->records = answer.records;
    scene->end = answer.end;
    turn.core.touched = turn.now.mono;
    turn.sound_recorded();
}

void export_failed(Turn& turn, const ExportFailed& answer) {
    auto* scene = running(turn, answer.ticket);
    if (!scene) return;
    turn.core.touched = turn.now.mono;
    if (answer.problem == ExportProblem::stopped) {  // as it was wanted: nothing to be told of
        scene->stage = ExportView::Stage::choose;
        return;
    }
    scene->stage = ExportView::Stage::failed;
    scene->problem = answer.problem;
    scene->needed_bytes = answer.needed_bytes;
    scene->free_bytes = answer.free_bytes;
    turn.sound_refused();
}

void export_runs(Turn& turn, const ExportRuns& told) {
    auto* scene = running(turn, told.ticket);
    if (!scene) return;
    scene->percent = told.percent;
    scene->heard = turn.now.mono;
}

std::optional<domain::Millis> gives_up_at(const Scene& scene) {
    const auto* out = std::get_if<scene::Export>(&scene);
    if (!out || out->stage != ExportView::Stage::running) return std::nullopt;
    return out->heard + (out->stopping ? kSilentDriveStopped : kSilentDrive);
}

void give_up_export(Turn& turn) {
    auto& scene = std::get<scene::Export>(turn.core.stack.back());
    if (!scene.stopping) turn.emit(StopExport{});  // should it come to itself
    export_failed(turn, {scene.ticket, ExportProblem::no_answer});
}

void open_export(Turn& turn) {
    scene::Export scene;
    scene.brought = turn.core.known.brought;
    turn.push(std::move(scene));
    turn.emit(LookAtDrives{});
}

void drives_seen(Turn& turn, const DrivesSeen& answer) {
    Brought& known = turn.core.known.brought;
    const Brought before = std::exchange(known, answer.brought);
    // What came at the first look is still what this stick brought.
    known.accepted_up_to = std::max(before.accepted_up_to, known.accepted_up_to);
    auto* scene = std::get_if<scene::Export>(&turn.core.stack.back());
    if (!scene || scene->stage == ExportView::Stage::collector) return;  // nobody confirms what he did not read
    scene->brought = known;
}

void sticks_seen(Core& core, const SticksSeen& seen) {
    core.known.sticks = seen.sticks;
    if (seen.sticks.empty()) core.known.brought = {};
}

Screen show(const Core& core, const scene::Export& scene, const domain::Now&) {
    ExportView view;
    view.stage = scene.stage;
    view.destinations = destinations(core);
    std::copy_if(core.known.sticks.begin(), core.known.sticks.end(), std::back_inserter(view.unusable),
                 [](const Stick& stick) { return stick.trouble != StickTrouble::none; });
    view.folder = scene.folder;
    view.records = scene.records;
    view.problem = scene.problem;
    view.needed_bytes = scene.needed_bytes;
    view.free_bytes = scene.free_bytes;
    view.names = scene.names;
    view.everything = scene.everything;
    view.brought = scene.brought;
    view.percent = scene.percent;
    view.offered = scene.offer.items.size();
    view.stopping = scene.stopping;
    view.end = scene.end;
    return view;
}

}  // namespace kiosk::session
