#include <algorithm>
#include <utility>

#include "app/kiosk/session/handlers.h"

namespace kiosk::session {

namespace {

StickSign sign_of(const Knowledge& known) {
    if (known.sticks.empty()) return StickSign::none;
    if (known.brought.accepted_up_to > 0) return StickSign::receipt;
    const bool is_usable = std::any_of(known.sticks.begin(), known.sticks.end(),
                                       [](const Stick& stick) { return stick.trouble == StickTrouble::none; });
    return is_usable ? StickSign::stick : StickSign::trouble;
}

}  // namespace

void on(Turn& turn, scene::Home&, const Intent& intent) {
    Core& core = turn.core;
    if (!core.known.is_loaded()) return;
    if (std::holds_alternative<intent::SwitchLanguage>(intent)) {
        core.language = core.language == domain::Language::russian ? domain::Language::english : domain::Language::russian;
    } else if (std::holds_alternative<intent::OpenCurator>(intent)) {
        turn.push(scene::Pin{});
    } else if (std::holds_alternative<intent::OpenSticks>(intent)) {
        scene::Pin pin;
        pin.to_sticks = true;
        turn.push(std::move(pin));
    } else if (std::holds_alternative<intent::CheckIn>(intent)) {
        start(turn, Purpose::check_in);
    } else if (std::holds_alternative<intent::Rate>(intent)) {
        start(turn, Purpose::rate);
    }
}

Screen show(const Core& core, const scene::Home&, const domain::Now& now) {
    const auto& settings = core.known.settings();
    const auto& machine = core.known.machine;
    HomeView view;
    view.now = now.local;
    view.programme = settings.programme_name;
    view.school = settings.school_name;
    // A curator's word, or what the kernel said before, counts where the kernel says nothing now.
    view.clock_trusted = now.trusted && (machine.clock_trusted || !now.boot.empty());
    view.time_source = now.source;
    view.storage_trouble = machine.storage_trouble != StorageTrouble::none;
    view.recovered = machine.recovery && !machine.recovery->seen;
    view.ready = core.known.is_loaded();
    view.has_people = !view.ready || core.known.has_people();  // not read yet is not the same as empty
    // What a server takes by itself nobody has to collect.
    if (machine.server.membership != Membership::joined) {
        view.unacknowledged = machine.unacknowledged;
        view.all_taken = machine.untaken == 0;
        view.waiting_since = machine.waiting_since;
    }
    view.server_trouble = server_needs_somebody(core, now);
    view.stick = sign_of(core.known);
    view.inviting = settings.motion && now.mono < core.home_since + kInviting;
    return view;
}

}  // namespace kiosk::session
