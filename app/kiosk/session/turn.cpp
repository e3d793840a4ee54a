#include "app/kiosk/session/turn.h"

#include <algorithm>

namespace kiosk::session {

bool is_curator_scene(const Scene& scene) { return scene.index() >= Scene(scene::Pin{}).index(); }

bool Core::in_curator_mode() const { return std::any_of(stack.begin(), stack.end(), is_curator_scene); }

void Turn::push(Scene scene) {
    core.stack.push_back(std::move(scene));
    core.touched = now.mono;
}

// Whatever comes instead of these: nothing listens without its screen, and what was read for one goes with it.
void Turn::let_go() {
    for (const Scene& scene : core.stack) {
        if (const auto* pull = std::get_if<scene::Pull>(&scene); pull && pull->ticket != 0) emit(ClosePull{});
        if (std::holds_alternative<scene::Bring>(scene)) emit(ForgetOffer{});
    }
}

void Turn::pop() {
    if (core.stack.size() == 2) return go_home();
    if (std::holds_alternative<scene::Bring>(core.top())) emit(ForgetOffer{});
    if (core.stack.size() > 2) core.stack.pop_back();
    core.touched = now.mono;
}

void Turn::replace(Scene scene) {
    let_go();
    core.stack.resize(1);
    push(std::move(scene));
}

void Turn::go_home() {
    let_go();
    core.stack.resize(1);
    core.known.apply_held();
    core.language = core.known.settings().language;
    core.touched = core.home_since = now.mono;
}

void Turn::record(std::vector<domain::Draft> drafts, After after) {
    const Ticket ticket = new_ticket();
    if (core.in_curator_mode()) {
        push(scene::Saving{ticket, std::move(after), now.mono, 0, {}});
    } else {
        replace(scene::Saving{ticket, std::move(after), now.mono, 0, {}});
    }
    emit(Record{ticket, std::move(drafts)});
}

void Turn::sound_recorded() {
    if (core.known.settings().sound) emit(PlayRecorded{});
}

void Turn::sound_refused() {
    if (core.known.settings().sound) emit(PlayRefused{});
}

}  // namespace kiosk::session
