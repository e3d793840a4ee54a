#include <algorithm>

#include "app/kiosk/session/handlers.h"
#include "app/kiosk/session/text_entry.h"

// Joining a school server, and how it goes with it.

namespace kiosk::session {

namespace {

constexpr std::size_t kLongestAddress = 253;  // a host's name has no more
// Records wait longer than any holiday of a week: somebody has to look.
constexpr std::chrono::hours kWaitsTooLong{7 * 24};

bool is_entering(const Core& core, const scene::Server& scene) {
    return scene.entering || core.known.machine.server.membership != Membership::joined;
}

bool can_connect(const scene::Server& scene) {
    return !trimmed(scene.address).empty() && scene.code.size() == kServerCodeLength;
}

// Of the kiosk's own keys, which are those that an address or a code can have.
void type(scene::Server& scene, const std::string& key) {
    if (key.size() != 1) return;
    const char c = key.front();
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), digit = c >= '0' && c <= '9';
    if (scene.typing_code) {
        if (letter || digit) append_character(scene.code, key, kServerCodeLength);
    } else if (letter || digit || c == '.' || c == '-' || c == ':') {
        append_character(scene.address, key, kLongestAddress);
    }
    scene.problem.reset();
}

}  // namespace

void on(Turn& turn, scene::Server& scene, const Intent& intent) {
    Core& core = turn.core;
    if (core.join_ticket) return;
    if (!is_entering(core, scene)) {
        if (std::holds_alternative<intent::JoinServer>(intent))
            scene = {core.known.machine.server.address, {}, true, true, {}};
        return;
    }
    if (const auto* typed = std::get_if<intent::TypeCharacter>(&intent)) {
        type(scene, typed->character);
    } else if (std::holds_alternative<intent::EraseCharacter>(intent)) {
        erase_character(scene.typing_code ? scene.code : scene.address);
        scene.problem.reset();
    } else if (const auto* chosen = std::get_if<intent::ChooseField>(&intent)) {
        scene.typing_code = chosen->field == intent::ServerField::code;
    } else if (const auto* taken = std::get_if<intent::TakeServer>(&intent)) {
        const auto& found = core.known.found_servers;
        if (taken->index >= found.size()) return;  // it went meanwhile
        scene.address = found[taken->index].address;
        scene.typing_code = true;
        scene.problem.reset();
    } else if (std::holds_alternative<intent::JoinServer>(intent) && can_connect(scene)) {
        scene.problem.reset();
        core.join_ticket = turn.new_ticket();
        turn.emit(JoinServer{*core.join_ticket, trimmed(scene.address), scene.code});
    }
}

// Only where it is waited for: elsewhere what a reader reads is a card, or nothing.
void invited(Turn& turn, const Invited& invitation) {
    Core& core = turn.core;
    auto* scene = std::get_if<scene::Server>(&core.stack.back());
    if (!scene || core.join_ticket) return;
    *scene = {invitation.address, invitation.code, true, core.known.machine.server.membership == Membership::joined, {}};
    core.touched = turn.now.mono;
    turn.sound_recorded();
}

void server_joined(Turn& turn, const ServerJoined& answer) {
    Core& core = turn.core;
    if (core.join_ticket != answer.ticket) return;
    core.join_ticket.reset();
    auto* scene = std::get_if<scene::Server>(&core.stack.back());
    if (!scene) return;
    *scene = {};
    core.touched = turn.now.mono;
    turn.sound_recorded();
}

void server_not_joined(Turn& turn, const ServerNotJoined& answer) {
    Core& core = turn.core;
    if (core.join_ticket != answer.ticket) return;
    core.join_ticket.reset();
    auto* scene = std::get_if<scene::Server>(&core.stack.back());
    if (!scene) return;
    scene->problem = answer.problem;
    using enum JoinProblem;
    const bool code_is_over =
        answer.problem == wrong_code || answer.problem == code_used || answer.problem == not_a_code;
    scene->typing_code = code_is_over || (answer.problem != no_address && scene->typing_code);
    core.touched = turn.now.mono;
    turn.sound_refused();
}

void server_changed(Core& core, const Server& server) {
    Machine& machine = core.known.machine;
    machine.server = server;
    if (server.membership != Membership::joined || server.waiting > 0 || server.sent_up_to == 0) return;
    // All of it is confirmed; the next look at the machine says the same.
    machine.unacknowledged = 0;
    machine.waiting_since.reset();
}

Server server_now(const Core& core) {
    Server server = core.known.machine.server;
    if (core.known.catalogue_damaged() && server.settings_problem == SettingsProblem::none) {
        server.settings_problem = SettingsProblem::kept_damaged;
    }
    return server;
}

std::optional<domain::LocalTime> server_contact(const Core& core, const domain::Now& now) {
    const auto& contact = core.known.machine.server.last_contact;
    if (!contact) return std::nullopt;
    return now.local - std::max(domain::Millis{0}, now.mono - *contact);
}

bool server_needs_somebody(const Core& core, const domain::Now& now) {
    const Machine& machine = core.known.machine;
    if (machine.server.membership == Membership::damaged) return true;
    if (machine.server.membership != Membership::joined) return false;
    return machine.server.stopped || (machine.waiting_since && now.local - *machine.waiting_since > kWaitsTooLong);
}

Screen show(const Core& core, const scene::Server& scene, const domain::Now& now) {
    ServerView view;
    const bool entering = is_entering(core, scene);
    view.stage = core.join_ticket ? ServerView::Stage::joining
                 : entering       ? ServerView::Stage::enter
                                  : ServerView::Stage::joined;
    view.address = scene.address;
    view.code = scene.code;
    view.typing_code = scene.typing_code;
    view.can_connect = can_connect(scene);
    if (entering && scene.address.empty()) view.found = core.known.found_servers;
    view.problem = scene.problem;
    view.again = scene.entering;
    view.server = server_now(core);
    view.contact = server_contact(core, now);
    const auto day_of = [&core](domain::Instant at) {
        return domain::date_of(core.known.zone ? core.known.zone->to_local(at)
                                               : domain::LocalTime{at.time_since_epoch()});
    };
    if (view.server.lists > 0) view.lists_since = day_of(view.server.lists_since);
    if (view.server.settings > 0) view.settings_since = day_of(view.server.settings_since);
    view.now = now.local;
    return view;
}

}  // namespace kiosk::session
