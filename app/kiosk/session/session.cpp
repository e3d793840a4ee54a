#include "app/kiosk/session/session.h"

#include <algorithm>

#include "app/kiosk/session/handlers.h"
#include "app/kiosk/session/staying.h"
#include "app/kiosk/session/turn.h"

namespace kiosk::session {

struct Session::State {
    Core core;
};

namespace {

// Neither Back nor anything else may leave while something is being written; a take-away may be stopped.
bool is_busy(const Scene& scene) {
    if (std::holds_alternative<scene::Saving>(scene)) return true;
    if (const auto* in = std::get_if<scene::Bring>(&scene))
        return in->stage == BringView::Stage::reading || in->stage == BringView::Stage::taking;
    const auto* out = std::get_if<scene::Export>(&scene);
    return out && out->stage == ExportView::Stage::running;
}

bool has_pages(const Scene& scene) {
    return std::holds_alternative<scene::Rating>(scene) || std::holds_alternative<scene::Reason>(scene) ||
           std::holds_alternative<scene::Bring>(scene);
}

void done(Turn& turn) {
    const Scene& top = turn.core.top();
    const bool behind_the_day = turn.core.in_curator_mode() && turn.core.stack.size() > 2;
    if (behind_the_day && !std::holds_alternative<scene::Day>(top)) return turn.pop();
    turn.go_home();
}

void take(Turn& turn, const Tapped& tapped) {
    const Intent& intent = tapped.intent;
    Core& core = turn.core;
    if (std::holds_alternative<intent::Nothing>(intent)) return;
    if (is_busy(core.top()) && !std::holds_alternative<intent::StopExport>(intent)) return;
    core.touched = turn.now.mono;
    if (std::holds_alternative<intent::StayHere>(intent)) return;
    const bool home = std::holds_alternative<scene::Home>(core.top());
    if (std::holds_alternative<intent::Done>(intent)) {
        if (!home) done(turn);
    } else if (std::holds_alternative<intent::Back>(intent) && !has_pages(core.top())) {
        if (!home) turn.pop();
    } else {
        std::visit([&](auto& scene) { on(turn, scene, intent); }, core.stack.back());
    }
}

// One touch is a press and a release, and each of them comes here.
constexpr domain::Millis kOneTouch{400};

void take(Turn& turn, const Touched&) {
    if (auto* saving = std::get_if<scene::Saving>(&turn.core.stack.back())) {
        // Nothing can be hurried; but nobody is left without an answer.
        if (saving->touches > 0 && turn.now.mono - saving->touched < kOneTouch) return;
        ++saving->touches;
        saving->touched = turn.now.mono;
    } else if (!is_busy(turn.core.top())) {
        turn.core.touched = turn.now.mono;
    }
}

void take(Turn& turn, const Scanned& card) {
    scanned(turn, card.digits);
}

void take(Turn&, const Tick&) {}

void take(Turn& turn, const Loaded& loaded) {
    Core& core = turn.core;
    begin_clock(core, loaded);
    if (!std::holds_alternative<scene::Home>(core.top())) return core.known.hold(loaded);
    const bool own_language = core.known.is_loaded() && core.language != core.known.settings().language;
    core.known.load(loaded);
    if (!own_language) core.language = loaded.settings.language;
}

// The saving scene of this ticket, taken off; nothing where it is not waited for.
std::optional<After> take_off_saving(Core& core, Ticket ticket) {
    auto* saving = std::get_if<scene::Saving>(&core.stack.back());
    if (!saving || saving->ticket != ticket) return std::nullopt;
    After after = std::move(saving->after);
    core.stack.pop_back();
    return after;
}

void take(Turn& turn, const Recorded& answer) {
    Core& core = turn.core;
    core.known.apply(answer.events);
    core.time.learn(core.known.attendance());
    // Until the machine is looked at again.
    core.known.machine.storage_trouble = StorageTrouble::none;
    core.known.machine.records += answer.events.size();
    const auto counted = static_cast<std::uint64_t>(
        std::count_if(answer.events.begin(), answer.events.end(),
                      [](const domain::Event& event) { return !domain::is_bookkeeping(event.body); }));
    core.known.machine.unacknowledged += counted;
    core.known.machine.untaken += counted;
    if (core.clock_ticket == answer.ticket) core.clock_ticket.reset();
    if (const auto after = take_off_saving(core, answer.ticket)) {
        core.touched = core.answered = turn.now.mono;
        recorded(turn, *after, answer.events);
    }
}

void take(Turn& turn, const NotRecorded& answer) {
    if (turn.core.clock_ticket == answer.ticket) turn.core.clock_ticket.reset();  // said again at the next look
    turn.core.known.machine.storage_trouble = answer.trouble;
    if (const auto after = take_off_saving(turn.core, answer.ticket)) {
        turn.core.answered = turn.now.mono;
        not_recorded(turn, *after);
    }
}

void take(Turn& turn, const PinChecked& answer) {
    pin_checked(turn, answer);
}
void take(Turn& turn, const ExportDone& answer) {
    export_done(turn, answer);
}
void take(Turn& turn, const ExportFailed& answer) {
    export_failed(turn, answer);
}
void take(Turn& turn, const ExportRuns& told) {
    export_runs(turn, told);
}
void take(Turn& turn, const DrivesSeen& answer) {
    drives_seen(turn, answer);
}
void take(Turn& turn, const SticksSeen& seen) {
    sticks_seen(turn.core, seen);
}
void take(Turn& turn, const OfferSeen& answer) {
    offer_seen(turn, answer);
}
void take(Turn& turn, const OfferRuns& told) {
    offer_runs(turn, told);
}
void take(Turn& turn, const OfferRead& answer) {
    offer_read(turn, answer);
}
void take(Turn& turn, const OfferTaken& answer) {
    offer_taken(turn, answer);
}
void take(Turn& turn, const OfferRefused& answer) {
    offer_refused(turn, answer);
}
void take(Turn& turn, const OthersRecorded& recorded) {
    turn.core.known.apply_of_others(recorded);
}
void take(Turn& turn, const Invited& invitation) {
    invited(turn, invitation);
}
void take(Turn& turn, const ServersFound& found) {
    turn.core.known.found_servers = found.servers;
}
void take(Turn& turn, const PullState& state) {
    pull_changed(turn, state);
}
void take(Turn& turn, const ServerJoined& answer) {
    server_joined(turn, answer);
}
void take(Turn& turn, const ServerNotJoined& answer) {
    server_not_joined(turn, answer);
}
void take(Turn& turn, const ServerState& state) {
    server_changed(turn.core, state.server);
}
void take(Turn& turn, const MachineState& state) {
    turn.core.known.machine = state.machine;
    correct_times(turn.core, turn.core.known.machine, turn.now);
    look_at_clock(turn);
}

// What time alone has brought. True where the screen was left.
bool time_passes(Turn& turn) {
    if (!turn.core.known.is_loaded()) return false;
    for (auto& throttle : turn.core.known.carry_waits(turn.now)) turn.emit(std::move(throttle));
    close_pull_in_time(turn);
    if (const auto silent = gives_up_at(turn.core.top()); silent && turn.now.mono >= *silent) {
        give_up_export(turn);
        return true;
    }
    const auto leaves = leaves_at(turn.core);
    if (!leaves || turn.now.mono < *leaves) return false;
    const bool was_home = std::holds_alternative<scene::Home>(turn.core.top());
    const domain::Millis home_since = turn.core.home_since;
    turn.go_home();
    if (was_home) turn.core.home_since = home_since;  // only the language goes back; nobody has come home
    return true;
}

}  // namespace

namespace {

// A kind of meeting that only the school's catalogue has is in no messages; its lists name it in Russian.
void name_kind(const Core& core, std::string& kind) {
    const auto is_it = [&kind](const domain::MeetingKind& known) { return known.name.russian == kind; };
    const auto& own = core.catalogue.meeting_kinds;
    if (std::any_of(own.begin(), own.end(), is_it)) return;
    const auto& kinds = core.known.school_catalogue()->meeting_kinds;
    const auto found = std::find_if(kinds.begin(), kinds.end(), is_it);
    if (found != kinds.end()) kind = found->name.english;
}

void name_kinds(const Core& core, Screen& screen) {
    if (core.language != domain::Language::english || !core.known.school_catalogue()) return;
    if (auto* recorded = std::get_if<RecordedView>(&screen); recorded && recorded->meeting)
        name_kind(core, recorded->meeting->kind);
    if (auto* rate = std::get_if<RateView>(&screen)) name_kind(core, rate->meeting.kind);
    if (auto* choose = std::get_if<ChooseMeetingView>(&screen))
        for (auto& mine : choose->meetings) name_kind(core, mine.meeting.kind);
}

}  // namespace

Session::Session(const domain::Catalogue& catalogue, std::function<std::string()> draw_id)
    : state_(new State{Core{
          catalogue, std::move(draw_id), {}, {scene::Home{}}, {}, {}, domain::Language::russian, 0, {}, {}, {}}}) {}

Session::~Session() = default;

std::vector<Effect> Session::handle(const Input& input, const domain::Now& now) {
    std::vector<Effect> effects;
    observe_clock(state_->core, now);
    Turn turn(state_->core, now, effects);
    const bool left = time_passes(turn);
    // A tap meant the screen that was up until now.
    if (left && std::holds_alternative<Tapped>(input)) return effects;
    std::visit([&](const auto& one) { take(turn, one); }, input);
    take_held_card(turn);
    return effects;
}

domain::Now Session::now(const domain::ClockFaces& faces) const {
    return now_of(state_->core, faces);
}

View Session::view(const domain::Now& now) const {
    const Core& core = state_->core;
    View view{std::visit([&](const auto& scene) -> Screen { return show(core, scene, now); }, core.top()),
              core.language, warning_seconds(core, now)};
    name_kinds(core, view.screen);
    return view;
}

std::optional<domain::Millis> Session::next_deadline(const domain::Now& now) const {
    return next_change(state_->core, now);
}

domain::Language Session::language() const {
    return state_->core.language;
}

const domain::Settings& Session::settings() const {
    return state_->core.known.settings();
}

bool Session::is_awake(const domain::Now& now) const {
    return session::is_awake(state_->core, now);
}

}  // namespace kiosk::session
