#include <algorithm>

#include "app/domain/my_meetings.h"
#include "app/kiosk/session/handlers.h"

// The kiosk's time: how far it is to be believed, what is recorded of it, and the curator's word.

namespace kiosk::session {

namespace {

// Somebody is on his way to a record. What the hour lets him do must not change under his finger, so he keeps the time that
// he began with; a step of the wall clock by a year neither throws him out nor lets him in.
bool is_on_the_way(const Scene& scene) {
    return std::holds_alternative<scene::Class>(scene) || std::holds_alternative<scene::Pictures>(scene) ||
           std::holds_alternative<scene::Code>(scene) || std::holds_alternative<scene::Names>(scene) ||
           std::holds_alternative<scene::ChooseMeeting>(scene) || std::holds_alternative<scene::Saving>(scene) ||
           std::holds_alternative<scene::Rating>(scene);
}

domain::ClockFaces faces_of(const domain::Now& now) { return {now.wall, now.synchronised, now.mono}; }

// The steppers stay within what a calendar of the programme can hold.
constexpr domain::LocalTime kFirst{std::chrono::local_days{std::chrono::year{2020} / 1 / 1}.time_since_epoch()};
constexpr domain::LocalTime kLast{std::chrono::local_days{std::chrono::year{2100} / 1 / 1}.time_since_epoch()};

// One step of one part; the others stay, but for the 31st of a month that has none.
domain::LocalTime stepped(domain::LocalTime time, const intent::StepClock& step) {
    using intent::ClockPart;
    const int by = std::clamp(step.by, -1, 1);
    const auto day = std::chrono::floor<std::chrono::days>(time);
    switch (step.part) {
        case ClockPart::hour: return time + std::chrono::hours{by};
        case ClockPart::minute: return time + domain::Minutes{by};
        case ClockPart::day: return time + std::chrono::days{by};
        case ClockPart::month:
        case ClockPart::year: break;
    }
    const domain::LocalDate date{day};
    const auto month = std::chrono::year_month{date.year(), date.month()} +
                       (step.part == ClockPart::year ? std::chrono::months{12 * by} : std::chrono::months{by});
    domain::LocalDate there{month / date.day()};
    if (!there.ok()) there = domain::LocalDate{month / std::chrono::last};
    return domain::LocalTime{std::chrono::local_days{there}.time_since_epoch()} + (time - day);
}

domain::Instant instant_of(const Core& core, domain::LocalTime local, const domain::Now& now) {
    return core.known.zone ? core.known.zone->to_instant(local) : now.at + (local - now.local);
}

}  // namespace

domain::Now now_of(const Core& core, const domain::ClockFaces& faces) {
    domain::BestTime best = core.time.best(faces);
    if (core.base && is_on_the_way(core.top())) best = {core.base->epoch + faces.mono, core.base->source};
    domain::Now now;
    now.at = best.at;
    now.local = core.known.zone ? core.known.zone->to_local(best.at) : domain::LocalTime{best.at.time_since_epoch()};
    now.trusted = best.is_certain();
    now.mono = faces.mono;
    now.source = best.source;
    now.wall = faces.wall;
    now.synchronised = faces.synchronised;
    now.boot = core.time.boot();
    return now;
}

void begin_clock(Core& core, const Loaded& loaded) {
    if (loaded.zone) core.known.zone = loaded.zone;
    if (loaded.boot.empty()) return;
    core.time.begin(loaded.boot);
    core.time.learn(*loaded.attendance);
    core.time.learn(loaded.notes);
}

void observe_clock(Core& core, const domain::Now& now) {
    if (core.time.boot().empty()) return;
    core.time.learn(core.known.attendance());
    core.time.observe(faces_of(now));
    if (!core.base || !is_on_the_way(core.top())) core.base = Core::Base{now.at - now.mono, now.source};
}

void look_at_clock(Turn& turn) {
    Core& core = turn.core;
    if (!core.known.is_loaded() || core.time.boot().empty()) return;
    const domain::ClockFaces faces = faces_of(turn.now);
    if (!core.clock_ticket) {
        if (auto word = core.time.due_word(faces)) {
            core.clock_ticket = turn.new_ticket();
            turn.emit(Record{*core.clock_ticket, {domain::EventBody{*std::move(word)}}});
        }
    }
    if (auto note = core.time.due_note(faces)) {
        core.time.noted(*note);
        turn.emit(NoteTime{*std::move(note)});
    }
}

void correct_times(const Core& core, Machine& machine, const domain::Now& now) {
    if (!core.known.is_loaded() || !core.known.zone) return;
    const auto world = core.known.world(now);
    const auto correct = [&](std::optional<domain::LocalTime>& told, const std::optional<domain::Stamp>& stamp) {
        if (told && stamp && core.known.zone->to_local(stamp->said_by_clock()) == *told) told = domain::local_of(*stamp, world);
    };
    correct(machine.last_export, core.known.attendance().last_export());
    correct(machine.waiting_since, core.known.attendance().waiting_since());
}

void on(Turn& turn, scene::Clock& scene, const Intent& intent) {
    Core& core = turn.core;
    // While the kernel holds it there is nothing that a curator would know better.
    if (turn.now.synchronised || core.time.boot().empty()) return;
    const domain::LocalTime shown = turn.now.local + scene.ahead;
    if (scene.setting) {
        if (const auto* step = std::get_if<intent::StepClock>(&intent)) {
            const domain::LocalTime there = stepped(shown, *step);
            if (there >= kFirst && there < kLast) scene.ahead = there - turn.now.local;
        } else if (std::holds_alternative<intent::Confirm>(intent)) {
            const auto word = core.time.curators_word(instant_of(core, shown, turn.now), turn.now.mono);
            turn.record({domain::EventBody{word}}, after::Curated{true});
        }
    } else if (std::holds_alternative<intent::ClockIsRight>(intent)) {
        const auto word = core.time.curators_word(turn.now.at, turn.now.mono);
        turn.record({domain::EventBody{word}}, after::Curated{false});
    } else if (std::holds_alternative<intent::SetClock>(intent)) {
        turn.push(scene::Clock{true, {}});
    }
}

Screen show(const Core& core, const scene::Clock& scene, const domain::Now& now) {
    return ClockView{scene.setting, now.local + scene.ahead, now.source, now.synchronised,
                     core.known.settings().time_zone};
}

}  // namespace kiosk::session
