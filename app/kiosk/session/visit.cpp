#include <algorithm>

#include "app/domain/my_meetings.h"
#include "app/kiosk/session/handlers.h"

namespace kiosk::session {

namespace {

using Decision = std::variant<std::vector<domain::Draft>, domain::Refusal>;

std::vector<domain::GroupId> ids_of(const std::vector<const domain::Group*>& groups) {
    std::vector<domain::GroupId> ids;
    for (const auto* group : groups) ids.push_back(group->id);
    return ids;
}

std::vector<std::string> numbers_of(const std::vector<const domain::Group*>& groups) {
    std::vector<std::string> numbers;
    for (const auto* group : groups) numbers.push_back(group->number);
    return numbers;
}

void record_or_refuse(Turn& turn, Visitor visitor, Decision decision, After after) {
    if (auto* refusal = std::get_if<domain::Refusal>(&decision))
        return refuse(turn, Purpose::check_in, std::move(visitor), std::move(*refusal));
    turn.record(std::get<std::vector<domain::Draft>>(std::move(decision)), std::move(after));
}

void check_in(Turn& turn, const Visitor& visitor, const domain::MeetingId& meeting) {
    record_or_refuse(turn, visitor, domain::check_in(turn.world(), visitor.person, meeting, visitor.by),
                     after::CheckedIn{visitor, meeting});
}

void open_meeting(Turn& turn, const Visitor& visitor, const domain::GroupId& group) {
    const domain::MeetingId id{turn.core.draw_id()};
    record_or_refuse(turn, visitor, domain::open_meeting(turn.world(), visitor.person, group, id, visitor.by),
                     after::CheckedIn{visitor, id});
}

void show_already(Turn& turn, Visitor visitor, const domain::MyMeeting& mine) {
    const auto world = turn.world();
    const auto& presence = world.presence(mine.meeting.id, visitor.person);
    const auto rating = domain::rating_choice(world, visitor.person);
    RecordedView view{};
    view.what = RecordedWhat::already;
    view.who = visitor.who;
    view.teacher = visitor.teacher;
    view.at = domain::local_of(*mine.checked_in, world);
    view.meeting = mine.meeting;
    view.other_side_is_there = mine.other_side_is_there;
    view.can_check_out =
        world.settings.check_out && !presence.checked_out && turn.now.local >= mine.meeting.starts;
    view.can_rate = std::any_of(rating.open.begin(), rating.open.end(), [&](const domain::MyMeeting& one) {
        return one.meeting.id == mine.meeting.id;
    });
    turn.replace(scene::Recorded{std::move(view), std::move(visitor), mine.meeting.id, {}, turn.now.mono});
}

void choose(Turn& turn, Purpose purpose, Visitor visitor, std::vector<domain::MyMeeting> meetings,
            const std::vector<const domain::Group*>& groups) {
    turn.replace(scene::ChooseMeeting{purpose, std::move(visitor), std::move(meetings), ids_of(groups), numbers_of(groups)});
}

void take_back(Turn& turn, const scene::Recorded& scene) {
    if (scene.not_me.empty() || turn.now.mono >= scene.since + domain::kNotMeWindow) return;
    std::vector<domain::Draft> drafts;
    for (const domain::Seq seq : scene.not_me)
        drafts.emplace_back(domain::EventBody{domain::Retracted{seq, domain::RetractionReason::not_me, {}}});
    // A meeting that he opened goes with him, unless somebody else is in it by now.
    if (drafts.size() > 1 && turn.world().record(scene.meeting).people.size() > 1) drafts.resize(1);
    turn.record(std::move(drafts), after::TakenBack{});
}

// It may come, or be taken back, at another kiosk while the screen is up.
bool other_side_is_there(const Core& core, const scene::Recorded& scene, const domain::Now& now) {
    const bool at_first = scene.view.other_side_is_there;
    if (scene.view.what != RecordedWhat::checked_in && scene.view.what != RecordedWhat::already) return at_first;
    const auto world = core.known.world(now);
    const auto* meeting = domain::find_meeting(world, scene.meeting);
    const auto* group = meeting ? world.roster.group(meeting->group) : nullptr;
    if (!group) return at_first;
    return domain::as_mine(world, *meeting, *group, scene.visitor.person).other_side_is_there;
}

domain::LocalTime time_of(const Turn& turn, const domain::Event& event) {
    const auto stamp = turn.core.known.attendance().stamp_of(event.seq);
    return stamp ? domain::local_of(*stamp, turn.world()) : turn.now.local;
}

void finish(Turn& turn, const after::CheckedIn& after, const std::vector<domain::Event>& events) {
    scene::Recorded scene;
    scene.visitor = after.visitor;
    scene.meeting = after.meeting;
    scene.since = turn.now.mono;
    scene.view.what = RecordedWhat::checked_in;
    scene.view.who = after.visitor.who;
    scene.view.teacher = after.visitor.teacher;
    scene.view.at = turn.now.local;
    std::optional<domain::Seq> opened;
    for (const auto& event : events) {
        if (std::holds_alternative<domain::CheckedIn>(event.body)) {
            scene.not_me.insert(scene.not_me.begin(), event.seq);
            scene.view.at = time_of(turn, event);
        } else if (std::holds_alternative<domain::MeetingOpened>(event.body)) {
            scene.not_me.push_back(event.seq);
        }
    }
    const auto world = turn.world();
    if (const auto* meeting = domain::find_meeting(world, after.meeting)) {
        scene.view.meeting = *meeting;
        if (const auto* group = world.roster.group(meeting->group))
            scene.view.other_side_is_there =
                domain::as_mine(world, *meeting, *group, after.visitor.person).other_side_is_there;
    }
    turn.replace(std::move(scene));
    turn.sound_recorded();
}

void finish(Turn& turn, const after::CheckedOut& after, const std::vector<domain::Event>& events) {
    scene::Recorded scene;
    scene.visitor = after.visitor;
    scene.meeting = after.meeting;
    scene.since = turn.now.mono;
    scene.view.what = RecordedWhat::checked_out;
    scene.view.who = after.visitor.who;
    scene.view.teacher = after.visitor.teacher;
    scene.view.at = events.empty() ? turn.now.local : time_of(turn, events.front());
    if (const auto* meeting = domain::find_meeting(turn.world(), after.meeting)) scene.view.meeting = *meeting;
    turn.replace(std::move(scene));
    turn.sound_recorded();
}

// Says nothing of whom and what: the quiet help signal ends here too, and no bystander may tell.
void finish_namelessly(Turn& turn, RecordedWhat what, bool teacher) {
    scene::Recorded scene;
    scene.since = turn.now.mono;
    scene.view.what = what;
    scene.view.teacher = teacher;
    scene.view.at = turn.now.local;
    turn.replace(std::move(scene));
    turn.sound_recorded();
}

void finish(Turn& turn, const after::TakenBack&, const std::vector<domain::Event>&) {
    finish_namelessly(turn, RecordedWhat::taken_back, false);
}

void finish(Turn& turn, const after::Rated& after, const std::vector<domain::Event>&) {
    finish_namelessly(turn, RecordedWhat::rated, after.teacher);
}

void finish(Turn& turn, const after::Curated& after, const std::vector<domain::Event>&) {
    if (after.leaves_reason) turn.pop();
    turn.sound_recorded();
}

}  // namespace

Visitor make_visitor(const domain::Person& person, domain::FoundBy by) {
    return {person.id, by, domain::short_form(person.name), person.kind == domain::PersonKind::teacher, person.kind};
}

void found(Turn& turn, Purpose purpose, Visitor visitor) {
    const auto world = turn.world();
    if (purpose == Purpose::rate) {
        auto choice = domain::rating_choice(world, visitor.person);
        if (choice.open.empty()) return refuse(turn, purpose, std::move(visitor), *std::move(choice.refusal));
        if (choice.open.size() > 1) return choose(turn, purpose, std::move(visitor), std::move(choice.open), {});
        turn.core.stack.resize(1);
        return start_rating(turn, std::move(visitor), std::move(choice.open.front()));
    }
    auto choice = domain::check_in_choice(world, visitor.person);
    if (choice.open.size() == 1) return check_in(turn, visitor, choice.open.front().meeting.id);
    if (!choice.open.empty())
        return choose(turn, purpose, std::move(visitor), std::move(choice.open), choice.may_open);
    if (!choice.already.empty()) return show_already(turn, std::move(visitor), choice.already.back());
    refuse(turn, purpose, std::move(visitor), *std::move(choice.refusal), choice.may_open);
}

void refuse(Turn& turn, Purpose purpose, Visitor visitor, domain::Refusal refusal,
            const std::vector<const domain::Group*>& may_open) {
    RefusedView view{};
    view.purpose = purpose;
    view.refusal = std::move(refusal);
    view.teacher = visitor.teacher;
    view.open_for = numbers_of(may_open);
    turn.replace(scene::Refused{std::move(view), std::move(visitor), ids_of(may_open)});
    turn.sound_refused();
}

void on(Turn& turn, scene::ChooseMeeting& scene, const Intent& intent) {
    const Visitor visitor = scene.visitor;
    if (const auto* chosen = std::get_if<intent::ChooseMeeting>(&intent)) {
        if (chosen->index >= scene.meetings.size()) return;
        if (scene.purpose == Purpose::check_in) return check_in(turn, visitor, scene.meetings[chosen->index].meeting.id);
        start_rating(turn, visitor, scene.meetings[chosen->index]);
    } else if (const auto* open = std::get_if<intent::OpenUnplanned>(&intent)) {
        if (open->index < scene.groups.size()) open_meeting(turn, visitor, domain::GroupId{scene.groups[open->index]});
    }
}

void on(Turn& turn, scene::Recorded& scene, const Intent& intent) {
    if (std::holds_alternative<intent::NotMe>(intent)) {
        take_back(turn, scene::Recorded{scene});
    } else if (std::holds_alternative<intent::CheckOut>(intent) && scene.view.can_check_out) {
        const Visitor visitor = scene.visitor;
        const domain::MeetingId meeting = scene.meeting;
        record_or_refuse(turn, visitor, domain::check_out(turn.world(), visitor.person, meeting),
                         after::CheckedOut{visitor, meeting});
    } else if (std::holds_alternative<intent::Rate>(intent) && scene.view.can_rate) {
        found(turn, Purpose::rate, Visitor{scene.visitor});
    }
}

void on(Turn& turn, scene::Refused& scene, const Intent& intent) {
    const auto* open = std::get_if<intent::OpenUnplanned>(&intent);
    if (!open || open->index >= scene.groups.size()) return;
    open_meeting(turn, Visitor{scene.visitor}, domain::GroupId{scene.groups[open->index]});
}

void recorded(Turn& turn, const After& after, const std::vector<domain::Event>& events) {
    std::visit([&](const auto& what) { finish(turn, what, events); }, after);
}

void not_recorded(Turn& turn, const After& after) {
    if (std::holds_alternative<after::Curated>(after)) {
        turn.push(scene::NotRecorded{});
    } else {
        turn.replace(scene::NotRecorded{});
    }
    turn.sound_refused();
}

Screen show(const Core& core, const scene::Saving& scene, const domain::Now& now) {
    return SavingView{scene.touches, now.mono >= scene.since + kLongCommit, !core.held_cards.empty()};
}

Screen show(const Core&, const scene::ChooseMeeting& scene, const domain::Now&) {
    return ChooseMeetingView{scene.purpose, scene.visitor.who, scene.meetings, scene.open_for};
}

Screen show(const Core& core, const scene::Recorded& scene, const domain::Now& now) {
    RecordedView view = scene.view;
    view.other_side_is_there = other_side_is_there(core, scene, now);
    const auto left = std::chrono::ceil<domain::Seconds>(scene.since + domain::kNotMeWindow - now.mono);
    if (!scene.not_me.empty() && left.count() > 0) view.not_me_seconds = static_cast<int>(left.count());
    view.time_is_guess = !now.trusted && view.what != RecordedWhat::rated && view.what != RecordedWhat::taken_back;
    return view;
}

Screen show(const Core&, const scene::Refused& scene, const domain::Now& now) {
    using domain::RefusalKind;
    RefusedView view = scene.view;
    const RefusalKind kind = view.refusal.kind;
    const bool by_the_hour = kind == RefusalKind::too_early || kind == RefusalKind::too_late ||
                             kind == RefusalKind::no_meeting_today || kind == RefusalKind::rating_not_open ||
                             kind == RefusalKind::rating_closed;
    view.time_is_guess = !now.trusted && by_the_hour && !view.unknown_card;
    return view;
}

}  // namespace kiosk::session
