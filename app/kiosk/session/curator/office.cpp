#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "app/kiosk/session/handlers.h"

// Taking the records away, the state of the kiosk, its settings, its end.

namespace kiosk::session {

namespace {

constexpr std::array kRows{SettingRow::sound,    SettingRow::language, SettingRow::appearance, SettingRow::motion,
                           SettingRow::low_mode, SettingRow::find_by,  SettingRow::check_out,  SettingRow::unplanned_meetings};

domain::SettingKey key_of(SettingRow row) {
    using domain::SettingKey;
    switch (row) {
        case SettingRow::sound: return SettingKey::sound;
        case SettingRow::language: return SettingKey::language;
        case SettingRow::appearance: return SettingKey::appearance;
        case SettingRow::motion: return SettingKey::motion;
        case SettingRow::low_mode: return SettingKey::low_mode;
        case SettingRow::find_by: return SettingKey::find_by;
        case SettingRow::check_out: return SettingKey::check_out;
        case SettingRow::unplanned_meetings: return SettingKey::unplanned_meetings;
    }
    return SettingKey::sound;
}

void change(domain::Settings& settings, SettingRow row) {
    using domain::Appearance, domain::FindBy, domain::Language;
    switch (row) {
        case SettingRow::sound: settings.sound = !settings.sound; break;
        case SettingRow::language:
            settings.language = settings.language == Language::russian ? Language::english : Language::russian;
            break;
        case SettingRow::appearance:
            settings.appearance = settings.appearance == Appearance::light ? Appearance::dark : Appearance::light;
            break;
        case SettingRow::motion: settings.motion = !settings.motion; break;
        case SettingRow::low_mode: settings.low_mode = !settings.low_mode; break;
        case SettingRow::find_by:
            settings.find_by = settings.find_by == FindBy::pictures ? FindBy::code
                               : settings.find_by == FindBy::code   ? FindBy::names
                                                                    : FindBy::pictures;
            break;
        case SettingRow::check_out: settings.check_out = !settings.check_out; break;
        case SettingRow::unplanned_meetings: settings.unplanned_meetings = !settings.unplanned_meetings; break;
    }
}

}  // namespace

namespace {

// The scene of the one that runs and is told of.
scene::Export* running(Turn& turn, Ticket ticket) {
    auto* scene = std::get_if<scene::Export>(&turn.core.stack.back());
    return scene && scene->stage == ExportView::Stage::running && scene->ticket == ticket ? scene : nullptr;
}

void choose(Turn& turn, scene::Export& scene, const Intent& intent) {
    if (const auto* chosen = std::get_if<intent::ChooseDestination>(&intent)) {
        if (chosen->index >= turn.core.known.machine.destinations.size()) return;
        scene.stage = ExportView::Stage::running;
        scene.percent = 0;
        scene.stopping = false;
        scene.ticket = turn.new_ticket();
        turn.emit(Export{scene.ticket, chosen->index, turn.now.local, scene.names, scene.everything});
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
            scene.stage = Stage::choose;
            break;
        case Stage::running:
            if (std::holds_alternative<intent::StopExport>(intent) && !scene.stopping) {
                scene.stopping = true;
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
    turn.sound_refused();
}

void export_runs(Turn& turn, const ExportRuns& told) {
    if (auto* scene = running(turn, told.ticket)) scene->percent = told.percent;
}

void drives_seen(Turn& turn, const DrivesSeen& answer) {
    auto* scene = std::get_if<scene::Export>(&turn.core.stack.back());
    if (!scene || scene->stage == ExportView::Stage::collector) return;  // nobody confirms what he did not read
    const Brought before = std::exchange(scene->brought, answer.brought);
    // What came at the first look is still what this visit brought.
    scene->brought.accepted_up_to = std::max(before.accepted_up_to, answer.brought.accepted_up_to);
}

void on(Turn& turn, scene::Settings&, const Intent& intent) {
    if (const auto* row = std::get_if<intent::ChangeSetting>(&intent)) {
        if (row->index >= kRows.size() || turn.core.known.is_fixed(key_of(kRows[row->index]))) return;
        const domain::Settings before = turn.core.known.settings();
        domain::Settings settings = before;
        change(settings, kRows[row->index]);
        turn.core.known.change(settings);
        turn.core.language = settings.language;
        turn.emit(SaveSettings{settings, before});
    } else if (std::holds_alternative<intent::EndProgram>(intent)) {
        turn.push(scene::EndProgram{});
    } else if (std::holds_alternative<intent::OpenClock>(intent)) {
        turn.push(scene::Clock{});
    }
}

void on(Turn& turn, scene::EndProgram&, const Intent& intent) {
    if (std::holds_alternative<intent::Confirm>(intent)) turn.emit(Quit{});
}

Screen show(const Core& core, const scene::Export& scene, const domain::Now&) {
    ExportView view;
    view.stage = scene.stage;
    view.destinations = core.known.machine.destinations;
    view.folder = scene.folder;
    view.records = scene.records;
    view.problem = scene.problem;
    view.names = scene.names;
    view.everything = scene.everything;
    view.brought = scene.brought;
    view.percent = scene.percent;
    view.stopping = scene.stopping;
    view.end = scene.end;
    view.offered = scene.offer.items.size();
    return view;
}

Screen show(const Core& core, const scene::Status&, const domain::Now& now) {
    const auto& roster = core.known.index().roster();
    StatusView view;
    view.machine = core.known.machine;
    view.machine.server = server_now(core);
    if (!now.boot.empty()) view.machine.clock_trusted = now.trusted;
    view.now = now.local;
    view.time_source = now.source;
    view.server_contact = server_contact(core, now);
    view.roster_number = roster.number;
    view.people = roster.people.size();
    view.groups = roster.groups.size();
    view.meetings = roster.meetings.size();
    view.without_consent = static_cast<std::size_t>(
        std::count_if(roster.people.begin(), roster.people.end(), [](const auto& person) { return !person.consent; }));
    return view;
}

Screen show(const Core& core, const scene::Settings&, const domain::Now&) {
    SettingsView view{core.known.settings(), {kRows.begin(), kRows.end()}, {}};
    std::copy_if(kRows.begin(), kRows.end(), std::back_inserter(view.fixed),
                 [&core](SettingRow row) { return core.known.is_fixed(key_of(row)); });
    return view;
}

Screen show(const Core&, const scene::EndProgram&, const domain::Now&) { return EndProgramView{}; }

}  // namespace kiosk::session
