#include <algorithm>
#include <array>

#include "app/kiosk/session/handlers.h"

// Taking the records away, the state of the kiosk, its settings, its end.

namespace kiosk::session {

namespace {

constexpr std::array kRows{SettingRow::sound,    SettingRow::language, SettingRow::appearance, SettingRow::motion,
                           SettingRow::low_mode, SettingRow::find_by,  SettingRow::check_out,  SettingRow::unplanned_meetings};

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

void on(Turn& turn, scene::Export& scene, const Intent& intent) {
    using Stage = ExportView::Stage;
    if (scene.stage == Stage::choose && std::holds_alternative<intent::OpenPull>(intent)) return open_pull(turn);
    if (scene.stage == Stage::failed && std::holds_alternative<intent::OpenExport>(intent)) {
        scene.stage = Stage::choose;
    } else if (const auto* chosen = std::get_if<intent::ChooseDestination>(&intent)) {
        if (scene.stage != Stage::choose || chosen->index >= turn.core.known.machine.destinations.size()) return;
        scene.stage = Stage::running;
        scene.ticket = turn.new_ticket();
        turn.emit(Export{scene.ticket, chosen->index, turn.now.local});
    }
}

void export_done(Turn& turn, const ExportDone& answer) {
    auto* scene = std::get_if<scene::Export>(&turn.core.stack.back());
    if (!scene || scene->stage != ExportView::Stage::running || scene->ticket != answer.ticket) return;
    scene->stage = ExportView::Stage::done;
    scene->folder = answer.folder;
    scene->records = answer.records;
    turn.core.touched = turn.now.mono;
    turn.sound_recorded();
}

void export_failed(Turn& turn, const ExportFailed& answer) {
    auto* scene = std::get_if<scene::Export>(&turn.core.stack.back());
    if (!scene || scene->stage != ExportView::Stage::running || scene->ticket != answer.ticket) return;
    scene->stage = ExportView::Stage::failed;
    scene->problem = answer.problem;
    turn.core.touched = turn.now.mono;
    turn.sound_refused();
}

void on(Turn& turn, scene::Settings&, const Intent& intent) {
    if (const auto* row = std::get_if<intent::ChangeSetting>(&intent)) {
        if (row->index >= kRows.size()) return;
        domain::Settings settings = turn.core.known.settings();
        change(settings, kRows[row->index]);
        turn.core.known.change(settings);
        turn.core.language = settings.language;
        turn.emit(SaveSettings{settings});
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
    return ExportView{scene.stage, core.known.machine.destinations, scene.folder, scene.records, scene.problem};
}

Screen show(const Core& core, const scene::Status&, const domain::Now& now) {
    const auto& roster = core.known.index().roster();
    StatusView view;
    view.machine = core.known.machine;
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
    return SettingsView{core.known.settings(), {kRows.begin(), kRows.end()}};
}

Screen show(const Core&, const scene::EndProgram&, const domain::Now&) { return EndProgramView{}; }

}  // namespace kiosk::session
