#include "app/kiosk/session/turn.h"

#include <algorithm>

namespace kiosk::session {

bool is_curator_scene(const Scene& scene) { return scene.index() >= Scene(scene::Pin{}).index(); }

bool Core::in_curator_mode() const { return std::any_of(stack.begin(), stack.end(), is_curator_scene); }

void Turn::push(Scene scene) {
    core.stack.push_back(std::move(scene));
    core.touched = now.mono;
}

// What was read for a screen goes with it.
void Turn::forget_offer() {
    const bool has_one = std::any_of(core.stack.begin(), core.stack.end(),
                                     [](const Scene& one) { return std::holds_alternative<scene::Bring>(one); });
    if (has_one) emit(ForgetOffer{});
}

void Turn::pop() {
    if (std::holds_alternative<scene::Bring>(core.top())) forget_offer();
    if (core.stack.size() == 2) return go_home();
    if (core.stack.size() > 2) core.stack.pop_back();
    core.touched = now.mono;
}

void Turn::replace(Scene scene) {
    core.stack.resize(1);
    push(std::move(scene));
}

void Turn::go_home() {
    forget_offer();
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
