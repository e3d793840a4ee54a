#include "app/domain/curate.h"
#include "app/kiosk/session/curator/rows.h"
#include "app/kiosk/session/handlers.h"
#include "app/kiosk/session/reasons.h"
#include "app/kiosk/session/text_entry.h"

// The day, one of its meetings, one of its people, and the reason for what is taken back.

namespace kiosk::session {

namespace {

constexpr std::size_t kLongestReason = 120;
constexpr int kFurthestDays = 3660;  // either way from today: a curator who leans on the arrow stays in the calendar

void show_day(Turn& turn, scene::Day& scene, int days) {
    const domain::LocalDate today = domain::date_of(turn.now.local);
    if (days == 0) {
        scene.date = today;
        return;
    }
    const auto there = std::chrono::local_days{scene.date} + std::chrono::days{days};
    const auto distance = there - std::chrono::local_days{today};
    if (distance < std::chrono::days{kFurthestDays} && distance > std::chrono::days{-kFurthestDays})
        scene.date = domain::LocalDate{there};
}

void give_reason(Turn& turn, const scene::Reason& scene, const std::string& words) {
    const auto world = turn.world();
    record_curated(turn,
                   scene.person ? domain::retract(world, scene.meeting, *scene.person, words)
                                : domain::cancel(world, scene.meeting, words),
                   true);
}

}  // namespace

void on(Turn& turn, scene::Day& scene, const Intent& intent) {
    if (const auto* opened = std::get_if<intent::OpenMeeting>(&intent)) {
        const auto rows = rows_on(turn.world(), scene.date);
        if (opened->index < rows.size()) turn.push(scene::Meeting{rows[opened->index].meeting.id});
    } else if (const auto* day = std::get_if<intent::ShowDay>(&intent)) {
        show_day(turn, scene, day->days);
    } else if (std::holds_alternative<intent::OpenExport>(intent)) {
        open_export(turn);
    } else if (std::holds_alternative<intent::OpenStatus>(intent)) {
        turn.push(scene::Status{});
    } else if (std::holds_alternative<intent::OpenSettings>(intent)) {
        turn.push(scene::Settings{});
    } else if (std::holds_alternative<intent::EndProgram>(intent)) {
        turn.push(scene::EndProgram{});
    }
}

void on(Turn& turn, scene::Meeting& scene, const Intent& intent) {
    if (const auto* opened = std::get_if<intent::OpenPerson>(&intent)) {
        const auto people = people_of(turn.world(), scene.meeting);
        if (opened->index < people.size()) turn.push(scene::Person{scene.meeting, people[opened->index]});
    } else if (std::holds_alternative<intent::ConfirmMeeting>(intent)) {
        record_curated(turn, domain::confirm(turn.world(), scene.meeting), false);
    } else if (std::holds_alternative<intent::CancelMeeting>(intent)) {
        turn.push(scene::Reason{scene.meeting, std::nullopt, {}, false});
    }
}

void on(Turn& turn, scene::Person& scene, const Intent& intent) {
    if (const auto* chosen = std::get_if<intent::SetMark>(&intent)) {
        record_curated(turn, domain::mark(turn.world(), scene.meeting, scene.person, chosen->mark), false);
    } else if (std::holds_alternative<intent::Retract>(intent)) {
        if (!domain::retractable(turn.world(), scene.meeting, scene.person).empty())
            turn.push(scene::Reason{scene.meeting, scene.person, {}, false});
    }
}

void on(Turn& turn, scene::Reason& scene, const Intent& intent) {
    if (scene.typing) {
        if (const auto* typed = std::get_if<intent::TypeCharacter>(&intent)) {
            append_character(scene.typed, typed->character, kLongestReason);
        } else if (std::holds_alternative<intent::EraseCharacter>(intent)) {
            erase_character(scene.typed);
        } else if (std::holds_alternative<intent::Back>(intent)) {
            scene.typing = false;
        } else if (std::holds_alternative<intent::ReasonWritten>(intent)) {
            if (const std::string words = trimmed(scene.typed); !words.empty()) give_reason(turn, scene::Reason{scene}, words);
        }
    } else if (const auto* chosen = std::get_if<intent::ChooseReason>(&intent)) {
        const auto ready = ready_reasons(!scene.person);
        if (chosen->index < ready.size()) give_reason(turn, scene::Reason{scene}, ready[chosen->index].recorded);
    } else if (std::holds_alternative<intent::WriteComment>(intent)) {
        scene.typing = true;
    } else if (std::holds_alternative<intent::Back>(intent)) {
        turn.pop();
    }
}

Screen show(const Core& core, const scene::Day& scene, const domain::Now& now) {
    using domain::MeetingState;
    DayView view;
    view.date = scene.date;
    view.today = scene.date == domain::date_of(now.local);
    view.now = now.local;
    view.rows = rows_on(core.known.world(now), scene.date);
    for (const auto& row : view.rows) {
        if (row.state == MeetingState::held || row.state == MeetingState::confirmed) {
            ++view.held;
        } else if (row.state != MeetingState::cancelled && row.state != MeetingState::missed) {
            ++(row.meeting.starts <= now.local ? view.going_on : view.ahead);
        }
    }
    view.machine = core.known.machine;
    if (!now.boot.empty()) view.machine.clock_trusted = now.trusted;  // a curator's word counts
    return view;
}

Screen show(const Core& core, const scene::Meeting& scene, const domain::Now& now) {
    using domain::MeetingState;
    const auto world = core.known.world(now);
    MeetingView view{};
    const auto row = row_of(world, scene.meeting);
    if (!row) return view;
    view.row = *row;
    if (const auto* group = world.roster.group(row->meeting.group)) {
        view.form = group->form;
        view.variant = group->variant;
    }
    view.cancel_reason = world.record(scene.meeting).cancelled.value_or("");
    for (const auto& person : people_of(world, scene.meeting))
        view.people.push_back(person_at(world, scene.meeting, person));
    const auto may = [](const auto& decision) {
        const auto* drafts = std::get_if<std::vector<domain::Draft>>(&decision);
        return drafts && !drafts->empty();
    };
    view.can_confirm = may(domain::confirm(world, scene.meeting));
    view.can_cancel = may(domain::cancel(world, scene.meeting, "?"));
    return view;
}

Screen show(const Core& core, const scene::Person& scene, const domain::Now& now) {
    const auto world = core.known.world(now);
    PersonView view{};
    if (const auto row = row_of(world, scene.meeting)) view.row = *row;
    view.person = person_at(world, scene.meeting, scene.person);
    view.can_retract = !domain::retractable(world, scene.meeting, scene.person).empty();
    return view;
}

Screen show(const Core&, const scene::Reason& scene, const domain::Now&) {
    return ReasonView{!scene.person, scene.typed, scene.typing};
}

}  // namespace kiosk::session
