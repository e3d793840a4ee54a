#include "app/kiosk/kiosk.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/joining/code.h"
#include "app/kiosk/kit/settle.h"
#include "app/kiosk/kit/theme.h"
#include "app/kiosk/screens/draw.h"

namespace kiosk {
namespace {

using domain::Millis;

// A commit takes a millisecond or two; a screen that says "wait" would cost a frame before the one that matters.
constexpr Millis kSavingShownAfter{40};
// Disk, drives and the trust in the clock may change by themselves.
constexpr Millis kLookAtMachineEvery{60'000};
// While it cannot record: whoever has mended the disk stands there and waits.
constexpr Millis kLookInTroubleEvery{10'000};
// After an hour the picture moves by some pixels, so that no panel burns in.
constexpr Millis kBurnInStep{3'600'000};
constexpr std::array<std::pair<float, float>, 8> kBurnInShifts{
    {{0, 0}, {4, 2}, {6, -2}, {2, -5}, {-3, -4}, {-6, 0}, {-4, 4}, {1, 5}}};
// A motion is drawn as often as a usual panel shows a frame.
constexpr Millis kFrame{16};

// A card's digits, or the QR code that a server shows to the kiosks that are to join it; nothing where it is neither.
std::optional<session::Input> meaning_of(const std::string& scan) {
    if (scan.find_first_not_of("0123456789") == std::string::npos) return session::Scanned{scan};
    const auto invitation = joining::read_invitation(scan);
    if (!invitation) return std::nullopt;
    return session::Invited{joining::text_of(joining::Address{invitation->host, invitation->port}), invitation->code};
}

}  // namespace

Kiosk::Kiosk(Parts parts) : parts_(std::move(parts)) {}

domain::Now Kiosk::now() const {
    const api::ClockReading reading = parts_.clock.read();
    return parts_.session.now({reading.wall, reading.trusted, reading.mono});
}

void Kiosk::run(const session::Loaded& loaded) {
    apply(loaded.settings);
    feed(loaded);
    parts_.effects.refresh();
    started_ = looked_at_machine_ = now().mono;
    while (!parts_.effects.quit() && !parts_.window.should_close()) {
        take_inputs();
        settle();
        if (!hold_back()) draw();
        if (parts_.effects.quit()) break;
        parts_.window.wait(longest_wait());
    }
}

// Other lists may bring other words for what a finger is on, and a stick another place: they wait for it to be lifted. The
// session itself has lists wait for whoever is on his way.
bool Kiosk::is_touched() const {
    const display::PointerQueue& pointer = parts_.window.pointer();
    return pointer.pending() || pointer.now().down;
}

void Kiosk::take_letters() {
    auto fonts = parts_.letters != nullptr ? parts_.letters->take() : nullptr;
    if (!fonts) return;
    const auto before = parts_.kit.replace_fonts(std::move(fonts));
    parts_.window.use_fonts(parts_.kit.fonts());
}

void Kiosk::take_inputs() {
    for (session::Input& input : parts_.effects.take_inputs()) waiting_.push_back(std::move(input));
    take_letters();  // they are there before the lists are
    while (!waiting_.empty()) {
        const bool moves = std::holds_alternative<session::Loaded>(waiting_.front()) ||
                           std::holds_alternative<session::SticksSeen>(waiting_.front());
        if (moves && is_touched()) break;
        const session::Input input = std::move(waiting_.front());
        waiting_.pop_front();
        if (const auto* state = std::get_if<session::MachineState>(&input))
            in_trouble_ = state->machine.storage_trouble != session::StorageTrouble::none;
        feed(input);
    }
    if (parts_.window.take_touched()) feed(session::Touched{});
    while (const auto scan = parts_.window.take_scan())
        if (const auto input = meaning_of(*scan)) feed(*input);
    const domain::Now present = now();
    if (const auto deadline = parts_.session.next_deadline(present); deadline && *deadline <= present.mono)
        feed(session::Tick{});
    if (present.mono - looked_at_machine_ >= look_every()) {
        looked_at_machine_ = present.mono;
        parts_.effects.refresh();
    }
    parts_.effects.attend(parts_.session.is_awake(present));
}

Millis Kiosk::look_every() const { return in_trouble_ ? kLookInTroubleEvery : kLookAtMachineEvery; }

void Kiosk::feed(const session::Input& input) {
    for (const session::Effect& effect : parts_.session.handle(input, now())) parts_.effects.run(effect);
    // Of the curator, or of the school.
    if (applied_ != parts_.session.settings()) apply(parts_.session.settings());
}

void Kiosk::apply(const domain::Settings& settings) {
    applied_ = settings;
    parts_.kit.set_theme(kit::make_theme(settings.appearance, settings.primary_colour));
    parts_.kit.set_motion(settings.motion);
    parts_.kit.set_low_mode(settings.low_mode);
}

void Kiosk::shift_against_burn_in(const session::View& view, const domain::Now& now) {
    const int step = static_cast<int>((now.mono - started_) / kBurnInStep);
    // Never under a finger.
    if (step == burn_in_step_ || !std::holds_alternative<session::HomeView>(view.screen)) return;
    burn_in_step_ = step;
    const auto [dx, dy] = kBurnInShifts[static_cast<std::size_t>(step) % kBurnInShifts.size()];
    parts_.kit.set_burn_in_shift(dx, dy);
}

void Kiosk::settle() {
    auto name = [this] {
        const domain::Now present = now();
        view_ = parts_.session.view(present);
        shift_against_burn_in(view_, present);
        if (!language_set_ || language_ != view_.language) {
            language_set_ = true;
            language_ = view_.language;
            parts_.kit.set_texts(language_ == domain::Language::russian ? parts_.russian : parts_.english);
        }
        return std::string(session::name_of(view_.screen));
    };
    auto draw_screen = [this](kit::Kit& kit) {
        const session::Intent intent = screens::draw(kit, view_);
        if (std::holds_alternative<session::intent::Nothing>(intent)) return false;
        feed(session::Tapped{intent});
        return true;
    };
    end_ = kit::settle(parts_.kit, parts_.window.pointer(), now().mono, name, draw_screen);

    const bool saving = std::holds_alternative<session::SavingView>(view_.screen);
    if (!saving)
        saving_since_.reset();
    else if (!saving_since_)
        saving_since_ = now().mono;
    const auto* server = std::get_if<session::ServerView>(&view_.screen);
    const bool looks = server && server->stage == session::ServerView::Stage::enter;
    if (looks != std::exchange(looks_for_servers_, looks)) parts_.look_for_servers(looks);
}

bool Kiosk::hold_back() const { return saving_since_ && now().mono - *saving_since_ < kSavingShownAfter; }

void Kiosk::draw() {
    const std::uint32_t paper = parts_.kit.theme().rgb(kit::Colour::paper);
    parts_.window.draw(*end_.drawn, paper);
    parts_.record.shown(parts_.kit.trace(), end_.moving,
                        [&](const std::filesystem::path& file) { return parts_.window.screenshot(*end_.drawn, paper, file).has_value(); });
}

std::optional<Millis> Kiosk::longest_wait() const {
    const domain::Now present = now();
    std::optional<Millis> wait;
    auto not_longer_than = [&wait](Millis length) {
        const Millis at_least_now = std::max(length, Millis{0});
        wait = wait ? std::min(*wait, at_least_now) : at_least_now;
    };
    if (!waiting_.empty() && !is_touched()) not_longer_than(Millis{0});
    if (end_.moving) not_longer_than(kFrame);
    if (end_.again_at) not_longer_than(*end_.again_at - present.mono);
    if (saving_since_ && hold_back()) not_longer_than(*saving_since_ + kSavingShownAfter - present.mono);
    if (in_trouble_) not_longer_than(looked_at_machine_ + look_every() - present.mono);
    if (const auto deadline = parts_.session.next_deadline(present)) not_longer_than(*deadline - present.mono);
    return wait;
}

}  // namespace kiosk
