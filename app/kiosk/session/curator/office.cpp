#include <algorithm>
#include <array>
#include <iterator>

#include "app/kiosk/session/handlers.h"

// The state of the kiosk, its settings, its end.

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
