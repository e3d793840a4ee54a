#include <algorithm>
#include <utility>

#include "app/kiosk/session/handlers.h"

// Bringing something in from a USB stick or a computer: chosen, read, shown, and only then taken.

namespace kiosk::session {

namespace {

using Stage = BringView::Stage;

bool is_chosen(const scene::Bring& scene, std::size_t index) {
    return scene.chosen[index];
}

// Of one kind at a time: a server's lists and the school's own files say two things of the same.
void choose(scene::Bring& scene, std::size_t index) {
    const auto& items = scene.offer.items;
    if (index >= items.size() || items[index].too_large) return;
    const bool on = !scene.chosen[index];
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].kind != items[index].kind) scene.chosen[i] = false;
    }
    scene.chosen[index] = on;
}

// What somebody most likely came with: the first kind that somebody put there for this, and all of it.
void choose_likely(scene::Bring& scene) {
    const auto& items = scene.offer.items;
    const auto first =
        std::find_if(items.begin(), items.end(), [](const BringItem& item) { return item.likely && !item.too_large; });
    if (first == items.end()) return;
    for (std::size_t i = 0; i < items.size(); ++i)
        scene.chosen[i] = items[i].kind == first->kind && items[i].likely && !items[i].too_large;
}

void read(Turn& turn, scene::Bring& scene) {
    ReadOffer effect{0, scene.offer.visit, {}, turn.now.local};
    for (std::size_t i = 0; i < scene.chosen.size(); ++i) {
        if (is_chosen(scene, i)) effect.items.push_back(i);
    }
    if (effect.items.empty()) return;
    scene.stage = Stage::reading;
    scene.percent = 0;
    scene.stopping = false;
    scene.preview.reset();
    effect.ticket = scene.ticket = turn.new_ticket();
    turn.emit(std::move(effect));
}

void take(Turn& turn, scene::Bring& scene) {
    if (!scene.preview->accepted || !scene.preview->changes) return;
    const Ticket read = std::exchange(scene.ticket, turn.new_ticket());
    scene.stage = Stage::taking;
    turn.emit(TakeOffer{scene.ticket, read});
}

void choose_again(Turn& turn, scene::Bring& scene) {
    scene.stage = Stage::choose;
    scene.preview.reset();
    turn.emit(ForgetOffer{});
}

// The scene of the one that runs and is told of.
scene::Bring* running(Turn& turn, Ticket ticket) {
    auto* scene = std::get_if<scene::Bring>(&turn.core.stack.back());
    const bool runs = scene && (scene->stage == Stage::reading || scene->stage == Stage::taking);
    return runs && scene->ticket == ticket ? scene : nullptr;
}

}  // namespace

void open_bring(Turn& turn, const BringOffer& offer) {
    if (offer.visit == 0) return;
    scene::Bring scene{};
    scene.offer = offer;
    scene.chosen.assign(offer.items.size(), false);
    choose_likely(scene);
    turn.push(std::move(scene));
}

void on(Turn& turn, scene::Bring& scene, const Intent& intent) {
    const bool goes_back = std::holds_alternative<intent::Back>(intent);
    switch (scene.stage) {
        case Stage::choose:
            if (const auto* item = std::get_if<intent::ToggleItem>(&intent)) return choose(scene, item->index);
            if (std::holds_alternative<intent::Confirm>(intent)) return read(turn, scene);
            if (goes_back) turn.pop();
            break;
        case Stage::reading:
            if (!std::holds_alternative<intent::StopExport>(intent) || scene.stopping) break;
            scene.stopping = true;
            turn.emit(StopReading{});
            break;
        case Stage::preview:
            if (std::holds_alternative<intent::Confirm>(intent)) return take(turn, scene);
            if (goes_back || std::holds_alternative<intent::OpenBring>(intent)) choose_again(turn, scene);
            break;
        case Stage::refused:
            if (goes_back || std::holds_alternative<intent::OpenBring>(intent)) choose_again(turn, scene);
            break;
        case Stage::done:
            if (goes_back) turn.pop();
            break;
        case Stage::taking: break;
    }
}

// Those of a drive are kept until the curator opens them; what a computer sends he has asked for.
void offer_seen(Turn& turn, const OfferSeen& answer) {
    auto& top = turn.core.stack.back();
    if (auto* out = std::get_if<scene::Export>(&top)) out->offer = answer.offer;
    if (!answer.offer.from.empty() || answer.offer.visit == 0 || !turn.core.in_curator_mode()) return;
    // Whoever sent it was let in behind the PIN; whoever stands here now was not.
    if (std::holds_alternative<scene::Pull>(top)) {
        scene::Pin pin;
        pin.to_offer = answer.offer;
        return turn.push(std::move(pin));
    }
    if (auto* pin = std::get_if<scene::Pin>(&top); pin && pin->to_offer) {
        pin->to_offer = answer.offer;
        return;
    }
    if (std::holds_alternative<scene::Pin>(top) || std::holds_alternative<scene::Saving>(top)) return;
    if (std::holds_alternative<scene::Bring>(top)) return;
    if (auto* out = std::get_if<scene::Export>(&top); out && out->stage == ExportView::Stage::running) return;
    open_bring(turn, answer.offer);
}

void offer_runs(Turn& turn, const OfferRuns& told) {
    if (auto* scene = running(turn, told.ticket)) scene->percent = told.percent;
}

void offer_read(Turn& turn, const OfferRead& answer) {
    auto* scene = running(turn, answer.ticket);
    if (!scene || !answer.preview) return;
    scene->stage = Stage::preview;
    scene->preview = answer.preview;
    turn.core.touched = turn.now.mono;
}

void offer_taken(Turn& turn, const OfferTaken& answer) {
    auto* scene = running(turn, answer.ticket);
    if (!scene) return;
    scene->stage = Stage::done;
    turn.core.touched = turn.now.mono;
    turn.sound_recorded();
}

void offer_refused(Turn& turn, const OfferRefused& answer) {
    auto* scene = running(turn, answer.ticket);
    if (!scene) return;
    turn.core.touched = turn.now.mono;
    if (answer.refused.why == BringRefusal::stopped) {  // as it was wanted
        scene->stage = Stage::choose;
        return;
    }
    scene->stage = Stage::refused;
    scene->refused = answer.refused;
    turn.sound_refused();
}

Screen show(const Core&, const scene::Bring& scene, const domain::Now&) {
    return BringView{scene.stage,    scene.offer,   scene.chosen, scene.percent,
                     scene.stopping, scene.preview, scene.refused};
}

}  // namespace kiosk::session
