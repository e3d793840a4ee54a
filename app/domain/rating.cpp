#include <algorithm>

#include "app/domain/decide.h"
#include "app/domain/my_meetings.h"

namespace domain {

namespace {

constexpr Minutes kRatingAfterEnd{60};

Refusal refusal(RefusalKind kind, const MyMeeting& mine, std::optional<LocalTime> when = {}) {
    return {kind, when, mine.meeting.starts, mine.meeting};
}

// Nothing where it may be rated now.
std::optional<Refusal> why_not(const World& world, const PersonId& person, const MyMeeting& mine) {
    if (mine.state == MeetingState::cancelled) return refusal(RefusalKind::cancelled, mine);
    if (!is_confirmed(*mine.group)) return refusal(RefusalKind::not_confirmed, mine);
    if (world.now.local < mine.meeting.starts)
        return refusal(RefusalKind::rating_not_open, mine, mine.meeting.starts);
    if (!world.presence(mine.meeting.id, person).is_there())
        return refusal(RefusalKind::not_checked_in, mine);
    const LocalTime closes = rating_closes(mine.meeting, world.settings);
    if (world.now.local >= closes) return refusal(RefusalKind::rating_closed, mine, closes);
    return std::nullopt;
}

// Which no is the more helpful one, where several meetings of the day give one each: the one he is waiting for, then the
// one he was not at, then what is yet to come.
int helpfulness(const Refusal& no, const MyMeeting& mine) {
    switch (no.kind) {
        case RefusalKind::rating_not_open: return mine.checked_in ? 6 : 4;
        case RefusalKind::not_checked_in: return 5;
        case RefusalKind::rating_closed: return 3;
        case RefusalKind::cancelled: return 2;
        case RefusalKind::not_confirmed: return 1;
        default: return 0;
    }
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

}  // namespace

LocalTime rating_closes(const Meeting& meeting, const Settings& settings) {
    return std::max(at(date_of(meeting.starts), settings.rating_closes_at), meeting.ends + kRatingAfterEnd);
}

RatingChoice rating_choice(const World& world, const PersonId& person) {
    RatingChoice choice;
    const Person* known = world.roster.person(person);
    if (!known || !known->consent) {
        choice.refusal = Refusal{RefusalKind::not_allowed, {}, {}, {}};
        return choice;
    }
    const auto groups = world.roster.groups_of(person);
    if (groups.empty()) {
        choice.refusal = Refusal{RefusalKind::no_group, {}, {}, {}};
        return choice;
    }
    const LocalDate today = date_of(world.now.local);
    Refusal none{RefusalKind::no_meeting_today, {}, {}, {}};
    int best = -1;
    for (auto& mine : meetings_of_person(world, person)) {
        const auto no = why_not(world, person, mine);
        if (!no) {
            choice.open.push_back(std::move(mine));
        } else if (date_of(mine.meeting.starts) == today) {
            if (const int help = helpfulness(*no, mine); help > best) {
                best = help;
                choice.refusal = no;
            }
        } else if (!none.meeting && no->kind == RefusalKind::rating_not_open) {
            none.when = none.starts = mine.meeting.starts;
            none.meeting = mine.meeting;
        }
    }
    if (!choice.open.empty()) {
        choice.refusal.reset();
        std::stable_sort(choice.open.begin(), choice.open.end(), [](const MyMeeting& a, const MyMeeting& b) {
            return a.meeting.starts > b.meeting.starts;
        });
    } else if (!choice.refusal) {
        const bool confirmed = std::any_of(groups.begin(), groups.end(), [](const Group* g) { return is_confirmed(*g); });
        if (!confirmed) none.kind = RefusalKind::not_confirmed;
        choice.refusal = none;
    }
    return choice;
}

std::variant<std::vector<Draft>, Refusal> rate(const World& world, const PersonId& person, const MeetingId& meeting,
                                               Answer answer) {
    const Refusal not_allowed{RefusalKind::not_allowed, {}, {}, {}};
    const Person* known = world.roster.person(person);
    const Meeting* found = find_meeting(world, meeting);
    const Group* group = found ? world.roster.group(found->group) : nullptr;
    if (!known || !known->consent || !group) return not_allowed;
    if (!is_mentor(*group, person) && !is_mentee(*group, person)) return not_allowed;
    if (answer.score < 1 || answer.score > 5 || answer.tags.size() > kMaxTags ||
        characters(answer.comment) > kMaxCommentLength)
        return not_allowed;
    if (auto no = why_not(world, person, as_mine(world, *found, *group, person))) return *std::move(no);
    return std::vector<Draft>{AnswerGiven{meeting, person, std::move(answer)}};
}

}  // namespace domain
