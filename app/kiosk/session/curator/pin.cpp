#include <utility>

#include "app/domain/my_meetings.h"
#include "app/kiosk/session/handlers.h"
#include "app/kiosk/session/text_entry.h"

namespace kiosk::session {

namespace {

constexpr std::size_t kShortestPin = 4;
constexpr std::size_t kLongestPin = 8;

}  // namespace

void on(Turn& turn, scene::Pin& scene, const Intent& intent) {
    Core& core = turn.core;
    if (core.pin_ticket || core.known.wait_left(kPinKey, turn.now).count() > 0) return;
    if (const auto* typed = std::get_if<intent::TypeCharacter>(&intent)) {
        if (append_digit(scene.digits, typed->character, kLongestPin)) scene.wrong = scene.unreadable = false;
    } else if (std::holds_alternative<intent::EraseCharacter>(intent)) {
        erase_character(scene.digits);
    } else if (std::holds_alternative<intent::EnterPin>(intent) && scene.digits.size() >= kShortestPin) {
        scene.checking = core.pin_ticket = turn.new_ticket();
        turn.emit(CheckPin{*scene.checking, scene.digits});
        wipe(scene.digits);
    }
}

// Counted even where the screen is gone by now.
void pin_checked(Turn& turn, const PinChecked& answer) {
    Core& core = turn.core;
    if (core.pin_ticket != answer.ticket) return;
    core.pin_ticket.reset();
    auto* scene = std::get_if<scene::Pin>(&core.stack.back());
    const bool waited_for = scene && scene->checking == answer.ticket;
    if (scene) scene->checking.reset();
    if (answer.right) {
        if (auto forgotten = core.known.succeeded(kPinKey)) turn.emit(*std::move(forgotten));
        if (!waited_for) return;
        if (const auto offer = std::exchange(scene->to_offer, {})) {
            turn.pop();
            return open_bring(turn, *offer);
        }
        const bool to_sticks = scene->to_sticks;
        turn.replace(scene::Day{domain::date_of(turn.now.local)});
        if (to_sticks) open_export(turn);
        return tell_of_recovery(turn);
    }
    if (answer.readable) turn.emit(core.known.failed(kPinKey, domain::kPinPolicy, turn.now));
    if (!waited_for) return;
    (answer.readable ? scene->wrong : scene->unreadable) = true;
    core.touched = turn.now.mono;
    turn.sound_refused();
}

Screen show(const Core& core, const scene::Pin& scene, const domain::Now& now) {
    return PinView{scene.digits.size(), scene.checking.has_value(), scene.wrong,
                   static_cast<int>(core.known.wait_left(kPinKey, now).count()), scene.unreadable};
}

}  // namespace kiosk::session
